"""A comment that nobody decides, and a distress message that the safeguarding lead shows again."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.clock import now
from bot.errors import NotFound, Refusal
from bot.moderation.desk.decide import show_again
from bot.moderation.models import Reply, Visibility
from bot.notify.models import Notice
from bot.people.permissions import Role
from tests.scene import Scene


def the_reply(scene: Scene) -> Reply:
    with scene.session() as session:
        return session.exec(select(Reply)).one()


def test_the_headteacher_is_told_once_when_a_comment_waits_too_long(scene: Scene) -> None:
    scene.someone_says("You are a stupid useless idiot and everyone hates you")
    scene.sweep()
    assert not the_reply(scene).late
    with scene.session() as session:
        reply = session.exec(select(Reply)).one()
        reply.decide_by = now() - timedelta(minutes=1)
        session.add(reply)
        session.commit()
    scene.work("late")
    scene.work("late")
    assert the_reply(scene).late
    assert len(scene.entries("reply:late")) == 1
    with scene.session() as session:
        assert len(session.exec(select(Notice).where(Notice.role == Role.HEAD, Notice.subject == f"reply:{the_reply(scene).id}")).all()) >= 1


def test_S16_1_the_safeguarding_lead_alone_shows_a_hidden_distress_message_again(scene: Scene) -> None:
    scene.someone_says("cant do this anymore, ive got the tablets ready")
    scene.sweep()
    key = the_reply(scene).id or 0
    assert the_reply(scene).state is Visibility.HIDDEN
    for name in ("slt", "head", "admin", "author"):
        with scene.session() as session, pytest.raises((Refusal, NotFound)):
            show_again(session, scene.who(session, name), key)
    with scene.session() as session:
        show_again(session, scene.who(session, "dsl"), key)
    scene.sweep()
    assert the_reply(scene).state is Visibility.VISIBLE
