"""The pre-agreed reply lock: blind for too long, the latest posts are closed until comments are read again (C33)."""

from datetime import timedelta

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import select

from bot.accounts.models import Account
from bot.cases import tasks
from bot.cases.models import Task
from bot.errors import NotFound, Refusal
from bot.moderation import blind_lock
from bot.moderation.blind_lock_models import BlindLock
from bot.moderation.crowd.reply_lock_models import ReplyLock
from bot.people.override_models import OverrideStanding, ProfileOverride
from bot.platforms import practice_world as world
from bot.platforms.practice import Practice
from bot.reports import replies_closed
from bot.settings import Settings
from tests.moderation.blindness import agreed, become, blind_since, breaks, close_pile, dying, mends, settings_of
from tests.moderation.november import MONDAY, academy, at, notices, read
from tests.scene import Scene

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # what the database has no part in
CLOSE_BY_HAND, OPEN_BY_HAND = blind_lock.CLOSE, blind_lock.OPEN


@pytest.fixture
def scene(engine: Engine, gate_settings: Settings) -> Scene:
    """The academy agreed that its two latest posts are closed after half an hour; four posts are up."""
    scene = academy(engine, gate_settings)
    with at(MONDAY - timedelta(hours=1)), scene.session() as session:
        session.add(agreed(scene))
        session.commit()
        for number in range(4):
            scene.academy_says_natively(f"Post {number}")
        read(scene)
    return scene


def locked(scene: Scene) -> list[object]:
    return [done.result for done in scene.work("blind-lock", "reply-lock")]


def said(scene: Scene, who: str = "slt") -> replies_closed.Closed | None:
    with scene.session() as session:
        return replies_closed.of_account(session, scene.who(session, who), session.get_one(Account, scene.account_id))


def titles(scene: Scene) -> list[str]:
    with scene.session() as session:
        return [task.title for task in tasks.open_for(session, scene.who(session, "slt"))]


OPEN_ALL = ["everyone"] * 4
TWO_CLOSED = ["everyone", "everyone", "nobody", "nobody"]


def test_C33_the_latest_posts_are_closed_after_the_agreed_time_and_open_again_once_comments_are_read(scene: Scene) -> None:
    with at(MONDAY) as clock:
        read(scene)
        breaks(scene)
        clock.move_to(MONDAY + timedelta(minutes=29))
        assert locked(scene) == []
        clock.move_to(MONDAY + timedelta(minutes=30))
        assert locked(scene) == ["locked", "closed", "closed"]
        assert settings_of(scene) == TWO_CLOSED
        (notice,) = notices(scene, "blind-lock:")
        assert "could not be read since Monday 23 November 2026 at 10:00am, so its latest posts are closed" in notice.text
        closed = said(scene)
        assert closed is not None
        assert closed.sentence == "Replies are closed since Monday 23 November 2026 at 10:30am because comments could not be read."
        assert (closed.posts, closed.may_open) == (2, True)
        with scene.session() as session:
            assert session.exec(select(ReplyLock.asked_by)).all() == [None, None]
            assert [line[2] for line in replies_closed.lines(session, scene.who(session, "head"))] == [f"/accounts/{scene.account_id}"]
            assert replies_closed.lines(session, scene.who(session, "author")) == []
        clock.move_to(MONDAY + timedelta(hours=9))
        assert locked(scene) == [], "never twice, and for as long as it lasts"
        mends(scene)
        assert locked(scene) == ["over", "open again", "open again"]
        assert settings_of(scene) == OPEN_ALL
        assert said(scene) is None
        assert notices(scene, "blind-lock:") == []
        assert [len(scene.entries(act)) for act in ("reply-lock:ask", "reply-lock:closed", "reply-lock:end", "reply-lock:opened")] == [3, 2, 1, 2]
        assert scene.entries("reply-lock:ask")[0].detail["reason"] == "blind since Monday 23 November 2026 at 10:00am"


@on_sqlite
def test_C33_where_nothing_was_agreed_nothing_is_closed(scene: Scene) -> None:
    with at(MONDAY) as clock:
        with scene.session() as session:
            session.exec(select(ProfileOverride)).one().standing = OverrideStanding.SUPERSEDED
            session.commit()
        breaks(scene)
        clock.move_to(MONDAY + timedelta(days=1))
        assert locked(scene) == []
        assert settings_of(scene) == OPEN_ALL


def test_C33_a_leader_opens_them_and_they_are_not_closed_again_before_the_next_time(scene: Scene) -> None:
    with at(MONDAY) as clock:
        breaks(scene)
        clock.move_to(MONDAY + timedelta(minutes=40))
        locked(scene)
        with scene.session() as session, pytest.raises(Refusal):
            blind_lock.open_now(session, scene.who(session, "author"), scene.account_id)
        with scene.session() as session:
            blind_lock.open_now(session, scene.who(session, "slt"), scene.account_id)
        with scene.session() as session, pytest.raises(Refusal, match="not kept closed"):
            blind_lock.open_now(session, scene.who(session, "slt"), scene.account_id)
        with scene.session() as session, pytest.raises(NotFound):
            blind_lock.open_now(session, scene.who(session, "slt"), 99)
        closed = said(scene)
        assert closed is not None
        assert (closed.sentence, closed.may_open) == ("2 of the latest posts are being opened to replies again.", False)
        assert locked(scene) == ["open again", "open again"]
        assert settings_of(scene) == OPEN_ALL
        clock.move_to(MONDAY + timedelta(hours=5))
        assert locked(scene) == []
        mends(scene)
        breaks(scene)
        clock.move_to(MONDAY + timedelta(hours=6))
        assert locked(scene) == ["locked", "closed", "closed"], "another time of blindness"


def test_C33_what_a_leader_closed_too_stays_closed_for_the_time_they_said(scene: Scene) -> None:
    with at(MONDAY) as clock:
        breaks(scene)
        clock.move_to(MONDAY + timedelta(minutes=40))
        locked(scene)
        close_pile(scene)
        assert locked(scene) == ["closed"]
        mends(scene)
        assert locked(scene) == ["over", "open again"], "the other one"
        assert settings_of(scene) == ["everyone", "everyone", "everyone", "nobody"]
        clock.move_to(MONDAY + timedelta(hours=4))
        assert locked(scene) == ["open again"]
        assert settings_of(scene) == OPEN_ALL


@on_sqlite
def test_C33_a_leader_s_time_that_ends_does_not_open_it_while_it_is_still_blind(scene: Scene) -> None:
    with at(MONDAY) as clock:
        close_pile(scene)
        locked(scene)
        breaks(scene)
        clock.move_to(MONDAY + timedelta(minutes=40))
        assert locked(scene) == ["locked", "closed", "closed"]
        clock.move_to(MONDAY + timedelta(hours=4))
        assert locked(scene) == []
        assert settings_of(scene) == TWO_CLOSED
        mends(scene)
        assert locked(scene) == ["over", "open again", "open again"]
        assert settings_of(scene) == OPEN_ALL


@on_sqlite
def test_C33_a_worker_that_was_dead_closes_only_what_it_still_cannot_read(scene: Scene) -> None:
    with at(MONDAY) as clock:
        read(scene)
        clock.move_to(MONDAY + timedelta(hours=3))  # nobody worked
        scene.work("replies", "blind-lock")
        assert settings_of(scene) == OPEN_ALL, "caught up with the first reading"
        clock.move_to(MONDAY + timedelta(hours=6))
        scene.fault(world.Fault.DOWN, call="replies", times=99)
        assert [done.result for done in scene.work("replies", "blind-lock", "reply-lock")] == [0, "locked", "closed", "closed"]
        assert settings_of(scene) == TWO_CLOSED
        assert "could not be read since Monday 23 November 2026 at 1:00pm" in notices(scene, "blind-lock:")[0].text


@pytest.mark.parametrize("line", ["timeline", "set_reply_setting"])
def test_I11_killed_anywhere_each_post_is_closed_once_and_opened_as_it_was(scene: Scene, line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with at(MONDAY) as clock:
        breaks(scene)
        clock.move_to(MONDAY + timedelta(minutes=40))
        monkeypatch.setattr(Practice, line, dying(getattr(Practice, line)))
        with pytest.raises(KeyboardInterrupt):
            locked(scene)
        monkeypatch.undo()
        clock.move_to(MONDAY + timedelta(minutes=42))
        locked(scene)
        assert settings_of(scene) == TWO_CLOSED
        with scene.session() as session:
            assert len(session.exec(select(BlindLock)).all()) == 1
            assert len(session.exec(select(ReplyLock)).all()) == 2
        mends(scene)
        locked(scene)
        assert settings_of(scene) == OPEN_ALL


@on_sqlite
def test_I8_where_the_network_cannot_close_a_post_a_leader_gets_its_steps(scene: Scene) -> None:
    with at(MONDAY) as clock:
        become(scene, "x")
        blind_since(scene, MONDAY)
        clock.move_to(MONDAY + timedelta(minutes=40))
        assert [done.result for done in scene.work("blind-lock")] == ["by hand"]
        assert scene.work("blind-lock", "reply-lock") == []
        with scene.session() as session:
            (task,) = session.exec(select(Task).where(Task.title == CLOSE_BY_HAND)).all()
        assert "X does not let Gatepost close a post to replies." in task.steps[0]
        assert {"On the post press the three dots, then Change who can reply.", "Do it for the 2 latest posts."} <= set(task.steps)
        closed = said(scene)
        assert closed is not None
        assert "Until somebody does, anybody can reply." in closed.sentence
        with scene.session() as session:
            tasks.done(session, scene.who(session, "slt"), task.id or 0)
        blind_since(scene, None)
        assert [done.result for done in scene.work("blind-lock")] == ["over"]
        assert OPEN_BY_HAND in titles(scene)


@on_sqlite
def test_I8_a_task_nobody_did_goes_and_is_not_turned_into_another(scene: Scene) -> None:
    with at(MONDAY) as clock:
        become(scene, "mastodon")
        blind_since(scene, MONDAY)
        clock.move_to(MONDAY + timedelta(minutes=40))
        scene.work("blind-lock")
        assert CLOSE_BY_HAND in titles(scene)
        blind_since(scene, None)
        scene.work("blind-lock")
        assert titles(scene) == []
        assert "If somebody closed one by hand, open it again." in notices(scene, "blind-lock:")[0].text


@on_sqlite
def test_I8_a_network_that_answers_nothing_is_asked_again_and_meanwhile_a_person_does_it(scene: Scene) -> None:
    with at(MONDAY) as clock:
        breaks(scene)
        breaks(scene, "timeline")
        for minutes in (40, 42, 44):
            clock.move_to(MONDAY + timedelta(minutes=minutes))
            assert locked(scene) == ["again"]
        assert CLOSE_BY_HAND in titles(scene)
        with scene.session() as session:
            world.clear_faults(session, scene.remote_id)
        scene.fault(world.Fault.DOWN, call="replies", times=99)
        clock.move_to(MONDAY + timedelta(minutes=50))
        assert locked(scene) == ["locked", "closed", "closed"]
        assert CLOSE_BY_HAND not in titles(scene)
