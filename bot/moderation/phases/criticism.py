"""Does somebody complain? Criticism is not abuse: it stays in sight and becomes a complaint lead (scenario S15.2)."""

from bot.moderation.speak import verdict
from bot.moderation.verdict import Comment, Severity, Verdict, Word
from bot.words.views import Views


def judge(comment: Comment, views: Views) -> Verdict | None:  # noqa: ARG001 - every phase has the same shape
    """Keep words of complaint, however cross."""
    hits = list(views.hits("criticism"))
    return verdict(Word.KEEP, Severity.S3, 0.1, "criticism", hits) if hits else None
