"""Is somebody, above all a child, at risk? Comes first: such a comment is never handled as abuse (control C16)."""

from bot.moderation.speak import verdict
from bot.moderation.verdict import Comment, Severity, Verdict, Word
from bot.words.views import Views


def judge(comment: Comment, views: Views) -> Verdict | None:  # noqa: ARG001 - every phase has the same shape
    """Alarm on any listed sign; ask a person where tiredness and despair sound alike."""
    hits = list(views.hits("safeguarding"))
    if alarms := [hit for hit in hits if hit.band == "alarm"]:
        return verdict(Word.ALARM, Severity.S0, 0.95, "safeguarding", alarms)
    return verdict(Word.ASK, Severity.S2, 0.5, "safeguarding", hits) if hits else None
