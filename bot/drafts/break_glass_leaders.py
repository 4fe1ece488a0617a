"""Who may post outside Gatepost in an emergency: the Headteacher, and those in senior leadership whom the Headteacher names."""

from sqlmodel import Session, col, select

from bot.audit.actions import Act
from bot.audit.log import recorded
from bot.clock import now
from bot.drafts.break_glass_models import BreakGlassLeader
from bot.errors import BadInput
from bot.people.found import person
from bot.people.grants import Place, actor, may, require, roles
from bot.people.models import Person
from bot.people.permissions import Role, Verb


def may_declare(session: Session, me: Person, academy_id: int) -> bool:
    """The Headteacher, and those in senior leadership whom the Headteacher named."""
    if not may(session, me, Verb.BREAK_GLASS, Place(academy_id)):
        return False
    return Role.HEAD in roles(session, me, academy_id) or any(row.person_id == me.id for row in named(session, academy_id))


def named(session: Session, academy_id: int) -> list[BreakGlassLeader]:
    query = select(BreakGlassLeader).where(BreakGlassLeader.academy_id == academy_id, col(BreakGlassLeader.ended_at).is_(None))
    return list(session.exec(query.order_by(col(BreakGlassLeader.id))))


def name_leader(session: Session, me: Person, academy_id: int, person_id: int, *, permitted: bool) -> None:
    """The Headteacher says who else may, or no longer may."""
    with recorded(session, actor(me), Act.NATIVE_NAMED, f"person:{person_id}", academy_id=academy_id, permitted=permitted):
        require(session, me, Verb.NAME_LEADERS, Place(academy_id))
        leader = person(session, person_id)
        there = next((row for row in named(session, academy_id) if row.person_id == person_id), None)
        if permitted and Role.SLT not in roles(session, leader, academy_id):
            raise BadInput({"person_id": "Choose somebody in senior leadership at this academy."})
        if permitted and there is None:
            session.add(BreakGlassLeader(academy_id=academy_id, person_id=person_id, named_by=me.id or 0))
        elif not permitted and there is not None:
            there.ended_at = now()
            session.add(there)
