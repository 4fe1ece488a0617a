"""The register of people through its pages."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.audit.actions import Act
from bot.audit.log import history
from bot.audit.models import Entry
from bot.clock import today
from bot.people.models import Academy, Grant, Person, RoleHolding, Standing, Training
from bot.people.permissions import Role
from tests.web.conftest import World

NEW = {"name": "Second officer", "email": "second@academy.example", "staff_id": "S777", "phone": "01632 960123", "capacity": "staff"}


def _grant(world: World, **changes: str) -> dict[str, str]:
    asked = {
        "account_id": str(world.account_id),
        "verb": "draft",
        "ends": (today() + timedelta(days=90)).isoformat(),
        "sponsor_id": str(world.people["slt"]),
    }
    return {**asked, **changes}


def test_an_administrator_registers_somebody_who_can_do_nothing_yet(world: World) -> None:
    admin = world.browser("admin")
    answer = admin.post("/people/new", data=NEW)
    page = admin.get(answer.headers["location"]).text
    assert "Second officer is in the register." in page
    assert "Has not chosen a password yet" in page


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", "  ", "Enter the person&#39;s name."),
        ("email", "second", "Enter an email address in full"),
        ("email", "second@private.example", "it must end in @academy.example"),
        ("email", "head@academy.example", "already in the register"),
        ("staff_id", "", "Enter the staff or personnel number"),
        ("phone", "12", "Enter a telephone number with its area code"),
        ("capacity", "king", "Choose staff, governor, volunteer or supplier."),
    ],
)
def test_a_wrong_field_loses_nothing_that_was_typed(world: World, field: str, typed: str, sentence: str) -> None:
    answer = world.browser("admin").post("/people/new", data={**NEW, field: typed})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'href="#{field}"' in answer.text
    for name, value in NEW.items():
        if name not in (field, "capacity"):
            assert f'value="{value}"' in answer.text, name
    assert "<title>Error: Register a person - Gatepost</title>" in answer.text
    with world.session() as session:
        assert session.exec(select(Person).where(Person.staff_id == "S777")).first() is None


def test_the_invitation_is_shown_once_and_is_nowhere_in_the_record(world: World) -> None:
    admin = world.browser("admin")
    text = admin.post(f"/people/{world.people['author']}/invite").text
    link = text.partition("readonly>")[2].partition("<")[0]
    assert link.startswith("http://testserver/welcome/")
    token = link.rpartition("/")[2]
    assert token not in admin.get(f"/people/{world.people['author']}").text
    with world.session() as session:
        assert token not in "".join(str(e.model_dump()) for e in session.exec(select(Entry)))
    assert world.stranger().get(f"/welcome/{token}").status_code == 200


def test_nobody_invites_themselves(world: World) -> None:
    answer = world.browser("admin").post(f"/people/{world.people['admin']}/invite")
    assert answer.status_code == 403
    assert "Ask another administrator." in answer.text


def test_S01_3_an_administrator_cannot_make_themselves_approver_alone(world: World) -> None:
    admin, me = world.browser("admin"), world.people["admin"]
    assert admin.post(f"/people/{me}/role", data={"role": "slt", "academy_id": str(world.academy_id)}).status_code == 303
    with world.session() as session:
        holding = session.exec(select(RoleHolding).where(RoleHolding.person_id == me, RoleHolding.role == Role.SLT)).one()
    assert "Co-sign this role" not in admin.get(f"/people/{me}").text
    refused = admin.post(f"/people/roles/{holding.id}/cosign")
    assert refused.status_code == 403
    assert "You cannot co-sign this because it is you who gains by this." in refused.text
    assert admin.get("/stop").status_code == 403
    head = world.browser("head")
    assert "Co-sign what was proposed for Admin person" in head.get("/").text
    assert head.post(f"/people/roles/{holding.id}/cosign").status_code == 303
    assert admin.get("/stop").status_code == 200
    with world.session() as session:
        outcomes = [(e.act, e.outcome) for e in history(session, f"person:{me}")]
    assert (Act.ROLE_COSIGNED, "refused") in outcomes
    assert (Act.ROLE_COSIGNED, "done") in outcomes


def test_S01_3_a_second_login_of_the_same_person_does_not_co_sign(world: World) -> None:
    with world.session() as session:
        twin, admin = session.get_one(Person, world.people["head"]), session.get_one(Person, world.people["admin"])
        twin.staff_id = admin.staff_id
        session.commit()
    world.browser("admin").post(f"/people/{world.people['admin']}/role", data={"role": "head", "academy_id": str(world.academy_id)})
    assert "Co-sign what was proposed" not in world.browser("head").get("/").text
    with world.session() as session:
        held = session.exec(select(RoleHolding).where(RoleHolding.standing == Standing.PROPOSED)).one()
    assert world.browser("head").post(f"/people/roles/{held.id}/cosign").status_code == 403


def test_a_role_needs_a_role_and_a_place(world: World) -> None:
    answer = world.browser("admin").post(f"/people/{world.people['author']}/role", data={"role": "checker"})
    assert answer.status_code == 422
    assert "Choose where the role counts." in answer.text
    assert 'value="checker" checked' in answer.text


def test_a_permission_counts_from_the_co_signature_until_it_is_taken_away(world: World) -> None:
    admin, head, checker = world.browser("admin"), world.browser("head"), world.people["checker"]
    assert admin.post(f"/people/{checker}/permission", data=_grant(world)).status_code == 303
    with world.session() as session:
        grant = session.exec(select(Grant).where(Grant.person_id == checker, Grant.standing == Standing.PROPOSED)).one()
    assert admin.post(f"/people/permissions/{grant.id}/cosign").status_code == 403
    assert head.post(f"/people/permissions/{grant.id}/cosign").status_code == 303
    without_reason = head.post(f"/people/permissions/{grant.id}/revoke", data={"reason": " "})
    assert without_reason.status_code == 422
    assert "Say why" in without_reason.text
    assert head.post(f"/people/permissions/{grant.id}/revoke", data={"reason": "Moved on"}).status_code == 303
    assert "Ended: Moved on." in head.get(f"/people/{checker}").text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"account_id": ""}, "Choose an account."),
        ({"account_id": "77"}, "Choose one of the accounts in the list."),
        ({"verb": "fly"}, "Choose one of the permissions in the list."),
        ({"verb": "approve"}, "has no role here that goes with this permission"),
        ({"ends": "2001-01-01"}, "Enter an end date that is still to come"),
        ({"ends": "tomorrow"}, "Enter a date as year, month and day"),
        ({"ends": "2099-01-01"}, "A permission lasts 366 days at most"),
        ({"sponsor_id": ""}, "Choose who answers for this person."),
    ],
)
def test_a_wrong_permission_keeps_the_rest(world: World, changes: dict[str, str], sentence: str) -> None:
    answer = world.browser("admin").post(f"/people/{world.people['checker']}/permission", data=_grant(world, no_images="yes", **changes))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="yes" checked' in answer.text
    if "sponsor_id" not in changes:
        assert f'value="{world.people["slt"]}" selected' in answer.text


def test_S04_2_training_without_a_date_or_evidence_is_not_recorded(world: World) -> None:
    admin, path = world.browser("admin"), f"/people/{world.people['author']}/training"
    answer = admin.post(path, data={"course": "Social media safeguarding", "completed_on": "", "evidence": ""})
    assert answer.status_code == 422
    assert "Without a date it does not count." in answer.text
    assert "Without evidence it does not count." in answer.text
    assert 'value="Social media safeguarding"' in answer.text
    with world.session() as session:
        assert session.exec(select(Training).where(Training.course == "Social media safeguarding")).all() == []
    complete = {"course": "Social media safeguarding", "completed_on": today().isoformat(), "evidence": "Certificate 12"}
    assert admin.post(path, data=complete).status_code == 303
    assert "Social media safeguarding" in admin.get(f"/people/{world.people['author']}").text


def test_S03_1_an_administrator_of_one_academy_gives_nothing_at_another(world: World) -> None:
    with world.session() as session:
        other = Academy(name="Another Academy", email_domain="other.example")
        session.add(other)
        session.commit()
        other_id = other.id
    admin = world.browser("admin")
    assert "Another Academy" not in admin.get(f"/people/{world.people['author']}/role").text
    answer = admin.post(f"/people/{world.people['author']}/role", data={"role": "slt", "academy_id": str(other_id)})
    assert answer.status_code == 403
    assert "This cannot be done" in answer.text


def test_what_is_typed_is_shown_as_text(world: World) -> None:
    admin = world.browser("admin")
    shown = admin.post("/people/new", data={**NEW, "name": '"><script>alert(1)</script>', "email": "x"}).text
    assert "<script>alert" not in shown
    made = admin.post("/people/new", data={**NEW, "name": "<b>Bold</b>"})
    assert "<b>Bold" not in admin.get(made.headers["location"]).text
