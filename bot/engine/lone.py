"""Who works on a SQLite database: one worker and no second, so that a new one need not wait for its predecessor's leases.

Two files beside the database are locked by the operating system, which lets go of a lock when its process dies, however it dies.
`.worker` is held by the one worker. `.working` is shared by everybody who runs jobs (`gatepost poll --once` too); who can have
it alone knows that nobody else works now. PostgreSQL takes any number of workers on any number of machines: there the leases decide.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import structlog
from sqlalchemy.engine import Engine

from bot.db import open_session
from bot.errors import Misconfigured
from bot.work import hand_back_all

log = structlog.get_logger()
SECOND = (
    "Another Gatepost worker is running on this database already, and SQLite takes one. "
    "Stop the other one, or start these pages with `gatepost serve --no-worker`. For several workers, set GATEPOST_DATABASE_URL to PostgreSQL."
)


class Post:
    """The place of the one worker, from when it is made until it is left. Raises Misconfigured when it is taken."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._worker = _lock(engine, ".worker")
        if self._worker is False:
            raise Misconfigured(SECOND)
        self._working: IO[str] | bool | None = None

    def take_over(self) -> None:
        """Go to work. What a dead predecessor had in hand is free at once, if nobody else is working."""
        self._working = _begin(self._engine)

    def leave(self) -> None:
        for held in (self._working, self._worker):
            _close(held)
        self._working = self._worker = None


@contextmanager
def working(engine: Engine) -> Iterator[None]:
    """Jobs run in this block, beside a worker or without one."""
    held = _begin(engine)
    try:
        yield
    finally:
        _close(held)


def _begin(engine: Engine) -> IO[str] | bool | None:
    alone = _lock(engine, ".working")
    if isinstance(alone, bool) or alone is None:
        return _share(engine) if alone is False else None
    with open_session(engine) as session:
        freed = hand_back_all(session)
        session.commit()
    if freed:
        log.info("took over what a stopped worker had in hand", rows=freed)
    fcntl.flock(alone, fcntl.LOCK_SH)
    return alone


def _share(engine: Engine) -> IO[str] | None:
    path = _beside(engine, ".working")
    if path is None:
        return None
    file = path.open("a")
    fcntl.flock(file, fcntl.LOCK_SH)  # waits for as long as another one's taking over lasts
    return file


def _lock(engine: Engine, ending: str) -> IO[str] | bool | None:
    """The file, locked for us alone; False when somebody else has it; None where there is no file to lock."""
    path = _beside(engine, ending)
    if path is None:
        return None
    file = path.open("a")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return False
    return file


def _beside(engine: Engine, ending: str) -> Path | None:
    name = engine.url.database
    if engine.dialect.name != "sqlite" or not name or name == ":memory:":
        return None
    return Path(name + ending)


def _close(held: IO[str] | bool | None) -> None:
    if held is not None and not isinstance(held, bool):
        held.close()
