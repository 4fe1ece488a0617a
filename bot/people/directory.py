"""Reading the role directory: who holds a role today, who stands in, and whom a message for the role goes to.

Standing in gives no permission. A deputy gets the notices and the queue; what they may do there is asked of their own roles.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.clock import now, today
from bot.people.calendar import hours_at
from bot.people.directory_models import DirectoryEntry
from bot.people.hours import USUAL, Hours
from bot.people.models import Person, RoleHolding, Standing
from bot.people.permissions import ROLE_WORDS, Role
from bot.policy.parameter import RoutedRole

R = RoutedRole
OUTSIDE = tuple(role for role in R if role.value not in set(Role))  # the trust's people who need not sign in
WORDS: dict[RoutedRole, str] = {R(role.value): words for role, words in ROLE_WORDS.items() if role.value in set(R)} | {
    R.EXEC_LEAD: "Executive lead of the trust",
    R.IT_DIRECTOR: "IT director",
    R.HEAD_OF_PEOPLE: "Head of people",
    R.LINE_MANAGER: "Line manager",
    R.HEAD_OF_FACULTY: "Head of faculty",
    R.NETWORK_MANAGER: "Network manager",
    R.CEO: "Chief executive",
    R.TRUST_DSL: "Trust safeguarding lead",
    R.CHAIR: "Chair of governors",
}
# Whoever steps up while nobody holds a role, in this order; the Headteacher and then the executive lead for all others.
NEXT_UP: dict[RoutedRole, tuple[RoutedRole, ...]] = {
    R.DSL: (R.DEPUTY_DSL, R.HEAD, R.EXEC_LEAD),
    R.DEPUTY_DSL: (R.DSL, R.HEAD, R.EXEC_LEAD),
    R.HEAD: (R.EXEC_LEAD, R.SLT),
    R.TRUST_DSL: (R.EXEC_LEAD, R.CEO),
    R.CHAIR: (R.EXEC_LEAD, R.CEO),
}
ELSE_UP = (R.HEAD, R.EXEC_LEAD)


class Seat(StrEnum):
    """Of a role at an academy."""

    VACANT = "vacant"
    FILLED = "filled"
    ABSENT = "absent"  # everybody who holds it is away; the deputies act
    EXPIRED = "expired"  # the last entry ran out


@dataclass(frozen=True)
class Contact:
    """Somebody who can be told. Without `person_id` they do not use Gatepost, and have to be written to or rung."""

    name: str
    email: str
    phone: str
    out_of_hours: str
    person_id: int | None = None
    hours: Hours = USUAL  # those of the academy, or for somebody of the whole trust the usual ones

    @property
    def route(self) -> str:
        """How to reach them at this moment: by their out-of-hours route outside staffed hours, in words."""
        usual = ", ".join(filter(None, (self.email, self.phone)))
        return usual if self.hours.staffed(now()) else self.out_of_hours or self.phone or usual


@dataclass(frozen=True)
class StandIn:
    """Somebody away and who acts for them; nobody where none is named."""

    entry: DirectoryEntry
    holder: Contact
    deputy: Contact | None


def entries(session: Session, academy_id: int, role: RoutedRole | None = None) -> list[DirectoryEntry]:
    """Every entry that speaks of this academy, those for the whole trust and those that ran out among them."""
    query = select(DirectoryEntry).where(sa.or_(col(DirectoryEntry.academy_id).is_(None), col(DirectoryEntry.academy_id) == academy_id))
    if role is not None:
        query = query.where(DirectoryEntry.role == role)
    return list(session.exec(query.order_by(col(DirectoryEntry.id))))


def live(entry: DirectoryEntry, day: date) -> bool:
    return entry.starts <= day and (entry.ends is None or entry.ends >= day)


def away(entry: DirectoryEntry, day: date) -> bool:
    begun = entry.absent_from is not None and entry.absent_from <= day
    return begun and (entry.absent_until is None or entry.absent_until >= day)


def holder(session: Session, entry: DirectoryEntry) -> Contact:
    return _contact(session, entry, entry.person_id, entry.name, entry.email, entry.phone, entry.out_of_hours)


def deputy(session: Session, entry: DirectoryEntry) -> Contact | None:
    """None where none is named, or the one who was has left."""
    person = session.get(Person, entry.deputy_id) if entry.deputy_id else None
    if person is not None and person.left_at is not None:
        return None
    if not entry.deputy_id and not entry.deputy_name:
        return None
    return _contact(session, entry, entry.deputy_id, entry.deputy_name, entry.deputy_email, entry.deputy_phone, entry.deputy_out_of_hours)


def _contact(session: Session, entry: DirectoryEntry, person_id: int | None, name: str, email: str, phone: str, out_of_hours: str) -> Contact:
    person = session.get(Person, person_id) if person_id else None
    hours = hours_at(session, entry.academy_id)
    if person is None:
        return Contact(name, email, phone, out_of_hours, hours=hours)
    return Contact(person.name, person.email, phone or person.phone, out_of_hours, person.id, hours)


def signed_in_holders(session: Session, academy_id: int, role: RoutedRole) -> set[int]:
    """Those who hold the role in Gatepost now; the directory is not asked."""
    if role.value not in set(Role):
        return set()
    moment = now()
    query = select(RoleHolding.person_id).join(Person, col(Person.id) == col(RoleHolding.person_id))
    query = query.where(
        RoleHolding.role == Role(role.value),
        RoleHolding.standing == Standing.ACTIVE,
        col(RoleHolding.starts) <= moment,
        sa.or_(col(RoleHolding.ends).is_(None), col(RoleHolding.ends) > moment),
        sa.or_(col(RoleHolding.academy_id).is_(None), col(RoleHolding.academy_id) == academy_id),
        col(Person.left_at).is_(None),
    )
    return set(session.exec(query))


def counting(session: Session, academy_id: int, role: RoutedRole, held: set[int]) -> list[DirectoryEntry]:
    """Live entries whose holder still is one: of those who sign in, only who still holds the role in Gatepost."""
    found = [e for e in entries(session, academy_id, role) if live(e, today())]
    if role not in OUTSIDE:
        return [e for e in found if e.person_id is None or e.person_id in held]
    return [e for e in found if e.person_id is None or session.get_one(Person, e.person_id).left_at is None]


def seat(session: Session, academy_id: int, role: RoutedRole) -> Seat:
    """Absent only while everybody who holds it is away."""
    held = signed_in_holders(session, academy_id, role)
    rows = counting(session, academy_id, role, held)
    if not held and not rows:
        return Seat.EXPIRED if any(e.ends and e.ends < today() for e in entries(session, academy_id, role)) else Seat.VACANT
    gone = {e.person_id for e in rows if away(e, today())}
    present = held - gone or any(e.person_id is None and not away(e, today()) for e in rows)
    outside = any(e.person_id is not None and e.person_id not in held and not away(e, today()) for e in rows)
    return Seat.FILLED if present or outside else Seat.ABSENT


def filled(session: Session, academy_id: int, roles: Iterable[RoutedRole]) -> set[str]:
    """Of these roles, those that somebody holds: what activating a policy profile asks."""
    return {role.value for role in roles if seat(session, academy_id, role) in (Seat.FILLED, Seat.ABSENT)}


def stand_ins(session: Session, academy_id: int, role: RoutedRole) -> list[StandIn]:
    """Everybody who is away from this role today, each with who acts for them."""
    rows = counting(session, academy_id, role, signed_in_holders(session, academy_id, role))
    return [StandIn(e, holder(session, e), deputy(session, e)) for e in rows if away(e, today())]


def outsiders(session: Session, academy_id: int, role: RoutedRole) -> list[Contact]:
    """Those at work who hold the role and do not get what is written to the role in Gatepost, because they hold it only here."""
    held = signed_in_holders(session, academy_id, role)
    return [holder(session, e) for e in counting(session, academy_id, role, held) if e.person_id not in held and not away(e, today())]


def night_routes(session: Session, academy_id: int, role: RoutedRole, held: set[int]) -> str:
    """Outside staffed hours, how those at work who sign in are reached, in words; empty within them and where nothing is written."""
    rows = [e for e in counting(session, academy_id, role, held) if e.person_id in held and e.out_of_hours and not away(e, today())]
    if not rows or hours_at(session, academy_id).staffed(now()):
        return ""
    return "; ".join(f"{found.name}: {found.out_of_hours}" for found in (holder(session, e) for e in rows))


def deputies_of_vacant(session: Session, academy_id: int, role: RoutedRole) -> list[Contact]:
    """The deputies still named for a role whose holder is gone."""
    if signed_in_holders(session, academy_id, role):
        return []
    found = (deputy(session, e) for e in entries(session, academy_id, role) if e.starts <= today())
    return list({c.email: c for c in found if c is not None}.values())


def away_at(session: Session, academy_id: int) -> set[int]:
    """The people of the register who are away from a role of theirs at this academy today."""
    return {e.person_id for e in entries(session, academy_id) if e.person_id and live(e, today()) and away(e, today())}


def deputies_of(session: Session, person_id: int, academy_id: int) -> list[Contact]:
    """Who stands in today for this person, in any of their roles at the academy."""
    theirs = [e for e in entries(session, academy_id) if e.person_id == person_id and live(e, today()) and away(e, today())]
    return [found for e in theirs if (found := deputy(session, e)) is not None]


def acting_for(session: Session, person: Person, academy_id: int) -> list[DirectoryEntry]:
    """The entries of those who are away and for whom this person stands in today."""
    return [e for e in entries(session, academy_id) if e.deputy_id == person.id and live(e, today()) and away(e, today())]
