"""Who holds one of the roles that a profile names: in Gatepost, or as somebody the role directory names (a line manager, say)."""

from collections.abc import Iterable

from sqlmodel import Session

from bot.people import directory
from bot.people.directory import acting_for
from bot.people.grants import same_human
from bot.people.models import Person
from bot.policy.parameter import RoutedRole

R = RoutedRole
TOGETHER: dict[RoutedRole, tuple[RoutedRole, ...]] = {R.DSL: (R.DSL, R.DEPUTY_DSL)}  # the deputy reads what the safeguarding lead reads


def who(session: Session, academy_id: int, role: RoutedRole) -> set[int]:
    """People of the register, by their ids. Somebody outside it can be told, but can read and decide nothing here."""
    found: set[int] = set()
    for each in TOGETHER.get(role, (role,)):
        held = directory.signed_in_holders(session, academy_id, each)
        found |= held | {e.person_id for e in directory.counting(session, academy_id, each, held) if e.person_id is not None}
    return found


def holds(session: Session, me: Person, academy_id: int, named: Iterable[RoutedRole]) -> bool:
    """Whether one of these roles is mine, or I stand in today for somebody whose it is."""
    if me.left_at is not None:
        return False
    wanted = set(named)
    stands_in = {entry.role for entry in acting_for(session, me, academy_id)}
    return bool(wanted & stands_in) or any(me.id in who(session, academy_id, role) for role in wanted)


def others(session: Session, academy_id: int, role: RoutedRole, me: Person) -> set[int]:
    """Those who hold it and are not me under another sign-in: nobody receives their own declaration."""
    return {key for key in who(session, academy_id, role) if not same_human(session.get_one(Person, key), me)}
