"""Who did what, when, in one safeguarding case: its steps, its notes, and what happened to the comment it is about."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.audit.actions import Act, Outcome
from bot.audit.log import history
from bot.audit.models import Entry
from bot.cases import safeguarding
from bot.cases.models import Case
from bot.cases.safeguarding_moves import SAID, steps
from bot.people.models import Person

GATEPOST = "Gatepost"
# Of the record about the comment itself: what others could see.
ABOUT_THE_COMMENT: dict[str, str] = {
    Act.REPLY_HIDDEN: "The comment was hidden from others; it was not removed",
    Act.REPLY_SHOWN: "The comment was shown to others again",
    Act.REPLY_STUCK: "The network did not do it; a person was asked to",
}


@dataclass(frozen=True)
class Line:
    at: datetime
    who: str
    what: str
    words: str = ""


def lines(session: Session, case: Case) -> list[Line]:
    """Oldest first."""
    key = case.id or 0
    found = [Line(step.at, _name(session, step.by), SAID[step.move], step.words) for step in steps(session, key)]
    found += [Line(note.at, _name(session, note.by), "Noted", note.text) for note in safeguarding.notes(session, key)]
    if case.linked.startswith("reply:"):
        found += [Line(e.at, e.actor, words) for e in history(session, case.linked) if (words := ABOUT_THE_COMMENT.get(e.act)) is not None]
        found += [Line(e.at, e.actor, "Let others see the comment again") for e in history(session, case.linked) if _let_back(e, case)]
    return sorted(found, key=lambda line: line.at)


def tries(session: Session, case: Case) -> list[Entry]:
    """Others who tried to open, clear or set aside what is not theirs (S16.4): for those who work the case to see."""
    about = [entry for entry in history(session, case.linked) if entry.detail.get("rule") == "safeguarding"]
    found = [*about, *(e for e in history(session, f"case:{case.id}") if e.detail.get("rule") in ("role", "safeguarding"))]
    return sorted((entry for entry in found if entry.outcome == Outcome.REFUSED), key=lambda entry: entry.seq)


def _let_back(entry: Entry, case: Case) -> bool:
    return (
        entry.act == Act.REPLY_DECIDED and entry.outcome == Outcome.DONE and entry.detail.get("decision") == "restore" and entry.at >= case.raised_at
    )


def _name(session: Session, key: int | None) -> str:
    return session.get_one(Person, key).name if key is not None else GATEPOST
