"""The briefing, the day itself, and the deletion of the sheet seven days after it (INSP-14.2b, 14.3)."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.audit.actions import ConsentAct
from bot.audit.log import GATEPOST, append, recorded
from bot.clock import now, today
from bot.consent.events import event, in_charge
from bot.consent.events_models import BEFORE, Event, EventBriefing, EventMove, EventSchool, EventState, move
from bot.errors import BadInput, NotFound, Refusal
from bot.people.grants import Place, actor, require, roles
from bot.people.models import Person
from bot.people.permissions import Verb

KEPT = timedelta(days=7)  # the sheet, after the event is closed
FORGOTTEN = timedelta(days=14)  # after the day: nobody closed it, and the names go all the same
LONGEST_REASON, MOST_BRIEFED = 1_000, 200


def briefings(session: Session, event_id: int) -> list[EventBriefing]:
    return list(session.exec(select(EventBriefing).where(EventBriefing.event_id == event_id).order_by(col(EventBriefing.id))))


def unsigned(session: Session, event_id: int) -> list[str]:
    """Who is on the list and has not signed."""
    return [each.name for each in briefings(session, event_id) if each.signed_at is None]


def expect(session: Session, me: Person, event_id: int, *, person_ids: tuple[int, ...] = (), volunteers: str = "") -> list[EventBriefing]:
    """Put people on the briefing list: those of Gatepost, who sign themselves, and others by name, one a line."""
    row = event(session, event_id, lock=True)
    with recorded(session, actor(me), ConsentAct.EVENT_BRIEFED, f"event:{event_id}", academy_id=row.academy_id) as note:
        in_charge(session, me, row)
        _not_over(row)
        there = briefings(session, event_id)
        known, names = {each.person_id for each in there}, {each.name.casefold() for each in there}
        people = [session.get(Person, key) for key in dict.fromkeys(person_ids) if key not in known]
        if any(p is None or not roles(session, p, row.academy_id) for p in people):
            raise BadInput({"person_ids": "Choose people of this academy."})
        typed = dict.fromkeys(" ".join(line.split()) for line in volunteers.splitlines() if line.strip())
        others = [name for name in typed if name.casefold() not in names]
        if any(len(name) > 120 for name in others) or len(there) + len(people) + len(others) > MOST_BRIEFED:
            raise BadInput({"volunteers": f"Give names, one a line; {MOST_BRIEFED} people at most."})
        if not people and not others:
            raise BadInput({"person_ids": "Choose somebody who is not on the list yet, or type a name."})
        added = [EventBriefing(event_id=event_id, name=p.name, person_id=p.id) for p in people if p]
        added += [EventBriefing(event_id=event_id, name=name) for name in others]
        session.add_all(added)
        note.detail["expected"] = [each.name for each in added]
    return added


def brief(session: Session, me: Person, event_id: int) -> Event:
    """The briefing was held. Refused while it is not said how the children are marked out, or nobody is on the list."""
    row = event(session, event_id, lock=True)
    with recorded(session, actor(me), ConsentAct.EVENT_BRIEFED, f"event:{event_id}", academy_id=row.academy_id) as note:
        in_charge(session, me, row)
        move(row, EventMove.BRIEF)
        if not row.marker:
            raise BadInput({"marker": "First say how the children on the list are marked out."})
        if not briefings(session, event_id):
            raise BadInput({"person_ids": "First say who was briefed."})
        session.add(row)
        note.detail["held"] = True
    return row


def sign(session: Session, me: Person, event_id: int, briefing_id: int | None = None) -> EventBriefing:
    """My own signature; with `briefing_id`, the lead writes down that somebody without a login signed on paper."""
    row = event(session, event_id, lock=True)
    with recorded(session, actor(me), ConsentAct.EVENT_SIGNED, f"event:{event_id}", academy_id=row.academy_id) as note:
        require(session, me, Verb.SIGN_BRIEFING, Place(row.academy_id))
        if row.state not in (EventState.BRIEFED, EventState.LIVE):
            raise Refusal("There is no briefing to sign: it has not been held yet, or the event is over.", rule="move")
        found = next((b for b in briefings(session, event_id) if (b.id == briefing_id if briefing_id else b.person_id == me.id)), None)
        if found is None:
            raise NotFound("You are not on this event's briefing list. Ask the lead to put you on it.")
        if briefing_id:
            in_charge(session, me, row)
        if found.person_id not in (None, me.id):
            raise Refusal(f"{found.name} signs in to Gatepost, so they sign for themselves.", rule="own-word", next_step="Ask them to.")
        if found.signed_at is None:
            found.signed_at, found.recorded_by = now(), me.id
        session.add(found)
        note.detail.update(who=found.name, on_paper=found.person_id is None)
    return found


def go_live(session: Session, me: Person, event_id: int, reason: str = "") -> Event:
    """The event begins. Where somebody has not signed, the lead is told who and either briefs them or writes down why (S10.2)."""
    row = event(session, event_id, lock=True)
    with recorded(session, actor(me), ConsentAct.EVENT_LIVE, f"event:{event_id}", academy_id=row.academy_id) as note:
        in_charge(session, me, row)
        move(row, EventMove.GO_LIVE)
        missing = unsigned(session, event_id)
        if missing and not reason.strip():
            have = "has" if len(missing) == 1 else "have"
            raise BadInput(
                {"reason": f"{', '.join(missing)} {have} not signed the briefing. Brief them and let them sign, or write down why the event goes on."}
            )
        if len(reason) > LONGEST_REASON:
            raise BadInput({"reason": f"Keep the reason under {LONGEST_REASON:,} characters."})
        row.unsigned_reason = reason.strip() if missing else ""
        session.add(row)
        note.detail.update(unsigned=missing, reason=row.unsigned_reason)
    return row


def close(session: Session, me: Person, event_id: int) -> Event:
    """It is over, or called off. Seven days later its sheet is deleted."""
    row = event(session, event_id, lock=True)
    with recorded(session, actor(me), ConsentAct.EVENT_CLOSED, f"event:{event_id}", academy_id=row.academy_id, was=row.state.value):
        in_charge(session, me, row)
        move(row, EventMove.CLOSE)
        row.closed_at = now()
        session.add(row)
    return row


def due_purge(session: Session) -> list[int]:
    """Closed seven days ago, or two weeks past its day and never closed."""
    closed = sa.and_(col(Event.state) == EventState.CLOSED, col(Event.closed_at) <= now() - KEPT)
    forgotten = sa.and_(col(Event.state).in_((*BEFORE, EventState.LIVE)), col(Event.day) <= today() - FORGOTTEN)
    return list(session.exec(select(Event.id).where(sa.or_(closed, forgotten)).order_by(col(Event.id))))  # type: ignore[arg-type]


def purge(session: Session, event_id: int) -> str:
    """Delete the sheet and record the deletion, in one transaction. Who answered and who signed stays; consent is not kept here."""
    if event_id not in due_purge(session):
        session.rollback()
        return "not due"
    row = event(session, event_id, lock=True)
    never_closed = row.closed_at is None
    move(row, EventMove.PURGE)
    lists = session.exec(select(EventSchool).where(EventSchool.event_id == event_id, EventSchool.names_locked != "")).all()
    children = sum(school.children for school in lists)
    for school in lists:
        school.names_locked, school.children = "", 0
        session.add(school)
    row.purged_at = now()
    session.add(row)
    detail: dict[str, Any] = {"lists": len(lists), "children": children, "never_closed": never_closed}
    append(session, GATEPOST, ConsentAct.EVENT_PURGED, f"event:{event_id}", academy_id=row.academy_id, **detail)
    session.commit()
    return "deleted"


def _not_over(row: Event) -> None:
    if row.state in (EventState.CLOSED, EventState.PURGED):
        raise Refusal("The event is over.", rule="move")
