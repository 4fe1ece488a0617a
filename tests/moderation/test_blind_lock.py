"""The pre-agreed reply lock: blind for too long, the latest posts are closed until comments are read again (C33)."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.errors import NotFound, Refusal
from bot.moderation import blind_lock
from bot.moderation.crowd.reply_lock_models import ReplyLock
from bot.people.override_models import OverrideStanding, ProfileOverride
from bot.platforms import practice_world as world
from bot.reports import replies_closed
from tests.moderation.blindness import OPEN_ALL, TWO_CLOSED, breaks, close_pile, locked, mends, said, scene, settings_of
from tests.moderation.november import MONDAY, at, notices, read
from tests.scene import Scene

__all__ = ["scene"]
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # what the database has no part in


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
