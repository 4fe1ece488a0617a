"""How long evidence is kept, legal holds, who reads what is restricted, and room on the disk (C23, C26, P41)."""

from datetime import timedelta

import pytest

from bot.cases import evidence_access, evidence_hold, evidence_room
from bot.cases.evidence_models import EvidenceState
from bot.cases.models import About, Case, Evidence
from bot.clock import now, today
from bot.errors import BadInput, NotFound, Refusal
from bot.people.override_models import OverrideStanding, ProfileOverride
from bot.policy.stricter import Change
from tests.cases.evidence.conftest import Locker
from tests.scene import Scene

DISCLOSURE = "I want to die, nobody would miss me"
REASON = "A claim was made against the trust."


@pytest.fixture
def kept_thirty(locker: Locker) -> Locker:
    """The data protection officer entered 30 days for comments; nothing for safeguarding copies."""
    scene = locker.scene
    with scene.session() as session:
        session.add(
            ProfileOverride(
                academy_id=scene.academy_id, policy="default", parameter="keep_replies_days", value="30", old="null", change=Change.NEITHER,
                reason="Schedule", proposed_by=scene.people["dpo"], decided_by=scene.people["head"], decided_at=now(),
                standing=OverrideStanding.ACTIVE,
            )
        )  # fmt: skip
        session.commit()
    locker.print()
    return locker


def end(locker: Locker, monkeypatch: pytest.MonkeyPatch, days: int) -> list[object]:
    """What the job does so many days from now."""
    later = now() + timedelta(days=days)
    with monkeypatch.context() as patched:
        for name in ("bot.cases.evidence_retention.now", "bot.audit.log.now"):
            patched.setattr(name, lambda: later)
        return [done.result for done in locker.scene.work("evidence-end")]


def test_it_expires_waits_a_week_and_is_emptied_and_its_hash_stays(kept_thirty: Locker, monkeypatch: pytest.MonkeyPatch) -> None:
    locker, scene = kept_thirty, kept_thirty.scene
    assert end(locker, monkeypatch, 29) == []
    assert end(locker, monkeypatch, 31) == ["expired"]
    assert end(locker, monkeypatch, 37) == []
    assert end(locker, monkeypatch, 39) == ["deleted"]
    row = locker.item()
    assert row.content == {}
    assert (locker.paper().data, locker.paper().sha256 != "") == (None, True)
    assert locker.check() == 0
    assert [e.detail["sha256"] for e in scene.entries("evidence:delete")] == [row.sha256]
    with scene.session() as session:
        assert evidence_access.state(session, row) is EvidenceState.DELETED


def test_S26_2_what_is_held_is_kept_and_a_second_person_lifts_the_hold(kept_thirty: Locker, monkeypatch: pytest.MonkeyPatch) -> None:
    locker, scene, key = kept_thirty, kept_thirty.scene, kept_thirty.item().id or 0
    with scene.session() as session:
        evidence_hold.hold(session, scene.who(session, "dpo"), key, reason=REASON, review_on=today() + timedelta(days=90))
        assert evidence_access.state(session, session.get_one(Evidence, key)) is EvidenceState.HELD
        session.commit()
    assert end(locker, monkeypatch, 400) == []
    with scene.session() as session:
        with pytest.raises(Refusal, match="You set this hold"):
            evidence_hold.lift(session, scene.who(session, "dpo"), key, reason=REASON)
        with pytest.raises(Refusal, match="Your role does not let you"):
            evidence_hold.lift(session, scene.who(session, "slt"), key, reason=REASON)
        with pytest.raises(BadInput):
            evidence_hold.lift(session, scene.who(session, "head"), key, reason=" ")
        evidence_hold.lift(session, scene.who(session, "head"), key, reason="The claim was withdrawn.")
    assert end(locker, monkeypatch, 400) == ["expired"]
    assert [e.outcome for e in scene.entries("evidence:lift-hold")] == ["refused", "refused", "done"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_without_a_number_nothing_is_deleted_and_what_was_altered_is_not_either(kept_thirty: Locker, monkeypatch: pytest.MonkeyPatch) -> None:
    kept_thirty.alter("UPDATE evidence SET captured_at = :at", at=now() - timedelta(days=300))
    assert end(kept_thirty, monkeypatch, 0) == ["kept"]  # its time was put back; the record knows better
    kept_thirty.alter("UPDATE evidence SET content = '{}'")
    assert end(kept_thirty, monkeypatch, 60) == ["kept"]
    kept_thirty.alter("UPDATE evidence SET restricted = true")
    assert end(kept_thirty, monkeypatch, 3_000) == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_restricted_evidence_is_for_those_whose_case_it_belongs_to(scene: Scene) -> None:
    scene.someone_says(DISCLOSURE)
    scene.work("replies")
    key = Locker(scene).item().id or 0

    def readers() -> set[str]:
        with scene.session() as session:
            return {name for name in scene.people if evidence_access.may_read(session, scene.who(session, name), session.get_one(Evidence, key))}

    assert readers() == {"dsl", "deputy"}
    with scene.session() as session:
        with pytest.raises(NotFound):
            evidence_access.opened(session, scene.who(session, "head"), key)
        case = session.get_one(Case, 1)
        case.about = About.LEAD
        session.add(case)
        session.commit()
    assert readers() == {"head"}
    assert [e.outcome for e in scene.entries("evidence:open")] == ["refused"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_with_little_room_publishing_stops_and_evidence_goes_on(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    key = scene.approved()
    scene.someone_says("I'm going to break that PE teacher's legs")
    with monkeypatch.context() as patched:
        patched.setattr(evidence_room, "free_bytes", lambda _where: evidence_room.LEAST_FREE - 1)
        scene.work("publish", "replies")
        scene.work("hide")
    assert scene.release(key).state.value == "held"
    assert scene.release(key).reason.startswith("Only 499 MB are free on the disk, and evidence comes before posts")
    assert len(scene.entries("evidence:capture")) == len(scene.entries("reply:hidden")) == 1
