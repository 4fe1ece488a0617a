"""What the People pages read: who is in the register, what each holds, and who could co-sign it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from sqlmodel import Session, col, select

from bot.accounts.models import Account
from bot.errors import NotFound
from bot.people.grants import Place, same_human
from bot.people.models import Academy, Attestation, Grant, Person, RoleHolding, Standing, Training
from bot.people.permissions import ACCOUNT_VERBS, Verb
from bot.web.access import Visit

Row = TypeVar("Row", RoleHolding, Grant)


@dataclass(frozen=True)
class Held:
    """A role or a permission, with what the visitor may do about it."""

    row: RoleHolding | Grant
    where: str
    what: str
    may_cosign: bool
    may_end: bool
    beside: str = ""


def everyone(session: Session) -> list[tuple[Person, list[RoleHolding]]]:
    """Those who work here first, each with the roles in force or proposed."""
    people = session.exec(select(Person).order_by(Person.name)).all()
    held: dict[int, list[RoleHolding]] = {}
    for row in session.exec(select(RoleHolding).where(RoleHolding.standing != Standing.ENDED)):
        held.setdefault(row.person_id, []).append(row)
    return [(p, held.get(p.id or 0, [])) for p in sorted(people, key=lambda p: p.left_at is not None)]


def names(session: Session) -> dict[int, str]:
    return {p.id: p.name for p in session.exec(select(Person)) if p.id is not None}


def choices(session: Session, without: int | None = None) -> list[tuple[int, str]]:
    """People who work here, for a list to choose from."""
    people = session.exec(select(Person).where(col(Person.left_at).is_(None)).order_by(Person.name))
    return [(p.id, f"{p.name} ({p.email})") for p in people if p.id is not None and p.id != without]


def academy_names(session: Session) -> dict[int | None, str]:
    return {a.id: a.name for a in session.exec(select(Academy).order_by(Academy.name))}


def account_choices(visit: Visit) -> list[tuple[int, str]]:
    mine = [a.id for a in visit.academies]
    rows = visit.session.exec(select(Account).where(col(Account.academy_id).in_(mine)).order_by(Account.platform, Account.handle))
    return [(a.id, f"@{a.handle} on {a.platform}") for a in rows if a.id is not None]


def roles_of(visit: Visit, person: Person) -> list[Held]:
    where = academy_names(visit.session)
    rows = visit.session.exec(select(RoleHolding).where(RoleHolding.person_id == person.id).order_by(col(RoleHolding.id))).all()
    return [
        Held(
            row=row,
            where=where[row.academy_id] if row.academy_id else "the whole trust",
            what=row.role,
            may_cosign=_may_cosign(visit, row, Place(row.academy_id) if row.academy_id else None),
            may_end=row.standing is not Standing.ENDED and visit.may(Verb.REVOKE, Place(row.academy_id) if row.academy_id else None),
        )
        for row in _in_force_first(rows)
    ]


def grants_of(visit: Visit, person: Person) -> list[Held]:
    rows = visit.session.exec(select(Grant).where(Grant.person_id == person.id).order_by(col(Grant.id))).all()
    sponsors = names(visit.session)
    found = []
    for row in _in_force_first(rows):
        account = visit.session.get_one(Account, row.account_id)
        place = Place(account.academy_id)
        found.append(
            Held(
                row=row,
                where=f"@{account.handle}",
                what=ACCOUNT_VERBS.get(row.verb, row.verb),
                may_cosign=_may_cosign(visit, row, place),
                may_end=row.standing is not Standing.ENDED and visit.may(Verb.REVOKE, place),
                beside=sponsors.get(row.sponsor_id, ""),
            )
        )
    return found


def training_of(session: Session, person_id: int) -> list[Training]:
    return list(session.exec(select(Training).where(Training.person_id == person_id).order_by(col(Training.completed_on).desc())))


def attestations_of(session: Session, person_id: int) -> list[Attestation]:
    return list(session.exec(select(Attestation).where(Attestation.person_id == person_id).order_by(col(Attestation.at).desc()).limit(5)))


def academy_of_account(session: Session, account_id: int) -> int | None:
    account = session.get(Account, account_id)
    return account.academy_id if account else None


def grant(session: Session, grant_id: int) -> Grant:
    found = session.get(Grant, grant_id)
    if found is None:
        raise NotFound("That permission is not here.")
    return found


def academy_of_grant(session: Session, grant_id: int) -> int:
    """0 when there is no such permission; the domain function then says so."""
    grant = session.get(Grant, grant_id)
    account = session.get(Account, grant.account_id) if grant else None
    return account.academy_id if account else 0


def _may_cosign(visit: Visit, row: RoleHolding | Grant, place: Place | None) -> bool:
    """Whether to offer the button; the register asks again when it is pressed."""
    if row.standing is not Standing.PROPOSED or not visit.may(Verb.COSIGN, place):
        return False
    others = [visit.session.get_one(Person, each) for each in (row.person_id, row.proposed_by) if each is not None]
    return not any(same_human(visit.me, other) for other in others)


def _in_force_first(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: row.standing is Standing.ENDED)
