"""Is an insult aimed at a person? Mild words about the school are criticism and are left to the next phase but one."""

from bot.moderation.speak import speak
from bot.moderation.verdict import Comment, Severity, Verdict
from bot.words.views import Views


def judge(comment: Comment, views: Views) -> Verdict | None:  # noqa: ARG001 - every phase has the same shape
    """Hide a strong insult that points at somebody; ask about the rest."""
    return speak(views, "insults", Severity.S2)
