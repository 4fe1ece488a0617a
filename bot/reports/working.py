"""Whether Gatepost itself works: each working process leaves a beat in the database, which the pages and `gatepost watch` read (C33).

A beat says that a sweep was completed, not merely that a process is alive. Both clocks are taken to agree: keep the machines on network time.
"""

import os
import socket
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.clock import now, spoken
from bot.reports.working_models import WorkerProcess

BEAT_S = 20  # or as long as a sweep, where those are further apart
MISSED = 3  # beats, until it counts as dead
OFF_FOR = timedelta(minutes=5)  # somebody stopped it: an update takes no longer
KEPT = timedelta(days=30)


class State(StrEnum):
    WORKING = "working"
    SILENT = "silent"  # its beats ended and nobody stopped it
    OFF = "off"  # somebody stopped it
    NEVER = "never"  # none was started yet


@dataclass(frozen=True)
class Standing:
    """How things stand. `since` is the last beat, or when it was stopped; `rows` are all processes of late, the newest beat first."""

    state: State
    since: datetime | None
    rows: tuple[WorkerProcess, ...]

    @property
    def alarming(self) -> bool:
        """Whether somebody has to be told. An update that stops it for a few minutes is none."""
        if self.since is None or self.state in (State.WORKING, State.NEVER):
            return False
        return self.state is State.SILENT or now() - self.since > OFF_FOR


def every(sweep_s: int) -> int:
    return max(BEAT_S, sweep_s)


def alive(row: WorkerProcess) -> bool:
    return row.stopped_at is None and now() - row.beat_at <= timedelta(seconds=MISSED * row.every_s)


def standing(session: Session) -> Standing:
    query = select(WorkerProcess).where(col(WorkerProcess.beat_at) > now() - KEPT).order_by(col(WorkerProcess.beat_at).desc())
    rows = tuple(session.exec(query.limit(50)))
    if not rows:
        return Standing(State.NEVER, None, rows)
    if any(alive(row) for row in rows):
        return Standing(State.WORKING, rows[0].beat_at, rows)
    last = max(rows, key=_end)
    return Standing(State.OFF if last.stopped_at else State.SILENT, _end(last), rows)


def _end(row: WorkerProcess) -> datetime:
    return row.stopped_at or row.beat_at


def asleep(session: Session) -> bool:
    """Whether nobody works now, so that what was well when they stopped may not be."""
    return standing(session).state is not State.WORKING


def sentence(found: Standing) -> str:
    """For a banner: what does not happen, and what to do. Empty while all is well, and where none was started yet."""
    if not found.alarming:
        return ""
    how = "was stopped" if found.state is State.OFF else "has not worked since"
    when = spoken(found.since)
    began = f"Gatepost {how} {'on ' if found.state is State.OFF else ''}{when}."
    return f"{began} Nothing goes out, and no comment is read or hidden. Tell whoever runs it, and look at the comments by hand."


def enrol(session: Session, every_s: int) -> int:
    """A process begins to work. Commits nothing."""
    session.execute(sa.delete(WorkerProcess).where(col(WorkerProcess.beat_at) < now() - KEPT))
    row = WorkerProcess(host=socket.gethostname(), pid=os.getpid(), every_s=every_s)
    session.add(row)
    session.flush()
    return row.id or 0


def note(session: Session, key: int, **values: Any) -> bool:
    """What the process says of itself. False when its row is gone, as after a restored backup. Commits nothing."""
    change = sa.update(WorkerProcess).where(col(WorkerProcess.id) == key).values(**values).returning(col(WorkerProcess.id))
    return session.execute(change.execution_options(synchronize_session=False)).scalar_one_or_none() is not None
