"""The pre-agreed reply lock where something goes wrong: a crash, a network that cannot or does not answer, an account given up (C33)."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.accounts import identity
from bot.accounts.models import Account
from bot.cases import tasks
from bot.cases.models import Task
from bot.moderation import blind_lock
from bot.moderation.blind_lock_models import BlindLock
from bot.moderation.crowd import reply_lock
from bot.moderation.crowd.reply_lock_models import ReplyLock
from bot.platforms import practice_world as world
from bot.platforms.practice import Practice
from tests.moderation.blindness import (
    OPEN_ALL,
    TWO_CLOSED,
    become,
    blind_since,
    breaks,
    dying,
    locked,
    mends,
    said,
    scene,
    settings_of,
    titles,
)
from tests.moderation.november import MONDAY, at, notices
from tests.scene import Scene

__all__ = ["scene"]
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # what the database has no part in
CLOSE_BY_HAND, OPEN_BY_HAND = blind_lock.CLOSE, blind_lock.OPEN


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


@on_sqlite
def test_I8_an_account_given_up_while_its_posts_are_closed_ends_with_a_person_opening_them(scene: Scene) -> None:
    with at(MONDAY) as clock:
        breaks(scene)
        clock.move_to(MONDAY + timedelta(minutes=40))
        assert locked(scene) == ["locked", "closed", "closed"]
        with scene.session() as session:
            identity.retire(session, scene.who(session, "head"), scene.account_id, "The academy leaves this network.")
        assert locked(scene)[0] == "over"
        clock.move_to(MONDAY + timedelta(hours=1))
        scene.work("blind-lock", "reply-lock")
        assert titles(scene) == [reply_lock.TITLES["unlock"]] * 2, "one for each post"
        with scene.session() as session:
            assert session.exec(select(ReplyLock.live_key)).all() == [None, None]
            asked = session.exec(select(Task).where(Task.title == reply_lock.TITLES["unlock"])).all()
            assert {task.steps[0] for task in asked} == {"This account has been given up, so Gatepost can do nothing on it any more."}
            assert not session.get_one(Account, scene.account_id).reauthorise, "nobody is asked to connect it again"
        assert settings_of(scene) == TWO_CLOSED, "Gatepost itself can do nothing there any more"
        assert locked(scene) == []
