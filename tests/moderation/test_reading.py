"""The cursor and the rows move together: a crash stores nothing, and what is read again is stored once (C15)."""

import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import select

from bot.accounts.models import Stream, StreamKind
from bot.clock import now
from bot.moderation.models import Reply, Review
from bot.moderation.verdict import Word
from bot.platforms.base import Page
from bot.platforms.practice import Practice
from tests.scene import Scene

BREAK = {
    "sqlite": ["CREATE TRIGGER broken BEFORE INSERT ON evidence BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"],
    "postgresql": [
        "CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the disk is full'; END $$",
        "CREATE TRIGGER broken BEFORE INSERT ON evidence FOR EACH ROW EXECUTE FUNCTION broken()",
    ],
}
MEND = {"sqlite": ["DROP TRIGGER broken"], "postgresql": ["DROP TRIGGER broken ON evidence"]}


def run_sql(scene: Scene, statements: dict[str, list[str]]) -> None:
    with scene.engine.connect() as connection:
        for statement in statements[scene.engine.dialect.name]:
            connection.execute(sa.text(statement))
        connection.commit()


def stored(scene: Scene) -> list[str]:
    with scene.session() as session:
        return sorted(r.text for r in session.exec(select(Reply)))


def stream(scene: Scene) -> Stream:
    with scene.session() as session:
        return session.exec(select(Stream).where(Stream.kind == StreamKind.REPLIES)).one()


def lease_over(scene: Scene) -> None:
    with scene.session() as session:
        session.execute(sa.update(Stream).values(lease_until=now() - timedelta(seconds=1), not_before=now()))
        session.commit()


def test_C15_a_crash_while_storing_stores_nothing_and_loses_nothing(scene: Scene) -> None:
    for text in ("Well done everyone", "fuck off you wanker", "See you on Thursday"):
        scene.someone_says(text)
    run_sql(scene, BREAK)
    before = stream(scene).cursor
    scene.work("replies")
    assert stored(scene) == []
    assert stream(scene).cursor == before
    assert scene.entries("reply:judge") == []
    run_sql(scene, MEND)
    lease_over(scene)
    scene.work("replies")
    assert stored(scene) == ["See you on Thursday", "Well done everyone", "fuck off you wanker"]
    assert len(scene.entries("reply:judge")) == 3
    assert stream(scene).cursor != before


def test_C15_a_reader_presumed_dead_that_wakes_up_writes_nothing(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    for text in ("Well done everyone", "fuck off you wanker"):
        scene.someone_says(text)
    asleep, awake = threading.Event(), threading.Event()
    real = Practice.replies

    def slow(self: Practice, cursor: str | None) -> Page:
        page = real(self, cursor)
        if not asleep.is_set():
            asleep.set()
            assert awake.wait(60)
        return page

    monkeypatch.setattr(Practice, "replies", slow)
    sleeper = threading.Thread(target=scene.work, args=("replies",))
    sleeper.start()
    assert asleep.wait(60)
    lease_over(scene)
    assert [d.result for d in scene.work("replies")] == [2]
    after = stream(scene)
    awake.set()
    sleeper.join()
    assert stored(scene) == ["Well done everyone", "fuck off you wanker"]
    assert len(scene.entries("reply:judge")) == len(scene.entries("evidence:capture")) + 1 == 2
    assert (stream(scene).cursor, stream(scene).attempts, stream(scene).state) == (after.cursor, after.attempts, after.state)


def test_C15_two_readers_at_once_are_one(scene: Scene) -> None:
    for number in range(10):
        scene.someone_says(f"Well done number {number}")
    threads = [threading.Thread(target=scene.work, args=("replies",)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(stored(scene)) == 10


def test_I1_a_judge_that_breaks_sends_the_reply_to_a_person(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("the model is gone")

    monkeypatch.setattr("bot.moderation.poll.pipeline.judge", broken)
    scene.someone_says("Lovely evening")
    scene.work("replies")
    with scene.session() as session:
        reply = session.exec(select(Reply)).one()
    assert (reply.word, reply.review) == (Word.ASK, Review.WAITING)


def test_the_academys_own_answer_is_not_judged(scene: Scene) -> None:
    scene.academy_says_natively("fuck off you wanker")
    scene.work("replies")
    assert stored(scene) == []
