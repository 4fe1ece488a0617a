"""What a list of phrases found in a comment, said as a verdict."""

from collections.abc import Iterable

from bot.moderation.verdict import Reason, Severity, Verdict, Word
from bot.words.views import Hit, Views


def verdict(word: Word, severity: Severity, score: float, phase: str, hits: Iterable[Hit]) -> Verdict:
    """A verdict with one reason for each phrase found, the earliest first."""
    reasons = sorted({Reason(f"{phase}: {hit.rule}", hit.start, hit.end) for hit in hits}, key=lambda r: (r.start, r.end, r.rule))
    return Verdict(word, severity, score, tuple(reasons))


def speak(views: Views, phase: str, severity: Severity) -> Verdict | None:
    """What a list of hide and ask phrases says; where the writer quotes or rebukes, hide becomes ask."""
    hits = list(views.hits(phase))
    sure = [hit for hit in hits if hit.band == "hide" and not views.denied(hit)]
    if sure and not views.mild(sure):
        return verdict(Word.HIDE, severity, 0.95, phase, sure)
    doubtful = [hit for hit in hits if hit.band in {"hide", "ask"}]
    return verdict(Word.ASK, severity, 0.5, phase, doubtful) if doubtful else None
