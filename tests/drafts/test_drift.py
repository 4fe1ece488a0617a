"""C14: posts that were changed or vanished, posts that are only thought to be strays, and what cannot be read."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.clock import now
from bot.drafts.models import StrayKind
from bot.errors import BadInput
from bot.people.permissions import Role
from bot.platforms import practice_world as world
from bot.platforms.base import Page
from bot.platforms.practice import Practice
from bot.platforms.practice_world import Fault
from tests.drafts.gate import told
from tests.drafts.live import NATIVE, decide, found, post, published, read
from tests.scene import PLAIN, Scene


def test_S14_3_a_live_post_that_was_edited_is_shown_beside_what_was_approved(scene: Scene) -> None:
    published(scene)
    with scene.session() as session:
        world.edit(session, post(session), "Tickets 20 pounds, from me.")
    read(scene)
    (stray,) = found(scene)
    assert (stray.kind, stray.approved_text, stray.live_text) == (StrayKind.EDITED, PLAIN, "Tickets 20 pounds, from me.")
    with scene.session() as session:
        world.edit(session, post(session), "Tickets 30 pounds, from me.")
    read(scene)
    assert [s.live_text for s in found(scene)] == ["Tickets 20 pounds, from me.", "Tickets 30 pounds, from me."]


def test_S14_3_an_edit_between_sending_and_reading_back_is_found(scene: Scene) -> None:
    key = scene.approved()
    scene.work("publish")
    with scene.session() as session:
        world.edit(session, post(session), "Tickets 20 pounds, from me.")
    scene.work("publish")
    (stray,) = found(scene)
    assert stray.kind is StrayKind.EDITED
    release = scene.release(key)
    assert release.verified_at is None
    assert "differs from what was approved" in release.reason
    assert not scene.entries("publish:verified")


def test_a_published_post_that_vanished_is_said_once(scene: Scene) -> None:
    published(scene)
    with scene.session() as session:
        world.take_down(session, post(session))
    read(scene)
    read(scene)
    (stray,) = found(scene)
    assert (stray.kind, stray.approved_text) == (StrayKind.GONE, PLAIN)
    with pytest.raises(BadInput):
        decide(scene, "slt", "remove")
    decide(scene, "slt", "leave", "We took it down ourselves.")


def test_S13_1_a_post_whose_answer_was_lost_is_not_called_a_stray(scene: Scene) -> None:
    key = scene.approved()
    scene.fault(Fault.LOST, "publish")
    scene.work("publish")
    assert scene.release(key).state == "unknown"
    read(scene)
    assert found(scene) == []
    scene.hurry(key)
    scene.work("publish")
    scene.work("publish")
    read(scene)
    assert (found(scene), scene.release(key).state) == ([], "verified")


def test_a_twin_of_a_post_in_flight_is_not_passed_over(scene: Scene) -> None:
    """Two posts with the same words while one answer is lost: one is ours, and the other is found to be a stray afterwards."""
    key = scene.approved()
    scene.fault(Fault.LOST, "publish")
    scene.work("publish")
    twin = scene.academy_says_natively(PLAIN)
    read(scene)
    assert found(scene) == []
    scene.hurry(key)
    scene.work("publish")
    read(scene)
    assert [s.remote_id for s in found(scene)] == [str(twin)]


def test_a_made_up_date_does_not_hide_a_post(scene: Scene) -> None:
    with scene.session() as session:
        session.add(world.PracticePost(author_id=scene.remote_id, text=NATIVE, at=now() - timedelta(days=300)))
        session.commit()
    read(scene)
    assert [s.live_text for s in found(scene)] == [NATIVE]


def test_S13_3_a_blind_account_is_said_to_those_who_can_help_and_unsaid(scene: Scene) -> None:
    scene.academy_says_natively(NATIVE)
    scene.fault(Fault.TURNED_AWAY, "timeline", times=2)
    read(scene)
    read(scene)
    for role in (Role.ADMIN, Role.SLT):
        assert len([text for text in told(scene, role) if "cannot be read since" in text]) == 1
    read(scene)
    assert not [text for text in told(scene, Role.SLT) if "cannot be read since" in text]
    assert [s.live_text for s in found(scene)] == [NATIVE], "nothing was lost meanwhile"


def test_reading_that_cannot_be_stored_is_not_silent(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Practice.timeline

    def broken(self: Practice, cursor: str | None) -> Page:
        page = real(self, cursor)
        return replace(page, posts=tuple(replace(each, remote_id=None) for each in page.posts))  # type: ignore[arg-type]

    scene.academy_says_natively(NATIVE)
    with monkeypatch.context() as during:
        during.setattr(Practice, "timeline", broken)
        for _ in range(3):
            read(scene)
    assert any("cannot be read since" in text for text in told(scene, Role.SLT))
    read(scene)
    assert [s.live_text for s in found(scene)] == [NATIVE]
