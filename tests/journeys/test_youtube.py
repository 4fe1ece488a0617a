"""An academy's channel on YouTube: connected, watched, an abusive comment held back and shown again, and no post sent to it."""

from collections.abc import Iterator

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import select

from bot.accounts import register
from bot.accounts.models import AccountState
from bot.cases import evidence
from bot.cases.models import Task
from bot.drafts.signoff import submit
from bot.errors import Refusal
from bot.moderation.desk.decide import decide
from bot.moderation.models import Reply, Review, Visibility
from bot.platforms.registry import Doors, Means
from bot.settings import Settings
from tests import scene
from tests.platforms.youtube.server import KEYS, YouTubeServer
from tests.platforms.youtube.world import HELD, PUBLISHED, REJECTED, World

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ABUSE = "You are a useless waste of space and I will find you and break your legs."
CRITICISM = "Disappointed again. The car park was chaos and nobody answers the phone."


@pytest.fixture
def server() -> Iterator[YouTubeServer]:
    with YouTubeServer() as running:
        running.world.upload("The spring concert")
        yield running


@pytest.fixture
def world(server: YouTubeServer) -> World:
    return server.world


@pytest.fixture
def gate(engine: Engine, gate_settings: Settings, server: YouTubeServer) -> scene.Scene:
    """The channel is proposed, approved by the Headteacher and connected by an administrator, as through the pages."""
    made = scene.build(engine, gate_settings.model_copy(update={"youtube_url": server.url, "google_token_url": server.token_url}))
    with made.session() as session:
        proposed = register.propose(
            session,
            made.who(session, "author"),
            academy_id=made.academy_id,
            platform="youtube",
            handle="oak_academy",
            purpose="Concerts, sports days and assemblies for families",
            official_email="office@academy-a.example.sch.uk",
            custodian_ids=[made.people["author"], made.people["admin"]],
        )
        made.account_id = proposed.id or 0
        register.decide(session, made.who(session, "head"), made.account_id, "approve")
        for name, verbs in scene.GRANTS.items():
            session.add_all([scene.grant(made, name, made.account_id, verb) for verb in verbs])
        session.commit()
        register.connect(session, made.who(session, "admin"), made.account_id, KEYS, made.means.doors, made.vault)
    return made


def swept(gate: scene.Scene) -> None:
    gate.reread()
    failed = [done for done in gate.sweep() if done.result == "failed"]
    assert not failed, failed


def reply(gate: scene.Scene, remote_id: str) -> Reply:
    with gate.session() as session:
        return session.exec(select(Reply).where(Reply.remote_id == remote_id)).one()


def decided(gate: scene.Scene, remote_id: str, decision: str, reason: str) -> None:
    key = reply(gate, remote_id).id or 0
    with gate.session() as session:
        decide(session, gate.who(session, "slt"), key, decision, reason)


def test_abuse_is_held_with_evidence_read_back_and_shown_again_when_a_leader_says_so(gate: scene.Scene, world: World) -> None:
    with gate.session() as session:
        assert register.account(session, gate.account_id).state is AccountState.CONNECTED
    abuse, criticism = world.say(ABUSE), world.say(CRITICISM)
    swept(gate)
    hidden = reply(gate, abuse)
    assert (hidden.state, hidden.review, hidden.read_back) == (Visibility.HIDDEN, Review.WAITING, True)
    assert (world.in_sight(abuse), world.in_sight(criticism)) == (False, True)
    with gate.session() as session:
        (kept,) = evidence.of(session, f"reply:{hidden.id}")
        assert evidence.intact(kept)
    decided(gate, abuse, "restore", "misread")
    swept(gate)
    assert reply(gate, abuse).state is Visibility.VISIBLE
    assert world.in_sight(abuse)
    assert [each["moderationStatus"] for each in world.moderated] == [HELD, PUBLISHED]
    assert [entry.detail["read_back"] for act in ("reply:hidden", "reply:shown") for entry in gate.entries(act)] == [True, True]


@on_sqlite
def test_what_somebody_removed_in_youtube_studio_is_not_said_to_be_shown_again(gate: scene.Scene, world: World) -> None:
    abuse = world.say(ABUSE)
    swept(gate)
    world.comments[abuse].status = REJECTED
    decided(gate, abuse, "restore", "misread")
    swept(gate)
    assert reply(gate, abuse).state is Visibility.HIDDEN
    with gate.session() as session:
        steps = [step for task in session.exec(select(Task)) for step in task.steps]
    assert any("does not let a removed comment be shown again" in step for step in steps)


def test_a_draft_for_the_channel_is_refused_with_what_to_do_instead(gate: scene.Scene, server: YouTubeServer) -> None:
    key = gate.draft()
    asked = len(server.asked)
    with gate.session() as session, pytest.raises(Refusal) as no:
        submit(session, gate.who(session, "author"), key)
    assert no.value.rule == "screen:network"
    assert "YouTube takes no posts from Gatepost. Take the YouTube account out of this draft." in str(no.value)
    assert "YouTube Studio" in str(no.value)
    assert no.value.next_step
    assert gate.state(key) == "draft"
    assert len(server.asked) == asked


@on_sqlite
def test_a_video_nobody_agreed_in_gatepost_is_a_stray(gate: scene.Scene, world: World) -> None:
    world.upload("Uploaded past the gate")
    swept(gate)
    assert [entry.outcome for entry in gate.entries("stray:found")] == ["done"]


@on_sqlite
def test_another_process_goes_on_with_the_access_that_was_kept(gate: scene.Scene, world: World) -> None:
    before = world.exchanges
    gate.means = Means(Doors(gate.settings, gate.engine), gate.vault, 60)
    swept(gate)
    assert world.exchanges == before


@on_sqlite
def test_nobody_is_asked_to_look_for_private_messages_where_there_are_none(gate: scene.Scene) -> None:
    swept(gate)
    with gate.session() as session:
        assert not [task.title for task in session.exec(select(Task)) if task.account_id == gate.account_id]
