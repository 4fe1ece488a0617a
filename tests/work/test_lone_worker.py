"""One worker on SQLite: a second is refused in plain words, and a new one need not wait for a dead one's leases."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select

from bot.accounts.models import Stream, StreamState
from bot.db import connect
from bot.drafts.lifecycle import ReleaseState
from bot.drafts.models import Release
from bot.engine import lone
from bot.engine.embedded import Worker
from bot.errors import Misconfigured
from bot.secrets import new_key
from bot.settings import ROOT, Settings
from bot.work import claim
from tests.scene import PLAIN, Scene, build


@pytest.fixture
def small(tmp_path: Path, sqlite_template: Path) -> Iterator[Scene]:
    """Academy A on SQLite, where there is one worker."""
    file = tmp_path / "gate.sqlite3"
    file.write_bytes(sqlite_template.read_bytes())
    engine = connect(f"sqlite:///{file}")
    yield build(engine, Settings(database_url=f"sqlite:///{file}", secret_keys=new_key(), seal_file=tmp_path / "seal.jsonl"))
    engine.dispose()


def worker(scene: Scene) -> Worker:
    return Worker(scene.engine, scene.means, scene.settings.seal_file, 1)


def leased(scene: Scene) -> int:
    """A row that somebody has for the next hour."""
    with scene.session() as session:
        key = session.exec(select(Stream.id).order_by("id")).first() or 0
        assert claim(session, Stream, key, (StreamState.WAITING,), StreamState.READING, lease=timedelta(hours=1))
        session.commit()
        return key


def is_free(scene: Scene, key: int) -> bool:
    with scene.session() as session:
        return claim(session, Stream, key, (StreamState.WAITING,), StreamState.READING) is not None


def test_a_second_worker_is_refused_with_what_to_do(small: Scene) -> None:
    first = worker(small)
    with pytest.raises(Misconfigured, match="Another Gatepost worker is running") as no:
        worker(small)
    assert "--no-worker" in no.value.sentence
    first.start()()
    worker(small).start()()


def test_a_new_worker_frees_what_its_dead_predecessor_had(small: Scene) -> None:
    key = leased(small)
    assert not is_free(small, key)
    post = lone.Post(small.engine)
    post.take_over()
    assert is_free(small, key)
    post.leave()


def test_but_not_while_somebody_else_works(small: Scene) -> None:
    key = leased(small)
    with lone.working(small.engine):
        post = lone.Post(small.engine)
        post.take_over()
    assert not is_free(small, key)
    post.leave()


def test_a_sweep_by_hand_beside_the_worker_takes_nothing_from_it(small: Scene) -> None:
    post = lone.Post(small.engine)
    post.take_over()
    key = leased(small)
    small.sweep()
    assert not is_free(small, key)
    post.leave()


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_on_postgresql_there_may_be_several(scene: Scene) -> None:
    key = leased(scene)
    posts = [lone.Post(scene.engine), lone.Post(scene.engine)]
    for post in posts:
        post.take_over()
    assert not is_free(scene, key), "leases decide, since others may be working elsewhere"


def test_the_lock_goes_with_the_process_that_was_killed(small: Scene) -> None:
    script = (
        "import sys, time; from bot.db import connect; from bot.engine.lone import Post; "
        f"post = Post(connect({small.settings.database_url!r})); post.take_over(); print('in', flush=True); time.sleep(60)"
    )
    child = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert child.stdout is not None
        lines = iter(child.stdout.readline, "")
        assert "in\n" in lines  # whatever the log says before it is passed over
        with pytest.raises(Misconfigured):
            lone.Post(small.engine)
    finally:
        child.kill()
        child.wait()
        if child.stdout:
            child.stdout.close()
    key = leased(small)
    post = lone.Post(small.engine)
    post.take_over()
    assert is_free(small, key)
    post.leave()


def test_a_running_worker_sends_many_posts_of_one_account_without_a_sweep_for_each(small: Scene) -> None:
    keys = [small.approved(f"{PLAIN} Look at the {word} banner.") for word in ("amber", "black", "blue", "brown", "cream", "green", "grey", "pink")]
    running = worker(small)
    running.sweep()
    _until(lambda: all(small.release(key).state is not ReleaseState.QUEUED for key in keys))
    stop = running.start()
    _until(lambda: all(small.release(key).state is ReleaseState.VERIFIED for key in keys))
    stop()
    assert len(small.live()) == len(keys)
    with small.session() as session:
        assert not session.exec(select(Release).where(col(Release.lease_until).is_not(None))).all()


def _until(true: Callable[[], bool], limit_s: float = 20.0) -> None:
    ends = time.monotonic() + limit_s
    while not true():
        assert time.monotonic() < ends, "it did not happen in time"
        time.sleep(0.1)
