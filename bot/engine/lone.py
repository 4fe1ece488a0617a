"""Who works on a SQLite database: one worker and no second, so that a new one need not wait for its predecessor's leases.

Two files beside the database are locked through the operating system, which lets go of a lock when its process dies, however it
dies. `.worker` is held by the one worker. `.working` is shared by everybody who runs jobs, `gatepost poll --once` too: who can
have it alone knows that nobody else works now. PostgreSQL takes any number of workers on any number of machines; there the
leases decide.
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
        self._held: list[IO[str]] = []
        file = _open(engine, ".worker")
        if file is None:
            return
        if not _alone(file):
            file.close()
            raise Misconfigured(SECOND)
        self._held.append(file)

    def take_over(self) -> None:
        """Go to work. What a dead predecessor had in hand is free at once, if nobody else is working."""
        file = _open(self._engine, ".working")
        if file is None:
            return
        self._held.append(file)
        if _alone(file):
            with open_session(self._engine) as session:
                freed = hand_back_all(session)
                session.commit()
            log.info("took over", rows=freed)
        fcntl.flock(file, fcntl.LOCK_SH)

    def leave(self) -> None:
        while self._held:
            self._held.pop().close()


@contextmanager
def working(engine: Engine) -> Iterator[None]:
    """Jobs run in this block, beside a worker or without one; a worker that starts meanwhile takes nothing over."""
    file = _open(engine, ".working")
    if file is None:
        yield
        return
    with file:
        fcntl.flock(file, fcntl.LOCK_SH)
        yield


def _open(engine: Engine, ending: str) -> IO[str] | None:
    name = engine.url.database
    if engine.dialect.name != "sqlite" or not name or name == ":memory:":
        return None
    return Path(name + ending).open("a")


def _alone(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
