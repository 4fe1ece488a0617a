"""Is it sexual? Sexual approaches to a child were alarmed before this phase is reached."""

from bot.moderation.speak import speak
from bot.moderation.verdict import Comment, Severity, Verdict
from bot.words.views import Views


def judge(comment: Comment, views: Views) -> Verdict | None:  # noqa: ARG001 - every phase has the same shape
    """Hide sexual content; ask where a lesson or health may be meant."""
    return speak(views, "sexual", Severity.S1)
