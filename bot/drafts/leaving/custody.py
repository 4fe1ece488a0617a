"""Accounts that a leaver kept: passed on, paused while too few keep them, suspended when nobody does."""

from sqlmodel import Session, select

from bot.accounts.keeping import account as account_of
from bot.accounts.keeping import custodians, humans
from bot.accounts.models import Account, AccountState, Custodian
from bot.audit.actions import Act
from bot.audit.log import GATEPOST, append
from bot.notify.models import Urgency
from bot.notify.send import tell_roles
from bot.people.grants import profile_at, same_human
from bot.people.leaving_models import Leaving
from bot.people.models import Person
from bot.people.permissions import Role

TOLD = (Role.HEAD, Role.ADMIN)


def pass_on(session: Session, row: Leaving, leaver: Person) -> list[int]:
    """The accounts they kept. Commits nothing."""
    successor = session.get(Person, row.successor_id) if row.successor_id else None
    kept = []
    for held in session.exec(select(Custodian).where(Custodian.person_id == leaver.id)).all():
        account = account_of(session, held.account_id)
        session.delete(held)
        _record(session, account, leaver, keep=False)
        if successor is not None and successor.left_at is None and not any(same_human(successor, k) for k in custodians(session, held.account_id)):
            session.add(Custodian(account_id=held.account_id, person_id=successor.id or 0))
            _record(session, account, successor, keep=True)
        session.flush()
        _see_to(session, account, leaver)
        kept.append(held.account_id)
    return kept


def _record(session: Session, account: Account, person: Person, *, keep: bool) -> None:
    append(
        session,
        GATEPOST,
        Act.ACCOUNT_CUSTODIAN,
        f"account:{account.id}",
        academy_id=account.academy_id,
        account_id=account.id,
        person=person.id,
        keep=keep,
    )


def _see_to(session: Session, account: Account, leaver: Person) -> None:
    profile = profile_at(session, account.academy_id)
    left = len(humans(custodians(session, account.id or 0)))
    missing = profile.minimum_custodians.value - left
    if missing <= 0:
        return
    suspend = left == 0 or profile.custody.value == "suspend"
    nobody = f"{leaver.name}, who was the last to keep this account, has left."
    why = nobody if left == 0 else f"{leaver.name} has left, and fewer than {profile.minimum_custodians.value} people keep this account."
    if suspend and account.state is AccountState.CONNECTED:
        account.state, account.reason = AccountState.SUSPENDED, why
        session.add(account)
        append(
            session,
            GATEPOST,
            Act.ACCOUNT_SUSPENDED,
            f"account:{account.id}",
            academy_id=account.academy_id,
            account_id=account.id,
            reason=why,
        )
        then = "It is suspended. Name new custodians, then the Headteacher puts it back in use."
    else:
        then = f"Name {missing} more: nothing goes out until then."
    tell_roles(session, account.academy_id, TOLD, f"@{account.handle}: {why} {then}", f"/accounts/{account.id}", urgency=Urgency.SOON)
