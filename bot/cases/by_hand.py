"""Official accounts on networks that Gatepost has no door to: registered, and looked at by a person every month (C02, UNCONTROLLED)."""

from datetime import timedelta

from sqlmodel import Session, col, select

from bot.accounts import register
from bot.accounts.models import Account, AccountState
from bot.cases import tasks
from bot.cases.models import Task, TaskState
from bot.clock import now
from bot.platforms.capabilities import CAPABILITIES

EVERY = timedelta(days=30)
TO_LOOK = timedelta(days=7)  # to do it in
STEPS = ("Sign in to the network as the academy.", "Read every post, comment and message since the last look.")


def title(account: Account) -> str:
    return f"Look at @{account.handle} on {CAPABILITIES[account.platform].label} by hand"


def due(session: Session) -> list[int]:
    """Accounts that nobody was asked to look at for a month."""
    recent = select(Task.account_id).where(
        col(Task.subject).like("%:look"), (col(Task.set_at) > now() - EVERY) | (col(Task.state) != TaskState.DONE), col(Task.account_id).is_not(None)
    )
    rows = session.exec(select(Account.id).where(Account.state == AccountState.UNCONTROLLED, col(Account.id).not_in(recent)))
    return [found for found in rows if found is not None]


def ask(session: Session, account_id: int) -> None:
    """Put this month's look before leadership. What they find goes on as for any account: a stray, a comment, a concern."""
    account = register.account(session, account_id)
    if account.state is not AccountState.UNCONTROLLED or account_id not in due(session):
        session.rollback()
        return
    steps = (*CAPABILITIES[account.platform].steps.get("watch", STEPS), "Come back here and press Done.")
    tasks.ask(session, account, f"account:{account_id}:look", title(account), steps, within=TO_LOOK)
    session.commit()


def last_look(session: Session, account_id: int) -> Task | None:
    """The latest look, done or still to be done."""
    query = select(Task).where(Task.subject == f"account:{account_id}:look").order_by(col(Task.id).desc())
    return session.exec(query).first()
