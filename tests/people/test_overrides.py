"""An academy confirms, tightens or loosens a rule of its policy through two people, and what it decided is what counts (C01)."""

import pytest
from sqlmodel import select

from bot.audit.actions import Act
from bot.errors import BadInput, NotFound, Refusal
from bot.people.academies import agree_profile, propose_profile
from bot.people.grants import attested, profile_at, roles
from bot.people.models import Academy, Person, RoleHolding, Standing
from bot.people.overrides import agree_override, leave_override, propose_override
from bot.people.permissions import Role
from bot.people.training import attest
from bot.policy.show import version_hash
from tests.scene import Scene


def propose(scene: Scene, key: str, *typed: str, who: str = "admin", reason: str = "Our governors asked for it.") -> int:
    with scene.session() as session:
        return propose_override(session, scene.who(session, who), scene.academy_id, key, list(typed), reason).id or 0


def agree(scene: Scene, override_id: int, who: str = "head") -> None:
    with scene.session() as session:
        agree_override(session, scene.who(session, who), override_id)


def value(scene: Scene, key: str) -> object:
    with scene.session() as session:
        return profile_at(session, scene.academy_id).parameters()[key].value


def version(scene: Scene) -> str:
    with scene.session() as session:
        return version_hash(profile_at(session, scene.academy_id))


def test_C01_a_stricter_value_counts_when_another_leader_agrees_and_both_values_are_on_record(scene: Scene) -> None:
    before = version(scene)
    key = propose(scene, "decide_minutes", "20")
    assert value(scene, "decide_minutes") == 60
    agree(scene, key, who="slt")
    assert value(scene, "decide_minutes") == 20
    assert version(scene) != before
    (entry,) = scene.entries(Act.OVERRIDE_AGREED, "done")
    assert (entry.detail["old"], entry.detail["new"], entry.detail["change"]) == (60, 20, "tighter")
    assert scene.entries(Act.OVERRIDE_PROPOSED)[0].detail["reason"] == "Our governors asked for it."


def test_C01_a_looser_value_needs_the_headteacher(scene: Scene) -> None:
    key = propose(scene, "decide_minutes", "90")
    with pytest.raises(Refusal) as refused:
        agree(scene, key, who="slt")
    assert refused.value.rule == "role"
    assert value(scene, "decide_minutes") == 60
    assert len(scene.entries(Act.OVERRIDE_AGREED, "refused")) == 1
    agree(scene, key)
    assert value(scene, "decide_minutes") == 90


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_C01_going_back_after_tightening_is_loosening(scene: Scene) -> None:
    agree(scene, propose(scene, "decide_minutes", "20"), who="slt")
    back = propose(scene, "decide_minutes", "60")
    with pytest.raises(Refusal):
        agree(scene, back, who="slt")
    agree(scene, back)
    assert value(scene, "decide_minutes") == 60


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_C01_what_is_neither_stricter_nor_looser_needs_the_headteacher(scene: Scene) -> None:
    key = propose(scene, "word_for_pupil", "student")
    with pytest.raises(Refusal):
        agree(scene, key, who="slt")
    agree(scene, key)
    with scene.session() as session:
        assert profile_at(session, scene.academy_id).pupil_word == "student"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_C01_only_an_administrator_proposes(scene: Scene) -> None:
    for who in ("author", "slt", "head", "governor", "dpo"):
        with pytest.raises(Refusal):
            propose(scene, "decide_minutes", "20", who=who)
    assert len(scene.entries(Act.OVERRIDE_PROPOSED, "refused")) == 5


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_C01_who_proposed_it_cannot_agree_under_any_login(scene: Scene) -> None:
    with scene.session() as session:
        admin, head = scene.who(session, "admin"), scene.who(session, "head")
        head.staff_id = admin.staff_id
        session.add(head)
        session.commit()
    key = propose(scene, "decide_minutes", "20")
    with pytest.raises(Refusal) as refused:
        agree(scene, key)
    assert refused.value.rule == "self-benefit"


def test_C01_who_gains_by_it_cannot_agree(scene: Scene) -> None:
    """The Headteacher would be given a power that the trust gave to somebody else."""
    with scene.session() as session:
        session.add(RoleHolding(person_id=scene.people["slt2"], role=Role.HEAD, standing=Standing.ACTIVE))  # the executive lead, across the trust
        session.get_one(Academy, scene.academy_id).policy = "bet"
        session.commit()
        assert Role.HEAD in roles(session, session.get_one(Person, scene.people["slt2"]), scene.academy_id)
    key = propose(scene, "media_enquiry", "slt")
    with pytest.raises(Refusal) as refused:
        agree(scene, key, who="slt2")
    assert refused.value.rule == "self-benefit"
    agree(scene, key, who="head")
    assert value(scene, "media_enquiry") == ("slt",)


def test_C01_a_default_is_confirmed_without_asking_everybody_to_read_again(scene: Scene) -> None:
    before = version(scene)
    agree(scene, propose(scene, "link_check", "yes"), who="slt")
    assert version(scene) == before
    assert scene.entries(Act.OVERRIDE_AGREED)[0].detail["change"] == "same"
    with pytest.raises(BadInput, match="confirmed already"):
        propose(scene, "link_check", "yes")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_C01_retention_has_no_default_and_is_entered(scene: Scene) -> None:
    with scene.session() as session:
        assert "keep_drafts_days" in profile_at(session, scene.academy_id).to_enter()
    for wrong in ("to be entered", "0", "forever", ""):
        with pytest.raises(BadInput):
            propose(scene, "keep_drafts_days", wrong)
    agree(scene, propose(scene, "keep_drafts_days", "400"))
    with scene.session() as session:
        assert "keep_drafts_days" not in profile_at(session, scene.academy_id).to_enter()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_C01_a_value_that_cannot_stand_changes_nothing(scene: Scene) -> None:
    for key, wrong in (("decide_minutes", "0"), ("hide_severities", "S3"), ("safeguarding_recipients", "head")):
        with pytest.raises(BadInput) as refused:
            propose(scene, key, wrong)
        assert list(refused.value.fields) == ["value"]
    assert scene.entries(Act.OVERRIDE_PROPOSED) == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_S27_2_a_blank_review_period_is_refused(scene: Scene) -> None:
    with scene.session() as session:
        session.get_one(Academy, scene.academy_id).policy = "bet"
        session.commit()
    with pytest.raises(BadInput) as wrong:
        propose(scene, "review_months", " ")
    assert "must not be left blank" in wrong.value.fields["value"]
    assert value(scene, "review_months") == 36


def test_C01_a_proposal_is_dropped_and_a_new_one_takes_the_place_of_the_old(scene: Scene) -> None:
    first = propose(scene, "decide_minutes", "20")
    second = propose(scene, "decide_minutes", "30")
    with pytest.raises(Refusal, match="decided already"):
        agree(scene, first)
    with scene.session() as session:
        leave_override(session, scene.who(session, "slt"), second)
    with pytest.raises(Refusal, match="decided already"):
        agree(scene, second)
    assert value(scene, "decide_minutes") == 60
    assert len(scene.entries(Act.OVERRIDE_LEFT)) == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_C01_under_another_profile_the_academy_begins_anew(scene: Scene) -> None:
    agree(scene, propose(scene, "decide_minutes", "20"))
    waiting = propose(scene, "link_check", "no")
    with scene.session() as session:
        session.get_one(Academy, scene.academy_id).policy = "acet"
        session.commit()
    assert value(scene, "decide_minutes") == 60
    with pytest.raises(Refusal, match="another policy"):
        agree(scene, waiting)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_C01_after_a_change_everybody_reads_again(scene: Scene) -> None:
    agree(scene, propose(scene, "decide_minutes", "20"))
    with scene.session() as session:
        author, profile = scene.who(session, "author"), profile_at(session, scene.academy_id)
        assert not attested(session, author, profile)
        attest(session, author)
        assert attested(session, author, profile)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_C01_what_is_not_there_is_said(scene: Scene) -> None:
    with pytest.raises(NotFound):
        propose(scene, "colour_of_the_tie", "blue")
    with pytest.raises(NotFound):
        agree(scene, 999)


def test_S01_1_the_refusal_names_the_empty_role_and_both_clauses_and_nothing_starts(scene: Scene) -> None:
    with scene.session() as session:
        for holding in session.exec(select(RoleHolding).where(RoleHolding.role == Role.DSL)):
            holding.standing = Standing.ENDED
        propose_profile(session, scene.who(session, "admin"), scene.academy_id, "bet")
        with pytest.raises(Refusal) as refused:
            agree_profile(session, scene.who(session, "head"), scene.academy_id)
        assert session.get_one(Academy, scene.academy_id).policy == "default"
    assert "BET-3.12" in refused.value.sentence
    assert refused.value.clause == "BET-2.1.1"
    assert refused.value.next_step
    (entry,) = scene.entries(Act.PROFILE_SET, "refused")
    assert entry.detail["rule"] == "empty-role"
