"""Is a protected group run down, driven out or threatened, with or without a slur?"""

from bot.moderation.speak import speak
from bot.moderation.verdict import Comment, Severity, Verdict
from bot.words.views import Views


def judge(comment: Comment, views: Views) -> Verdict | None:  # noqa: ARG001 - every phase has the same shape
    """Hide hatred of a group; ask where it is reported, rebuked or unclear."""
    return speak(views, "hatred", Severity.S1)
