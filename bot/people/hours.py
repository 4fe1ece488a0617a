"""When an academy is staffed. Waiting is counted in staffed time, and outside it people are rung.

Pure: what is closed comes in (`bot.people.calendar` reads it), and a moment goes out. All wall times are Europe/London.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from types import MappingProxyType

from bot.clock import LONDON, london
from bot.people.bank_holidays import bank_holiday

OPENS, CLOSES = time(8), time(17)
FRIDAY = 4
DAY = timedelta(days=1)
FURTHEST = 400  # days looked ahead: no school is closed for longer, and a calendar that says so is wrong


@dataclass(frozen=True)
class Hours:
    """Monday to Friday between two times, without bank holidays and without the days in `closed`.

    `closed` is day -> why, in words; `staffed_anyway` holds days on which the academy says that somebody is there all the same.
    """

    opens: time = OPENS
    closes: time = CLOSES
    closed: Mapping[date, str] = field(default_factory=lambda: MappingProxyType({}))
    staffed_anyway: frozenset[date] = frozenset()

    def why_closed(self, day: date) -> str:
        """In words; empty on a day with staffed hours."""
        if day.weekday() > FRIDAY:
            return "the weekend"
        return "" if day in self.staffed_anyway else bank_holiday(day) or self.closed.get(day, "")

    def staffed(self, moment: datetime) -> bool:
        """Whether people are at their desks."""
        local = london(moment)
        return self.opens <= local.time() < self.closes and not self.why_closed(local.date())

    def next_staffed(self, moment: datetime) -> datetime:
        """The moment itself within staffed hours; otherwise when the next ones begin."""
        if self.staffed(moment):
            return moment
        local = london(moment)
        day = local.date() if local.time() < self.opens else local.date() + DAY
        for _ in range(FURTHEST):
            if not self.why_closed(day):
                break
            day += DAY
        return datetime.combine(day, self.opens, LONDON).astimezone(moment.tzinfo)

    def after(self, moment: datetime, wait: timedelta) -> datetime:
        """When so much staffed time has gone by since `moment`."""
        begin = self.next_staffed(moment)
        closes = datetime.combine(london(begin).date(), self.closes, LONDON).astimezone(begin.tzinfo)
        while wait >= closes - begin:
            wait -= closes - begin
            begin = self.next_staffed(closes)
            closes = datetime.combine(london(begin).date(), self.closes, LONDON).astimezone(begin.tzinfo)
        return begin + wait

    @property
    def words(self) -> str:
        """What may be told to the public: never that somebody watches at all hours."""
        return f"Monday to Friday, {_wall(self.opens)} to {_wall(self.closes)}, without school and bank holidays"


USUAL = Hours()
"""For what belongs to no academy in particular."""


def _wall(at: time) -> str:
    return f"{at:%I:%M%p}".lstrip("0").lower().replace(":00", "")
