"""Does somebody mean, or wish, violence to somebody? Future or intent, a violent verb and a person; games and idioms apart."""

from bot.moderation.speak import verdict
from bot.moderation.verdict import Comment, Severity, Verdict, Word
from bot.words.views import Hit, Views

_ONE_PERSON = {"i", "someone"}


def judge(comment: Comment, views: Views) -> Verdict | None:  # noqa: ARG001 - every phase has the same shape
    """Hide a threat; ask where a game, a rebuke or the wording leaves doubt."""
    hits = list(views.hits("threat"))
    playing = any(hit.band == "context" for hit in hits)
    sure = [hit for hit in hits if hit.band == "hide" or (hit.band == "sport" and not playing)]
    doubtful = [hit for hit in hits if hit.band == "ask" or (hit.band == "sport" and playing and _personal(views, hit))]
    if (plain := [hit for hit in sure if not views.denied(hit)]) and not views.mild(plain):
        return verdict(Word.HIDE, Severity.S1, 0.95, "threat", plain)
    return verdict(Word.ASK, Severity.S1, 0.5, "threat", sure + doubtful) if sure or doubtful else None


def _personal(views: Views, hit: Hit) -> bool:
    """Teams say "we will smash them"; "I will smash you" beside a match is for a person to read."""
    return views.words[hit.first].word in _ONE_PERSON
