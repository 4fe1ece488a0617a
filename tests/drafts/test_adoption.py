"""A draft whose author may no longer write is taken over, and then needs a fresh second person (S03.2)."""

import pytest
from sqlmodel import select

from bot.drafts.adopt import adopt
from bot.drafts.models import Draft
from bot.drafts.signoff import approve, sign_facts
from bot.errors import Refusal
from bot.people.models import Grant, Standing
from bot.people.permissions import Verb
from tests.scene import Scene


def lapse(scene: Scene, name: str) -> None:
    with scene.session() as session:
        for grant in session.exec(select(Grant).where(Grant.person_id == scene.people[name], Grant.verb == Verb.DRAFT)):
            grant.standing = Standing.ENDED
            session.add(grant)
        session.commit()


def test_S03_2_a_held_post_is_taken_over_and_goes_out_with_new_signatures(scene: Scene) -> None:
    key = scene.approved()
    lapse(scene, "author")
    scene.sweep()
    assert scene.release(key).state == "held"
    with scene.session() as session:
        adopt(session, scene.who(session, "author2"), key)
        assert session.get_one(Draft, key).author_id == scene.people["author2"]
    scene.sweep()
    assert scene.live() == []
    digest = scene.digest(key)
    with scene.session() as session:
        sign_facts(session, scene.signing(session, "checker"), key, digest)
        approve(session, scene.signing(session, "slt2"), key, digest)
    scene.sweep()
    assert len(scene.live()) == 1


def test_S03_2_who_takes_it_over_cannot_sign_it(scene: Scene) -> None:
    key = scene.approved()
    lapse(scene, "author")
    with scene.session() as session:
        adopt(session, scene.who(session, "slt"), key)
    digest = scene.digest(key)
    with scene.session() as session:
        sign_facts(session, scene.signing(session, "checker"), key, digest)
        with pytest.raises(Refusal):
            approve(session, scene.signing(session, "slt"), key, digest)


def test_a_draft_is_not_taken_from_an_author_who_can_write(scene: Scene) -> None:
    key = scene.approved()
    with scene.session() as session, pytest.raises(Refusal):
        adopt(session, scene.who(session, "author2"), key)
    assert scene.state(key) == "approved"
