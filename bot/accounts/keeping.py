"""Who keeps an official account, and whether it is fit to publish on (control C02)."""

from sqlmodel import Session, col, select

from bot.accounts.models import Account, AccountState, Custodian
from bot.audit.actions import Act
from bot.audit.log import recorded
from bot.errors import BadInput, NotFound
from bot.people.access import grant_holders
from bot.people.grants import Place, actor, profile_at, require, same_human
from bot.people.models import Person
from bot.people.permissions import Verb


def account(session: Session, account_id: int) -> Account:
    found = session.get(Account, account_id)
    if found is None:
        raise NotFound("That account is not in the register.")
    return found


def of_academy(session: Session, academy_id: int | None = None) -> list[Account]:
    query = select(Account).order_by(Account.platform, Account.handle)
    return list(session.exec(query if academy_id is None else query.where(Account.academy_id == academy_id)))


def custodians(session: Session, account_id: int) -> list[Person]:
    """Those who still work here."""
    query = select(Person).join(Custodian, col(Custodian.person_id) == col(Person.id)).where(Custodian.account_id == account_id)
    return [p for p in session.exec(query) if p.left_at is None]


def humans(people: list[Person]) -> list[Person]:
    """One of each human being: two logins of one person are one keeper (invariant I2)."""
    found: list[Person] = []
    for person in people:
        if not any(same_human(person, other) for other in found):
            found.append(person)
    return found


def set_custodian(session: Session, me: Person, account_id: int, person_id: int, *, keep: bool) -> None:
    """Add or take away a custodian. Taking the last but one away is allowed, because people leave; publishing then waits."""
    row = account(session, account_id)
    with recorded(
        session,
        actor(me),
        Act.ACCOUNT_CUSTODIAN,
        f"account:{account_id}",
        academy_id=row.academy_id,
        account_id=account_id,
        person=person_id,
        keep=keep,
    ):
        require(session, me, Verb.CONNECT_ACCOUNT, Place(row.academy_id))
        held = session.exec(select(Custodian).where(Custodian.account_id == account_id, Custodian.person_id == person_id)).first()
        if keep and held is None:
            human = session.get(Person, person_id)
            if human is None or human.left_at is not None:
                raise BadInput({"person_id": "Choose somebody who works here."})
            if any(same_human(human, keeper) for keeper in custodians(session, account_id)):
                raise BadInput({"person_id": f"{human.name} keeps this account already, under another sign-in."})
            session.add(Custodian(account_id=account_id, person_id=person_id))
        elif not keep and held is not None:
            session.delete(held)


def unfit(session: Session, row: Account) -> str | None:
    """Why nothing may be published on this account now, as a sentence; None when it may. Moderation goes on regardless."""
    fewest = profile_at(session, row.academy_id).minimum_custodians.value
    if row.state is not AccountState.CONNECTED:
        return f"The account is {row.state.value}, not connected." + (f" Reason: {row.reason}" if row.reason else "")
    if row.reauthorise or not row.credential:
        return "The network no longer accepts the account's credential; an administrator must connect it again."
    if len(humans(custodians(session, row.id or 0))) < fewest:
        return f"The account has fewer than {fewest} custodians; the Headteacher must name another."
    if row.pupil_facing and row.acknowledged_by is None:
        return "Pupils use this account, and nobody in leadership has acknowledged it yet."
    return None


def holders(session: Session, row: Account) -> list[str]:
    """Names of those who could act on the account just now: its custodians and everyone with a live grant."""
    names = [p.name for p in custodians(session, row.id or 0)] + grant_holders(session, row.id or 0)
    return list(dict.fromkeys(names))
