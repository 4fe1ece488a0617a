"""The clock of a single machine: APScheduler in the web process, or alone as `gatepost worker`."""

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy.engine import Engine

from bot.audit.verify import seal
from bot.db import open_session
from bot.drafts import reconcile
from bot.engine.jobs import JOBS, Job
from bot.engine.lone import Post
from bot.engine.pulse import SIGNAL_S, Pulse
from bot.engine.sweep import due, perform
from bot.platforms.registry import Means
from bot.platforms.signal import Signal

log = structlog.get_logger()
WORKERS = 4
SEAL_EVERY_S = 300
logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)  # a sweep that takes longer than its interval is no news
TURN_S = 10.0  # after this, the rest waits for the next sweep, which knows what is most urgent by then

Lane = int | tuple[str, int]  # an account, or one row that belongs to none


class Worker:
    """Sweeps every few seconds. Stopping lets what is running finish; what is killed is found again by its lease.

    One job at a time on one account; jobs of different accounts run side by side. On SQLite, making a second worker for the same
    database raises Misconfigured, and starting one frees at once what a killed predecessor had in hand.
    """

    def __init__(self, engine: Engine, means: Means, seal_file: Path, sweep_s: int, signal: Signal | None = None) -> None:
        self._post = Post(engine)
        self._pulse = Pulse(engine, sweep_s, WORKERS, signal)
        self._engine, self._means, self._seal_file, self._sweep_s = engine, means, seal_file, sweep_s
        self._pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="gatepost")
        self._guard = threading.Lock()
        self._busy: set[Lane] = set()
        self._stopping = threading.Event()
        # The library's defaults drop a run that is late; a sweep that is late is still wanted, once.
        self._clock = BackgroundScheduler(timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None})

    def start(self) -> Callable[[], None]:
        """Returns what stops it."""
        self._post.take_over()
        with open_session(self._engine, vault=self._means.vault) as session:
            reconcile.notice(session, self._means.vault, self._seal_file)  # before anything is sent
        self._pulse.begin()
        self._clock.add_job(self.sweep, "interval", seconds=self._sweep_s, id="sweep")
        self._clock.add_job(self.seal, "interval", seconds=SEAL_EVERY_S, id="seal")
        self._clock.add_job(self._pulse.signal, "interval", seconds=SIGNAL_S, id="signal")
        self._clock.start()
        return self.stop

    def sweep(self) -> None:
        """Hand out what is due: each account's jobs together, in the order of the table of jobs."""
        began = time.monotonic()
        lanes: dict[Lane, list[tuple[Job, int, int]]] = {}
        unlooked: list[str] = []
        for job in JOBS:
            try:
                rows = due(self._engine, self._means, job)
            except Exception:
                log.exception("sweep failed", job=job.name)
                unlooked.append(job.name)
                continue
            for row, account in rows:
                lanes.setdefault(account or (job.name, row), []).append((job, row, account))
        for lane, work in lanes.items():
            with self._guard:
                if lane in self._busy:
                    continue
                self._busy.add(lane)
            self._pool.submit(self._perform, lane, work)
        self._pulse.swept(time.monotonic() - began, unlooked, len(JOBS))

    def seal(self) -> None:
        with open_session(self._engine) as session:
            seal(session, self._means.vault, self._seal_file)

    def stop(self) -> None:
        self._stopping.set()
        self._clock.shutdown(wait=True)
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._pulse.end()
        self._post.leave()
        self.seal()

    def _perform(self, lane: Lane, work: list[tuple[Job, int, int]]) -> None:
        until = time.monotonic() + TURN_S
        try:
            for job, row, account in work:
                if self._stopping.is_set() or time.monotonic() > until:
                    return
                self._pulse.take(lane, job.name)
                done = perform(self._engine, self._means, job, row, account)
                self._pulse.counted.did(done.job, well=not done.broke)
                log.info("did", job=done.job, row=done.row, account=done.account, result=str(done.result))
        finally:
            self._pulse.leave(lane)
            with self._guard:
                self._busy.discard(lane)
