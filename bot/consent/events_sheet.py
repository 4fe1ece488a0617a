"""The briefing sheet: which children may not be pictured. Locked at rest, shown to few, for a time, and every look is on record."""

from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session, col, select

from bot.audit.actions import ConsentAct
from bot.audit.log import recorded
from bot.clock import today
from bot.consent.events_models import Event, EventBriefing, EventNote, EventSchool, EventState
from bot.errors import BadInput, Misconfigured, NotFound, Refusal
from bot.people.grants import actor, roles
from bot.people.models import Person
from bot.people.permissions import Role
from bot.secrets import Vault

LONGEST_LIST, MOST_CHILDREN, LONGEST_NOTE = 20_000, 400, 2_000
BEFORE_THE_DAY = timedelta(days=7)  # briefed staff see the sheet from here
AFTER_THE_DAY = timedelta(days=1)  # to here
GENERAL_RULE = (
    "Some children here must not be photographed, for reasons that are their own. Please take pictures of your own child only, "
    "put no picture of other children online, and stop at once if a member of staff asks you to."
)
SAFEGUARDING = {Role.DSL, Role.DEPUTY_DSL}


@dataclass(frozen=True)
class Sheet:
    """For each school with a list, its children as the school wrote them; the schools that did not answer; and what happened."""

    lists: tuple[tuple[str, tuple[str, ...]], ...]
    without_answer: tuple[str, ...]


def sealed_names(session: Session, names: str, field: str) -> tuple[str, int]:
    """The list under the vault's key, and how many children it names. One child a line."""
    lines = [" ".join(line.split()) for line in names.splitlines() if line.strip()]
    if not lines:
        raise BadInput({field: "Give the children on the school's list, one a line, or choose that it answered with no child."})
    if len(lines) > MOST_CHILDREN or len(names) > LONGEST_LIST:
        raise BadInput({field: f"Keep the list to {MOST_CHILDREN} children, one a line."})
    return vault_of(session).lock({"names": "\n".join(lines)}), len(lines)


def may_see(session: Session, me: Person, event: Event) -> bool:
    """The lead and the safeguarding leads until it is deleted; those who signed the briefing around the day itself."""
    if event.state is EventState.PURGED:
        return False
    held = roles(session, me, event.academy_id)
    if held & SAFEGUARDING or (held and event.lead_id == me.id):
        return True
    around = event.day - BEFORE_THE_DAY <= today() <= event.day + AFTER_THE_DAY
    return bool(held) and around and event.state in (EventState.BRIEFED, EventState.LIVE) and _signed(session, me, event)


def read_sheet(session: Session, me: Person, event: Event) -> Sheet:
    """Raises Refusal for anybody else, and says nothing of what is on it."""
    with recorded(session, actor(me), ConsentAct.EVENT_SHEET_READ, f"event:{event.id}", academy_id=event.academy_id):
        if event.state is EventState.PURGED:
            raise Refusal("The sheet was deleted after the event, as it must be.", rule="purged")
        if not may_see(session, me, event):
            raise Refusal(
                "The briefing sheet is for the event's lead, the safeguarding leads, and those who signed the briefing, around the day of the event.",
                rule="briefed",
                next_step="Ask the event's lead to brief you.",
            )
        schools = session.exec(select(EventSchool).where(EventSchool.event_id == event.id).order_by(col(EventSchool.id))).all()
        lists = tuple((s.name, tuple(vault_of(session).unlock(s.names_locked)["names"].splitlines())) for s in schools if s.names_locked)
        return Sheet(lists, tuple(s.name for s in schools if not s.answered_at))


def note_incident(session: Session, me: Person, event: Event, text: str) -> EventNote:
    """What happened there: somebody was asked to stop photographing, a child was pictured after all."""
    with recorded(session, actor(me), ConsentAct.EVENT_NOTED, f"event:{event.id}", academy_id=event.academy_id):
        if not (may_see(session, me, event) or _signed(session, me, event)):
            raise Refusal("Notes are for those who were briefed, the lead and the safeguarding leads.", rule="briefed")
        if not text.strip() or len(text) > LONGEST_NOTE:
            raise BadInput({"note": f"Write what happened, in up to {LONGEST_NOTE:,} characters."})
        note = EventNote(event_id=event.id or 0, text_locked=vault_of(session).lock({"note": text.strip()}), by=me.id or 0)
        session.add(note)
    return note


def notes_of(session: Session, me: Person, event: Event) -> list[tuple[EventNote, str]]:
    """For the lead and the safeguarding leads. Empty for anybody else."""
    held = roles(session, me, event.academy_id)
    if not (held & SAFEGUARDING or (held and event.lead_id == me.id)):
        return []
    rows = session.exec(select(EventNote).where(EventNote.event_id == event.id).order_by(col(EventNote.id))).all()
    return [(row, vault_of(session).unlock(row.text_locked)["note"]) for row in rows]


def vault_of(session: Session) -> Vault:
    vault = session.info.get("vault")
    if not isinstance(vault, Vault):
        raise Misconfigured("An event's list cannot be read here: no key was given.")
    return vault


def _signed(session: Session, me: Person, event: Event) -> bool:
    mine = select(EventBriefing).where(EventBriefing.event_id == event.id, EventBriefing.person_id == me.id)
    row = session.exec(mine).first()
    return row is not None and row.signed_at is not None


def visible(session: Session, me: Person, event: Event) -> None:
    """Raises NotFound for somebody without any role at the event's academy."""
    if not roles(session, me, event.academy_id):
        raise NotFound("There is no such event, or it is not yours to see.")
