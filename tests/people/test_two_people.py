"""Nobody is given anything by one person alone, and two logins of one human are one human (C01, C03, invariant I2)."""

from datetime import timedelta
from typing import Any, cast

import pytest
from sqlmodel import select

from bot.audit.actions import Outcome
from bot.clock import now
from bot.drafts.leaving.announce import leave
from bot.errors import BadInput, NotFound, Refusal
from bot.people.grants import Place, may
from bot.people.models import Academy, Grant, Person, RoleHolding, Standing
from bot.people.permissions import TABLE, Role, Verb
from bot.people.register import cosign_grant, cosign_role, end_role, invite, propose_grant, propose_role, register, revoke_grant
from tests.scene import Scene


def proposed_role(scene: Scene, holder: str, role: str, by: str = "admin") -> int:
    with scene.session() as session:
        return propose_role(session, scene.who(session, by), scene.people[holder], role, scene.academy_id).id or 0


def proposed_grant(scene: Scene, holder: str, verb: str, by: str = "admin", **more: object) -> int:
    wanted = {"ends": now() + timedelta(days=30), "sponsor_id": scene.people["head"]} | more
    with scene.session() as session:
        return (
            propose_grant(
                session,
                scene.who(session, by),
                person_id=scene.people[holder],
                account_id=scene.account_id,
                academy_id=scene.academy_id,
                verb=verb,
                **wanted,  # type: ignore[arg-type]
            ).id
            or 0
        )


def twin(scene: Scene, of: str, *, staff_id: str = "", phone: str = "", role: Role = Role.HEAD) -> str:
    """Another login of the same human, with a role of its own."""
    with scene.session() as session:
        person = Person(name="Second login", email=f"{of}.two@academy-a.example.sch.uk", staff_id=staff_id or "OTHER-9", phone=phone)
        session.add(person)
        session.flush()
        session.add(RoleHolding(person_id=person.id or 0, role=role, academy_id=scene.academy_id, standing=Standing.ACTIVE))
        session.commit()
        scene.people["twin"] = person.id or 0
    return "twin"


def can(scene: Scene, name: str, verb: Verb) -> bool:
    with scene.session() as session:
        return may(session, scene.who(session, name), verb, Place(scene.academy_id, scene.account_id))


def test_S01_3_an_administrator_who_gives_themselves_a_role_waits_for_another(scene: Scene) -> None:
    holding = proposed_role(scene, "admin", "slt")
    assert not can(scene, "admin", Verb.STOP)
    with scene.session() as session, pytest.raises(Refusal) as refused:
        cosign_role(session, scene.who(session, "admin"), holding)
    assert refused.value.rule == "self-benefit"
    assert not can(scene, "admin", Verb.STOP)
    with scene.session() as session:
        cosign_role(session, scene.who(session, "head"), holding)
    assert can(scene, "admin", Verb.STOP)
    assert [e.detail["rule"] for e in scene.entries("people:role-cosign", "refused")] == ["self-benefit"]


def test_S01_3_the_proposer_cannot_co_sign_for_somebody_else_either(scene: Scene) -> None:
    with scene.session() as session:  # somebody who may both propose and co-sign
        session.add(RoleHolding(person_id=scene.people["admin"], role=Role.HEAD, academy_id=scene.academy_id, standing=Standing.ACTIVE))
        session.commit()
    grant = proposed_grant(scene, "author", "draft")
    with scene.session() as session, pytest.raises(Refusal) as refused:
        cosign_grant(session, scene.who(session, "admin"), grant, scene.academy_id)
    assert "proposed this" in refused.value.sentence


def test_S01_3_a_grant_counts_only_after_the_headteacher_co_signs(scene: Scene) -> None:
    with scene.session() as session:
        session.add(RoleHolding(person_id=scene.people["governor"], role=Role.AUTHOR, academy_id=scene.academy_id, standing=Standing.ACTIVE))
        session.commit()
    grant = proposed_grant(scene, "governor", "draft")
    assert not can(scene, "governor", Verb.DRAFT)
    with scene.session() as session, pytest.raises(Refusal) as refused:
        cosign_grant(session, scene.who(session, "slt"), grant, scene.academy_id)  # default: the Headteacher alone
    assert refused.value.rule == "role"
    with scene.session() as session:
        cosign_grant(session, scene.who(session, "head"), grant, scene.academy_id)
    assert can(scene, "governor", Verb.DRAFT)


@pytest.mark.parametrize("same", [{"staff_id": "staff-9 "}, {"phone": "+44 1632 960123"}], ids=["staff id", "telephone"])
def test_S03_4_a_second_login_of_the_beneficiary_is_the_beneficiary(scene: Scene, same: dict[str, str]) -> None:
    with scene.session() as session:
        holder = scene.who(session, "author")
        holder.phone = "01632 960123"
        holder.staff_id = "STAFF-9"
        session.add(holder)
        session.commit()
    grant = proposed_grant(scene, "author", "draft")
    name = twin(scene, "author", **cast("Any", same))
    with scene.session() as session, pytest.raises(Refusal) as refused:
        cosign_grant(session, scene.who(session, name), grant, scene.academy_id)
    assert refused.value.rule == "self-benefit"


@pytest.mark.parametrize("same", [{"staff_id": "STAFF-A"}, {"phone": "(01632) 960 456"}], ids=["staff id", "telephone"])
def test_S03_4_a_second_login_of_the_proposer_is_the_proposer(scene: Scene, same: dict[str, str]) -> None:
    with scene.session() as session:
        admin = scene.who(session, "admin")
        admin.phone, admin.staff_id = "01632960456", "staff-a"
        session.add(admin)
        session.commit()
    grant = proposed_grant(scene, "author", "draft")
    name = twin(scene, "admin", **cast("Any", same))
    with scene.session() as session, pytest.raises(Refusal, match="you who proposed"):
        cosign_grant(session, scene.who(session, name), grant, scene.academy_id)


def test_S03_4_no_invitation_for_oneself_under_another_login(scene: Scene) -> None:
    name = twin(scene, "admin", staff_id="STAFF-9", role=Role.HEAD)  # the administrator of the scene is STAFF-9
    with scene.session() as session, pytest.raises(Refusal) as refused:
        invite(session, scene.who(session, "admin"), scene.people[name])
    assert refused.value.rule == "self-benefit"


def test_one_proposal_is_decided_once(scene: Scene) -> None:
    grant = proposed_grant(scene, "author", "draft")
    with scene.session() as session:
        cosign_grant(session, scene.who(session, "head"), grant, scene.academy_id)
    with scene.session() as session, pytest.raises(Refusal, match="decided already"):
        cosign_grant(session, scene.who(session, "head"), grant, scene.academy_id)


@pytest.mark.parametrize(
    ("holder", "verb", "more", "field"),
    [
        ("author", "fly", {}, "verb"),
        ("governor", "draft", {}, "verb"),
        ("author", "approve", {}, "verb"),
        ("author", "draft", {"ends": now() - timedelta(days=1)}, "ends"),
        ("author", "draft", {"ends": now() + timedelta(days=800)}, "ends"),
    ],
)
def test_a_grant_that_makes_no_sense_is_a_sentence(scene: Scene, holder: str, verb: str, more: dict[str, object], field: str) -> None:
    with pytest.raises(BadInput) as bad:
        proposed_grant(scene, holder, verb, **cast("Any", more))
    assert list(bad.value.fields) == [field]


def test_nobody_sponsors_themselves(scene: Scene) -> None:
    with pytest.raises(BadInput) as bad:
        proposed_grant(scene, "author", "draft", sponsor_id=scene.people["author"])
    assert "sponsor_id" in bad.value.fields


def test_a_revoked_permission_ends_at_once_and_needs_a_reason(scene: Scene) -> None:
    with scene.session() as session:
        grant = next(g for g in session.exec(select(Grant)).all() if g.person_id == scene.people["author"])
    with scene.session() as session, pytest.raises(BadInput):
        revoke_grant(session, scene.who(session, "slt"), grant.id or 0, scene.academy_id, " ")
    assert can(scene, "author", Verb.DRAFT)
    with scene.session() as session:
        revoke_grant(session, scene.who(session, "slt"), grant.id or 0, scene.academy_id, "Changed post")
    assert not can(scene, "author", Verb.DRAFT)
    assert scene.entries("grant:revoke", "done")[-1].detail["reason"] == "Changed post"


def test_an_ended_role_takes_its_powers_along(scene: Scene) -> None:
    with scene.session() as session:
        holding = next(h for h in session.exec(select(RoleHolding)).all() if h.person_id == scene.people["slt2"])
        end_role(session, scene.who(session, "head"), holding.id or 0)
    assert not can(scene, "slt2", Verb.APPROVE)


@pytest.mark.parametrize(
    "change",
    [{"email": "comms@free-mail.example"}, {"email": "no address"}, {"staff_id": " "}, {"name": ""}, {"phone": "12345"}, {"capacity": "robot"}],
)
def test_S01_2_what_cannot_be_registered_changes_nothing(scene: Scene, change: dict[str, str]) -> None:
    good = {"name": "New comms officer", "email": "new@academy-a.example.sch.uk", "staff_id": "N-1", "phone": "", "capacity": "staff"}
    with scene.session() as session, pytest.raises(BadInput) as bad:
        register(session, scene.who(session, "admin"), **(good | change))
    assert list(bad.value.fields) == list(change)
    with scene.session() as session:
        assert len(session.exec(select(Person)).all()) == len(scene.people)


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.ADMIN])
def test_only_administrators_register_people(scene: Scene, role: Role) -> None:
    name = {Role.DEPUTY_DSL: "deputy"}.get(role, role.value)
    with scene.session() as session, pytest.raises(Refusal) as refused:
        register(session, scene.who(session, name), name="N", email="n@academy-a.example.sch.uk", staff_id="N-1")
    assert refused.value.rule == "role"


def test_nobody_may_do_everything_and_safeguarding_is_for_two_roles_only() -> None:
    assert set(TABLE) == set(Verb)
    assert set(TABLE[Verb.WORK_CASES]) == {Role.DSL, Role.DEPUTY_DSL}
    for role in Role:
        assert any(role not in holders for holders in TABLE.values())
    assert Role.ADMIN not in TABLE[Verb.APPROVE]
    assert Role.GOVERNOR not in {
        role for verb, held in TABLE.items() if not verb.value.startswith("read") and verb is not Verb.PRACTISE for role in held
    }


class TestAnotherAcademy:
    """An administrator of one academy has no hand in another's people."""

    @pytest.fixture
    def other_admin(self, scene: Scene) -> str:
        with scene.session() as session:
            other = Academy(name="Academy B", email_domain="academy-b.example.sch.uk")
            session.add(other)
            session.flush()
            for name, role in (("admin_b", Role.ADMIN), ("head_b", Role.HEAD)):
                person = Person(name=name, email=f"{name}@academy-b.example.sch.uk", staff_id=f"B-{name}")
                session.add(person)
                session.flush()
                session.add(RoleHolding(person_id=person.id or 0, role=role, academy_id=other.id, standing=Standing.ACTIVE))
                scene.people[name] = person.id or 0
            session.commit()
        return "admin_b"

    def test_cannot_make_an_invitation_for_its_headteacher(self, scene: Scene, other_admin: str) -> None:
        with scene.session() as session, pytest.raises(Refusal) as refused:
            invite(session, scene.who(session, other_admin), scene.people["head"])
        assert refused.value.rule == "role"

    def test_cannot_make_anybody_leave(self, scene: Scene, other_admin: str) -> None:
        with scene.session() as session, pytest.raises(Refusal):
            leave(session, scene.who(session, other_admin), scene.people["slt"])
        assert can(scene, "slt", Verb.APPROVE)

    def test_cannot_propose_a_role_there_or_across_the_trust(self, scene: Scene, other_admin: str) -> None:
        for academy_id in (scene.academy_id, None):
            with scene.session() as session, pytest.raises(Refusal):
                propose_role(session, scene.who(session, other_admin), scene.people["author"], "slt", academy_id)

    def test_S03_1_its_headteacher_cannot_co_sign_here(self, scene: Scene, other_admin: str) -> None:
        grant = proposed_grant(scene, "author", "draft")
        with scene.session() as session, pytest.raises(Refusal):
            cosign_grant(session, scene.who(session, "head_b"), grant, scene.academy_id)
        assert scene.entries("grant:cosign", Outcome.REFUSED)[-1].account_id == scene.account_id


def test_what_is_not_here_is_a_sentence(scene: Scene) -> None:
    with scene.session() as session:
        head = scene.who(session, "head")
        for act in (
            lambda: cosign_role(session, head, 999),
            lambda: cosign_grant(session, head, 999, scene.academy_id),
            lambda: end_role(session, head, 999),
        ):
            with pytest.raises(NotFound):
                act()
