"""A row that is also a job: one claims it, and only that one's result is written."""

import threading
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from bot.accounts.models import Stream, StreamState
from bot.clock import now
from bot.drafts.lifecycle import ReleaseState
from bot.drafts.models import Release
from bot.work import LONGEST, backoff, claim, hand_back_all, ready, settle
from tests.scene import Scene

WAITING = (StreamState.WAITING,)
OVER = timedelta(seconds=-1)


def row(scene: Scene) -> int:
    with scene.session() as session:
        return session.exec(select(Stream.id).order_by("id")).first() or 0


def take(scene: Scene, key: int, *, lease: timedelta = timedelta(seconds=90), take_over: bool = True) -> int | None:
    with scene.session() as session:
        attempt = claim(session, Stream, key, WAITING, StreamState.READING, lease=lease, take_over=take_over)
        session.commit()
        return attempt


def give(scene: Scene, key: int, attempt: int, text: str) -> bool:
    with scene.session() as session:
        done = settle(session, Stream, key, attempt, state=StreamState.WAITING, last_error=text)
        session.commit()
        return done


def test_what_one_has_nobody_else_gets(scene: Scene) -> None:
    key = row(scene)
    assert take(scene, key) == 1
    assert take(scene, key) is None
    assert give(scene, key, 1, "first")
    assert take(scene, key) == 2


def test_when_the_lease_runs_out_another_takes_over_and_the_first_ones_result_is_dropped(scene: Scene) -> None:
    key = row(scene)
    assert take(scene, key, lease=OVER) == 1
    assert take(scene, key) == 2
    assert not give(scene, key, 1, "late")
    assert give(scene, key, 2, "in time")
    with scene.session() as session:
        stream = session.get_one(Stream, key)
        assert (stream.last_error, stream.lease_until) == ("in time", None)


def test_what_must_not_simply_be_done_again_is_not_taken_over(scene: Scene) -> None:
    key = row(scene)
    assert take(scene, key, lease=OVER) == 1
    assert take(scene, key, take_over=False) is None


def test_a_row_whose_time_has_not_come_is_not_ready(scene: Scene) -> None:
    key = row(scene)
    with scene.session() as session:
        stream = session.get_one(Stream, key)
        stream.not_before = now() + timedelta(minutes=1)
        session.add(stream)
        session.commit()
        assert key not in session.exec(select(Stream.id).where(ready(Stream, WAITING, StreamState.READING))).all()
    assert take(scene, key) is None


def test_of_many_at_once_one_gets_it(scene: Scene) -> None:
    key, got, gate = row(scene), [], threading.Barrier(6)

    def run() -> None:
        gate.wait()
        got.append(take(scene, key))

    threads = [threading.Thread(target=run) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got, key=str) == [1, None, None, None, None, None]


def test_every_kind_of_row_is_handed_back_at_once(scene: Scene) -> None:
    release, key = scene.release(scene.approved()).id or 0, row(scene)
    assert take(scene, key) == 1
    with scene.session() as session:
        assert claim(session, Release, release, (ReleaseState.QUEUED,), ReleaseState.PUBLISHING) == 1
        session.commit()
        assert hand_back_all(session) == 2
        session.commit()
    assert take(scene, key) == 2, "and the dead one's result would be dropped"


@given(st.integers(0, 10_000))
def test_waiting_grows_to_an_hour_and_no_further(failures: int) -> None:
    assert timedelta(seconds=10) <= backoff(failures) <= backoff(failures + 1) <= LONGEST
