"""Reading an account: claim the stream, ask the network and weigh what came outside any transaction, then store it and the cursor
together.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar

import structlog
from sqlmodel import Session, col, select

from bot.accounts import costs_pace, register
from bot.accounts.models import Account, AccountState, Stream, StreamKind, StreamState
from bot.audit.actions import Act
from bot.audit.log import GATEPOST, append
from bot.clock import now
from bot.errors import Misconfigured
from bot.platforms.base import AccessLost, Busy, Platform, Trouble, Unsupported
from bot.platforms.capabilities import CAPABILITIES
from bot.platforms.registry import Means
from bot.work import backoff, claim, ready, settle

log = structlog.get_logger()
Got = TypeVar("Got")
Weighed = TypeVar("Weighed")
BLIND_AFTER = 3  # failures in a row before it is on record; a lost credential is told at once
BLIND_FOR = timedelta(minutes=15)  # without a reading, before people are asked to look by hand
LOST_ACCESS = timedelta(minutes=5)


def due(session: Session, kind: StreamKind) -> list[tuple[int, int]]:
    """(stream, account) of what should be read now. A suspended account is still read: children read it too."""
    rows = session.exec(
        select(Stream)
        .join(Account, col(Account.id) == col(Stream.account_id))
        .where(
            Stream.kind == kind,
            ready(Stream, (StreamState.WAITING,), StreamState.READING),
            col(Account.state).in_((AccountState.CONNECTED, AccountState.SUSPENDED)),
        )
    )
    return [(s.id or 0, s.account_id) for s in rows]


class Health(StrEnum):
    """What a person should know about a stream (C33)."""

    HEALTHY = "read as usual"
    DELAYED = "late"
    BLIND = "blind"
    RECOVERING = "reading again"


def health(stream: Stream) -> Health:
    """Blind once it could not be read for `BLIND_FOR`; recovering while what piled up is being read, after a dead worker too."""
    reading = stream.state is StreamState.READING
    if piled_up(stream) and (reading or (stream.catching_up and not stream.failures)):
        return Health.RECOVERING
    if stream.blind_since is None:
        late = not reading and now() - stream.not_before >= BLIND_FOR
        return Health.DELAYED if late else Health.HEALTHY
    return Health.DELAYED if now() - stream.blind_since < BLIND_FOR else Health.BLIND


def unseen_since(stream: Stream) -> datetime | None:
    """When it was last read, whoever is to blame that it was not read since: the network, or a worker that did not work."""
    return stream.last_read or stream.blind_since


def piled_up(stream: Stream) -> bool:
    since = unseen_since(stream)
    return since is not None and now() - since >= BLIND_FOR


def as_it_came(_session: Session, _account: Account, _platform: Platform, got: Got) -> Got:
    """Where nothing has to be weighed between reading and writing."""
    return got


def read(
    session: Session,
    key: int,
    means: Means,
    fetch: Callable[[Platform, str | None], Got],
    store: Callable[[Session, Account, Weighed], dict[str, Any]],
    weigh: Callable[[Session, Account, Platform, Got], Weighed] = as_it_came,  # type: ignore[assignment]
) -> int:
    """One reading in three steps. `fetch` and `weigh` run without a transaction: what takes long (judging two hundred comments)
    locks nobody out. `weigh` may look things up, and lets go of them before it works. `store` writes rows and returns the
    stream's new values; all of it commits together, or nothing.

    Returns how many things were new (`store` says so under "new"); 0 when there was nothing to do or the network failed. Where it
    says "more", what piled up is not all read: the stream stays blind, or late, until it is.
    """
    attempt = claim(session, Stream, key, (StreamState.WAITING,), StreamState.READING)
    session.commit()
    if attempt is None:
        return 0
    stream = session.get_one(Stream, key)
    account = session.get_one(Account, stream.account_id)
    cursor = stream.cursor
    session.commit()
    try:
        platform = register.open_platform(account, means.doors, means.vault)
        got = fetch(platform, cursor)
    except (Trouble, Misconfigured) as trouble:
        _failed(session, key, attempt, trouble)
        return 0
    except Exception as problem:
        log.exception("reading failed", stream=key, kind=type(problem).__name__)
        _failed(session, key, attempt, Trouble("The network's answer could not be understood."))
        return 0
    try:
        weighed = weigh(session, account, platform, got)
        session.commit()
        values = store(session, session.get_one(Account, stream.account_id), weighed)
        session.flush()
    except Exception as problem:
        session.rollback()
        log.exception("storing failed", stream=key, kind=type(problem).__name__)
        _failed(session, key, attempt, Trouble("What was read could not be stored. The log says why."))
        return 0
    new = int(values.pop("new", 0))
    there = session.get_one(Stream, key)
    was_blind, behind = there.blind_since is not None, values.pop("more", False) and (there.blind_since is not None or piled_up(there))
    caught_up = {} if behind else {"blind_since": None, "last_error": None, "last_read": now()}
    values = {"failures": 0, "catching_up": behind, **caught_up, **values}
    often = CAPABILITIES[account.platform].read_every_s or means.poll_s
    values.setdefault("not_before", now() + timedelta(seconds=often * costs_pace.times(session, account, stream.kind)))
    if was_blind and not behind:
        _seeing(session, key)
    if not settle(session, Stream, key, attempt, state=StreamState.WAITING, **values):
        session.rollback()  # somebody else read it meanwhile: their rows stand, ours never were
        return 0
    session.commit()
    return new


def of_account(session: Session, account_id: int) -> list[Stream]:
    return list(session.exec(select(Stream).where(Stream.account_id == account_id).order_by(col(Stream.id))))


def _failed(session: Session, key: int, attempt: int, trouble: Exception) -> None:
    stream = session.get_one(Stream, key)
    failures, blind_since = stream.failures + 1, stream.blind_since or now()
    wait = backoff(failures)
    if isinstance(trouble, AccessLost):
        register.access_lost(session, stream.account_id)
        wait = LOST_ACCESS
    elif isinstance(trouble, Unsupported):
        wait = timedelta(days=1)
    until = trouble.until if isinstance(trouble, Busy) and trouble.until else now() + wait
    if failures == BLIND_AFTER and not isinstance(trouble, AccessLost):
        account = register.account(session, stream.account_id)
        append(
            session,
            GATEPOST,
            Act.ACCOUNT_BLIND,
            f"account:{account.id}",
            academy_id=account.academy_id,
            account_id=account.id,
            kind=stream.kind,
            since=blind_since,
        )
    ours = settle(
        session,
        Stream,
        key,
        attempt,
        state=StreamState.WAITING,
        failures=failures,
        blind_since=blind_since,
        last_error=str(trouble),
        not_before=until,
    )
    if ours:
        session.commit()
    else:
        session.rollback()  # somebody else reads it now, and will say how they fared


def _seeing(session: Session, key: int) -> None:
    stream = session.get_one(Stream, key)
    account = register.account(session, stream.account_id)
    append(
        session,
        GATEPOST,
        Act.ACCOUNT_SEEING,
        f"account:{account.id}",
        academy_id=account.academy_id,
        account_id=account.id,
        kind=stream.kind,
        blind_since=stream.blind_since,
        until=now(),
        why=stream.last_error,
    )
