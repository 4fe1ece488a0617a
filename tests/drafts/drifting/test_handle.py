"""S02: a handle or a permanent id that no longer matches suspends the account, and its credential writes nothing."""

import pytest
from sqlmodel import select

from bot.accounts import register
from bot.accounts.models import Account, AccountState, Doubt
from bot.drafts.drifting import face_decide
from bot.drafts.drifting.models import FaceDrift, FaceKind, FaceState
from bot.people.permissions import Role
from bot.platforms import practice_world as world
from bot.platforms.base import AccessLost, Refused
from tests.drafts.drifting.outside import ONE, account, change, look, rows
from tests.drafts.gate import refused, told
from tests.scene import Scene


def new_handle(scene: Scene) -> int:
    with scene.session() as session:
        row = session.get_one(Account, scene.account_id)
        row.pupil_facing, row.acknowledged_by = True, scene.people["head"]
        session.add(row)
        session.commit()
    look(scene)
    change(scene, handle="AcademyA_official")
    look(scene)
    return rows(scene, FaceDrift)[-1].id or 0


def about(scene: Scene, who: str, key: int, decision: str) -> None:
    with scene.session() as session:
        face_decide.about_account(session, scene.who(session, who), key, decision, "The trust renamed its academies.")


def test_S02_another_handle_suspends_and_nothing_is_published_or_changed(scene: Scene) -> None:
    waiting = scene.approved()
    new_handle(scene)
    row = account(scene)
    assert (row.state, row.doubt, row.handle) == (AccountState.SUSPENDED, Doubt.HANDLE, "AcademyA")
    scene.work("publish")
    assert (scene.live(), scene.release(waiting).state) == ([], "held")
    platform = register.open_platform(row, scene.means.doors, scene.vault)
    with pytest.raises(Refused, match="another handle"):
        platform.delete("1")
    assert platform.timeline(None).posts == ()
    for role in (Role.SLT, Role.HEAD, Role.ADMIN, Role.DSL):
        assert [text for text in told(scene, role) if "another handle on the network" in text], role
    look(scene)
    assert [each.kind for each in rows(scene, FaceDrift)] == [FaceKind.HANDLE]
    with scene.session() as session, refused("account-identity"):
        register.resume(session, scene.who(session, "head"), scene.account_id)


def test_S02_the_headteacher_confirms_the_new_handle_and_the_register_follows(scene: Scene) -> None:
    key = new_handle(scene)
    with refused("role"):
        about(scene, "slt", key, "confirm")
    about(scene, "head", key, "confirm")
    row = account(scene)
    assert (row.state, row.doubt, row.handle) == (AccountState.CONNECTED, Doubt.NONE, "AcademyA_official")
    (entry,) = scene.entries("account:handle", "done")
    assert (entry.detail["before"], entry.detail["after"]) == ("AcademyA", "AcademyA_official")
    look(scene)
    assert [each.state for each in rows(scene, FaceDrift)] == [FaceState.RIGHT]
    assert not [text for text in told(scene, Role.DSL) if "another handle" in text]
    scene.approved()
    scene.work("publish")
    assert len(scene.live()) == 1


@ONE
def test_S02_a_handle_that_comes_back_ends_the_incident_and_the_headteacher_resumes(scene: Scene) -> None:
    new_handle(scene)
    change(scene, handle="AcademyA")
    look(scene)
    assert [each.state for each in rows(scene, FaceDrift)] == [FaceState.BACK]
    assert (account(scene).state, account(scene).doubt) == (AccountState.SUSPENDED, Doubt.NONE)
    with scene.session() as session:
        register.resume(session, scene.who(session, "head"), scene.account_id)
    assert account(scene).state is AccountState.CONNECTED


@ONE
def test_S02_the_headteacher_gives_the_account_up(scene: Scene) -> None:
    key = new_handle(scene)
    about(scene, "head", key, "retire")
    row = account(scene)
    assert (row.state, row.credential) == (AccountState.RETIRED, None)
    assert rows(scene, FaceDrift)[0].state is FaceState.RETIRED
    assert scene.sweep() is not None
    assert scene.work("profile", "timeline", "replies") == []


@ONE
def test_S02_a_credential_that_opens_another_account_is_not_used_at_all(scene: Scene) -> None:
    look(scene)
    with scene.session() as session:
        other = world.someone(session, "somebody_else").id
        row = session.get_one(Account, scene.account_id)
        right = row.credential
        row.credential = scene.vault.lock({"account": str(other)})
        session.add(row)
        session.commit()
    look(scene)
    row = account(scene)
    assert (row.state, row.doubt, row.reauthorise) == (AccountState.SUSPENDED, Doubt.IDENTITY, True)
    with pytest.raises(AccessLost):
        register.open_platform(row, scene.means.doors, scene.vault)
    with refused("role"):
        about(scene, "slt", rows(scene, FaceDrift)[0].id or 0, "retire")
    with scene.session() as session:
        assert right is not None
        details = scene.vault.unlock(right)
        register.connect(session, scene.who(session, "admin"), scene.account_id, details, scene.means.doors, scene.vault)
    look(scene)
    assert rows(scene, FaceDrift)[0].state is FaceState.BACK
    with scene.session() as session:
        assert session.exec(select(Account.doubt).where(Account.id == scene.account_id)).one() is Doubt.NONE
