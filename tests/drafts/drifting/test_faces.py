"""C14: profile and settings held against the approved face; what was announced; what a leader says of a change."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.cases import tasks
from bot.cases.models import Evidence, Task, TaskState
from bot.clock import now
from bot.drafts.drifting import face_decide, faces
from bot.drafts.drifting.models import ApprovedFace, FaceDrift, FaceState, FaceWatch, WatchState
from bot.errors import BadInput
from bot.people.permissions import Role
from bot.platforms.practice_world import Fault
from tests.drafts.drifting.outside import ONE, change, look, rows
from tests.drafts.gate import refused, told
from tests.scene import Scene

SOLD = "Sold to the highest bidder."


def changed(scene: Scene, **values: str) -> FaceDrift:
    look(scene)
    change(scene, **values)
    look(scene)
    return rows(scene, FaceDrift)[-1]


def say(scene: Scene, who: str, key: int | None, decision: str, reason: str = "The office changed it and forgot to say.") -> None:
    with scene.session() as session:
        face_decide.decide(session, scene.who(session, who), key or 0, decision, reason)


def test_C14_a_changed_profile_is_kept_with_both_versions_and_told_within_the_cycle(scene: Scene) -> None:
    row = changed(scene, bio=SOLD, private="yes")
    assert (row.before, row.after) == ({"bio": "", "private": "no"}, {"bio": SOLD, "private": "yes"})
    assert row.holders
    with scene.session() as session:
        assert session.get_one(Evidence, row.evidence_id).content["profile"]["Description"] == {"approved": "", "found": SOLD}
    for role in (Role.SLT, Role.HEAD, Role.ADMIN):
        assert [text for text in told(scene, role) if "changed outside Gatepost: description, posts only for followers" in text]
    look(scene)
    assert len(rows(scene, FaceDrift)) == 1, "it is said once"
    assert [len(scene.entries(act)) for act in ("face:first", "face:change")] == [1, 1]


@ONE
def test_C14_a_leader_says_it_is_right_and_it_is_the_approved_face(scene: Scene) -> None:
    row = changed(scene, bio=SOLD)
    with refused("role"):
        say(scene, "author", row.id, "right")
    for wrong in ({"decision": "right", "reason": " "}, {"decision": "leave"}):
        with pytest.raises(BadInput):
            say(scene, "slt", row.id, **wrong)
    say(scene, "slt", row.id, "right")
    look(scene)
    assert [each.state for each in rows(scene, FaceDrift)] == [FaceState.RIGHT]
    newest = rows(scene, ApprovedFace)[-1]
    assert (newest.told["bio"], newest.approved_by) == (SOLD, scene.people["slt"])
    assert not [text for text in told(scene, Role.ADMIN) if "changed outside" in text]
    with refused("already-decided"):
        say(scene, "head", row.id, "put back")


@ONE
def test_C14_a_version_that_changed_again_cannot_be_approved(scene: Scene) -> None:
    row = changed(scene, bio=SOLD)
    change(scene, bio="Sold again.")
    look(scene)
    with refused("changed-again"):
        say(scene, "slt", row.id, "right")
    newer = rows(scene, FaceDrift)[-1]
    say(scene, "slt", newer.id, "right")
    look(scene)
    assert [each.state for each in rows(scene, FaceDrift)] == [FaceState.BACK, FaceState.RIGHT]


def test_C14_put_back_is_a_persons_task_and_the_alarm_stays_until_it_is_read_back(scene: Scene) -> None:
    row = changed(scene, bio=SOLD)
    say(scene, "head", row.id, "put back")
    with scene.session() as session:
        task = session.exec(select(Task)).one()
        assert (task.role, "Description: (empty)" in task.steps) == (Role.ADMIN, True)
        tasks.done(session, scene.who(session, "admin"), task.id or 0)
    look(scene)
    assert rows(scene, FaceDrift)[0].state is FaceState.PUT_BACK
    assert [text for text in told(scene, Role.SLT) if "changed outside" in text], "somebody's word is not a reading"
    with scene.session() as session:
        task = session.get_one(Task, task.id)
        task.done_at = now() - timedelta(minutes=11)
        session.add(task)
        session.commit()
    look(scene)
    assert [each.state for each in rows(scene, Task)] == [TaskState.DONE, TaskState.OPEN], "it is asked again"
    change(scene, bio="")
    look(scene)
    assert rows(scene, FaceDrift)[0].state is FaceState.BACK
    assert [each.state for each in rows(scene, Task)] == [TaskState.DONE, TaskState.DONE]
    assert not [text for text in told(scene, Role.SLT) if "changed outside" in text]


def test_C14_what_was_announced_raises_no_alarm_and_nothing_else_is_covered(scene: Scene) -> None:
    look(scene)
    words = {"what": "The new motto.", "who": "The office", "until": now() + timedelta(hours=2)}
    with scene.session() as session:
        me = scene.who(session, "slt")
        for name, bad in (("until", now()), ("until", now() + timedelta(days=9)), ("who", " "), ("fields", ["handle"])):
            with pytest.raises(BadInput) as wrong:
                face_decide.announce(session, me, scene.account_id, **{"fields": ["bio"], **words, name: bad})  # type: ignore[arg-type]
            assert list(wrong.value.fields) == [name]
        notice = face_decide.announce(session, me, scene.account_id, fields=["bio"], **words).id or 0  # type: ignore[arg-type]
    change(scene, bio="Learning together.", link="https://evil.example")
    look(scene)
    assert [(each.state, list(each.after)) for each in rows(scene, FaceDrift)] == [(FaceState.EXPECTED, ["bio"]), (FaceState.OPEN, ["link"])]
    assert rows(scene, ApprovedFace)[-1].told["bio"] == "Learning together."
    assert len(scene.entries("face:expected")) == 1
    with scene.session() as session:
        face_decide.end(session, scene.who(session, "slt"), notice)
    change(scene, bio=SOLD)
    look(scene)
    assert rows(scene, FaceDrift)[-1].state is FaceState.OPEN


@ONE
def test_C14_a_network_that_fails_is_asked_again_and_a_dead_worker_is_followed_by_the_next(scene: Scene) -> None:
    look(scene)
    scene.fault(Fault.DOWN, "face")
    change(scene, bio=SOLD)
    look(scene)
    watch = rows(scene, FaceWatch)[0]
    assert (watch.state, watch.failures, watch.last_error) == (WatchState.WAITING, 1, "The practice network is down.")
    with scene.session() as session:  # a worker that was killed after its claim
        watch = session.get_one(FaceWatch, watch.id)
        watch.state, watch.lease_until = WatchState.READING, now() - timedelta(seconds=1)
        session.add(watch)
        session.commit()
        assert faces.due(session) == [(scene.account_id, scene.account_id)]
    scene.work("profile")
    assert len(rows(scene, FaceDrift)) == 1
