"""What a person removed does not come back: neither by a network's key, nor as the same words in another draft (C13)."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.clock import now
from bot.drafts import removals
from bot.drafts.removal_models import Removal
from bot.drafts.signoff import approve
from bot.drafts.take_down import take_down
from bot.errors import BadInput
from bot.platforms import practice_world as world
from bot.platforms.base import Outgoing, Post
from bot.platforms.practice import Practice
from bot.platforms.practice_world import Fault
from tests.drafts.gate import approve_as, steps
from tests.drafts.live import published, read
from tests.scene import PLAIN, Scene


def taken_down(scene: Scene) -> int:
    key = published(scene)
    with scene.session() as session:
        take_down(session, scene.who(session, "slt"), key, "The date in it is wrong.")
    scene.work("removal")
    assert scene.live() == []
    return key


def test_S13_1_the_same_words_wait_for_an_approval_that_was_shown_the_removal(scene: Scene) -> None:
    waiting = scene.approved()  # signed before anybody took the first one down
    scene.hurry(waiting, not_before=now() + timedelta(hours=1))
    taken_down(scene)
    scene.hurry(waiting)
    scene.work("publish")
    release = scene.release(waiting)
    assert (release.state, scene.live()) == ("held", [])
    assert "taken down from @AcademyA" in release.reason
    assert "The date in it is wrong." in release.reason
    assert "another approval" in release.reason


def test_S13_1_whoever_approves_them_again_reads_of_the_removal_and_says_why(scene: Scene) -> None:
    taken_down(scene)
    key = scene.submitted()
    with pytest.raises(BadInput, match="why it may go out all the same"):
        approve_as(scene, "slt", key)
    digest = scene.digest(key)
    with scene.session() as session:
        approve(session, scene.signing(session, "slt"), key, digest, faces="none", reason="The date is right now.")
    assert steps(scene, key)[-1] == "verified"
    assert scene.live() == [PLAIN]


def test_other_words_are_not_stopped_by_a_removal(scene: Scene) -> None:
    taken_down(scene)
    key = scene.approved("Thank you for all the cakes.")
    assert steps(scene, key)[-1] == "verified"


def test_words_that_disappeared_from_the_account_do_not_come_back_by_themselves(scene: Scene) -> None:
    published(scene)
    waiting = scene.approved()
    with scene.session() as session:
        world.take_down(session, session.exec(select(world.PracticePost)).one())
    read(scene)
    scene.work("publish")
    assert (scene.release(waiting).state, scene.live()) == ("held", [])
    assert "disappeared from @AcademyA" in scene.release(waiting).reason


def test_S13_1_a_post_that_has_to_come_down_is_not_sent_again_by_its_key(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its answer was lost, a leader ordered it off meanwhile, and it is not there: a keyed network would put it up once more."""
    key = scene.approved()

    def swallowed(_network: Practice, _post: Outgoing) -> Post:
        raise TimeoutError

    with monkeypatch.context() as during:
        during.setattr(Practice, "publish", swallowed)
        scene.work("publish")
    with scene.session() as session:
        take_down(session, scene.who(session, "slt"), key, "It should never have gone out.")
    assert steps(scene, key)[-1] == "held"
    assert scene.live() == []
    with scene.session() as session:
        row = session.exec(select(Removal)).one()
        row.not_before = now()
        session.add(row)
        session.commit()
    scene.work("removal")
    with scene.session() as session:
        assert session.exec(select(Removal)).one().state == removals.R.NOT_OUT


@pytest.mark.parametrize("minutes", [1, 40])
def test_S13_1_absent_long_after_the_intent_may_mean_removed_by_hand(scene: Scene, minutes: int) -> None:
    """The worker was away while the post stood there and somebody deleted it on the network itself."""
    key = scene.approved()
    scene.fault(Fault.LOST, "publish")
    scene.work("publish")
    with scene.session() as session:
        world.take_down(session, session.exec(select(world.PracticePost)).one())
    scene.hurry(key, intent_at=now() - timedelta(minutes=minutes))
    ended = steps(scene, key)[-1]
    assert (ended, len(scene.live())) == (("verified", 1) if minutes == 1 else ("held", 0))
    if minutes > 1:
        assert "Look at the account" in scene.release(key).reason


def test_a_lost_post_is_found_although_the_clock_that_sent_it_was_ahead(scene: Scene) -> None:
    key = scene.approved()
    scene.fault(Fault.LOST, "publish")
    scene.work("publish")
    scene.hurry(key, intent_at=now() + timedelta(minutes=5))
    assert steps(scene, key)[-1] == "verified"
    assert scene.live() == [PLAIN]
