"""Reconcile-only: a database put back from a backup sends nothing until every post since then is accounted for (invariant I11).

It begins by `gatepost restore`, and by itself when the seal file vouches for entries that the record does not hold. While it lasts
replies are read and hidden as always; nothing is published, and the machine removes nothing. Each post that may have gone out since
the backup is looked for; what is not up waits for a leader.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.accounts.models import Account, AccountState, Stream, StreamKind
from bot.audit import sealed_head
from bot.audit.actions import Act
from bot.audit.log import GATEPOST, append, hold_chain
from bot.audit.models import Entry
from bot.audit.sealed_head import Head
from bot.clock import now, spoken
from bot.drafts.lifecycle import ReleaseState
from bot.drafts.models import Draft, Release, Stray, StrayState
from bot.drafts.reconcile_models import FoundBy, LookState, Restoration, RestoredAccount, RestoredRelease, Wish
from bot.notify.models import Urgency
from bot.notify.send import tell_roles
from bot.people.models import Academy
from bot.people.permissions import Role
from bot.secrets import Vault
from bot.work import ready

R = ReleaseState
SENTENCE = "Gatepost was put back from a backup, and may have been sent already. Nothing goes out until a leader ends the mode “reconcile only”."
# What may have left since the backup, whatever it says here: a held post too, because a leader may have released it since.
DOUBTFUL = (R.QUEUED, R.PUBLISHING, R.UNKNOWN, R.HELD, R.FAILED)
UP = (R.PUBLISHED, R.VERIFIED, R.DIFFERS)
OVER = (R.VOID, R.MISSED)


def standing(session: Session) -> Restoration | None:
    """The restoration that is not over yet: while there is one, nothing is sent."""
    return session.exec(select(Restoration).where(col(Restoration.ended_at).is_(None)).order_by(col(Restoration.id).desc())).first()


def notice(session: Session, vault: Vault, seal_file: Path) -> Restoration | None:
    """At every start: is this database older than what was sealed outside it? Then it was put back. Commits."""
    head = sealed_head.newest(vault, seal_file)
    if head is None or sealed_head.holds(session, head) or _known(session, head):
        session.commit()
        return None
    return begin(session, FoundBy.SEAL, head)


def begin(session: Session, found_by: FoundBy, head: Head | None = None) -> Restoration:
    """One transaction: the mode stands, what was about to leave is held, and the list of what to look for is made."""
    hold_chain(session)
    there = standing(session)
    if there is not None:  # somebody said it already; the seal is remembered with it
        if head is not None:
            there.sealed_seq, there.sealed_hash = head.seq, head.hash
            session.add(there)
        session.commit()
        return there
    last = session.exec(select(Entry).order_by(col(Entry.seq).desc()).limit(1)).first()
    row = Restoration(
        found_by=found_by,
        backup_at=last.at if last else now(),
        last_seq=last.seq if last else 0,
        sealed_seq=head.seq if head else 0,
        sealed_hash=head.hash if head else "",
    )
    session.add(row)
    session.flush()
    _list_accounts(session, row)
    held = _hold_queue(session)
    listed = _list_releases(session, row)
    for academy in session.exec(select(Academy)).all():
        text = f"Gatepost was put back from a backup of {spoken(row.backup_at)}. Nothing goes out until you have looked and ended it."
        tell_roles(session, academy.id or 0, [Role.HEAD, Role.SLT], text, "/restore", subject=f"restore:{row.id}", urgency=Urgency.SOON)
    detail: dict[str, Any] = {"backup_at": row.backup_at, "last_entry": row.last_seq, "sealed_entry": row.sealed_seq, "held": held, "posts": listed}
    append(session, GATEPOST, Act.RESTORE_BEGUN, f"restore:{row.id}", found_by=found_by.value, **detail)
    session.commit()
    return row


def remember(session: Session, release: Release) -> None:
    """A post that came due while nothing may leave is looked for and decided like the others. Commits nothing."""
    row = standing(session)
    if row is not None:
        _list(session, row, [release])


def by_people_only(due: Callable[[Session], list[tuple[int, int]]]) -> Callable[[Session], list[tuple[int, int]]]:
    """For a job that removes strays: while only reconciling, none that the machine decided on."""

    def narrowed(session: Session) -> list[tuple[int, int]]:
        if standing(session) is None:
            return due(session)
        removing = select(Stray).where(ready(Stray, (StrayState.REMOVING,)), col(Stray.decided_by).is_not(None))
        return [(stray.id or 0, stray.account_id) for stray in session.exec(removing)]

    return narrowed


def _known(session: Session, head: Head) -> bool:
    return session.exec(select(Restoration).where(Restoration.sealed_hash == head.hash)).first() is not None


def _list_accounts(session: Session, row: Restoration) -> None:
    """Each account is read on from where it was read when the backup was made."""
    cursors = dict(session.exec(select(Stream.account_id, Stream.cursor).where(Stream.kind == StreamKind.TIMELINE)).all())
    live = select(Account).where(col(Account.state).in_((AccountState.CONNECTED, AccountState.SUSPENDED))).order_by(col(Account.id))
    for account in session.exec(live).all():
        state = LookState.TO_LOOK if account.credential else LookState.CANNOT
        session.add(RestoredAccount(restoration_id=row.id or 0, account_id=account.id or 0, state=state, cursor=cursors.get(account.id or 0)))


def _hold_queue(session: Session) -> int:
    """Whatever was due or had an intent. One conditional UPDATE, as `holding.hold` does it for one."""
    taken = session.execute(
        sa.update(Release)
        .where(col(Release.state) == R.QUEUED, sa.or_(col(Release.not_before) <= now(), col(Release.intent_at).is_not(None)))
        .values(state=R.HELD, reason=SENTENCE)
        .returning(col(Release.id))
        .execution_options(synchronize_session=False)
    ).all()
    session.expire_all()
    return len(taken)


def _list_releases(session: Session, row: Restoration) -> int:
    """What waits for a later time is listed when that comes (`remember`)."""
    query = select(Release).where(col(Release.state).in_([state for state in DOUBTFUL if state is not R.QUEUED])).order_by(col(Release.id))
    return _list(session, row, session.exec(query).all())


def _list(session: Session, row: Restoration, releases: Sequence[Release]) -> int:
    there = set(session.exec(select(RestoredRelease.release_id).where(RestoredRelease.restoration_id == row.id)))
    new = [each for each in releases if each.id not in there]
    session.add_all([RestoredRelease(restoration_id=row.id or 0, release_id=each.id or 0, account_id=each.account_id) for each in new])
    session.flush()
    return len(new)


def listed(session: Session, row: Restoration, account_id: int | None = None) -> list[tuple[RestoredRelease, Release, Draft]]:
    """Everything that has to be accounted for, oldest first."""
    query = (
        select(RestoredRelease, Release, Draft)
        .join(Release, col(Release.id) == col(RestoredRelease.release_id))
        .join(Draft, col(Draft.id) == col(Release.draft_id))
        .where(RestoredRelease.restoration_id == row.id)
        .order_by(col(RestoredRelease.account_id), col(Release.id))
    )
    return list(session.exec(query if account_id is None else query.where(RestoredRelease.account_id == account_id)))


def accounts(session: Session, row: Restoration) -> list[tuple[RestoredAccount, Account]]:
    query = select(RestoredAccount, Account).join(Account, col(Account.id) == col(RestoredAccount.account_id))
    return list(session.exec(query.where(RestoredAccount.restoration_id == row.id).order_by(col(Account.id))))


def accounted(item: RestoredRelease, release: Release) -> bool:
    """Up, over, or decided by a person."""
    return release.state in UP or release.state in OVER or item.wish is not Wish.NONE


def open_accounts(session: Session, row: Restoration) -> list[Account]:
    """Where something is still to be looked at or decided: the mode cannot end before this is empty."""
    waiting = {item.account_id for item, release, _ in listed(session, row) if not accounted(item, release)}
    unread = (LookState.TO_LOOK, LookState.CANNOT)
    return [account for look, account in accounts(session, row) if look.state in unread or account.id in waiting]
