"""What a screen is told of an event: which schools did not answer, and whose children were declared to be in each picture."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from bot.audit.actions import ConsentAct
from bot.audit.log import recorded
from bot.clock import now
from bot.consent.events import event, schools_of
from bot.consent.events_models import ANSWERED, Answer, Event, EventPicture, EventSchool, EventState
from bot.errors import BadInput
from bot.people.grants import Place, actor, require
from bot.people.models import Person
from bot.people.permissions import Verb

OWN = ""  # the academy's own children, whose consent is in its own register
HEX = frozenset("0123456789abcdef")


@dataclass(frozen=True)
class EventKnown:
    name: str
    schools: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()  # without an answer, asked or not: every child of theirs counts as no consent
    with_list: tuple[str, ...] = ()  # some of their children may not be pictured
    purged: bool = False
    declared: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # picture's hash -> schools; OWN is the academy


def events_known(session: Session, academy_id: int, event_ids: Iterable[int | None]) -> dict[int, EventKnown]:
    """Those of this academy among these; an event of another academy is not known here."""
    wanted = sorted({key for key in event_ids if key is not None})
    if not wanted:
        return {}
    rows = session.exec(select(Event).where(Event.academy_id == academy_id, col(Event.id).in_(wanted))).all()
    return {row.id or 0: _known(session, row) for row in rows}


def _known(session: Session, row: Event) -> EventKnown:
    schools = session.exec(select(EventSchool).where(EventSchool.event_id == row.id).order_by(col(EventSchool.id))).all()
    pictures = session.exec(select(EventPicture).where(EventPicture.event_id == row.id)).all()
    return EventKnown(
        name=row.name,
        schools=tuple(s.name for s in schools),
        silent=tuple(s.name for s in schools if s.answer not in ANSWERED),
        with_list=tuple(s.name for s in schools if s.answer is Answer.LIST),
        purged=row.state is EventState.PURGED,
        declared={p.sha256: tuple(p.schools) for p in pictures},
    )


def declare_schools(session: Session, me: Person, event_id: int, sha256: str, schools: Iterable[str]) -> EventPicture:
    """Whose children one picture shows. An empty name stands for the academy's own; to name none at all is refused."""
    row = event(session, event_id)
    chosen = list(dict.fromkeys(schools))
    with recorded(session, actor(me), ConsentAct.EVENT_PICTURE, f"event:{event_id}", academy_id=row.academy_id, picture=sha256, schools=chosen):
        require(session, me, Verb.DRAFT, Place(row.academy_id))
        known = {OWN, *(school.name for school in schools_of(session, event_id))}
        if not chosen or not set(chosen) <= known or len(sha256) != 64 or not set(sha256) <= HEX:
            raise BadInput({f"schools_{sha256[:12]}": "Choose the schools whose children are in the picture."})
        there = session.exec(select(EventPicture).where(EventPicture.event_id == event_id, EventPicture.sha256 == sha256)).first()
        picture = there or EventPicture(event_id=event_id, sha256=sha256, declared_by=me.id or 0)
        picture.schools, picture.declared_by, picture.declared_at = chosen, me.id or 0, now()
        session.add(picture)
    return picture
