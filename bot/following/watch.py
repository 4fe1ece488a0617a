"""The watch over whom an account follows: what is not on the list is undone, read back, and shown to SLT (S17.1)."""

import json
from datetime import timedelta
from typing import Any

from sqlmodel import Session, col, select

from bot.accounts import register, streams
from bot.accounts.models import Account, StreamKind
from bot.audit.actions import Act
from bot.audit.log import GATEPOST, append, recorded
from bot.cases import evidence, tasks
from bot.clock import now
from bot.errors import NotFound, Refusal
from bot.following import counted
from bot.following.guard import on_list
from bot.following.models import StrayFollow, StrayFollowState
from bot.notify.models import Urgency
from bot.notify.send import settled, tell_roles
from bot.people.grants import Place, actor, require
from bot.people.models import Person
from bot.people.permissions import Role, Verb
from bot.platforms.base import AccessLost, Busy, Platform, Profile, Refused, Trouble, Unsupported
from bot.platforms.capabilities import CAPABILITIES
from bot.platforms.registry import Means
from bot.work import backoff, claim, ready, settle

F = StrayFollowState
OPEN = (F.UNDOING, F.BY_HAND, F.BACKLOG)
FAILURES = 2


def due(session: Session) -> list[tuple[int, int]]:
    return streams.due(session, StreamKind.FOLLOWING)


def run(session: Session, key: int, means: Means) -> int:
    """Read whom the account follows, or where the network tells only that, how many. Returns how many strays are new."""
    if counted.counts(session, key):
        return counted.run(session, key, means)

    def fetch(platform: Platform, cursor: str | None) -> tuple[tuple[Profile, ...], str | None]:
        return platform.following(), cursor

    return streams.read(session, key, means, fetch, _store)


def due_undoing(session: Session) -> list[tuple[int, int]]:
    rows = session.exec(select(StrayFollow).where(ready(StrayFollow, (F.UNDOING,))))
    return [(s.id or 0, s.account_id) for s in rows]


def undo(session: Session, key: int, means: Means) -> None:
    """Undo one follow. Undoing twice is harmless; after two failures a person gets the steps. The next reading confirms."""
    attempt = claim(session, StrayFollow, key, (F.UNDOING,))
    if attempt is None:
        session.rollback()
        return
    stray = session.get_one(StrayFollow, key)
    account = register.account(session, stray.account_id)
    remote_id, failures = stray.remote_id, stray.failures
    session.commit()
    try:
        platform = register.open_platform(account, means.doors, means.vault)
        platform.unfollow(remote_id)
        still = any(who.remote_id == remote_id for who in platform.following())
    except Busy as busy:
        _later(session, key, attempt, failures, busy)
    except (Refused, Unsupported) as no:
        _by_hand(session, account, key, attempt, str(no))
    except Exception as trouble:  # noqa: BLE001
        if isinstance(trouble, AccessLost):
            register.access_lost(session, account.id or 0)
        if failures + 1 >= FAILURES:
            _by_hand(session, account, key, attempt, str(trouble) if isinstance(trouble, Trouble) else "The network could not be read.")
        else:
            _later(session, key, attempt, failures, trouble)
    else:
        if still and failures + 1 >= FAILURES:
            _by_hand(session, account, key, attempt, "It is still followed after two tries.")
        elif still:
            _later(session, key, attempt, failures, Trouble("Still followed."))
        else:
            _gone(session, account, key)
            settle(session, StrayFollow, key, attempt, state=F.UNDONE, undone_at=now(), last_error=None)
            session.commit()


def decide_backlog(session: Session, me: Person, stray_id: int) -> StrayFollow:
    """SLT has looked at a follow from before Gatepost and wants it undone. To keep one, put the organisation on the list."""
    stray = session.get(StrayFollow, stray_id)
    if stray is None:
        raise NotFound("That follow is not here.")
    account = register.account(session, stray.account_id)
    with recorded(session, actor(me), Act.FOLLOW_REMOVED, f"follow:{stray_id}", academy_id=account.academy_id, account_id=account.id):
        require(session, me, Verb.DECIDE_FOLLOW, Place(account.academy_id))
        if stray.state is not F.BACKLOG:
            raise Refusal("This has been decided already.", rule="already-decided")
        stray.state, stray.not_before = F.UNDOING, now()
        session.add(stray)
    return stray


def open_strays(session: Session, account_id: int) -> list[StrayFollow]:
    query = select(StrayFollow).where(StrayFollow.account_id == account_id).order_by(col(StrayFollow.seen_at).desc())
    return list(session.exec(query.limit(100)))


def _store(session: Session, account: Account, got: tuple[tuple[Profile, ...], str | None]) -> dict[str, Any]:
    followed, cursor = got
    listed = on_list(session, account.id or 0)
    ids = {e.remote_id for e in listed if e.remote_id}
    handles = {e.handle.casefold() for e in listed if not e.remote_id}
    backlog = set(json.loads(cursor or "[]"))
    open_rows = {
        s.remote_id: s for s in session.exec(select(StrayFollow).where(StrayFollow.account_id == account.id, col(StrayFollow.state).in_(OPEN)))
    }
    new = 0
    for who in followed:
        if who.remote_id in ids or who.handle.casefold() in handles:
            if who.remote_id in open_rows:
                open_rows[who.remote_id].state = F.ALLOWED
            continue
        if who.remote_id not in open_rows:
            _found(session, account, who.remote_id, backlog=who.remote_id in backlog)
            new += 1
    now_followed = {who.remote_id for who in followed}
    for remote_id, stray in open_rows.items():
        if remote_id not in now_followed and stray.state in (F.BY_HAND, F.BACKLOG):
            stray.state, stray.undone_at = F.UNDONE, now()
            _gone(session, account, stray.id or 0)
    # Something undone and followed again later is a new stray, not backlog.
    return {"cursor": json.dumps(sorted(backlog & now_followed)), "new": new}


def _found(session: Session, account: Account, remote_id: str, *, backlog: bool) -> None:
    stray = StrayFollow(
        account_id=account.id or 0, remote_id=remote_id, state=F.BACKLOG if backlog else F.UNDOING, holders=register.holders(session, account)
    )
    session.add(stray)
    session.flush()
    captured = evidence.capture(session, account, f"follow:{stray.id}", {"remote_id": remote_id, "seen_at": now().isoformat()})
    stray.evidence_id = captured.id
    append(
        session,
        GATEPOST,
        Act.FOLLOW_FOUND,
        f"follow:{stray.id}",
        academy_id=account.academy_id,
        account_id=account.id,
        backlog=backlog,
        holders=stray.holders,
    )
    if not backlog:
        text = f"@{account.handle} followed somebody who is not on the list, outside Gatepost. It is being undone."
        tell_roles(session, account.academy_id, [Role.SLT, Role.HEAD], text, "/following", subject=f"follow:{stray.id}", urgency=Urgency.SOON)


def _later(session: Session, key: int, attempt: int, failures: int, trouble: Exception) -> None:
    until = trouble.until if isinstance(trouble, Busy) and trouble.until else now() + backoff(failures)
    text = str(trouble) if isinstance(trouble, Trouble) else "The network's answer could not be understood."
    counted = failures if isinstance(trouble, Busy) else failures + 1
    settle(session, StrayFollow, key, attempt, failures=counted, not_before=until, last_error=text)
    session.commit()


def _by_hand(session: Session, account: Account, key: int, attempt: int, why: str) -> None:
    steps = CAPABILITIES[account.platform].steps.get("unfollow", ("Sign in as the academy and unfollow it.",))
    title = f"Unfollow an account from @{account.handle} by hand"
    tasks.ask(session, account, f"follow:{key}", title, (f"Gatepost could not: {why}", *steps, "Come back here and press Done."))
    settle(session, StrayFollow, key, attempt, state=F.BY_HAND, last_error=why, not_before=now() + timedelta(days=1))
    session.commit()


def _gone(session: Session, account: Account, key: int) -> None:
    append(session, GATEPOST, Act.FOLLOW_UNDONE, f"follow:{key}", academy_id=account.academy_id, account_id=account.id)
    settled(session, f"follow:{key}")
