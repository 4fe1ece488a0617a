"""Carrying a confirmed block out, or lifting it: by the network and read back, or as a timed task where it cannot be done from here."""

from sqlmodel import Session, col, select

from bot.accounts import register
from bot.accounts.models import Account
from bot.audit.actions import Act
from bot.audit.log import GATEPOST, append
from bot.cases import tasks
from bot.cases.models import Task
from bot.clock import now
from bot.moderation.messages.models import BlockState, SenderBlock
from bot.people.permissions import Role
from bot.platforms.base import AccessLost, Busy, Refused, Trouble, Unsupported
from bot.platforms.messaging import MESSAGING, BlocksSenders
from bot.platforms.registry import Means
from bot.work import backoff, claim, ready, settle

B = BlockState
TRIES = 3
TITLES = {True: "Block somebody who writes unwanted private messages", False: "Lift the block of somebody who wrote private messages"}


def due(session: Session) -> list[tuple[int, int]]:
    rows = session.exec(select(SenderBlock).where(ready(SenderBlock, (B.ACTING,))))
    return [(row.id or 0, row.account_id) for row in rows]


def run(session: Session, key: int, means: Means) -> str:
    """Doing it twice is harmless, so a lost answer is simply asked again."""
    attempt = claim(session, SenderBlock, key, (B.ACTING,))
    if attempt is None:
        session.rollback()
        return "not due"
    row = session.get_one(SenderBlock, key)
    account = register.account(session, row.account_id)
    sender_id, wanted, failures = row.sender_id, row.wanted, row.failures
    session.commit()
    try:
        platform = register.open_platform(account, means.doors, means.vault) if MESSAGING[account.platform].block else None
        if not isinstance(platform, BlocksSenders):
            return _by_hand(session, account, key, attempt, "The network does not let a program do it, or not without others seeing it.")
        _do(platform, sender_id, wanted=wanted)
    except (Refused, Unsupported) as no:
        return _by_hand(session, account, key, attempt, str(no))
    except Exception as trouble:  # noqa: BLE001 -- whatever it is, the sender can still write, and it must be tried again
        if isinstance(trouble, AccessLost):
            register.access_lost(session, account.id or 0)
        text = str(trouble) if isinstance(trouble, Trouble) else "The network's answer could not be understood."
        if failures + 1 >= TRIES:
            return _by_hand(session, account, key, attempt, text)
        until = trouble.until if isinstance(trouble, Busy) and trouble.until else now() + backoff(failures)
        return _settle(session, key, attempt, failures=failures + 1, not_before=until, last_error=text)
    append(session, GATEPOST, Act.SENDER_BLOCKED, f"sender-block:{key}", academy_id=account.academy_id, account_id=account.id, blocked=wanted)
    return _settle(session, key, attempt, state=B.BLOCKED if wanted else B.ENDED, done_at=now(), failures=0, last_error=None)


def _do(platform: BlocksSenders, sender_id: str, *, wanted: bool) -> None:
    platform.set_blocked(sender_id, wanted)
    if platform.is_blocked(sender_id) is not wanted:
        raise Trouble("Read back: not changed yet.")


def _by_hand(session: Session, account: Account, key: int, attempt: int, why: str) -> str:
    row = session.get_one(SenderBlock, key)
    append(session, GATEPOST, Act.SENDER_BLOCK_BY_HAND, f"sender-block:{key}", academy_id=account.academy_id, account_id=account.id, why=why)
    tasks.ask(
        session,
        account,
        f"sender-block:{key}",
        TITLES[row.wanted],
        (
            f"Gatepost could not do it. {why}",
            f"Open /messages/blocks/{key} for the sender's name and the reason. Write nothing to them.",
            *steps(account, wanted=row.wanted),
            "Come back here and press Done.",
        ),
        role=Role.SLT,
        link=f"/messages/blocks/{key}",
    )
    return _settle(session, key, attempt, state=B.BY_HAND, last_error=why)


def task_of(session: Session, row: SenderBlock) -> Task | None:
    """The latest task to do it by hand; its being done is all that is known of a network that does not answer."""
    if row.state is not B.BY_HAND:
        return None
    query = select(Task).where(Task.subject == f"sender-block:{row.id}", Task.title == TITLES[row.wanted])
    return session.exec(query.order_by(col(Task.id).desc())).first()


def steps(account: Account, *, wanted: bool) -> tuple[str, ...]:
    row = MESSAGING[account.platform]
    return row.blocking if wanted else row.unblocking


def _settle(session: Session, key: int, attempt: int, **values: object) -> str:
    if settle(session, SenderBlock, key, attempt, **values):
        session.commit()
        return str(values.get("state", "again"))
    session.rollback()
    return "lost"
