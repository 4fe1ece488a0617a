"""C14: a live post that did not come through the gate, and what becomes of it."""

from pathlib import Path

import pytest
from sqlmodel import Session, select

from bot.cases.models import Evidence, Task
from bot.drafts import strays
from bot.drafts.models import StrayKind, StrayState
from bot.errors import BadInput
from bot.people import grants
from bot.people.permissions import Role
from bot.platforms import practice_world as world
from bot.platforms.base import Refused, Unsupported
from bot.platforms.practice import Practice
from bot.platforms.practice_world import Fault
from tests.drafts.gate import policy_folder, refused, told
from tests.drafts.live import NATIVE, again, decide, found, post, read, seen_long_ago
from tests.scene import Scene


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
    real = grants.profile_at

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
