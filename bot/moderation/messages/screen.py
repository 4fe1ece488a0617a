"""What kind of message it is, from what the judge says of its words. The sender's age is never known, so everybody counts as a pupil."""

from bot.cases import imagery
from bot.moderation.clocks import unjudged
from bot.moderation.messages.models import Category
from bot.moderation.verdict import Severity, Verdict, Word

C = Category
KEEPS_WORDS = frozenset({C.ABUSE, C.UNSURE})  # sealed as evidence; those of a safeguarding matter are with its case
OTHERWISE = {Severity.S4: C.SPAM, Severity.S3: C.CRITICISM}
LABELS: dict[Category, tuple[str, str]] = {
    C.SAFEGUARDING: ("A child or a life may be at risk", "red"),
    C.ABUSE: ("Abuse or a threat", "orange"),
    C.UNSURE: ("Not sure: a person has to look", "yellow"),
    C.CRITICISM: ("Criticism or a complaint", "blue"),
    C.SPAM: ("Spam or an unsafe link", "yellow"),
    C.ORDINARY: ("Ordinary", "grey"),
}


def category(verdict: Verdict, text: str) -> Category:
    """Fails toward people: what could not be judged is never ordinary."""
    if verdict.word is Word.ALARM or imagery.suspected([reason.rule for reason in verdict.reasons], text):
        return C.SAFEGUARDING
    if unjudged(verdict):
        return C.UNSURE
    if verdict.word is Word.HIDE:
        return OTHERWISE.get(verdict.severity, C.ABUSE)
    if verdict.word is Word.ASK:
        return OTHERWISE.get(verdict.severity, C.UNSURE)
    return OTHERWISE.get(verdict.severity, C.ORDINARY)
