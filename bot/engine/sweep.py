"""The sweep: for each job, for each row that is due, hand it out. Nothing else hands out work."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import structlog
from sqlalchemy.engine import Engine
from sqlmodel import select

from bot.accounts.models import Stream
from bot.clock import now
from bot.db import open_session
from bot.engine.jobs import JOBS, Job
from bot.engine.lone import working
from bot.platforms.registry import Means

log = structlog.get_logger()
ROUNDS = 5  # what one job finds, another acts on: read, hide, read back


@dataclass(frozen=True)
class Done:
    """What one job did to one row."""

    job: str
    row: int
    account: int | None
    result: Any
    broke: bool = False  # a defect of ours, not a no of the network's

    def as_json(self) -> dict[str, Any]:
        return {"job": self.job, "row": self.row, "account": self.account, "result": self.result}


def due(engine: Engine, means: Means, job: Job) -> list[tuple[int, int]]:
    with open_session(engine, vault=means.vault) as session:
        return job.due(session)


def perform(engine: Engine, means: Means, job: Job, row: int, account: int) -> Done:
    """Run one job on one row. A defect in a job is logged and leaves the others running; the row's lease brings it back.

    Every line that is logged on the way says which job, row and account it belongs to.
    """
    with structlog.contextvars.bound_contextvars(job=job.name, row=row, account=account or None), open_session(engine, vault=means.vault) as session:
        try:
            result = job.run(session, row, means)
        except Exception as problem:
            session.rollback()
            log.exception("job failed", kind=type(problem).__name__)
            return Done(job.name, row, account or None, "failed", broke=True)
    return Done(job.name, row, account or None, result)


def once(engine: Engine, means: Means, account: int | None = None) -> Iterator[Done]:
    """One sweep of everything due, in this thread: what `gatepost poll --once` does.

    Readings are made even if their time has not come, because somebody asked; what they find is acted on in the same sweep.
    """
    with working(engine):
        _read_now(engine, account)
        for _ in range(ROUNDS):
            worked = False
            for job in JOBS:
                for row, of_account in due(engine, means, job):
                    if account is None or of_account == account:
                        worked = True
                        yield perform(engine, means, job, row, of_account)
            if not worked:
                return


def _read_now(engine: Engine, account: int | None) -> None:
    with open_session(engine) as session:
        query = select(Stream) if account is None else select(Stream).where(Stream.account_id == account)
        for stream in session.exec(query):
            if stream.failures == 0:  # a network that asked us to wait is left to wait
                stream.not_before = min(stream.not_before, now())
                session.add(stream)
        session.commit()
