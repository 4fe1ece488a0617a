"""S14.4: what the number of posts gives away. C14: two incidents within an hour, and the steps against a take-over."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.clock import now
from bot.drafts.drifting import counts, take_over
from bot.drafts.drifting.models import CountLead, LeadKind, TakeOver
from bot.drafts.drifting.take_over_steps import STEPS, report
from bot.drafts.models import Stray
from bot.errors import BadInput
from bot.notify.models import Notice, Urgency
from bot.people.permissions import Role
from bot.platforms import practice_world as world
from bot.platforms.capabilities import CAPABILITIES
from tests.drafts.drifting.outside import ONE, change, look, rows
from tests.drafts.gate import refused, told
from tests.drafts.live import NATIVE, again, decide, read
from tests.scene import Scene


def test_S14_4_a_post_that_came_and_went_between_two_readings_is_a_lead_and_no_incident(scene: Scene) -> None:
    look(scene)
    posted = scene.academy_says_natively(NATIVE)
    look(scene)
    with scene.session() as session:
        world.take_down(session, session.get_one(world.PracticePost, posted))
    look(scene)
    assert rows(scene, CountLead) == [], "first the account's own posts are read"
    read(scene)
    look(scene)
    look(scene)
    (found,) = rows(scene, CountLead)
    assert (found.kind, found.posts, found.before, found.high, found.after) == (LeadKind.UP_THEN_DOWN, 1, 0, 1, 0)
    assert rows(scene, Stray) == []
    assert [text for text in told(scene, Role.SLT) if "went up and down again" in text]
    with scene.session() as session:
        with pytest.raises(BadInput):
            counts.looked(session, scene.who(session, "slt"), found.id or 0, " ")
        counts.looked(session, scene.who(session, "slt"), found.id or 0, "A test by the office.")
    assert not told(scene, Role.SLT)


@ONE
def test_S14_4_what_gatepost_itself_put_up_and_took_down_is_no_lead(scene: Scene) -> None:
    look(scene)
    scene.academy_says_natively(NATIVE)
    read(scene)
    look(scene)
    decide(scene, "slt", "remove")
    again(scene)
    look(scene)
    read(scene)
    look(scene)
    assert (scene.live(), rows(scene, CountLead)) == ([], [])


def taken_over(scene: Scene) -> TakeOver:
    look(scene)
    scene.academy_says_natively(NATIVE)
    read(scene)
    change(scene, bio="Sold.")
    look(scene)
    return rows(scene, TakeOver)[0]


def test_C14_two_incidents_within_an_hour_raise_the_steps_gravely_and_once(scene: Scene) -> None:
    row = taken_over(scene)
    assert row.incidents == ["stray:1", "face:1"]
    look(scene)
    read(scene)
    assert len(rows(scene, TakeOver)) == 1
    alarms = [notice for notice in rows(scene, Notice) if notice.urgency is Urgency.NOW]
    assert {notice.role for notice in alarms} == {Role.SLT, Role.HEAD, Role.ADMIN}
    assert {notice.link for notice in alarms} == {f"/strays/take-overs/{row.id}"}


@ONE
def test_C14_two_stray_posts_are_enough_and_one_that_a_leader_adopted_is_not_one(scene: Scene) -> None:
    scene.academy_says_natively(NATIVE)
    read(scene)
    decide(scene, "slt", "adopt")
    scene.academy_says_natively("A second one.")
    read(scene)
    assert rows(scene, TakeOver) == []
    scene.academy_says_natively("A third one.")
    read(scene)
    assert rows(scene, TakeOver)[0].incidents == ["stray:2", "stray:3"]


@ONE
def test_C14_incidents_more_than_an_hour_apart_are_two_incidents(scene: Scene) -> None:
    scene.academy_says_natively(NATIVE)
    read(scene)
    with scene.session() as session:
        session.execute(sa.update(Stray).values(seen_at=now() - timedelta(minutes=61)))
        session.commit()
    scene.academy_says_natively("A second one.")
    read(scene)
    assert rows(scene, TakeOver) == []


@ONE
def test_C14_each_step_has_a_name_and_only_all_of_them_close_it(scene: Scene) -> None:
    key = taken_over(scene).id or 0
    with scene.session() as session:
        admin, leader = scene.who(session, "admin"), scene.who(session, "slt")
        with refused("role"):
            take_over.done(session, scene.who(session, "author"), key, "stop")
        for step in list(STEPS)[:-1]:
            take_over.done(session, admin, key, step, "Done with the office.")
        with refused("already-decided"):
            take_over.done(session, leader, key, "stop")
        with pytest.raises(BadInput):
            take_over.done(session, leader, key, "dance")
        with refused("steps-open"):
            take_over.close(session, leader, key, "A shared password.")
        take_over.done(session, leader, key, "tell")
        with refused("role"):
            take_over.close(session, admin, key, "A shared password.")
        with pytest.raises(BadInput):
            take_over.close(session, leader, key, " ")
        take_over.close(session, leader, key, "A shared password.")
    look(scene)
    assert len(rows(scene, TakeOver)) == 1, "what was gone through is not raised again"
    assert len(scene.entries("takeover:step", "done")) == len(STEPS)
    assert not [text for text in told(scene, Role.HEAD) if "taken over" in text]


def test_C14_every_network_has_somewhere_to_report_a_take_over() -> None:
    for name in CAPABILITIES:
        address, words = report(name)
        assert words.endswith(".")
        assert address == "" or address.startswith("https://")
        assert "Find the network's help page" not in words, name
