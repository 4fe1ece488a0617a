"""A worker that dies is noticed from outside, people are told once, and told again when one works (S33.2)."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
import time_machine
from sqlmodel import col, select

from bot.clock import now
from bot.db import connect
from bot.engine import pulse as pulses
from bot.engine import watching
from bot.engine.embedded import WORKERS, Worker
from bot.engine.pulse import Pulse
from bot.notify.models import Notice, Urgency
from bot.people.permissions import Role
from bot.platforms.registry import Doors, Means
from bot.reports import working, working_lines, working_outages
from bot.reports.working import State
from bot.reports.working_models import Outage, WorkerProcess
from tests.notify.far_side import hook
from tests.notify.ways import webhook
from tests.scene import Scene

SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@contextmanager
def later(**by: float) -> Iterator[None]:
    with time_machine.travel(now() + timedelta(**by), tick=False):
        yield


def worker(scene: Scene) -> Worker:
    return Worker(scene.engine, scene.means, scene.settings.seal_file, 1)


def killed(scene: Scene) -> None:
    """A worker in a process of its own, at work, then SIGKILL."""
    scene.engine.dispose()
    child = os.fork()
    if child == 0:
        try:
            engine = connect(scene.settings.database_url)
            Worker(engine, Means(Doors(scene.settings, engine), scene.vault, 60), scene.settings.seal_file, 1).start()
            time.sleep(60)
        finally:
            os._exit(0)
    ends = time.monotonic() + 30
    while not rows(scene):
        assert time.monotonic() < ends, "it did not begin"
        time.sleep(0.02)
    os.kill(child, signal.SIGKILL)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def rows(scene: Scene) -> list[WorkerProcess]:
    with scene.session() as session:
        return list(session.exec(select(WorkerProcess).order_by(col(WorkerProcess.id))))


def outages(scene: Scene) -> list[Outage]:
    with scene.session() as session:
        return list(session.exec(select(Outage).order_by(col(Outage.id))))


def told(scene: Scene) -> list[tuple[Role | None, Urgency]]:
    """Whom the pages tell of an outage now."""
    with scene.session() as session:
        query = select(Notice).where(col(Notice.subject).startswith("outage:"), col(Notice.read_at).is_(None)).order_by(col(Notice.id))
        return [(notice.role, notice.urgency) for notice in session.exec(query)]


def look(scene: Scene) -> State:
    return watching.once(scene.engine, scene.means)[0]


def beaten(scene: Scene, when: datetime | None = None, **values: object) -> int:
    """A worker that beat at this moment."""
    with scene.session() as session:
        key = working.enrol(session, working.BEAT_S)
        working.note(session, key, beat_at=when or now(), **values)
        session.commit()
        return key


def test_S33_2_a_killed_worker_is_told_of_by_a_separate_path_once_and_again_when_one_works(scene: Scene) -> None:
    with hook() as far:
        for whom in ("admin", "slt", "author"):
            webhook(scene, f"{far.address}/{whom}", whom)
        killed(scene)
        with later(seconds=50):
            assert look(scene) is State.WORKING
            assert told(scene) == []
        with later(seconds=65):
            assert look(scene) is State.SILENT
            assert look(scene) is State.SILENT, "and nobody is told twice"
        assert sorted(path.rpartition("/")[2] for path in far.paths) == ["admin", "slt"]
        assert all("Gatepost has stopped working" in message["message"] for message in far.taken)
        assert told(scene) == [(Role.ADMIN, Urgency.NOW), (Role.SLT, Urgency.NOW)]
        assert len(scene.entries("worker:silent")) == 1
        with later(minutes=40):
            with scene.session() as session:
                assert "no comment is read" in working_lines.banner(session)
            stop = worker(scene).start()
            assert look(scene) is State.WORKING
            stop()
        assert told(scene) == [(Role.ADMIN, Urgency.SOON), (Role.SLT, Urgency.SOON)]
        (outage,) = outages(scene)
        assert outage.until is not None
        assert timedelta(minutes=39) < outage.until - outage.since < timedelta(minutes=42)
        assert len(scene.entries("worker:back")) == 1


@SQLITE
def test_C33_a_channel_that_fails_is_tried_again_by_the_watch_each_minute(scene: Scene) -> None:
    beaten(scene)
    with hook() as far:
        webhook(scene, far.address, "admin")
        far.answers = 503
        with later(minutes=2):
            look(scene)
            look(scene)
        assert len(far.taken) == 1
        far.answers = 200
        with later(minutes=4):
            look(scene)
        with later(minutes=6):
            look(scene)
        assert len(far.taken) == 2


@SQLITE
def test_C33_what_was_stopped_on_purpose_is_told_of_after_five_minutes(scene: Scene) -> None:
    worker(scene).start()()
    with later(minutes=4):
        assert look(scene) is State.OFF
        assert told(scene) == []
    with later(minutes=6):
        look(scene)
        assert [role for role, _ in told(scene)] == [Role.ADMIN, Role.SLT]
        assert outages(scene)[0].why == "it was stopped"


@SQLITE
def test_C33_where_nobody_watched_the_next_worker_writes_it_down_and_says_so(scene: Scene) -> None:
    beaten(scene, now() - timedelta(hours=3))
    worker(scene).start()()
    (outage,) = outages(scene)
    assert outage.told_at is None
    assert outage.until is not None
    assert told(scene) == [(Role.ADMIN, Urgency.SOON), (Role.SLT, Urgency.SOON)]
    worker(scene).start()()
    assert len(outages(scene)) == 1


@SQLITE
def test_C33_two_who_watch_find_one_outage(scene: Scene) -> None:
    beaten(scene, now() - timedelta(minutes=2))
    with scene.session() as first:
        found = working.standing(first)
    with scene.session() as second:
        working_outages.look(second)
    with scene.session() as first:
        working_outages._begin(first, found)  # as if it had looked before the second wrote
        first.commit()
    assert len(outages(scene)) == 1
    assert len(told(scene)) == 2


@SQLITE
def test_C33_while_one_of_two_workers_works_nobody_is_alarmed(scene: Scene) -> None:
    beaten(scene, now() - timedelta(minutes=5))
    beaten(scene)
    assert look(scene) is State.WORKING
    assert told(scene) == []


@SQLITE
def test_C33_nobody_is_alarmed_before_the_first_start(scene: Scene) -> None:
    assert look(scene) is State.NEVER
    assert told(scene) == []


@SQLITE
def test_C33_a_beat_is_written_every_twenty_seconds_and_says_what_is_in_hand(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [1000.0]
    monkeypatch.setattr(pulses, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    pulse = Pulse(scene.engine, 5, WORKERS)
    pulse.begin()
    pulse.take(1, "publish")
    pulse.counted.did("replies", well=True)
    seen = []
    for _ in range(8):
        clock[0] += 5
        with later(seconds=clock[0] - 1000):
            pulse.swept(0.2, [], 50)
        seen.append(rows(scene)[0].beat_at)
    assert len(set(seen)) == 3, "at the start, after 20 s, after 40 s"
    (row,) = rows(scene)
    assert (row.doing, row.trouble) == ("publish", "")
    assert row.counted["jobs"] == [["replies", "done", 1]]
    assert sum(number for _, number in row.counted["sweeps"]) == 8
    pulse.end()
    assert rows(scene)[0].stopped_at is not None


@SQLITE
def test_C33_when_every_hand_hangs_there_is_no_beat(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    monkeypatch.setattr(pulses, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    pulse = Pulse(scene.engine, 5, 2)
    pulse.begin()
    before = rows(scene)[0].beat_at
    for lane in (1, 2):
        pulse.take(lane, "replies")
    clock[0] = 700.0
    pulse.swept(0.1, [], 50)
    (row,) = rows(scene)
    assert row.beat_at == before
    assert row.trouble == "Work hangs for more than ten minutes: replies, replies."
    pulse.leave(1)
    clock[0] = 800.0
    pulse.swept(0.1, ["links"], 50)
    (row,) = rows(scene)
    assert row.beat_at > before
    assert "could not be looked up for: links" in row.trouble
    with scene.session() as session:
        assert "links" in working_lines.lines(session, scene.who(session, "admin"))[0][1]
        assert working_lines.lines(session, scene.who(session, "author")) == []


@SQLITE
def test_C33_a_worker_goes_on_beating_after_a_backup_without_its_row_was_put_back(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    monkeypatch.setattr(pulses, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    pulse = Pulse(scene.engine, 5, WORKERS)
    pulse.begin()
    with scene.session() as session:
        session.delete(session.exec(select(WorkerProcess)).one())
        session.commit()
    clock[0] = 20.0
    pulse.swept(0.1, [], 50)
    assert len(rows(scene)) == 1
