"""C14: what is live and did not come through the gate, what was changed and what vanished, and what becomes of it."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, select

from bot.cases.models import Evidence, Task
from bot.clock import now
from bot.drafts import strays
from bot.drafts.models import Stray, StrayKind, StrayState
from bot.errors import BadInput
from bot.people.permissions import Role
from bot.platforms import practice_world as world
from bot.platforms.base import Page, Refused, Unsupported
from bot.platforms.practice import Practice
from bot.platforms.practice_world import Fault
from tests.drafts.gate import policy_folder, refused, told
from tests.scene import PLAIN, Scene

NATIVE = "Buy tickets from me, cash only."


def found(scene: Scene) -> list[Stray]:
    with scene.session() as session:
        return list(session.exec(select(Stray).order_by("id")))


def read(scene: Scene) -> None:
    scene.reread()
    scene.work("timeline")


def decide(scene: Scene, name: str, decision: str, reason: str = "Sent from the telephone by mistake.") -> None:
    key = found(scene)[0].id or 0
    with scene.session() as session:
        strays.decide(session, scene.who(session, name), key, decision, reason)


def post(session: Session) -> world.PracticePost:
    return session.exec(select(world.PracticePost)).one()


def published(scene: Scene) -> int:
    key = scene.approved()
    scene.sweep()
    assert scene.release(key).state == "verified"
    return key


def seen_long_ago(scene: Scene) -> None:
    with scene.session() as session:
        for stray in session.exec(select(Stray)):
            stray.seen_at = now() - timedelta(minutes=16)
            session.add(stray)
        session.commit()


def test_S14_1_a_post_nobody_drafted_is_kept_as_evidence_and_put_before_leadership(scene: Scene) -> None:
    scene.academy_says_natively(NATIVE)
    read(scene)
    (stray,) = found(scene)
    assert (stray.kind, stray.state, stray.live_text) == (StrayKind.UNKNOWN, StrayState.OPEN, NATIVE)
    assert stray.holders, "who could have done it is on record"
    with scene.session() as session:
        kept = session.get_one(Evidence, stray.evidence_id)
        assert NATIVE in str(kept.content)
    for role in (Role.SLT, Role.HEAD, Role.ADMIN):
        assert any("did not go through Gatepost" in text for text in told(scene, role))
    read(scene)
    assert len(found(scene)) == 1, "it is reported once"


def test_S14_1_nobody_adopts_it_in_time_and_it_is_removed(scene: Scene) -> None:
    scene.academy_says_natively(NATIVE)
    read(scene)
    scene.work("remove")
    assert scene.live() == [NATIVE], "a leader has fifteen minutes"
    seen_long_ago(scene)
    scene.work("remove")
    assert scene.live() == []
    assert found(scene)[0].state is StrayState.REMOVED
    assert "within 15 minutes" in found(scene)[0].decision_reason
    assert [len(scene.entries(act)) for act in ("stray:remove", "stray:gone")] == [1, 1]


@pytest.mark.parametrize(("action", "left"), [("alert", [NATIVE]), ("remove_at_once", [])])
def test_S14_1_what_happens_without_a_leader_is_the_policys_choice(
    scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, action: str, left: list[str]
) -> None:
    monkeypatch.setenv("GATEPOST_POLICY_DIR", str(policy_folder(tmp_path, stray_post_action=f'"{action}"')))
    scene.academy_says_natively(NATIVE)
    read(scene)
    if action == "alert":
        seen_long_ago(scene)
    scene.work("remove")
    assert scene.live() == left


def test_S14_1_a_leader_adopts_it_with_a_reason(scene: Scene) -> None:
    scene.academy_says_natively(NATIVE)
    read(scene)
    with refused("role"):
        decide(scene, "author", "adopt")
    with pytest.raises(BadInput, match="governor"):
        decide(scene, "slt", "adopt", " ")
    with pytest.raises(BadInput, match="one of the decisions"):
        decide(scene, "slt", "leave")
    decide(scene, "slt", "adopt")
    with refused("already-decided"):
        decide(scene, "head", "remove")
    seen_long_ago(scene)
    scene.sweep()
    assert scene.live() == [NATIVE]
    assert found(scene)[0].state is StrayState.ADOPTED


def test_S14_1_an_adoption_made_while_the_time_runs_out_stands(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    scene.academy_says_natively(NATIVE)
    read(scene)
    seen_long_ago(scene)
    real = strays.profile_at

    def meanwhile(session: Session, academy_id: int) -> object:
        profile = real(session, academy_id)
        session.commit()  # what was read before this is old
        decide(scene, "slt", "adopt")
        return profile

    with scene.session() as session, monkeypatch.context() as during:
        during.setattr(strays, "profile_at", meanwhile)
        assert strays.due_removals(session) == []
    assert found(scene)[0].state is StrayState.ADOPTED
    assert scene.live() == [NATIVE]


def test_a_leader_has_it_removed_and_it_is_read_back(scene: Scene) -> None:
    scene.academy_says_natively(NATIVE)
    read(scene)
    decide(scene, "head", "remove")
    scene.work("remove")
    assert scene.live() == []
    assert found(scene)[0].state is StrayState.REMOVED


def test_a_network_that_is_down_is_asked_again_to_remove(scene: Scene) -> None:
    scene.academy_says_natively(NATIVE)
    read(scene)
    decide(scene, "slt", "remove")
    scene.fault(Fault.DOWN, "delete", times=3)
    for _ in range(4):
        again(scene)
    assert found(scene)[0].state is StrayState.REMOVED
    assert scene.live() == []


@pytest.mark.parametrize("answer", [Refused("No."), Unsupported("Posts cannot be deleted here.")], ids=["refused", "unsupported"])
def test_I8_what_the_network_will_not_remove_becomes_a_persons_task_until_it_is_gone(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, answer: Exception
) -> None:
    def no(self: Practice, remote_id: str) -> None:
        raise answer

    monkeypatch.setattr(Practice, "delete", no)
    scene.academy_says_natively(NATIVE)
    read(scene)
    decide(scene, "slt", "remove")
    again(scene)
    again(scene)
    with scene.session() as session:
        (task,) = session.exec(select(Task)).all()
    assert any("delete it" in step for step in task.steps)
    assert found(scene)[0].state is StrayState.REMOVING, "not shown as removed"
    with scene.session() as session:
        world.take_down(session, post(session))  # the person did it
    again(scene)
    assert found(scene)[0].state is StrayState.REMOVED


def test_I8_a_network_that_says_yes_and_does_nothing_is_not_believed(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Practice, "delete", lambda self, remote_id: None)
    scene.academy_says_natively(NATIVE)
    read(scene)
    decide(scene, "slt", "remove")
    for _ in range(3):
        again(scene)
    assert found(scene)[0].state is StrayState.REMOVING
    with scene.session() as session:
        assert len(session.exec(select(Task)).all()) == 1


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
        return replace(page, posts=tuple(replace(each, remote_id=None) for each in page.posts))  # type: ignore[type-var, arg-type]

    scene.academy_says_natively(NATIVE)
    with monkeypatch.context() as during:
        during.setattr(Practice, "timeline", broken)
        for _ in range(3):
            read(scene)
    assert any("cannot be read since" in text for text in told(scene, Role.SLT))
    read(scene)
    assert [s.live_text for s in found(scene)] == [NATIVE]


def again(scene: Scene) -> None:
    with scene.session() as session:
        for stray in session.exec(select(Stray)):
            stray.not_before = now()
            session.add(stray)
        session.commit()
    scene.work("remove")
