"""Nothing above had anything to say."""

from bot.moderation.verdict import Comment, Severity, Verdict, Word
from bot.words.views import Views


def judge(comment: Comment, views: Views) -> Verdict | None:  # noqa: ARG001 - every phase has the same shape
    """Keep."""
    return Verdict(Word.KEEP, Severity.S5, 0.02)
