"""What the page "Is Gatepost watching?" shows: each account and what is read from it, and the times in which nobody looked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.accounts import register, streams
from bot.accounts.models import Account, Stream, StreamKind
from bot.accounts.streams import Health
from bot.accounts.streams_windows import Window, together, windows
from bot.clock import london, now
from bot.reports import working_outages
from bot.reports.moderation_figures import lasted
from bot.reports.watching import READS

SHOWN_FOR = timedelta(days=92)
WORDS: dict[Health, tuple[str, str]] = {
    Health.HEALTHY: ("Read as usual", "green"),
    Health.DELAYED: ("Late", "yellow"),
    Health.BLIND: ("Cannot be read", "red"),
    Health.RECOVERING: ("Being read again", "blue"),
}


@dataclass(frozen=True)
class Seen:
    """One stream. `asleep`: it was well when Gatepost stopped, so nobody knows."""

    what: str
    words: str
    colour: str
    last_read: datetime | None
    error: str


@dataclass(frozen=True)
class Sight:
    """One account in use."""

    account: Account
    streams: tuple[Seen, ...]
    month: str  # how long it was not seen this month
    windows: tuple[Window, ...]  # the newest first


def sights(session: Session, academy_ids: Sequence[int], *, asleep: bool) -> list[Sight]:
    accounts = [a for a in register.of_academy(session) if a.academy_id in academy_ids and a.state in register.LIVE]
    return [sight(session, account, asleep=asleep) for account in accounts]


def sight(session: Session, account: Account, *, asleep: bool = False) -> Sight:
    found = windows(session, [account.id or 0], now() - SHOWN_FOR, now())
    rows = tuple(_seen(stream, asleep=asleep) for stream in streams.of_account(session, account.id or 0))
    return Sight(account, rows, this_month(session, account, found), tuple(reversed(found)))


def _seen(stream: Stream, *, asleep: bool) -> Seen:
    health = streams.health(stream)
    words, colour = WORDS[health] if not asleep else ("Not read: Gatepost does not work", "red")
    if stream.last_read is None and health is Health.HEALTHY and not asleep:
        words, colour = "Not read yet", "grey"
    return Seen(READS[stream.kind], words, colour, stream.last_read, stream.last_error or "")


def this_month(session: Session, account: Account, found: Sequence[Window]) -> str:
    """As a sentence: comments, and Gatepost itself; what overlaps counts once."""
    first = london(now()).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    begins = max(first, account.connected_at or first)
    spans = [w.inside(begins, now()) for w in found if w.kind is StreamKind.REPLIES and (w.until is None or w.until > begins)]
    total = together([*spans, *working_outages.within(session, begins, now())])
    month = f"{first:%B}"
    return f"Comments not seen for {lasted(total.total_seconds())} in {month}." if total else f"Comments seen all the time in {month}."
