"""An official domain for everybody in the register (S01.2)."""

import pytest
from sqlmodel import select

from bot.audit.actions import Act
from bot.errors import BadInput
from bot.people.models import Person
from bot.people.register import register
from tests.scene import Scene

PRIVATE = ["dsl@freemail.example", "dsl@academy-a.example.sch.uk.freemail.example", "dsl@notacademy-a.example.sch.uk"]


def test_S01_2_an_email_at_another_domain_is_refused_and_the_attempt_is_on_record(scene: Scene) -> None:
    for email in PRIVATE:
        with scene.session() as session:
            with pytest.raises(BadInput) as wrong:
                register(session, scene.who(session, "admin"), name="New Lead", email=email, staff_id="STAFF-900")
            assert "@academy-a.example.sch.uk" in wrong.value.fields["email"]
            assert session.exec(select(Person).where(Person.staff_id == "STAFF-900")).all() == []
    found = scene.entries(Act.REGISTERED, "refused")
    assert [entry.detail["domain"] for entry in found] == [email.partition("@")[2] for email in PRIVATE]
    assert {(entry.detail["rule"], entry.actor_id) for entry in found} == {("official-email", scene.people["admin"])}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_S01_2_a_mistake_of_another_kind_is_no_attempt(scene: Scene) -> None:
    with scene.session() as session, pytest.raises(BadInput):
        register(session, scene.who(session, "admin"), name="", email="new@academy-a.example.sch.uk", staff_id="STAFF-900")
    assert scene.entries(Act.REGISTERED) == []
