"""Posts held because the network let nobody in go on by themselves once the account is connected again (controls C13, S13.3).

Going on means going back into the queue: the signatures, the window, the stop switch and everything else are tested again
before one leaves, and one whose window has passed is told of as missed.
"""

from sqlmodel import Session, col, select

from bot.accounts.models import Account, AccountState
from bot.audit.actions import Act
from bot.audit.log import GATEPOST, append
from bot.clock import now
from bot.drafts.access_hold_models import AccessHold
from bot.drafts.lifecycle import ReleaseState
from bot.drafts.models import Draft, Release


def remember(session: Session, release: Release, account: Account, reason: str) -> None:
    """In the transaction that holds it, where access was what it was held for. Commits nothing."""
    if not account.reauthorise:
        return
    row = session.exec(select(AccessHold).where(AccessHold.release_id == release.id)).first()
    if row is None:
        row = AccessHold(release_id=release.id or 0, account_id=account.id or 0, reason=reason)
    row.reason = reason
    session.add(row)


def due(session: Session) -> list[tuple[int, int]]:
    """(post, account) of accounts that are connected again."""
    query = (
        select(AccessHold)
        .join(Account, col(Account.id) == col(AccessHold.account_id))
        .where(col(Account.reauthorise).is_(False), Account.state == AccountState.CONNECTED, col(Account.credential).is_not(None))
    )
    return [(row.release_id, row.account_id) for row in session.exec(query.order_by(col(AccessHold.id)))]


def let_go(session: Session, release_id: int) -> str:
    """Back into the queue, if it is still held for that reason and no other."""
    release = session.get(Release, release_id, with_for_update=True, populate_existing=True)
    row = session.exec(select(AccessHold).where(AccessHold.release_id == release_id)).first()
    if release is None or row is None:
        session.rollback()
        return "gone"
    session.delete(row)
    if release.state is not ReleaseState.HELD or release.reason != row.reason:
        session.commit()
        return "not waiting for this"
    draft = session.get_one(Draft, release.draft_id)
    release.state, release.reason, release.failures = ReleaseState.QUEUED, "", 0
    release.not_before = max(now(), draft.not_before or now())
    session.add(release)
    append(
        session,
        GATEPOST,
        Act.PUBLISH_RELEASED,
        f"draft:{draft.id}",
        academy_id=draft.academy_id,
        account_id=release.account_id,
        release=release_id,
        why="the account is connected again",
    )
    session.commit()
    return "queued"
