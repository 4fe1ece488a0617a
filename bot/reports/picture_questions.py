"""What waits about pictures: doubts to rule on, permissions that end soon, and the next step of each event."""

from collections.abc import Iterator
from datetime import timedelta

from sqlmodel import Session, col, select

from bot.clock import today
from bot.consent import events_day
from bot.consent.events_models import Event, EventBriefing, EventState
from bot.consent.rights_models import Asset, Permission
from bot.drafts import rights_use
from bot.people.grants import Place, academies, may
from bot.people.models import Person
from bot.people.permissions import Verb

Line = tuple[int, str, str]
SOON = timedelta(days=14)
NEXT: dict[EventState, str] = {
    EventState.PLANNED: "Ask the schools who come to “{}” which of their children may not be shown",
    EventState.ASKED: "Write down what the schools of “{}” answered",
    EventState.ANSWERED_ALL: "Hold the briefing of “{}”",
    EventState.BRIEFED: "Start “{}” when it begins",
    EventState.LIVE: "Close “{}” when it is over",
}


def rights_lines(session: Session, me: Person) -> list[Line]:
    """For the Headteacher, the doubts; for leaders, permissions that end within two weeks."""
    lines: list[Line] = []
    homes = [a.id or 0 for a in academies(session, me)]
    ruled = [home for home in homes if may(session, me, Verb.RULE_RIGHTS, Place(home))]
    doubts = [one for one in rights_use.wanting(session, ruled) if one.doubt] if ruled else []
    for one in doubts:
        link = f"/rights/doubts/{one.draft.academy_id}/{one.media.sha256}"
        lines.append((1, f"Rule whether the picture of draft {one.draft.id} may be used: its author is not sure", link))
    released = [home for home in homes if may(session, me, Verb.RELEASE, Place(home))]
    query = select(Permission, Asset).join(Asset, col(Asset.id) == col(Permission.asset_id))
    query = query.where(col(Asset.academy_id).in_(released), col(Permission.revoked_at).is_(None), col(Permission.expires) >= today())
    for given, row in session.exec(query.where(col(Permission.expires) <= today() + SOON)) if released else ():
        lines.append((1, f"The permission for “{row.name}” ends on {given.expires:%d %B %Y}: ask for a new one", f"/rights/{row.id}"))
    return lines


def event_lines(session: Session, me: Person) -> list[Line]:
    """For the lead, the next step; for the briefed, their signature."""
    mine = select(Event).where(Event.lead_id == me.id, col(Event.state).in_(list(NEXT))).order_by(col(Event.day))
    lines = [(1, NEXT[row.state].format(row.name), f"/events/{row.id}") for row in session.exec(mine) if _at(session, me, row)]
    return [*lines, *_unsigned(session, me)]


def _unsigned(session: Session, me: Person) -> Iterator[Line]:
    query = select(Event).join(EventBriefing, col(EventBriefing.event_id) == col(Event.id))
    query = query.where(EventBriefing.person_id == me.id, col(EventBriefing.signed_at).is_(None))
    for row in session.exec(query.where(col(Event.state).in_((EventState.BRIEFED, EventState.LIVE)))):
        yield 1, f"Sign the briefing of “{row.name}”", f"/events/{row.id}"


def _at(session: Session, me: Person, row: Event) -> bool:
    """Somebody who has left the academy is asked nothing, and an event about to lose its list by itself is no longer urgent."""
    return may(session, me, Verb.RUN_EVENTS, Place(row.academy_id)) and row.day > today() - events_day.FORGOTTEN
