"""What a leader says of a post whose answer was lost, and that nobody can say it with a database tool."""

import pytest
from sqlmodel import Session, select

from bot.drafts.lifecycle import ReleaseState
from bot.drafts.models import Release
from bot.drafts.resolve import release_again, resolve_unknown
from bot.errors import BadInput
from bot.platforms import practice_world as world
from bot.platforms.practice_world import Fault
from tests.drafts.gate import refused, steps
from tests.scene import PLAIN, Scene


def unknown(scene: Scene) -> tuple[int, int]:
    """A draft whose post is up while nobody here knows."""
    key = scene.approved()
    scene.fault(Fault.LOST, "publish")
    scene.work("publish")
    return key, scene.release(key).id or 0


def test_a_leader_says_that_an_unknown_post_is_up(scene: Scene) -> None:
    key, row = unknown(scene)
    with refused("role"), scene.session() as session:
        resolve_unknown(session, scene.who(session, "author"), row, it_is_up=True, remote_id="1")
    with scene.session() as session, pytest.raises(BadInput, match="own id"):
        resolve_unknown(session, scene.who(session, "slt"), row, it_is_up=True)
    with scene.session() as session:
        post = session.exec(select(world.PracticePost)).one()
        resolve_unknown(session, scene.who(session, "slt"), row, it_is_up=True, remote_id=str(post.id))
    assert steps(scene, key) == ["published", "verified"], "their word is read back"
    assert scene.live() == [PLAIN]


def test_a_leader_says_that_an_unknown_post_is_not_up(scene: Scene) -> None:
    key, row = unknown(scene)
    with scene.session() as session:
        world.take_down(session, session.exec(select(world.PracticePost)).one())
        resolve_unknown(session, scene.who(session, "slt"), row, it_is_up=False)
    assert scene.release(key).state == "held"
    scene.work("publish")
    assert scene.live() == []
    with scene.session() as session:
        release_again(session, scene.who(session, "slt"), row)
    assert steps(scene, key)[-1] == "verified"
    assert scene.live() == [PLAIN]
    assert not scene.entries("publish:tamper")


def test_a_leader_cannot_pass_another_post_off_as_this_one(scene: Scene) -> None:
    first = scene.approved("Thank you for all the cakes.")
    scene.sweep()
    _key, row = unknown(scene)
    with scene.session() as session, pytest.raises(BadInput, match="another one"):
        resolve_unknown(session, scene.who(session, "slt"), row, it_is_up=True, remote_id=scene_remote(session, first))


def test_an_unknown_post_put_back_in_the_queue_by_hand_is_not_sent_again(scene: Scene) -> None:
    key, _row = unknown(scene)
    scene.hurry(key, state=ReleaseState.QUEUED)
    scene.work("publish")
    assert scene.live() == [PLAIN]
    assert "nobody has looked" in scene.release(key).reason


def scene_remote(session: Session, key: int) -> str:
    return next(r.remote_id or "" for r in session.exec(select(Release).where(Release.draft_id == key)))


def test_a_post_found_that_is_another_ones_is_not_taken_for_this_one(scene: Scene) -> None:
    first = scene.approved()
    scene.sweep()
    second = scene.approved()
    scene.fault(Fault.LOST, "publish")
    assert steps(scene, second)[-1] == "held"
    assert scene.release(second).remote_id is None
    assert scene.release(first).state == "verified"
    assert scene.live() == [PLAIN, PLAIN]
