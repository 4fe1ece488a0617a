"""An academy's account on Mastodon through the gate: connected, posted to, answered, and never posted to twice."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlmodel import col, select

from bot.accounts import register
from bot.cases.models import Task
from bot.clock import now
from bot.drafts.models import Stray
from bot.errors import BadInput, Refusal
from bot.moderation.messages.models import MessageState, PrivateMessage, SentOutside
from bot.moderation.models import Reply, Visibility
from bot.people.permissions import Role
from bot.platforms.capabilities import CAPABILITIES
from bot.platforms.registry import Doors, Means
from tests import scene as scenes
from tests.scene import PLAIN, Scene

from .server import MastodonServer

HANDLE = "oak_academy@social.example"
ABUSE = "You are a useless waste of space and I will find you and break your legs."
CRITICISM = "Disappointed again. The car park was chaos and nobody answers the phone."
DISCLOSURE = "I cut myself every night and I want to die"

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # what the database has no part in


@dataclass
class Governed:
    gate: Scene
    server: MastodonServer

    def connect(self, **given: str) -> None:
        with self.gate.session() as session:
            admin = self.gate.who(session, "admin")
            register.connect(session, admin, self.gate.account_id, {**self.server.keys, **given}, self.gate.means.doors, self.gate.vault)

    def reads(self, *jobs: str) -> None:
        self.gate.reread()
        assert "failed" not in [done.result for done in self.gate.work(*jobs)]

    def posts(self) -> list[str]:
        return [one.text for one in self.server.world.statuses.values() if one.author == self.server.world.me]

    def published(self) -> str:
        key = self.gate.approved()
        for _ in range(2):
            self.gate.work("publish")
        release = self.gate.release(key)
        assert release.state == "verified", release
        return release.remote_id or ""


@pytest.fixture
def waiting(scene: Scene) -> Iterator[Governed]:
    """The account is proposed and approved, and not connected yet."""
    with MastodonServer() as server, scene.session() as session:
        scene.means = Means(Doors(scene.settings, scene.engine, scene.web), scene.vault, 60)
        proposed = register.propose(
            session,
            scene.who(session, "author"),
            academy_id=scene.academy_id,
            platform="mastodon",
            handle=f"@{HANDLE}",
            purpose="News for families of Academy A: events, closures, achievements",
            official_email="office@academy-a.example.sch.uk",
            custodian_ids=[scene.people["author"], scene.people["admin"]],
        )
        scene.account_id = proposed.id or 0
        register.decide(session, scene.who(session, "head"), scene.account_id, "approve")
        for name, verbs in scenes.GRANTS.items():
            session.add_all([scenes.grant(scene, name, scene.account_id, verb) for verb in verbs])
        session.commit()
        yield Governed(scene, server)


@pytest.fixture
def governed(waiting: Governed) -> Governed:
    waiting.connect()
    return waiting


@on_sqlite
def test_S02_an_account_is_connected_only_where_it_is_the_registered_one(waiting: Governed) -> None:
    with pytest.raises(BadInput, match="must begin with https://"):
        waiting.connect(server="http://social.example")
    with pytest.raises(BadInput, match="does not accept these details"):
        waiting.connect(access_token="of-somebody-else")
    waiting.server.world.people[waiting.server.world.me] = "elm_academy"
    with pytest.raises(Refusal, match=r"@elm_academy@social\.example, but @oak_academy@social\.example is registered"):
        waiting.connect()
    waiting.server.world.people[waiting.server.world.me] = "oak_academy"
    waiting.connect()
    with waiting.gate.session() as session:
        assert register.account(session, waiting.gate.account_id).remote_id == waiting.server.world.me


def test_S13_a_post_whose_answer_was_lost_is_verified_once_even_after_the_key_is_forgotten(governed: Governed) -> None:
    key = governed.gate.approved()
    governed.server.fail("lost and cut", "POST", "/api/v1/statuses")
    governed.gate.work("publish")
    assert governed.gate.release(key).state == "unknown"
    governed.server.world.later_s = 4_000
    governed.gate.hurry(key)
    governed.gate.work("publish")
    governed.gate.work("publish")
    assert governed.gate.release(key).state == "verified"
    assert governed.posts() == [PLAIN]
    assert governed.server.asked_for("POST", "/api/v1/statuses") == 1


@on_sqlite
def test_S13_a_post_that_never_arrived_is_looked_for_twice_and_sent_again(governed: Governed) -> None:
    key = governed.gate.approved()
    governed.server.fail("down", "POST", "/api/v1/statuses")
    for _ in range(6):
        governed.gate.work("publish")
        governed.gate.hurry(key)
    assert governed.gate.release(key).state == "verified"
    assert governed.posts() == [PLAIN]


def test_S15_abuse_that_cannot_be_hidden_becomes_a_timed_task_with_steps_and_criticism_stays(governed: Governed) -> None:
    gate, world = governed.gate, governed.server.world
    root = governed.published()
    parent = world.person("a_parent@far.example")
    abuse = world.say(parent, ABUSE, to=root)  # which does not name the academy
    criticism = world.say(parent, f"@oak_academy {CRITICISM}", to=root)
    governed.reads("replies")
    gate.work("hide")
    with gate.session() as session:
        replies = {one.remote_id: one for one in session.exec(select(Reply).where(Reply.account_id == gate.account_id))}
        assert (replies[abuse.id].state, replies[criticism.id].state) == (Visibility.CANNOT_HIDE, Visibility.VISIBLE)
        assert replies[abuse.id].root_id == root
        (task,) = session.exec(select(Task).where(Task.subject == f"reply:{replies[abuse.id].id}")).all()
        assert "Mastodon cannot hide what others write" in task.steps[0]
        assert set(CAPABILITIES["mastodon"].steps["hide"]) <= set(task.steps)
        assert (task.role, task.link) == (Role.SLT, world.shown(abuse)["url"])
        assert now() < task.due_at < now() + timedelta(days=2)
    assert len(gate.entries("reply:not-hidden")) == 1


@on_sqlite
def test_S18_a_private_mention_goes_to_the_safeguarding_lead_and_one_sent_by_hand_is_found(governed: Governed) -> None:
    gate, world = governed.gate, governed.server.world
    pupil = world.person("a_pupil@far.example")
    said = world.say(pupil, f"@oak_academy {DISCLOSURE}", visibility="direct")
    gate.work("message-guard")
    governed.reads("messages", "replies", "timeline")
    world.say(world.me, "@a_pupil@far.example write to me at home", visibility="direct", to=said.id)
    governed.reads("messages", "replies", "timeline")
    with gate.session() as session:
        (row,) = session.exec(select(PrivateMessage).where(PrivateMessage.account_id == gate.account_id)).all()
        assert (row.remote_id, row.state) == (said.id, MessageState.SAFEGUARDING)
        assert session.exec(select(Reply).where(Reply.account_id == gate.account_id)).all() == []
        assert session.exec(select(Stray).where(Stray.account_id == gate.account_id)).all() == []
        (outside,) = session.exec(select(SentOutside).where(SentOutside.account_id == gate.account_id)).all()
    assert (outside.to_id, outside.to_handle) == (pupil, "a_pupil@far.example")


@on_sqlite
def test_S14_a_boost_made_by_hand_is_a_stray_post(governed: Governed) -> None:
    governed.published()
    world = governed.server.world
    said = world.say(world.person("a_party@far.example"), "Vote for us.")
    world.say(world.me, "", boosts=said.id)
    governed.reads("timeline")
    with governed.gate.session() as session:
        (stray,) = session.exec(select(Stray).where(Stray.account_id == governed.gate.account_id)).all()
    assert stray.live_text == "Boosted @a_party@far.example: Vote for us."


@on_sqlite
def test_C33_a_server_that_asks_to_slow_down_is_asked_again_and_nothing_is_lost(governed: Governed) -> None:
    gate, world = governed.gate, governed.server.world
    root = governed.published()
    governed.reads("replies")
    said = [world.say(world.person("a_parent"), f"@oak_academy thank you {number}", to=root).id for number in range(3)]
    governed.server.fail("busy", "GET", "/notifications")
    gate.reread()
    gate.work("replies")
    governed.reads("replies")
    with gate.session() as session:
        kept = session.exec(select(Reply.remote_id).where(Reply.account_id == gate.account_id).order_by(col(Reply.id))).all()
    assert sorted(kept) == sorted(said)
