"""Publishing while the worker is killed: nothing twice, nothing lost.

Method: `--publishes` posts are written, submitted and approved by three people against the practice network. `python -m bot worker`
runs as a process of its own on that database and is killed with SIGKILL a random time after it began to work, and started again,
`--kills` times; then it is left alone until every post is read back. Meanwhile the practice network is told, at random, to accept
and never answer, to ask for patience, to be down, and to lose the answers of readings too. A time that a person or a network gave
(20 or 30 seconds) is waited out as it is; leases on SQLite end when the next worker takes over, on PostgreSQL by their time.

Counted afterwards from the network's own posts, by their text, deleted ones included: once, twice (or more), lost (none).
"""

import argparse
import itertools
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import col, select

from bot.audit.actions import Act
from bot.audit.models import Entry
from bot.db import connect
from bot.drafts.lifecycle import ReleaseState
from bot.drafts.models import Draft, Release, Stray
from bot.engine import schema
from bot.platforms import practice_world as world
from bot.platforms.practice_world import Fault, PracticePost
from bot.secrets import new_key
from bot.settings import ROOT, Settings
from tests import postgres
from tests.scene import PLAIN, Scene, build

COLOURS = ("amber", "black", "blue", "brown", "cream", "green", "grey", "olive", "pink", "red", "silver", "white")
THINGS = ("banners", "bells", "boats", "books", "candles", "chairs", "drums", "flags", "kites", "lamps", "ribbons", "scarves")
WHERE = ("by the door", "in the garden", "near the stage", "on the field")


@dataclass(frozen=True)
class Counts:
    publishes: int
    once: int
    twice: int
    lost: int
    verified: int
    kills: int
    answers_lost: int  # times a release was `unknown`: a lost answer, or a worker that died with its intent committed
    reconciled: int  # of those, found on the account by reading it
    sent_again: int  # of those, found absent for certain and sent again
    strays: int  # own posts wrongly called strays
    seconds: float
    good: bool


def main(arguments: list[str]) -> dict[str, object]:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks kill")
    parser.add_argument("--publishes", type=int, default=200)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=20261120)
    parser.add_argument("--limit", type=float, default=1_200, help="seconds after which it is given up")
    parser.add_argument("--postgres", action="store_true", help="on PostgreSQL instead of SQLite")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, _database(Path(folder), on_postgres=chosen.postgres) as url:
        found = run(url, Path(folder), chosen.publishes, chosen.kills, random.Random(chosen.seed), chosen.limit)  # noqa: S311 -- repeatable on purpose
    return {"database": "PostgreSQL" if chosen.postgres else "SQLite", **asdict(found)}


@contextmanager
def _database(folder: Path, *, on_postgres: bool) -> Iterator[str]:
    if not on_postgres:
        url = f"sqlite:///{folder / 'gate.sqlite3'}"
        schema.migrate(connect(url))
        yield url
        return
    with postgres.server() as server:
        postgres.template(server)
        with postgres.fresh(server) as url:
            yield url


def run(url: str, folder: Path, publishes: int, kills: int, chance: random.Random, limit_s: float, *, waits: bool = True) -> Counts:
    """The whole measurement on a migrated, empty database. Without `waits`, the network loses answers but never asks for patience."""
    settings = Settings(database_url=url, secret_keys=new_key(), seal_file=folder / "seal.jsonl", sweep_seconds=1)
    engine = connect(url)
    scene = build(engine, settings)
    texts = [f"{PLAIN} Look for the {a} {b} {c}." for a, b, c in itertools.islice(itertools.product(COLOURS, THINGS, WHERE), publishes)]
    for text in texts:
        scene.approved(text)
    killed, began = 0, time.monotonic()
    while _unfinished(scene) and time.monotonic() - began < limit_s:
        _trouble(scene, chance, waits=waits)
        with _worker(settings) as child:
            if killed < kills:
                time.sleep(chance.uniform(0.8, 3.0))
                child.send_signal(signal.SIGKILL)
                killed += 1
            else:
                while _unfinished(scene) and time.monotonic() - began < limit_s and child.poll() is None:
                    time.sleep(0.5)
    counts = _count(scene, texts, killed, time.monotonic() - began)
    engine.dispose()
    return counts


@contextmanager
def _worker(settings: Settings) -> Iterator[subprocess.Popen[str]]:
    """A worker that has begun. What is left of it when the block ends is killed."""
    environment = {
        **os.environ,
        "GATEPOST_DATABASE_URL": settings.database_url,
        "GATEPOST_SECRET_KEYS": settings.secret_keys,
        "GATEPOST_SEAL_FILE": str(settings.seal_file),
        "GATEPOST_SWEEP_SECONDS": str(settings.sweep_seconds),
        "GATEPOST_POLL_SECONDS": "5",
        "GATEPOST_LOG_LEVEL": "error",
    }
    child = subprocess.Popen([sys.executable, "-m", "bot", "worker"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        line = child.stdout.readline() if child.stdout else ""
        if not line:
            raise RuntimeError(f"the worker ended at once with {child.wait()}")
        yield child
    finally:
        child.kill()
        child.wait()
        if child.stdout:
            child.stdout.close()


def _trouble(scene: Scene, chance: random.Random, *, waits: bool) -> None:
    """What the network will do to the next calls."""
    with scene.session() as session:
        times, wait_s = chance.randint(1, 4), chance.uniform(0.05, 0.5)
        world.order_fault(session, scene.remote_id, Fault.LOST, call="publish", times=times, wait_s=wait_s)
        if waits and chance.random() < 0.3:
            world.order_fault(session, scene.remote_id, chance.choice((Fault.BUSY, Fault.DOWN)), call="publish", times=chance.randint(1, 3))
        if waits and chance.random() < 0.2:
            world.order_fault(session, scene.remote_id, chance.choice((Fault.LOST, Fault.BUSY)), call=chance.choice(("find", "lookup")))


def _unfinished(scene: Scene) -> int:
    with scene.session() as session:
        query = select(sa.func.count()).select_from(Release).where(Release.state != ReleaseState.VERIFIED)
        return session.exec(query).one()


def _count(scene: Scene, texts: list[str], killed: int, seconds: float) -> Counts:
    with scene.session() as session:
        live = Counter(session.exec(select(PracticePost.text).where(PracticePost.author_id == scene.remote_id)))
        acts = Counter(session.exec(select(Entry.act)))
        verified = len(session.exec(select(Release).where(Release.state == ReleaseState.VERIFIED, col(Release.verified_at).is_not(None))).all())
        strays = len(session.exec(select(Stray)).all())
        drafts = len(session.exec(select(Draft)).all())
    once, twice = sum(live[t] == 1 for t in texts), sum(live[t] > 1 for t in texts)
    lost, unknown, absent = sum(live[t] == 0 for t in texts), acts[Act.PUBLISH_UNKNOWN], acts[Act.PUBLISH_ABSENT]
    good = once == verified == drafts == len(texts) and strays == 0
    return Counts(len(texts), once, twice, lost, verified, killed, unknown, unknown - absent, absent, strays, round(seconds, 1), good)
