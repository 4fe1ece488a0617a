"""An academy changes its policy profile only through two people, and not while a role it needs is empty (C01)."""

import pytest
from sqlmodel import select

from bot.clock import today
from bot.errors import BadInput, Refusal
from bot.people.academies import agree_profile, propose_profile, set_contacts
from bot.people.directory_models import DirectoryEntry
from bot.people.models import Academy, RoleHolding, Standing
from bot.people.permissions import Role
from bot.policy.parameter import RoutedRole
from tests.scene import Scene


def under(scene: Scene) -> tuple[str, str]:
    with scene.session() as session:
        home = session.get_one(Academy, scene.academy_id)
        return home.policy, home.proposed_policy


def test_the_headteacher_agrees_to_what_the_administrator_proposed(scene: Scene) -> None:
    with scene.session() as session:
        session.add(DirectoryEntry(academy_id=scene.academy_id, role=RoutedRole.NETWORK_MANAGER, name="Network manager", email="n@x", starts=today()))
        propose_profile(session, scene.who(session, "admin"), scene.academy_id, "acet")
    assert under(scene) == ("default", "acet")
    with scene.session() as session:
        agree_profile(session, scene.who(session, "head"), scene.academy_id)
    assert under(scene) == ("acet", "")


@pytest.mark.parametrize("name", ["admin", "slt", "author", "governor"])
def test_nobody_else_agrees(scene: Scene, name: str) -> None:
    with scene.session() as session:
        propose_profile(session, scene.who(session, "admin"), scene.academy_id, "acet")
        with pytest.raises(Refusal):
            agree_profile(session, scene.who(session, name), scene.academy_id)
    assert under(scene) == ("default", "acet")


def test_S01_1_a_profile_does_not_count_while_a_role_it_needs_is_empty(scene: Scene) -> None:
    with scene.session() as session:
        propose_profile(session, scene.who(session, "admin"), scene.academy_id, "bet")
        for holding in session.exec(select(RoleHolding).where(RoleHolding.role == Role.DSL)):
            holding.standing = Standing.ENDED
            session.add(holding)
        session.commit()
        with pytest.raises(Refusal) as refused:
            agree_profile(session, scene.who(session, "head"), scene.academy_id)
    assert "BET-3.12" in refused.value.sentence
    assert under(scene)[0] == "default"


@pytest.mark.parametrize("policy", ["default", "no such profile", ""])
def test_what_is_no_other_profile_is_refused(scene: Scene, policy: str) -> None:
    with scene.session() as session, pytest.raises(BadInput):
        propose_profile(session, scene.who(session, "admin"), scene.academy_id, policy)


def test_contact_details_are_kept_one_a_line(scene: Scene) -> None:
    with scene.session() as session:
        set_contacts(session, scene.who(session, "admin"), scene.academy_id, " 01632 960100 \n\n  Academy Lane ")
        assert session.get_one(Academy, scene.academy_id).contacts == "01632 960100\nAcademy Lane"
