"""Whether an account is still the one in the register: handle and permanent id (control C02).

A handle may change hands, and a credential may come to open another account. Then the machine suspends the account, writes
nothing with its credential, and the Headteacher says what it is.
"""

from sqlmodel import Session, select

from bot.accounts.keeping import account
from bot.accounts.models import Account, AccountState, Doubt
from bot.accounts.register import LIVE, require_decider
from bot.audit.actions import Act
from bot.audit.log import GATEPOST, append, recorded
from bot.errors import BadInput, Refusal
from bot.people.grants import actor
from bot.people.models import Person


def suspend(session: Session, row: Account, doubt: Doubt, sentence: str) -> bool:
    """The machine's own suspension. False when it was doubted as much already. Commits nothing."""
    if row.doubt is doubt or row.doubt is Doubt.IDENTITY:
        return False
    row.doubt = doubt
    row.reauthorise = row.reauthorise or doubt is Doubt.IDENTITY
    if row.state is AccountState.CONNECTED:
        row.state, row.reason = AccountState.SUSPENDED, sentence
    session.add(row)
    append(session, GATEPOST, Act.ACCOUNT_SUSPENDED, f"account:{row.id}", academy_id=row.academy_id, account_id=row.id, reason=sentence, doubt=doubt)
    return True


def believe(session: Session, row: Account) -> None:
    """A reading shows the registered handle again. It stays suspended until the Headteacher puts it back in use. Commits nothing."""
    if row.doubt is Doubt.HANDLE:
        row.doubt = Doubt.NONE
        session.add(row)


def confirm(session: Session, me: Person, account_id: int, handle: str, reason: str) -> Account:
    """The Headteacher says that the new handle is the academy's own: the register follows, and the account is in use again."""
    row = account(session, account_id)
    with recorded(
        session, actor(me), Act.ACCOUNT_HANDLE, f"account:{account_id}", academy_id=row.academy_id, account_id=account_id, reason=reason.strip()
    ) as note:
        require_decider(session, me, row)
        if row.doubt is not Doubt.HANDLE:
            raise Refusal("There is no new handle to confirm on this account.", rule="account-state", next_step="Reload the page.")
        taken = next((a for a in _others(session, row) if a.handle.casefold() == handle.casefold()), None)
        if taken is not None:
            raise Refusal(f"@{handle} is in the register already, as another account.", rule="account-identity", next_step="Retire one of the two.")
        if not reason.strip():
            raise BadInput({"reason": "Say how you know that the new handle is the academy's own."})
        note.detail.update(before=row.handle, after=handle)
        row.handle, row.doubt = handle, Doubt.NONE
        if row.state is AccountState.SUSPENDED:
            row.state, row.reason = AccountState.CONNECTED, ""
        session.add(row)
    return row


def retire(session: Session, me: Person, account_id: int, reason: str) -> Account:
    """Given up: nothing is read or sent any more, and the credential is forgotten. What is on record stays."""
    row = account(session, account_id)
    with recorded(
        session, actor(me), Act.ACCOUNT_RETIRED, f"account:{account_id}", academy_id=row.academy_id, account_id=account_id, reason=reason.strip()
    ):
        require_decider(session, me, row)
        if row.state not in LIVE:
            raise Refusal("Only an account that was connected can be retired.", rule="account-state", next_step="Reload the page.")
        if not reason.strip():
            raise BadInput({"reason": "Say why the academy gives this account up."})
        row.state, row.reason, row.credential, row.doubt, row.reauthorise = AccountState.RETIRED, reason.strip(), None, Doubt.NONE, False
        session.add(row)
    return row


def _others(session: Session, row: Account) -> list[Account]:
    query = select(Account).where(Account.platform == row.platform, Account.id != row.id, Account.state != AccountState.REFUSED)
    return list(session.exec(query))
