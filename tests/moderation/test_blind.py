"""Blind windows: nothing is lost, people look by hand meanwhile, and what piled up is judged in the right order (C33)."""

import sqlite3
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import col, select

from bot.accounts import streams
from bot.accounts.models import Stream, StreamKind
from bot.accounts.streams import Health
from bot.cases import tasks
from bot.cases.models import Case, Task
from bot.clock import now
from bot.moderation import pipeline
from bot.moderation.verdict import Comment, Severity, Verdict, Word
from bot.notify.models import Urgency
from bot.platforms import practice_world as world
from bot.platforms.base import Busy, Page
from bot.platforms.practice import Practice
from bot.reports import watching
from bot.settings import Settings
from tests.moderation.november import MONDAY, academy, at, read, replies
from tests.scene import Scene

ABUSE = "You are a stupid useless idiot and everyone hates you"
AT_RISK = "cant do this anymore, ive got the tablets ready"


@pytest.fixture
def scene(engine: Engine, gate_settings: Settings) -> Scene:
    return academy(engine, gate_settings)


def stream(scene: Scene) -> Stream:
    with scene.session() as session:
        return session.exec(select(Stream).where(Stream.kind == StreamKind.REPLIES)).one()


def by_hand(scene: Scene) -> list[Task]:
    with scene.session() as session:
        return [t for t in tasks.open_for(session, scene.who(session, "slt")) if t.title.startswith("Look through the comments")]


def says_at(scene: Scene, text: str, moment: datetime, handle: str) -> None:
    key = scene.someone_says(text, handle)
    with scene.session() as session:
        post = session.get_one(world.PracticePost, key)
        post.at = moment
        session.add(post)
        session.commit()


def test_S33_1_429_for_40_minutes_loses_nothing_and_clocks_start_from_first_seen(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    with at(MONDAY) as clock:
        assert read(scene) == []
        cursor = stream(scene).cursor
        lifted, real, asked = MONDAY + timedelta(minutes=40), Practice.replies, []

        def limited(self: Practice, cursor: str | None) -> Page:
            asked.append(now())
            if now() < lifted:
                raise Busy("X asked us to slow down.", until=lifted)
            return real(self, cursor)

        monkeypatch.setattr(Practice, "replies", limited)
        scene.reread()
        scene.work("replies")
        written = [MONDAY + timedelta(minutes=n) for n in (5, 15, 25, 35)]
        for number, moment in enumerate(written):
            says_at(scene, f"{ABUSE} {number}", moment, f"writer_{number % 2}")
        clock.move_to(MONDAY + timedelta(minutes=20))
        assert scene.work("replies") == [], "the network said when to come back"
        assert stream(scene).cursor == cursor
        assert replies(scene) == []
        clock.move_to(lifted)
        assert [d.result for d in scene.work("replies")] == [4]
        assert asked == [MONDAY, lifted]
        found = {r.platform_at: r for r in replies(scene)}
        assert sorted(found) == [moment.astimezone(UTC) for moment in written]
        assert {r.seen_at for r in found.values()} == {lifted}
        assert {r.decide_by for r in found.values()} == {lifted + timedelta(minutes=60)}
        assert stream(scene).cursor != cursor
        assert stream(scene).blind_since is None


def test_C33_after_a_quarter_of_an_hour_a_person_looks_by_hand_until_it_is_seen_again(scene: Scene) -> None:
    with at(MONDAY) as clock:
        read(scene)
        scene.fault(world.Fault.DOWN, call="replies", times=99)
        scene.reread()
        scene.work("replies", "blind")
        assert streams.health(stream(scene)) is Health.DELAYED
        assert by_hand(scene) == []
        clock.move_to(MONDAY + timedelta(minutes=15))
        scene.work("replies")
        assert [d.result for d in scene.work("blind")] == ["asked"]
        assert scene.work("blind") == []
        assert streams.health(stream(scene)) is Health.BLIND
        (task,) = by_hand(scene)
        assert "Monday 23 November 2026 at 10:00am" in task.steps[0]
        assert task.due_at == now() + timedelta(minutes=60)
        with scene.session() as session:
            (line,) = watching.lines(session, scene.who(session, "slt"))
            assert line[1:] == (
                "Gatepost is blind on @AcademyA since Monday 23 November 2026 at 10:00am: comments cannot be read. Somebody has to look by hand.",
                f"/accounts/{scene.account_id}",
                Urgency.SOON,
            )
            assert watching.lines(session, scene.who(session, "checker")) == []
        with scene.session() as session:
            tasks.done(session, scene.who(session, "slt"), task.id or 0)
        clock.move_to(MONDAY + timedelta(hours=4))
        assert scene.work("blind") == [], "somebody looked less than four hours ago"
        clock.move_to(MONDAY + timedelta(hours=5))
        assert [d.result for d in scene.work("blind")] == ["asked"]
        with scene.session() as session:
            world.clear_faults(session, scene.remote_id)
        scene.reread()
        scene.work("replies")
        assert [d.result for d in scene.work("blind")] == ["seeing"]
        assert by_hand(scene) == []
        with scene.session() as session:
            assert watching.lines(session, scene.who(session, "slt")) == []


def test_C33_after_a_blind_window_alarms_come_first_and_the_newest_is_hidden_first(scene: Scene) -> None:
    threats = [f"I'm going to break that PE teacher's legs number {n}" for n in range(3)]
    with at(MONDAY) as clock:
        read(scene)
        scene.fault(world.Fault.DOWN, call="replies")
        scene.reread()
        scene.work("replies")
        for number, text in enumerate((*threats[:2], AT_RISK, threats[2], f"{AT_RISK} now")):
            says_at(scene, text, MONDAY + timedelta(minutes=number), f"writer_{number}")
        clock.move_to(MONDAY + timedelta(minutes=20))
        scene.work("replies")
        assert [r.text for r in replies(scene)] == [AT_RISK, f"{AT_RISK} now", threats[2], threats[1], threats[0]]
        scene.work("hide")
        hidden = [int(e.subject.partition(":")[2]) for e in scene.entries("reply:hidden")]
        assert hidden == [r.id for r in replies(scene)]
        with scene.session() as session:
            assert len(session.exec(select(Case)).all()) == 2


def test_C33_in_quiet_times_the_oldest_is_hidden_first(scene: Scene) -> None:
    with at(MONDAY):
        for number in range(3):
            scene.someone_says(f"{ABUSE} {number}", f"writer_{number}")
        assert [r.text[-1] for r in read(scene)] == ["0", "1", "2"]


def test_the_judge_works_before_the_transaction_begins(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two hundred comments of three milliseconds each must not keep everybody else from writing."""
    held: list[int] = []

    def judging(comment: Comment) -> Verdict:
        held.append(scene.engine.pool.checkedout())  # type: ignore[attr-defined]
        if scene.engine.dialect.name == "sqlite":
            other = sqlite3.connect(scene.engine.url.database or "", timeout=0, isolation_level=None)
            other.execute("BEGIN IMMEDIATE")  # raises when somebody else is writing
            other.rollback()
            other.close()
        return Verdict(Word.ASK, Severity.S2, 0.5)

    monkeypatch.setattr(pipeline, "judge", judging)
    with at(MONDAY):
        for number in range(5):
            scene.someone_says(f"Comment {number}", f"writer_{number}")
        assert len(read(scene)) == 5
    assert held == [0] * 5, "no connection is held while the judge works"
    with scene.session() as session:
        assert session.exec(select(col(Stream.last_error)).where(Stream.kind == StreamKind.REPLIES)).one() is None
