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
ASKED_EVERY = timedelta(minutes=1)  # in which the other processes take a few units at most
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

    Other processes draw on the same day, and an earlier one did before a restart: what they took is asked for once a minute.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._ends: datetime | None = None
        self._known = 0  # units: the own ones, and others' as far as they were asked for
        self._asked: datetime | None = None

    @property
    def spent(self) -> int:
        """Units of today, as far as is known here."""
        with self._lock:
            self._today()
            return self._known

    def take(self, units: int, *, kept_for: bool, counted: Callable[[], int] = lambda: 0) -> None:
        """Before a call. `kept_for`: one that the reserve is there for, which is never held back here. Raises Busy.

        `counted` tells what all processes counted today.
        """
        with self._lock:
            ends = self._today()
            if self._asked is None or now() - self._asked >= ASKED_EVERY:
                self._known, self._asked = max(self._known, counted()), now()
            after = self._known + units
            if not kept_for and (until := self._paced(after, ends)) is not None:
                raise Busy(
                    f"Of YouTube's {A_DAY:,} units a day {after - units:,} are used. Gatepost reads less often for a while, "
                    f"and keeps {RESERVE:,} for hiding.",
                    until,
                )
            self._known = after

    def used_up(self) -> datetime:
        """YouTube says that nothing is left; returns when there is again."""
        with self._lock:
            ends = self._today()
            self._known = max(self._known, A_DAY)
            return ends

    def _paced(self, after: int, ends: datetime) -> datetime | None:
        """When a call that leaves `after` units used fits the day's pace; None when it does now."""
        begun = _midnight(ends, -1)
        share = (after - BURST) / (A_DAY - RESERVE - BURST)
        if share > 1:
            return ends
        fits = begun + share * (ends - begun)
        return fits if fits > now() else None

    def _today(self) -> datetime:
        if self._ends is None or now() >= self._ends:
            self._ends, self._known, self._asked = midnight_after(now()), 0, None
        return self._ends


_PROJECTS: dict[str, Allowance] = {}


def project(client_id: str) -> str:
    """The number before the first dash names the Google project."""
    return client_id.partition("-")[0]


def of_project(client_id: str) -> Allowance:
    """One for all accounts of this process that share a Google project."""
    return _PROJECTS.setdefault(project(client_id), Allowance())
