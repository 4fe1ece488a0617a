"""The times in which an account could not be read: from when, until when and why, as the record keeps them (control C33)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from bot.accounts.models import Account, Stream, StreamKind
from bot.accounts.register import LIVE
from bot.accounts.streams import BLIND_FOR
from bot.audit.actions import Act
from bot.audit.models import Entry
from bot.clock import now


@dataclass(frozen=True)
class Window:
    """One stream of one account, unread. `until` None: it still is."""

    account_id: int
    kind: StreamKind
    since: datetime
    until: datetime | None
    why: str

    @property
    def lasted(self) -> timedelta:
        return (self.until or now()) - self.since

    def inside(self, begins: datetime, ends: datetime) -> tuple[datetime, datetime]:
        return max(self.since, begins), min(self.until or now(), ends)


def windows(session: Session, account_ids: Collection[int], begins: datetime, ends: datetime) -> list[Window]:
    """Those of at least `BLIND_FOR` that touch this stretch of time, oldest first."""
    over = select(Entry.account_id, Entry.at, Entry.detail).where(
        Entry.act == Act.ACCOUNT_SEEING.value, col(Entry.account_id).in_(account_ids), Entry.at >= begins
    )
    found = [window for key, at, detail in session.exec(over) if (window := _ended(key or 0, at, detail)) is not None]
    still = (
        select(Stream)
        .join(Account, col(Account.id) == col(Stream.account_id))
        .where(col(Stream.account_id).in_(account_ids), col(Stream.blind_since).is_not(None), col(Account.state).in_(LIVE))
    )
    found += [Window(s.account_id, s.kind, s.blind_since or now(), None, s.last_error or "") for s in session.exec(still)]
    return sorted((w for w in found if w.lasted >= BLIND_FOR and w.since < ends), key=lambda w: w.since)


def together(spans: Iterable[tuple[datetime, datetime]]) -> timedelta:
    """How long it was in all; what overlaps counts once."""
    total, reached = timedelta(), None
    for begins, ends in sorted(spans):
        fresh = begins if reached is None else max(begins, reached)
        if ends > fresh:
            total, reached = total + (ends - fresh), ends
    return total


def _ended(account_id: int, at: datetime, detail: Mapping[str, Any]) -> Window | None:
    """As the entry that ended it says; None for an entry that says neither of what nor since when."""
    kind, since = detail.get("kind"), detail.get("blind_since")
    if kind not in set(StreamKind) or not isinstance(since, str):
        return None
    return Window(account_id, StreamKind(kind), datetime.fromisoformat(since), at, str(detail.get("why") or ""))
