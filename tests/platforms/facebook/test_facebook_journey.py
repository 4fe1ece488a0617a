"""The whole product on a Facebook Page: from proposal to a verified post, and what others say under it."""

import pytest
from sqlmodel import select

from bot.accounts import register
from bot.accounts.models import Account, AccountState
from bot.cases.models import Task
from bot.drafts.models import Stray, StrayKind
from bot.errors import BadInput, Refusal
from bot.moderation.models import Reply, Visibility
from bot.platforms.registry import Doors, Means
from tests import scene as scenes
from tests.platforms.graph_journey import ABUSE, CRITICISM, hidden_shown_again_and_removed, proposed, reply
from tests.platforms.graph_server import GraphServer
from tests.played_web import PlayedWeb

from .twin import CREDENTIALS
from .world import PAGE, World


@pytest.fixture
def gate(scene: scenes.Scene, server: GraphServer) -> scenes.Scene:
    """Academy A with its Page proposed by an author, approved by the Headteacher, and not connected yet."""
    settings = scene.settings.model_copy(update={"graph_url": server.url})
    scene.means = Means(Doors(settings, scene.engine, PlayedWeb()), scene.vault, 60)
    proposed(scene, "facebook")
    return scene


def connect(gate: scenes.Scene, **credentials: str) -> None:
    with gate.session() as session:
        register.connect(session, gate.who(session, "admin"), gate.account_id, CREDENTIALS | credentials, gate.means.doors, gate.vault)


def test_a_page_goes_from_proposal_to_a_verified_post_and_abuse_under_it_is_hidden_shown_again_and_removed(
    gate: scenes.Scene, world: World, server: GraphServer
) -> None:
    world.post("From before Gatepost.")
    connect(gate)
    with gate.session() as session:
        account = session.get_one(Account, gate.account_id)
        assert (account.state, account.remote_id) == (AccountState.CONNECTED, PAGE)
        assert CREDENTIALS["access_token"] not in str(account.credential)
    key = gate.approved()
    server.fail("lost and cut", "POST", "/feed")
    gate.work("publish")
    assert gate.release(key).state == "unknown"
    for _ in range(2):  # found, and then read back as it stands
        gate.hurry(key)
        gate.work("publish")
    post = gate.release(key).remote_id or ""
    assert (gate.release(key).state, [one["message"] for one in world.posts.values()].count(scenes.PLAIN)) == ("verified", 1)

    abuse, criticism = world.comment(ABUSE, post)["id"], world.comment(CRITICISM, post, by=None)["id"]
    hidden_shown_again_and_removed(gate, world, abuse, criticism, CREDENTIALS["access_token"])
    assert reply(gate, criticism).author_handle == "name withheld by Facebook"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_details_that_open_another_page_or_none_connect_nothing(gate: scenes.Scene, world: World) -> None:
    for wrong in ({"access_token": "EAAG-of-somebody-else"}, {"page_id": "12"}, {"page_id": "oakacademy"}, {"access_token": ""}):
        with pytest.raises(BadInput):
            connect(gate, **wrong)
    world.token["scopes"].append("pages_messaging")
    with pytest.raises(Refusal, match="pages_messaging"):
        connect(gate)
    world.token["scopes"].pop()
    world.page["username"] = "elmacademy"
    with pytest.raises(Refusal, match="elmacademy"):
        connect(gate)
    with gate.session() as session:
        assert session.get_one(Account, gate.account_id).state is AccountState.APPROVED


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_stray_and_an_edit_are_found_and_a_comment_that_cannot_be_hidden_becomes_a_task_with_steps(gate: scenes.Scene, world: World) -> None:
    connect(gate)
    key = gate.approved()
    for _ in range(2):
        gate.hurry(key)
        gate.work("publish")
    post = gate.release(key).remote_id or ""
    stray = world.post("Everyone gets a day off tomorrow!")["id"]
    world.posts[post]["message"] = "School is closed."
    abuse = world.comment(ABUSE, post, can_hide=False)["id"]
    gate.reread()
    gate.work("timeline")
    gate.work("replies")
    gate.work("hide")
    with gate.session() as session:
        found = {row.remote_id: row.kind for row in session.exec(select(Stray).where(Stray.account_id == gate.account_id))}
        assert found == {stray: StrayKind.UNKNOWN, post: StrayKind.EDITED}
        stuck = session.exec(select(Reply).where(Reply.remote_id == abuse)).one()
        assert (stuck.state, world.visible(abuse)) == (Visibility.CANNOT_HIDE, True)
        (task,) = session.exec(select(Task).where(Task.subject == f"reply:{stuck.id}")).all()
        assert "Hide comment" in " ".join(task.steps)
