"""Every day, for every account: messages closed where that can be done from here, read where they can be read, and else a person looks.

An account whose messages cannot be read is "messages unseen": it says so on its page, and a person has a task every week.
"""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.accounts import register
from bot.accounts.models import Account, Stream, StreamKind
from bot.audit.actions import Act
from bot.audit.log import GATEPOST, append
from bot.cases import tasks
from bot.clock import now
from bot.errors import Misconfigured
from bot.moderation.messages.models import GuardState, MessageGuard
from bot.notify.models import Urgency
from bot.notify.send import tell_roles
from bot.people.permissions import Role
from bot.platforms.base import AccessLost, Trouble
from bot.platforms.capabilities import CAPABILITIES
from bot.platforms.messaging import MESSAGING, ClosesMessages, Messaging
from bot.platforms.registry import Means
from bot.work import backoff, claim, settle

DAILY, WEEKLY = timedelta(days=1), timedelta(days=7)
TO_LOOK = timedelta(days=2)  # to do the weekly look in
LOOK = "Look through the private messages by hand: Gatepost cannot see them"
CLOSE = "Close the private messages by hand: Gatepost cannot"
FAILURES = 3  # tries to close them, before a person is asked to


def due(session: Session) -> list[tuple[int, int]]:
    """(account, account): those with no guard yet, and those whose day has come."""
    moment = now()
    free = sa.or_(col(MessageGuard.lease_until).is_(None), col(MessageGuard.lease_until) <= moment)
    query = (
        select(Account.id)
        .join(MessageGuard, col(MessageGuard.account_id) == col(Account.id), isouter=True)
        .where(col(Account.state).in_(register.LIVE), sa.or_(col(MessageGuard.id).is_(None), sa.and_(col(MessageGuard.not_before) <= moment, free)))
        .order_by(col(Account.id))
    )
    return [(key, key) for key in session.exec(query) if key is not None]


def of_account(session: Session, account_id: int) -> MessageGuard | None:
    return session.exec(select(MessageGuard).where(MessageGuard.account_id == account_id)).first()


def run(session: Session, account_id: int, means: Means) -> str:
    """Look once. Closing is the only thing done on the network; it is read back."""
    guard = of_account(session, account_id)
    if guard is None:
        guard = MessageGuard(account_id=account_id)
        session.add(guard)
        session.flush()
    key = guard.id or 0
    attempt = claim(session, MessageGuard, key, (GuardState.WATCHING,))
    session.commit()
    if attempt is None:
        return "not due"
    account = register.account(session, account_id)
    can = MESSAGING[account.platform]
    session.commit()
    shut, trouble = False, None
    if can.close:
        try:
            shut = _closed(account, means)
        except (Trouble, Misconfigured) as problem:
            trouble = problem
    guard = session.get_one(MessageGuard, key, populate_existing=True)
    values = _read_back(session, account, guard, shut=shut, trouble=trouble) if can.close else {"open": None, "failures": 0}
    values |= _people(session, account, guard, can, failing=int(str(values["failures"])) >= FAILURES)
    if can.read:
        _start_reading(session, account_id)
    values.setdefault("not_before", now() + DAILY)
    if not settle(session, MessageGuard, key, attempt, **values):
        session.rollback()
        return "lost"
    session.commit()
    return "failed" if trouble else "looked"


def _closed(account: Account, means: Means) -> bool:
    """Close them if they are open. True: they were open, and read back as closed now."""
    platform = register.open_platform(account, means.doors, means.vault)
    if not isinstance(platform, ClosesMessages) or not platform.messages_open():
        return False
    platform.close_messages()
    if platform.messages_open():
        raise Trouble("The network answered, but private messages are still open.")
    return True


def _read_back(session: Session, account: Account, guard: MessageGuard, *, shut: bool, trouble: Exception | None) -> dict[str, object]:
    if trouble is not None:
        if isinstance(trouble, AccessLost):
            register.access_lost(session, account.id or 0)
        failures = guard.failures + 1
        return {"failures": failures, "last_error": str(trouble), "not_before": now() + backoff(failures), "open": None}
    values: dict[str, object] = {"failures": 0, "last_error": None, "open": False, "checked_at": now()}
    if not shut:
        return values
    again = guard.closed_at is not None
    append(
        session,
        GATEPOST,
        Act.MESSAGES_CLOSED,
        f"account:{account.id}",
        academy_id=account.academy_id,
        account_id=account.id,
        again=again,
        holders=register.holders(session, account) if again else [],
    )
    if again:
        text = f"Somebody opened the private messages of @{account.handle} outside Gatepost. They are closed again."
        tell_roles(session, account.academy_id, [Role.SLT, Role.HEAD], text, "/messages/seen", subject=f"account:{account.id}", urgency=Urgency.SOON)
    return {**values, "closed_at": now()}


def _people(session: Session, account: Account, guard: MessageGuard, can: Messaging, *, failing: bool) -> dict[str, object]:
    """What is asked of a person: to close once, to look every week."""
    values: dict[str, object] = {}
    if not can.exist:
        return values
    network, subject = CAPABILITIES[account.platform].label, f"message-guard:{guard.id}"
    if not can.read and guard.look_at <= now():
        tasks.ask(session, account, subject, LOOK, _looking(account, can, network), link=f"/messages/new?account={account.id}", within=TO_LOOK)
        values["look_at"] = next_look(guard.look_at)
    if not can.read and ((not can.close and not guard.asked_to_close) or failing):
        steps = (
            f"Private messages of @{account.handle} on {network} should be closed: nobody may answer one.",
            *can.shut,
            "Come back and press Done.",
        )
        tasks.ask(session, account, subject, CLOSE, steps, link="/messages/seen", within=TO_LOOK)
        values["asked_to_close"] = True
    return values


def _looking(account: Account, can: Messaging, network: str) -> tuple[str, ...]:
    return (
        f"Gatepost cannot see the private messages of @{account.handle} on {network}, so a person looks once a week.",
        *can.look,
        "A child may be at risk: ring the safeguarding lead now, then write it down here. Do not open pictures or films.",
        f"Answer nobody. Write each message down under Private messages, /messages/new?account={account.id}: who, when, what kind.",
        "Come back here and press Done, also if there was none.",
    )


def next_look(since: datetime) -> datetime:
    """A week on, and never in the past, so that a long pause does not bring several tasks at once."""
    return max(since + WEEKLY, now() + DAILY)


def _start_reading(session: Session, account_id: int) -> None:
    kind = StreamKind.MESSAGES
    if session.exec(select(Stream.id).where(Stream.account_id == account_id, Stream.kind == kind)).first() is None:
        session.add(Stream(account_id=account_id, kind=kind))
