"""An official domain for everybody in the register (S01.2)."""

import pytest
from sqlmodel import select

from bot.audit.actions import Act
from bot.errors import BadInput
from bot.people.models import Person
from bot.people.register import register
from tests.scene import Scene


@pytest.mark.parametrize("email", ["dsl@freemail.example", "dsl@academy-a.example.sch.uk.freemail.example", "dsl@notacademy-a.example.sch.uk"])
def test_S01_2_an_email_at_another_domain_is_refused_and_the_attempt_is_on_record(scene: Scene, email: str) -> None:
    with scene.session() as session:
        with pytest.raises(BadInput) as wrong:
            register(session, scene.who(session, "admin"), name="New Lead", email=email, staff_id="STAFF-900")
        assert "@academy-a.example.sch.uk" in wrong.value.fields["email"]
        assert session.exec(select(Person).where(Person.staff_id == "STAFF-900")).all() == []
    (entry,) = scene.entries(Act.REGISTERED, "refused")
    assert (entry.detail["rule"], entry.detail["domain"]) == ("official-email", email.partition("@")[2])
    assert entry.actor_id == scene.people["admin"]


def test_S01_2_a_mistake_of_another_kind_is_no_attempt(scene: Scene) -> None:
    with scene.session() as session, pytest.raises(BadInput):
        register(session, scene.who(session, "admin"), name="", email="new@academy-a.example.sch.uk", staff_id="STAFF-900")
    assert scene.entries(Act.REGISTERED) == []
