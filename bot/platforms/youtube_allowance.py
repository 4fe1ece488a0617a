"""YouTube's daily allowance: what each call takes of it, and the part that is kept for hiding.

10,000 units a day for everything but search and uploads, for one Google project (all accounts that share a client id), new at
midnight Pacific; a call that is refused costs one at least (PLATFORMS.md section 5, Y1). One account read every five minutes:

    comments   288 x (published 1 + held 1 + spam 1 + fifty older threads 1)   1,152
    videos     288 x 1                                                           288
    following  288 x 1                                                           288
    face       144 x 1                                                           144
                                                                               1,872 units a day, 19%

and one more for each thread that got a reply. A hide takes 50 and a few to read it back.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock
from zoneinfo import ZoneInfo

from bot.clock import now
from bot.platforms.base import Busy

PACIFIC = ZoneInfo("America/Los_Angeles")
A_DAY = 10_000  # units
RESERVE = 2_000  # kept for hiding, showing again, and taking an own video down: forty of them
BURST = 2_000  # of the rest, free to take at any time of the day: a first reading, or a crowd
COSTS: dict[str, int] = {"list": 1, "setModerationStatus": 50, "update": 50, "delete": 50}  # units; a refusal may cost less, and is counted in full


def midnight_after(moment: datetime) -> datetime:
    """When the allowance is new: the next midnight Pacific, as aware UTC. A day there has 23 or 25 hours twice a year."""
    return _midnight(moment, 1)


def _midnight(moment: datetime, days: int) -> datetime:
    local = moment.astimezone(PACIFIC)
    wall = datetime(local.year, local.month, local.day) + timedelta(days=days)  # noqa: DTZ001 -- the wall's time; the zone is next
    return wall.replace(tzinfo=PACIFIC).astimezone(moment.tzinfo)


class Allowance:
    """One project's day. Reading may take up to a pace that grows with the day, so that it slows and does not stop at noon.

    `taken` tells what other processes took today, where somebody counts; without it each process knows only its own calls.
    """

    def __init__(self, taken: Callable[[], int] | None = None) -> None:
        self._taken, self._lock = taken, Lock()
        self._ends: datetime | None = None
        self._here = 0

    @property
    def spent(self) -> int:
        """Units of today, as far as is known here."""
        with self._lock:
            self._today()
            return self._so_far()

    def take(self, units: int, *, kept_for: bool) -> None:
        """Before a call. `kept_for`: one that the reserve is there for, which is never held back here. Raises Busy."""
        with self._lock:
            ends = self._today()
            after = self._so_far() + units
            if not kept_for and (until := self._paced(after, ends)) is not None:
                raise Busy(
                    f"Of YouTube's {A_DAY:,} units a day {after - units:,} are used. Gatepost reads less often for a while, "
                    f"and keeps {RESERVE:,} for hiding.",
                    until,
                )
            self._here += units

    def used_up(self) -> datetime:
        """YouTube says that nothing is left; returns when there is again."""
        with self._lock:
            ends = self._today()
            self._here = max(self._here, A_DAY)
            return ends

    def _paced(self, after: int, ends: datetime) -> datetime | None:
        """When a call that leaves `after` units used fits the day's pace; None when it does now."""
        begun = _midnight(ends, -1)
        share = (after - BURST) / (A_DAY - RESERVE - BURST)
        if share > 1:
            return ends
        fits = begun + share * (ends - begun)
        return fits if fits > now() else None

    def _so_far(self) -> int:
        return max(self._here, self._taken() if self._taken else 0)

    def _today(self) -> datetime:
        if self._ends is None or now() >= self._ends:
            self._ends, self._here = midnight_after(now()), 0
        return self._ends


_PROJECTS: dict[str, Allowance] = {}


def of_project(client_id: str) -> Allowance:
    """One for all accounts of this process that share a Google project. The number before the first dash names the project."""
    return _PROJECTS.setdefault(client_id.partition("-")[0], Allowance())
