"""The calendar as a page shows it: which days, which lines on each, and the links that lead to other days and accounts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from bot.accounts.models import Account
from bot.clock import london
from bot.drafts import turns
from bot.drafts.lifecycle import COLOURS, Move
from bot.drafts.modes import EFFECTS
from bot.drafts.modes_models import Mode, ModeState
from bot.drafts.planning import calendar, clashes
from bot.drafts.planning.calendar import Entry
from bot.web.access import Visit
from bot.web.pages.draft_extra import state_words
from bot.web.pages.draft_rows import network
from bot.web.pages.draft_typed import as_field

WEEK, MONTH = "week", "month"
EARLIEST, LATEST = date(2000, 1, 1), date(2190, 1, 1)
BEGINNING = 70
A_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Shown:
    """What was asked for: which days, and of whom."""

    view: str
    on: date
    academy_id: int | None = None
    account_id: int | None = None

    @property
    def first(self) -> date:
        """A Monday."""
        day = self.on if self.view == WEEK else self.on.replace(day=1)
        return day - timedelta(days=day.weekday())

    @property
    def last(self) -> date:
        """A Sunday."""
        if self.view == WEEK:
            return self.first + timedelta(days=6)
        end = next_month(self.on) - timedelta(days=1)
        return end + timedelta(days=6 - end.weekday())

    def link(self, **change: object) -> str:
        asked = {"view": self.view, "on": self.on, "academy": self.academy_id, "account": self.account_id} | change
        return "/calendar?" + urlencode({name: value for name, value in asked.items() if value is not None})


def next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def steps(shown: Shown) -> tuple[str, str]:
    """The links to the stretch before and the one after."""
    if shown.view == WEEK:
        before, after = shown.first - A_WEEK, shown.first + A_WEEK
    else:
        before, after = (shown.on.replace(day=1) - timedelta(days=1)).replace(day=1), next_month(shown.on)
    return shown.link(on=max(before, EARLIEST)), shown.link(on=min(after, LATEST))


@dataclass(frozen=True)
class Line:
    """One post on one day."""

    entry: Entry
    time: str
    beginning: str
    accounts: str
    words: str
    colour: str
    hints: list[str]
    may_move: bool
    field: str  # its time as a date-and-time field wants it


@dataclass(frozen=True)
class Day:
    day: date
    label: str
    month: str
    inside: bool  # of the month that is shown
    today: bool
    lines: list[Line]
    periods: list[str]


def days(visit: Visit, shown: Shown, entries: Iterable[Entry], modes: list[Mode], today: date) -> list[Day]:
    everything = list(entries)
    lines: dict[date, list[Line]] = {}
    for entry in everything:
        lines.setdefault(entry.day, []).append(_line(visit, shown, entry, everything, modes))
    count = (shown.last - shown.first).days + 1
    return [
        Day(
            day,
            f"{day:%A} {day.day}",
            f"{day:%B}",
            shown.view == WEEK or day.month == shown.on.month,
            day == today,
            lines.get(day, []),
            [said(mode) for mode in modes if calendar.touches(mode, day)],
        )
        for day in (shown.first + timedelta(days=n) for n in range(count))
    ]


def _line(visit: Visit, shown: Shown, entry: Entry, everything: list[Entry], modes: list[Mode]) -> Line:
    draft, text = entry.draft, " ".join(entry.draft.text.split())
    clock = hour(entry.at)
    movable = shown.view == WEEK and not entry.gone
    return Line(
        entry,
        clock if entry.fixed else f"when approved, by {clock}",
        text[:BEGINNING] + ("…" if len(text) > BEGINNING else "") or "A picture without words",
        ", ".join(f"@{account.handle}" for account in entry.accounts),
        state_words(visit.session, draft, entry.state),
        COLOURS[entry.state],
        clashes.hints(entry, everything, modes),
        movable and turns.why_not(visit.session, visit.me, draft, Move.CHANGE) is None,
        as_field(draft.not_before),
    )


def hour(moment: datetime) -> str:
    """`3:05pm`, `noon`-free and short; a full hour without its zeros."""
    local = london(moment)
    return local.strftime("%I:%M%p").lstrip("0").lower().replace(":00", "")


STANDING = {ModeState.PLANNED: "planned", ModeState.ACTIVE: "in force", ModeState.ENDED: "ended"}


def said(mode: Mode) -> str:
    """Never its reason, which is for those who lead."""
    words = STANDING[mode.state] if mode.agreed_by else "prepared, not agreed yet"
    return f"{EFFECTS[mode.kind].label} ({words})"


def account_label(account: Account) -> str:
    return f"@{account.handle} ({network(account.platform)})"
