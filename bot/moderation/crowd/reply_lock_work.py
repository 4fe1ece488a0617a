"""The worker's part in closing posts to replies: it closes, reads back, and ends it by itself once nobody wants it any more (C15, C33).

A run is one step: read who may reply now and keep it, then close, then (when it is over) put back what was there. Each step may be
repeated, so a crash between any two lines is made good by the next run.
"""

from dataclasses import dataclass

import structlog
from sqlmodel import Session, col, select

from bot.accounts import register
from bot.accounts.models import Account, AccountState
from bot.audit.actions import Act
from bot.audit.log import GATEPOST, append
from bot.cases import tasks
from bot.clock import now
from bot.moderation.blind_lock_models import BlindLock, BlindLockState
from bot.moderation.crowd.reply_lock import LIVE, TITLES, ask_person
from bot.moderation.crowd.reply_lock_models import LockState, ReplyLock
from bot.platforms.base import AccessLost, Busy, Refused, Trouble, Unsupported
from bot.platforms.registry import Means
from bot.work import backoff, claim, ready, settle

log = structlog.get_logger()
L = LockState
STANDING = (L.CLOSED, L.BY_HAND)  # until it is over there is nothing to do
NOBODY = "nobody"
GIVEN_UP = "This account has been given up, so Gatepost can do nothing on it any more."
TRIES = 3  # that the network neither does it nor says why, before a person is asked


def due(session: Session) -> list[tuple[int, int]]:
    """(lock, account): to be closed now, or over."""
    rows = session.exec(select(ReplyLock).where(ready(ReplyLock, LIVE)).order_by(col(ReplyLock.id)))
    return [(row.id or 0, row.account_id) for row in rows if row.state not in STANDING or _is_over(session, row)]


def run(session: Session, key: int, means: Means) -> str:
    """One step towards what was asked, at the network or by a person."""
    attempt = claim(session, ReplyLock, key, LIVE)
    if attempt is None:
        session.rollback()
        return "not due"
    lock = session.get_one(ReplyLock, key)
    account = register.account(session, lock.account_id)
    step = Step(key, attempt, lock.root_id, lock.before, lock.failures, over=_is_over(session, lock))
    if lock.state in STANDING and not step.over:
        session.rollback()
        return "not due"
    if lock.state is L.BY_HAND:
        return _by_hand_is_over(session, account, lock, attempt)
    if step.over and step.before is None:
        return _settle(session, key, attempt, state=L.OPEN, live_key=None)  # it was never touched
    session.commit()
    return _at_network(session, account, step, means)


@dataclass(frozen=True)
class Step:
    """What one run works on, read while it was claimed. `over`: who could reply before is to be put back."""

    key: int
    attempt: int
    root_id: str
    before: str | None
    failures: int
    over: bool


def _is_over(session: Session, lock: ReplyLock) -> bool:
    """Neither a leader's time nor blindness keeps it closed any more."""
    if lock.state is L.OPENING or lock.ended_by is not None:
        return True
    if lock.ends_at is not None and lock.ends_at > now():
        return False
    blind = session.get(BlindLock, lock.blind_lock_id) if lock.blind_lock_id else None
    return blind is None or blind.state is BlindLockState.OVER


def _at_network(session: Session, account: Account, step: Step, means: Means) -> str:
    if account.state is AccountState.RETIRED:
        return _cannot(session, account, step, GIVEN_UP)
    try:
        platform = register.open_platform(account, means.doors, means.vault)
        if step.before is None:
            return _remember(session, step, means, platform.reply_setting(step.root_id))
        wanted = step.before if step.over else NOBODY
        platform.set_reply_setting(step.root_id, wanted)
        changed = platform.reply_setting(step.root_id) == wanted  # read back by another call
    except (Refused, Unsupported) as no:
        return _cannot(session, account, step, str(no))
    except Exception as trouble:  # noqa: BLE001 -- whatever it is, it must be tried again
        return _again(session, account, step, trouble)
    return _done(session, account, step) if changed else _again(session, account, step, Trouble("Read back: not changed yet."))


def _remember(session: Session, step: Step, means: Means, before: str) -> str:
    """Kept before anything is changed: after a crash the closed post itself would no longer tell."""
    if not settle(session, ReplyLock, step.key, step.attempt, before=before, failures=0):
        session.rollback()
        return "lost"
    session.commit()
    return run(session, step.key, means)


def _done(session: Session, account: Account, step: Step) -> str:
    act, key = Act.LOCK_OFF if step.over else Act.LOCK_ON, step.key
    append(session, GATEPOST, act, f"reply-lock:{key}", academy_id=account.academy_id, account_id=account.id, read_back=True)
    tasks.not_needed(session, f"reply-lock:{key}", (TITLES[_act(step)],))
    if step.over:
        return _settle(session, key, step.attempt, state=L.OPEN, live_key=None, opened_at=now(), failures=0, last_error=None)
    ends_at = session.get_one(ReplyLock, key).ends_at or now()
    return _settle(session, key, step.attempt, state=L.CLOSED, closed_at=now(), not_before=ends_at, failures=0, last_error=None)


def _act(step: Step) -> str:
    return "unlock" if step.over else "lock"


def _by_hand_is_over(session: Session, account: Account, lock: ReplyLock, attempt: int) -> str:
    """Whoever closed it is asked to open it; where nobody had closed it yet, that is no longer wanted."""
    tasks.not_needed(session, f"reply-lock:{lock.id}", (TITLES["lock"],))
    ask_person(session, account, lock, "unlock", "There is no reason any more to keep it closed.")
    return _settle(session, lock.id or 0, attempt, state=L.OPEN, live_key=None)


def _again(session: Session, account: Account, step: Step, trouble: Exception) -> str:
    if isinstance(trouble, AccessLost):
        register.access_lost(session, account.id or 0)
    if not isinstance(trouble, Trouble):
        log.error("closing a post to replies raised", lock=step.key, kind=type(trouble).__name__)
    text = str(trouble) if isinstance(trouble, Trouble) else "The network's answer could not be understood."
    if step.failures + 1 == TRIES:  # it goes on being tried, and meanwhile a person does it by hand
        ask_person(session, account, session.get_one(ReplyLock, step.key), _act(step), text)
    wait = trouble.until if isinstance(trouble, Busy) and trouble.until else now() + backoff(step.failures)
    state = L.OPENING if step.over else L.CLOSING
    _settle(session, step.key, step.attempt, state=state, failures=step.failures + 1, not_before=wait, last_error=text)
    return "again"


def _cannot(session: Session, account: Account, step: Step, why: str) -> str:
    """Honest wording: the post takes replies as before, or still takes none, and a person has a timed task (invariant I8)."""
    lock, act = session.get_one(ReplyLock, step.key), Act.LOCK_BY_HAND
    append(session, GATEPOST, act, f"reply-lock:{lock.id}", academy_id=account.academy_id, account_id=account.id, why=why, over=step.over)
    ask_person(session, account, lock, _act(step), why)
    if step.over:
        return _settle(session, step.key, step.attempt, state=L.OPEN, live_key=None, last_error=why)
    return _settle(session, step.key, step.attempt, state=L.BY_HAND, not_before=lock.ends_at or now(), last_error=why)


def _settle(session: Session, key: int, attempt: int, **values: object) -> str:
    if settle(session, ReplyLock, key, attempt, **values):
        session.commit()
        return str(values.get("state", "again"))
    session.rollback()
    return "lost"
