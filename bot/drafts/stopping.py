"""Pressing the stop switch where posts may be on their way: how many were, and what became of each (S13.4)."""

from sqlmodel import Session, col, select

from bot.accounts import stop
from bot.accounts.models import Account, Stop
from bot.drafts.lifecycle import ReleaseState
from bot.drafts.models import Release
from bot.drafts.stopping_models import InFlight
from bot.people.models import Person

ON_ITS_WAY = (ReleaseState.PUBLISHING, ReleaseState.UNKNOWN)


def press(session: Session, me: Person, *, reason: str, academy_id: int | None = None, account_id: int | None = None) -> Stop:
    """Stops at once, and writes down what had left or may have: nothing can call that back, so a leader is told its end."""
    return stop.press(session, me, reason=reason, academy_id=academy_id, account_id=account_id, in_flight=_count)


def in_flight(session: Session, stop_id: int) -> list[tuple[Release, Account]]:
    """What was on its way when the switch was pressed, as it stands now."""
    query = (
        select(Release, Account)
        .join(InFlight, col(InFlight.release_id) == col(Release.id))
        .join(Account, col(Account.id) == col(Release.account_id))
        .where(InFlight.stop_id == stop_id)
        .order_by(col(Release.id))
    )
    return list(session.exec(query))


def _count(session: Session, row: Stop) -> int:
    """Whoever committed an intent before this transaction is here; whoever does so after it meets the stop before the call."""
    session.flush()
    query = select(Release.id).where(col(Release.account_id).in_(stop.covered(session, row)), col(Release.state).in_(ON_ITS_WAY))
    found = [key for key in session.exec(query) if key is not None]
    session.add_all([InFlight(stop_id=row.id or 0, release_id=key) for key in found])
    return len(found)
