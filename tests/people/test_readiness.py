"""Training, attestation, expiry and leaving: what a permission needs to count, when people act and when a post leaves (C04)."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from sqlmodel import col, select

from bot.accounts import register as accounts
from bot.accounts.models import Custodian
from bot.clock import now
from bot.drafts.leaving.announce import leave
from bot.drafts.lifecycle import ReleaseState
from bot.drafts.signoff import approve
from bot.errors import BadInput, GatepostError, Refusal
from bot.people.grants import Place, why_not
from bot.people.models import Academy, Attestation, Grant, Person, RoleHolding, SignedIn, Standing, Training
from bot.people.permissions import Role, Verb
from bot.people.register import attest, record_training
from tests.scene import GRANTS, Scene


def rule(scene: Scene, name: str, verb: Verb) -> str | None:
    with scene.session() as session:
        refusal = why_not(session, scene.who(session, name), verb, Place(scene.academy_id, scene.account_id))
        return refusal.rule if refusal else None


def change_all(scene: Scene, model: type[Attestation] | type[Training] | type[Grant], name: str, **values: object) -> None:
    with scene.session() as session:
        for row in session.exec(select(model).where(model.person_id == scene.people[name])):
            for field, value in values.items():
                setattr(row, field, value)
            session.add(row)
        session.commit()


def test_S04_1_a_lapsed_attestation_stops_writing_signing_and_says_why(scene: Scene) -> None:
    waiting = scene.submitted()
    for name in ("author", "slt"):
        change_all(scene, Attestation, name, at=now() - timedelta(days=366))
    assert [rule(scene, "author", Verb.DRAFT), rule(scene, "slt", Verb.APPROVE)] == ["attestation"] * 2
    with pytest.raises(Refusal) as refused:
        scene.draft()
    assert "not yet confirmed reading" in refused.value.sentence
    assert "Open Policy" in (refused.value.next_step or "")
    digest = scene.digest(waiting)
    with scene.session() as session, pytest.raises(Refusal, match="not yet confirmed"):
        approve(session, scene.signing(session, "slt"), waiting, digest)
    assert scene.entries("draft:approve", "refused")[-1].detail["rule"] == "attestation"


def test_S04_1_a_lapse_between_approval_and_sending_holds_the_post(scene: Scene) -> None:
    key = scene.approved()
    change_all(scene, Attestation, "slt", at=now() - timedelta(days=366))
    scene.work("publish")
    assert scene.release(key).state is ReleaseState.HELD
    assert scene.live() == []


def test_S04_1_a_new_version_of_the_policy_must_be_read_again(scene: Scene) -> None:
    change_all(scene, Attestation, "author", version_hash="the version before")
    assert rule(scene, "author", Verb.DRAFT) == "attestation"
    with scene.session() as session:
        given = attest(session, scene.who(session, "author"))
        assert [a.policy for a in given] == ["default"]
    assert rule(scene, "author", Verb.DRAFT) is None


@pytest.mark.parametrize(
    ("course", "on", "evidence", "fields"),
    [
        ("Social media safeguarding", None, "C-2", ["completed_on"]),
        ("Social media safeguarding", date(2026, 1, 5), "  ", ["evidence"]),
        ("", None, "", ["completed_on", "course", "evidence"]),
        ("Social media safeguarding", date(2099, 1, 1), "C-2", ["completed_on"]),
    ],
)
def test_S04_2_training_without_date_or_evidence_is_rejected(scene: Scene, course: str, on: date | None, evidence: str, fields: list[str]) -> None:
    with scene.session() as session, pytest.raises(BadInput) as bad:
        record_training(session, scene.who(session, "admin"), scene.people["author"], course=course, completed_on=on, evidence=evidence)
    assert sorted(bad.value.fields) == fields
    with scene.session() as session:
        assert len(session.exec(select(Training).where(Training.person_id == scene.people["author"])).all()) == 1


def test_S04_2_training_that_ran_out_stops_the_person(scene: Scene) -> None:
    change_all(scene, Training, "author", expires_on=now().date() - timedelta(days=1))
    assert rule(scene, "author", Verb.DRAFT) == "training"
    with scene.session() as session:
        record_training(session, scene.who(session, "admin"), scene.people["author"], course="Again", completed_on=now().date(), evidence="C-3")
    assert rule(scene, "author", Verb.DRAFT) is None


def test_S04_2_nobody_records_their_own_training_under_either_login(scene: Scene) -> None:
    with scene.session() as session:
        session.add(Person(name="Second login", email="two@academy-a.example.sch.uk", staff_id="staff-9"))  # the administrator's number
        session.commit()
        second = session.exec(select(Person).where(Person.email == "two@academy-a.example.sch.uk")).one().id or 0
    for person_id in (scene.people["admin"], second):
        with scene.session() as session, pytest.raises(BadInput, match="Somebody else records"):
            record_training(session, scene.who(session, "admin"), person_id, course="C", completed_on=now().date(), evidence="E")


def test_a_course_of_today_counts_by_the_date_in_england(scene: Scene) -> None:
    just_past_midnight = datetime(2027, 6, 2, 0, 30, tzinfo=ZoneInfo("Europe/London"))  # still the first of June in UTC
    with time_machine.travel(just_past_midnight, tick=False), scene.session() as session:
        made = record_training(session, scene.who(session, "admin"), scene.people["author"], course="C", completed_on=date(2027, 6, 2), evidence="E")
        assert made.id is not None


def test_S04_3_nobody_attests_for_somebody_else(scene: Scene) -> None:
    change_all(scene, Attestation, "author", version_hash="old")
    with scene.session() as session, pytest.raises(Refusal) as refused:
        attest(session, scene.who(session, "admin"), on_behalf_of=scene.people["author"])
    assert refused.value.rule == "attest-for-another"
    assert rule(scene, "author", Verb.DRAFT) == "attestation"
    assert scene.entries("training:attest", "refused")[-1].subject == f"person:{scene.people['author']}"


def test_S03_1_an_approver_of_another_academy_is_refused_on_record(scene: Scene) -> None:
    key = scene.submitted()
    with scene.session() as session:
        other = Academy(name="Academy B", email_domain="academy-b.example.sch.uk")
        session.add(other)
        session.flush()
        stranger = Person(name="Approver at B", email="b@academy-b.example.sch.uk", staff_id="B-1")
        session.add(stranger)
        session.flush()
        session.add(RoleHolding(person_id=stranger.id or 0, role=Role.SLT, academy_id=other.id, standing=Standing.ACTIVE))
        session.commit()
        scene.people["slt_b"] = stranger.id or 0
    assert rule(scene, "slt_b", Verb.APPROVE) == "role"
    digest, state = scene.digest(key), scene.state(key)
    with scene.session() as session, pytest.raises(GatepostError):
        approve(session, scene.signing(session, "slt_b"), key, digest)
    assert scene.state(key) == state


def test_S03_1_a_role_without_a_grant_for_this_account_is_not_enough(scene: Scene) -> None:
    with scene.session() as session:
        for grant in session.exec(select(Grant).where(Grant.person_id == scene.people["slt"], col(Grant.verb) == Verb.APPROVE)):
            session.delete(grant)
        session.commit()
    assert rule(scene, "slt", Verb.APPROVE) == "grant"


@pytest.mark.parametrize(
    "values",
    [
        {"ends": now() - timedelta(minutes=1), "starts": now() - timedelta(days=3)},
        {"starts": now() + timedelta(days=1)},
        {"standing": Standing.PROPOSED},
        {"standing": Standing.ENDED},
    ],
    ids=["run out", "not begun", "proposed", "ended"],
)
def test_S03_2_only_a_live_grant_counts(scene: Scene, values: dict[str, object]) -> None:
    change_all(scene, Grant, "author", **values)
    assert rule(scene, "author", Verb.DRAFT) == "grant"


def test_S03_2_a_grant_that_runs_out_before_the_slot_holds_the_post(scene: Scene) -> None:
    key = scene.approved()
    change_all(scene, Grant, "author", ends=now() - timedelta(seconds=1), starts=now() - timedelta(days=3))
    scene.work("publish")
    release = scene.release(key)
    assert release.state is ReleaseState.HELD
    assert "permission" in release.reason
    assert scene.live() == []
    assert scene.entries("publish:held")


def test_leaving_ends_everything_in_one_move_and_S02_4_pauses_publishing(scene: Scene) -> None:
    key = scene.approved(by="author2")
    with scene.session() as session:
        session.add(SignedIn(token_hash="t", person_id=scene.people["author"]))
        session.commit()
        leave(session, scene.who(session, "admin"), scene.people["author"])  # one of the two custodians
    with scene.session() as session:
        mine = scene.people["author"]
        assert not session.exec(select(SignedIn).where(SignedIn.person_id == mine)).all()
        assert {g.standing for g in session.exec(select(Grant).where(Grant.person_id == mine))} == {Standing.ENDED}
        assert {r.standing for r in session.exec(select(RoleHolding).where(RoleHolding.person_id == mine))} == {Standing.ENDED}
        why = accounts.unfit(session, accounts.account(session, scene.account_id))
        assert why is not None
        assert "fewer than 2 custodians" in why
    scene.someone_says("I'm going to break your legs")
    scene.sweep()
    assert scene.release(key).state is ReleaseState.HELD
    assert "I'm going to break your legs" not in scene.live()
    assert scene.entries("reply:hidden"), "replies go on being read and hidden"
    with scene.session() as session:
        accounts.set_custodian(session, scene.who(session, "admin"), scene.account_id, scene.people["author2"], keep=True)
        assert accounts.unfit(session, accounts.account(session, scene.account_id)) is None


def test_nobody_records_their_own_leaving_and_a_leaver_can_do_nothing(scene: Scene) -> None:
    with scene.session() as session, pytest.raises(Refusal) as refused:
        leave(session, scene.who(session, "admin"), scene.people["admin"])
    assert refused.value.rule == "self"
    with scene.session() as session:
        leave(session, scene.who(session, "admin"), scene.people["slt"])
    assert {rule(scene, "slt", verb) for verb in GRANTS["slt"]} == {"left"}
    with scene.session() as session:
        assert session.exec(select(Custodian)).all()  # the record of who kept it stays
