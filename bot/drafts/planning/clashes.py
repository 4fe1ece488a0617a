"""Hints about times that may be unlucky. They never stop anything: whoever plans decides."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from bot.clock import london, spoken
from bot.drafts.modes import EFFECTS
from bot.drafts.modes_models import Mode
from bot.drafts.planning.calendar import Entry, covers

CLOSE = timedelta(minutes=30)
MORNING, EVENING = 7, 21  # London hours: before one and from the other on, it is night
NIGHT = "This is at night, when few people read it and nobody looks at the answers."


def hints(entry: Entry, others: Iterable[Entry], modes: Collection[Mode]) -> list[str]:
    """A sentence for each thing worth another look. Nothing for a draft without a set time, or one that went out."""
    if not entry.fixed or entry.gone:
        return []
    accounts = {account.id: account.handle for account in entry.accounts}
    near = [o for o in others if o.draft.id != entry.draft.id and o.fixed and abs(o.at - entry.at) < CLOSE]
    found = [
        f"Another post goes out on @{accounts[account.id]} {_apart(entry.at, other.at)}: draft {other.draft.id}."
        for other in near
        for account in other.accounts
        if account.id in accounts
    ]
    return [*found, *at(entry.draft.academy_id, entry.at, modes)]


def at(academy_id: int, moment: datetime, modes: Iterable[Mode]) -> list[str]:
    """What is to be said of a moment, whatever else goes out then."""
    found = [] if MORNING <= london(moment).hour < EVENING else [NIGHT]
    for mode in modes:
        if covers(mode, academy_id, moment):
            until = f" until {spoken(mode.ends)}" if mode.ends else ""
            found.append(f"{EFFECTS[mode.kind].label}{until}. {EFFECTS[mode.kind].tells}")
    return found


def _apart(one: datetime, other: datetime) -> str:
    minutes = round((other - one).total_seconds() / 60)
    if minutes == 0:
        return "at the same time"
    return f"{abs(minutes)} {'minute' if abs(minutes) == 1 else 'minutes'} {'later' if minutes > 0 else 'earlier'}"
