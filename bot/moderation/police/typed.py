"""What a leader, or the threatened person, typed into a police step: read, and what is wrong with it."""

from dataclasses import dataclass
from datetime import datetime

from bot.cases.police_models import Answer, PoliceStep
from bot.clock import now
from bot.people.models import Person

LONGEST = 1_000
LONGEST_NAME = 100
NOBODY = "nobody"  # as the form sends it
Wrong = dict[str, str]


@dataclass(frozen=True)
class Said:
    """`asked_at` None: nobody was asked."""

    answer: Answer
    words: str
    asked_at: datetime | None = None


def said(answer: str, words: str, asked_at: datetime | None, offered: tuple[Answer, ...]) -> tuple[Said, Wrong]:
    """Where something is wrong, what was read is not to be used."""
    words = words.strip()
    wrong = {} if len(words) <= LONGEST else {"words": f"Keep it under {LONGEST:,} characters."}
    if answer not in set(offered):
        return Said(Answer.ASKED, words), wrong | {"answer": "Choose what they say."}
    found = Said(Answer(answer), words, asked_at or now())
    if found.answer is Answer.NOBODY:
        return Said(Answer.NOBODY, words), wrong
    if found.answer is Answer.CANNOT:
        missing = {} if words else {"words": "Write why they cannot be asked at present, and when you try again."}
        return Said(Answer.CANNOT, words), missing | wrong
    if asked_at is not None and asked_at > now():
        wrong["asked_at"] = "Enter a time that is over. Leave it empty if you ask now."
    return found, wrong


def wrong_person(steps: list[PoliceStep], who: str, named: str, person: Person | None) -> Wrong:
    """`steps` are those of the comment already; `person` is whom `who` means, if anybody."""
    named = named.strip()
    if who == NOBODY:
        known = "Somebody on the staff is written down already: what they want counts." if steps else ""
        known = "That is written down already." if any(step.answer is Answer.NOBODY for step in steps) else known
        return ({"who": known} if known else {}) | ({"named": "Leave this empty, or choose a person above."} if named else {})
    if person is None and (who or not named):
        return {"who": "Choose whom it threatens, or write a name below."}
    if len(named) > LONGEST_NAME:
        return {"named": f"Keep it under {LONGEST_NAME} characters."}
    if person is not None and named:
        return {"named": "Leave this empty, or choose nobody above."}
    if any(step.person_id == person.id if person else step.named.casefold() == named.casefold() for step in steps):
        return {"who" if person else "named": "They are written down already. Change the answer on their own page."}
    return {}
