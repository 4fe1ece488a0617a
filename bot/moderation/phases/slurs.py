"""Is a slur used against somebody, rather than quoted, rebuked, reclaimed or taught?"""

from bot.moderation.speak import speak
from bot.moderation.verdict import Comment, Severity, Verdict
from bot.words.views import Views


def judge(comment: Comment, views: Views) -> Verdict | None:  # noqa: ARG001 - every phase has the same shape
    """Hide a slur; ask where the writer reports it or the word has another meaning."""
    return speak(views, "slurs", Severity.S1)
