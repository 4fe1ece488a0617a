"""What a working process says of itself: a beat in the database after a completed sweep, and a signal to an address outside (C33)."""

import threading
import time
from collections.abc import Hashable, Sequence
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy.engine import Engine
from sqlmodel import Session

from bot.clock import now
from bot.db import open_session
from bot.engine.counting import Counted
from bot.platforms.signal import Signal
from bot.reports import working, working_outages

log = structlog.get_logger()
HUNG_S = 600.0  # no piece of work takes this long: its calls end after 20 seconds each
SIGNAL_S = 60


class Pulse:
    """One process. Nothing here raises: a beat that cannot be written is one that is missed, and work goes on.

    `hands` is how many pieces of work can be in hand at once: when all of them hang, a sweep hands out work that nobody does.
    """

    def __init__(self, engine: Engine, sweep_s: int, hands: int, signal: Signal | None = None) -> None:
        self.counted = Counted()
        self._engine, self._signal, self._hands = engine, signal, hands
        self._every_s, self._sweep_s = working.every(sweep_s), sweep_s
        self._key = 0
        self._guard = threading.Lock()
        self._in_hand: dict[Hashable, tuple[str, float]] = {}
        self._last = float("-inf")
        self._last_good = float("-inf")  # a sweep that did everything it should, for the signal
        self._written = True  # whether the last beat came into the database
        self._failing_since: datetime | None = None

    def begin(self) -> None:
        with open_session(self._engine) as session:
            self._enrol(session)
        self._last = time.monotonic()

    def take(self, lane: Hashable, job: str) -> None:
        with self._guard:
            self._in_hand[lane] = (job, time.monotonic())

    def leave(self, lane: Hashable) -> None:
        with self._guard:
            self._in_hand.pop(lane, None)

    def swept(self, seconds: float, unlooked: Sequence[str], jobs: int) -> None:
        """A sweep ended. `unlooked` are the jobs whose work could not be looked up, of so many."""
        self.counted.swept(seconds)
        trouble, well = self._trouble(unlooked), len(unlooked) < jobs and len(self._hung()) < self._hands
        if time.monotonic() - self._last >= self._every_s - self._sweep_s / 2:
            try:
                self._beat(trouble, well=well)
                self._written = True
            except Exception:
                log.exception("a beat could not be written")
                self._written = False
            self._last = time.monotonic()
        if well and not trouble and self._written:
            self._last_good = time.monotonic()

    def signal(self) -> None:
        """Once a minute: while the last sweeps were as they should be, the address outside is told. Its silence is the alarm."""
        if self._signal is None or time.monotonic() - self._last_good > working.MISSED * self._every_s:
            return
        trouble = self._signal.send()
        moment = now()
        self._failing_since = None if not trouble else self._failing_since or moment
        values = {"signal_trouble": trouble, "signal_since": self._failing_since} | ({} if trouble else {"signal_at": moment})
        try:
            with open_session(self._engine) as session:
                working.note(session, self._key, **values)
                session.commit()
        except Exception:
            log.exception("what came of the signal could not be written")

    def end(self) -> None:
        """Stopped on purpose, with everything in hand finished."""
        try:
            with open_session(self._engine) as session:
                working.note(session, self._key, stopped_at=now(), doing="", counted=self.counted.as_json())
                session.commit()
        except Exception:
            log.exception("the end could not be written")

    def _enrol(self, session: Session) -> None:
        working_outages.over(session)
        self._key = working.enrol(session, self._every_s)
        session.commit()

    def _beat(self, trouble: str, *, well: bool) -> None:
        with open_session(self._engine) as session:
            values: dict[str, Any] = {"doing": self._doing(), "trouble": trouble, "counted": self.counted.as_json()}
            if well:
                working_outages.over(session)
                values["beat_at"] = now()
            there = working.note(session, self._key, **values)
            session.commit()
            if not there:
                self._enrol(session)

    def _hung(self) -> list[str]:
        with self._guard:
            return sorted(job for job, since in self._in_hand.values() if time.monotonic() - since > HUNG_S)

    def _doing(self) -> str:
        with self._guard:
            return ", ".join(sorted({job for job, _ in self._in_hand.values()}))

    def _trouble(self, unlooked: Sequence[str]) -> str:
        said = []
        if unlooked:
            said.append(f"What is due could not be looked up for: {', '.join(unlooked)}. The log says why.")
        if hung := self._hung():
            said.append(f"Work hangs for more than ten minutes: {', '.join(hung)}.")
        return " ".join(said)
