"""The clock of a single machine: APScheduler in the web process, or alone as `gatepost worker`."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy.engine import Engine

from bot.audit.verify import seal
from bot.db import open_session
from bot.engine.jobs import JOBS, Job
from bot.engine.sweep import Turns, due, perform
from bot.platforms.registry import Means

log = structlog.get_logger()
WORKERS = 4
SEAL_EVERY_S = 300


class Worker:
    """Sweeps every few seconds. Stopping lets what is running finish; what is killed is found again by its lease."""

    def __init__(self, engine: Engine, means: Means, seal_file: Path, sweep_s: int) -> None:
        self._engine, self._means, self._seal_file, self._sweep_s = engine, means, seal_file, sweep_s
        self._turns = Turns()
        self._pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="gatepost")
        self._handed: set[tuple[str, int]] = set()
        # The library's defaults drop a run that is late; a sweep that is late is still wanted, once.
        self._clock = BackgroundScheduler(timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None})

    def start(self) -> Callable[[], None]:
        """Returns what stops it."""
        self._clock.add_job(self.sweep, "interval", seconds=self._sweep_s, id="sweep")
        self._clock.add_job(self.seal, "interval", seconds=SEAL_EVERY_S, id="seal")
        self._clock.start()
        return self.stop

    def sweep(self) -> None:
        for job in JOBS:
            try:
                rows = due(self._engine, self._means, job)
            except Exception:
                log.exception("sweep failed", job=job.name)
                continue
            for row, account in rows:
                if (job.name, row) not in self._handed:
                    self._handed.add((job.name, row))
                    self._pool.submit(self._perform, job, row, account)

    def seal(self) -> None:
        with open_session(self._engine) as session:
            seal(session, self._means.vault, self._seal_file)

    def stop(self) -> None:
        self._clock.shutdown(wait=True)
        self._pool.shutdown(wait=True, cancel_futures=True)
        self.seal()

    def _perform(self, job: Job, row: int, account: int) -> None:
        try:
            with self._turns.take(account) as free:
                if free:  # otherwise the next sweep finds it again
                    done = perform(self._engine, self._means, job, row, account)
                    log.info("did", job=done.job, row=done.row, account=done.account, result=str(done.result))
        finally:
            self._handed.discard((job.name, row))
