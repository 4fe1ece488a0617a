"""Every night: what each connection may do and when it ends; at once: that a network lets nobody in any more (controls C13, S13.3)."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.accounts import connecting_life as life
from bot.accounts import register, streams
from bot.accounts.connecting_models import Access, AccessWork
from bot.accounts.models import Account
from bot.audit.actions import Act
from bot.audit.log import GATEPOST, append
from bot.clock import now, spoken
from bot.notify.models import Urgency
from bot.notify.send import settled, tell_roles
from bot.people.permissions import Role
from bot.platforms.base import AccessLost, Busy, Trouble, Unsupported
from bot.platforms.capabilities import CAPABILITIES
from bot.platforms.offers import Rights, TellsRights
from bot.platforms.registry import Means
from bot.work import backoff, claim, ready, settle

NIGHT = timedelta(days=1)
TOLD = (Role.ADMIN, Role.SLT)


def due(session: Session) -> list[tuple[int, int]]:
    """Twice the account: whose night has come, and whose loss or return nobody has been told of. One that has no row yet gets one."""
    query = (
        select(Account.id)
        .join(Access, col(Access.account_id) == col(Account.id), isouter=True)
        .where(
            col(Account.state).in_(register.LIVE),
            col(Account.credential).is_not(None),
            sa.or_(
                col(Access.id).is_(None),
                ready(Access, (AccessWork.WAITING,), AccessWork.ASKING),
                sa.and_(col(Account.reauthorise).is_(True), col(Access.lost_at).is_(None)),
                sa.and_(col(Account.reauthorise).is_(False), col(Access.lost_at).is_not(None)),
            ),
        )
    )
    return [(key, key) for key in session.exec(query.order_by(col(Account.id))) if key is not None]


def run(session: Session, account_id: int, means: Means) -> str:
    """One account. Never raises for expected trouble."""
    row = life.access_of(session, account_id)
    if row is None:
        account = register.account(session, account_id)
        row = Access(account_id=account_id, made_at=account.connected_at or now(), connected_at=account.connected_at or now())
        session.add(row)
        session.commit()
    if _tell(session, account_id):
        return "told"
    attempt = claim(session, Access, row.id or 0, (AccessWork.WAITING,), AccessWork.ASKING)
    account = register.account(session, account_id)
    credential, lost = account.credential, account.reauthorise
    session.commit()
    if attempt is None or credential is None:
        return "not due"
    row_id = row.id or 0
    if lost:
        settle(session, Access, row_id, attempt, state=AccessWork.WAITING, not_before=now() + NIGHT)
        session.commit()
        return "lost"
    try:
        rights = _rights(account, means)
    except AccessLost:
        register.access_lost(session, account_id)
        settle(session, Access, row_id, attempt, state=AccessWork.WAITING, not_before=now() + NIGHT)
        session.commit()
        return "lost"
    except Trouble as trouble:
        failures = row.failures + 1
        until = trouble.until if isinstance(trouble, Busy) and trouble.until else now() + backoff(failures)
        settle(session, Access, row_id, attempt, state=AccessWork.WAITING, failures=failures, last_error=str(trouble), not_before=until)
        session.commit()
        return "busy"
    _write(session, account_id, row_id, attempt, rights, renews=life.renews(means.vault.unlock(credential)))
    return "asked"


def _rights(account: Account, means: Means) -> Rights | None:
    """Outside any transaction. None where the network does not say."""
    platform = register.open_platform(account, means.doors, means.vault)
    if not isinstance(platform, TellsRights):
        return None
    try:
        return platform.rights()
    except Unsupported:
        return None


def _write(session: Session, account_id: int, row_id: int, attempt: int, rights: Rights | None, *, renews: bool) -> None:
    row, account = session.get_one(Access, row_id, populate_existing=True), register.account(session, account_id)
    if rights is not None:
        before = (list(row.missing), list(row.excess))
        life.told(row, rights, renewed=renews)
        if before != (row.missing, row.excess):
            _changed(session, account, row)
    _warn(session, account, row)
    session.add(row)
    session.flush()
    if settle(session, Access, row_id, attempt, state=AccessWork.WAITING, failures=0, last_error=None, not_before=_next(row)):
        session.commit()
    else:
        session.rollback()


def _next(row: Access) -> datetime:
    """Tomorrow, or when the next warning is due, whichever is first."""
    later = now() + NIGHT
    if row.ends_at is None:
        return later
    marks = [row.ends_at - timedelta(days=days) for days in (*life.WARN_DAYS, 0)]
    return min([later, *(mark for mark in marks if mark > now())])


def _warn(session: Session, account: Account, row: Access) -> None:
    """Two weeks, one week, three days and a day before the end: once each, to those who can do something."""
    if row.ends_at is None:
        return
    left = life.days_left(row.ends_at)
    mark = min((days for days in life.warn_days(account.platform) if left <= days), default=None)
    if mark is None or (row.warned_days is not None and row.warned_days <= mark):
        return
    row.warned_days = mark
    named = f"@{account.handle} on {CAPABILITIES[account.platform].label}"
    text = f"The connection of {named} ends on {spoken(row.ends_at)}. Connect it again before, and nothing is interrupted."
    urgency = Urgency.SOON if mark <= 3 else Urgency.ROUTINE
    tell_roles(session, account.academy_id, TOLD if mark <= 3 else (Role.ADMIN,), text, _link(account), subject=_subject(account), urgency=urgency)
    _record(session, Act.ACCESS_ENDS, account, ends_at=row.ends_at, days=left)


def _changed(session: Session, account: Account, row: Access) -> None:
    """A right was taken away or added at the network since it was connected."""
    named = f"@{account.handle} on {CAPABILITIES[account.platform].label}"
    parts = [f"It may no longer: {', '.join(row.missing)}."] if row.missing else []
    parts += [f"It may do more than it should: {', '.join(row.excess)}."] if row.excess else []
    if parts:
        text = f"What the connection of {named} may do has changed. {' '.join(parts)} Connect it again with exactly the rights on its page."
        tell_roles(session, account.academy_id, TOLD, text, _link(account), subject=_subject(account), urgency=Urgency.SOON)
    _record(session, Act.ACCESS_RIGHTS, account, missing=row.missing, excess=row.excess)


def _tell(session: Session, account_id: int) -> bool:
    """That the network lets nobody in, or does again. One transaction, under the row's lock."""
    row = session.exec(select(Access).where(Access.account_id == account_id).with_for_update().execution_options(populate_existing=True)).one()
    account = register.account(session, account_id)
    if account.reauthorise == (row.lost_at is not None):
        session.rollback()
        return False
    if not account.reauthorise:
        row.lost_at = None
        settled(session, _subject(account))
    else:
        blind = [stream.blind_since for stream in streams.of_account(session, account_id) if stream.blind_since]
        row.lost_at = min(blind, default=now())
        named = f"@{account.handle} on {CAPABILITIES[account.platform].label}"
        text = (
            f"{named} no longer lets Gatepost in. Comments there have not been seen since {spoken(row.lost_at)}, and nothing is published. "
            "Nothing is lost: what waits goes on when an administrator has connected the account again."
        )
        tell_roles(session, account.academy_id, TOLD, text, _link(account), subject=_subject(account), urgency=Urgency.SOON)
    session.add(row)
    session.commit()
    return True


def _record(session: Session, act: Act, account: Account, **detail: Any) -> None:
    append(session, GATEPOST, act, f"account:{account.id}", academy_id=account.academy_id, account_id=account.id, **detail)


def _link(account: Account) -> str:
    return f"/accounts/{account.id}"


def _subject(account: Account) -> str:
    """Its first word stands in no table of `notify.words`, so a notice is told of by its link: an official account."""
    return f"access:{account.id}"
