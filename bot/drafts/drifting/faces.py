"""The watch over an account's face: profile, settings, handle and id, read at their own pace and held against what was approved.

The first reading after an account is connected is the approved face. A network that tells no face still tells whose credential it is.
"""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
import structlog
from sqlmodel import Session, col, select

from bot.accounts import register
from bot.accounts.models import Account
from bot.audit.actions import Act
from bot.audit.log import GATEPOST, append
from bot.clock import now
from bot.drafts.drifting import counts, incidents, take_over
from bot.drafts.drifting.compare import COMPARED, COUNT, Change, differing, every, only, whose
from bot.drafts.drifting.models import ApprovedFace, FaceDrift, FaceKind, FaceNotice, FaceState, FaceWatch, WatchState
from bot.platforms.base import AccessLost, Busy, Platform, Trouble
from bot.platforms.offers import Face, ShowsFace
from bot.platforms.registry import Means
from bot.work import backoff, claim, ready, settle

log = structlog.get_logger()
W = WatchState
LOST_ACCESS = timedelta(minutes=5)


def due(session: Session) -> list[tuple[int, int]]:
    """(account, account): every account that is in use or suspended, one without a watch at once."""
    query = (
        select(Account.id)
        .outerjoin(FaceWatch, col(FaceWatch.account_id) == col(Account.id))
        .where(
            col(Account.state).in_(register.LIVE),
            col(Account.credential).is_not(None),
            sa.or_(col(FaceWatch.id).is_(None), ready(FaceWatch, (W.WAITING,), W.READING)),
        )
    )
    return [(key, key) for key in session.exec(query) if key is not None]


def run(session: Session, account_id: int, means: Means) -> str:
    """Read one face and compare. Returns what came of it, in a word."""
    watch_id = _watch(session, account_id)
    attempt = claim(session, FaceWatch, watch_id, (W.WAITING,), W.READING)
    session.commit()
    if attempt is None:
        return "nothing"
    account = register.account(session, account_id)
    session.commit()
    try:
        face = _read(register.open_platform(account, means.doors, means.vault))
    except Exception as trouble:
        if not isinstance(trouble, Trouble):
            log.exception("reading a face failed", account=account_id, kind=type(trouble).__name__)
        _failed(session, watch_id, attempt, account, trouble)
        return "failed"
    account = register.account(session, account_id)
    said = _store(session, account, face)
    values: dict[str, Any] = {"failures": 0, "last_error": None, "last_read": now(), "not_before": now() + every(account.platform)}
    if settle(session, FaceWatch, watch_id, attempt, state=W.WAITING, handle=face.handle, told=face.told, **values):
        session.commit()
        return said
    session.rollback()  # somebody else read it meanwhile
    return "nothing"


def approved(session: Session, account_id: int) -> ApprovedFace | None:
    """What a reading is held against now."""
    return session.exec(select(ApprovedFace).where(ApprovedFace.account_id == account_id).order_by(col(ApprovedFace.id).desc()).limit(1)).first()


def watch(session: Session, account_id: int) -> FaceWatch | None:
    return session.exec(select(FaceWatch).where(FaceWatch.account_id == account_id)).first()


def _watch(session: Session, account_id: int) -> int:
    """The row to claim. Two workers that make it at once: the second finds the first one's on its next turn."""
    there = watch(session, account_id)
    if there is None:
        there = FaceWatch(account_id=account_id)
        session.add(there)
        session.flush()
    return there.id or 0


def _read(platform: Platform) -> Face:
    if platform.can.face and isinstance(platform, ShowsFace):
        return platform.face()
    me = platform.whoami()
    return Face(me.remote_id, me.handle)


def _store(session: Session, account: Account, face: Face) -> str:
    """Commits nothing."""
    other = whose(Face(account.remote_id, account.handle), face)
    incidents.closed_by(session, account, other, face)
    if other is not None:
        incidents.not_ours(session, account, other)
    if other is not None and other.kind is FaceKind.IDENTITY:
        take_over.consider(session, account)
        return other.kind.value  # what this account looks like is nobody's business here
    said = _profile(session, account, face)
    counts.seen(session, account, face.told.get(COUNT))
    take_over.consider(session, account)
    return other.kind.value if other else said


def _profile(session: Session, account: Account, face: Face) -> str:
    told = {name: face.told[name] for name in COMPARED if name in face.told}
    standing = approved(session, account.id or 0)
    if standing is None:
        session.add(ApprovedFace(account_id=account.id or 0, told=told, reason="As it was when the account was connected."))
        append(session, GATEPOST, Act.FACE_FIRST, f"account:{account.id}", academy_id=account.academy_id, account_id=account.id, fields=list(told))
        return "first"
    learned = {name: value for name, value in told.items() if name not in standing.told}
    if learned:  # the network tells more than it did
        standing.told = {**standing.told, **learned}
        session.add(standing)
    change = differing(standing.told, told)
    if change is None:
        return "same"
    expected = _announced(session, account)
    if (planned := only(change, expected)) is not None:
        incidents.expected(session, account, planned, standing)
    unplanned = only(change, set(change.after) - expected)
    fresh = only(unplanned, _unsaid(session, account, unplanned))
    if fresh is not None:
        incidents.changed(session, account, fresh)
    incidents.ask_again(session, account)
    return "changed"


def _unsaid(session: Session, account: Account, change: Change | None) -> set[str]:
    """Fields whose live value no open incident speaks of."""
    if change is None:
        return set()
    query = select(FaceDrift).where(FaceDrift.account_id == account.id, FaceDrift.kind == FaceKind.PROFILE)
    rows = session.exec(query.where(col(FaceDrift.state).in_((FaceState.OPEN, FaceState.PUT_BACK)))).all()
    return {name for name, value in change.after.items() if not any(row.after.get(name) == value for row in rows)}


def _announced(session: Session, account: Account) -> set[str]:
    query = select(FaceNotice).where(FaceNotice.account_id == account.id, col(FaceNotice.ended_at).is_(None), col(FaceNotice.until) > now())
    return {name for row in session.exec(query) for name in row.fields}


def _failed(session: Session, watch_id: int, attempt: int, account: Account, trouble: Exception) -> None:
    if isinstance(trouble, AccessLost):
        register.access_lost(session, account.id or 0)
    failures = session.get_one(FaceWatch, watch_id).failures + 1
    wait = LOST_ACCESS if isinstance(trouble, AccessLost) else backoff(failures)
    until = trouble.until if isinstance(trouble, Busy) and trouble.until else now() + wait
    said = str(trouble) if isinstance(trouble, Trouble) else "The network's answer could not be understood."
    if settle(session, FaceWatch, watch_id, attempt, state=W.WAITING, failures=failures, last_error=said, not_before=until):
        session.commit()
    else:
        session.rollback()
