"""Removing a comment for good, where the network lets its owner do it: a person decides, it can be taken back, then it is gone."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from bot.accounts import register
from bot.audit.verify import verify
from bot.cases import evidence
from bot.cases.models import Task, TaskState
from bot.clock import now
from bot.errors import Refusal
from bot.moderation import safeguarded
from bot.moderation.desk import appeals, bulk, decide, for_good
from bot.moderation.desk import history as desk_history
from bot.moderation.desk import undo as desk_undo
from bot.moderation.desk.models import last
from bot.moderation.desk.wording import why_hidden
from bot.moderation.models import Reply, Visibility
from bot.people.grants import academy
from bot.platforms.facebook import Facebook
from bot.web.pages.comment_rows import card, effect
from tests.moderation.desk.desk import CRITICISM, decides, stored
from tests.platforms.facebook.conftest import server, world
from tests.platforms.facebook.test_facebook_journey import connect, gate
from tests.platforms.facebook.world import World
from tests.platforms.graph_journey import ABUSE
from tests.platforms.graph_server import GraphServer
from tests.scene import Scene

__all__ = ["gate", "server", "world"]
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
V = Visibility


def heard(gate: Scene, world: World, text: str = ABUSE) -> tuple[int, str]:
    """(comment, its id on the network), read, and hidden where it is abuse."""
    connect(gate)
    said = world.comment(text, world.post("Welcome back.")["id"])["id"]
    gate.reread()
    gate.work("replies", "hide")
    gate.work("hide")
    with gate.session() as session:
        return session.exec(select(Reply.id).where(Reply.remote_id == said)).one() or 0, said


def waited(gate: Scene) -> None:
    """The time to take it back is over; and so is what any worker holds."""
    with gate.session() as session:
        session.execute(sa.update(Reply).values(not_before=now() - timedelta(seconds=1), lease_until=None))
        session.commit()


def removes(gate: Scene, key: int) -> list[object]:
    waited(gate)
    return [done.result for done in gate.work("reply-removal")]


def undo(gate: Scene, key: int) -> None:
    with gate.session() as session:
        desk_undo.undo(session, gate.who(session, "slt"), key)


def task(session: Session, key: int) -> Task:
    return session.exec(select(Task).where(Task.subject == f"reply:{key}", Task.title == for_good.REMOVE.task)).one()


def test_I6_a_removal_waits_can_be_taken_back_and_is_then_done_and_read_back(gate: Scene, world: World) -> None:
    key, said = heard(gate, world)
    decides(gate, "slt", key, "remove", "abuse")
    assert gate.work("reply-removal") == []
    assert (stored(gate, key).state, said in world.comments) == (V.REMOVING, True)
    undo(gate, key)
    assert (stored(gate, key).state, world.visible(said)) == (V.HIDDEN, False)
    assert removes(gate, key) == []

    decides(gate, "slt", key, "remove", "abuse")
    assert removes(gate, key) == ["removed"]
    assert said not in world.comments
    reply = stored(gate, key)
    assert (reply.state, reply.read_back, reply.decision) == (V.REMOVED, True, "remove")
    with gate.session() as session:
        (kept,) = evidence.of(session, f"reply:{key}")
        assert kept.content["text"] == ABUSE
        shown = card(session, reply)
        assert (shown.seen, "gone from the network for good" in shown.seen_words) == ("Removed", True)
        assert effect(reply) == "Decided: remove it for good. It is gone from the network."
        account = register.account(session, gate.account_id)
        assert "has been removed" in why_hidden(reply, account, academy(session, gate.academy_id))
        writer = desk_history.of_writer(session, reply)
        assert (writer.hidden, writer.removed) == (0, 1)
        assert decide.choices(reply, account) == {}
        assert verify(session, gate.vault, gate.settings.seal_file).whole
    (entry,) = gate.entries("reply:removed")
    assert entry.detail["decided_by"] == gate.people["slt"]
    for act in (lambda: undo(gate, key), lambda: decides(gate, "slt2", key, "restore", "misread")):
        with pytest.raises(Refusal, match="removed for good"):
            act()
    assert gate.work("reply-removal", "hide") == []


def test_evidence_is_sealed_before_what_the_machine_kept_is_removed(gate: Scene, world: World) -> None:
    key, said = heard(gate, world, CRITICISM)
    assert stored(gate, key).evidence_id is None
    decides(gate, "slt", key, "remove", "personal_data")
    assert stored(gate, key).evidence_id is not None
    with gate.session() as session:  # as a row would stand that no person decided
        session.execute(sa.update(Reply).where(Reply.id == key).values(evidence_id=None))  # type: ignore[arg-type]
        session.commit()
    assert removes(gate, key) == ["visible"]
    assert said in world.comments
    assert "no sealed copy" in str(gate.entries("reply:not-removed")[0].detail["why"])


@pytest.mark.parametrize("fault", ["lost and cut", "down"])
@on_sqlite
def test_a_lost_answer_is_read_back(gate: Scene, world: World, server: GraphServer, fault: str) -> None:
    key, said = heard(gate, world)
    decides(gate, "slt", key, "remove", "abuse")
    server.fail(fault, "DELETE", f"/{said}")
    first = removes(gate, key)
    assert first == (["removed"] if fault == "lost and cut" else ["again"])
    while stored(gate, key).state is not V.REMOVED:
        assert removes(gate, key) == ["removed"]
    assert said not in world.comments
    assert len(gate.entries("reply:removed")) == 1


def test_a_worker_that_dies_after_removing_is_followed_by_one_that_finds_it_gone(gate: Scene, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    key, said = heard(gate, world)
    decides(gate, "slt", key, "remove", "abuse")
    waited(gate)

    def killed(self: Facebook, reply_id: str) -> bool:
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(Facebook, "reply_stands", killed)
        with pytest.raises(SystemExit):
            gate.work("reply-removal")
    assert (stored(gate, key).state, said in world.comments) == (V.REMOVING, False)
    with pytest.raises(Refusal, match="doing it now"):
        undo(gate, key)
    assert gate.work("reply-removal") == []  # its lease still runs
    assert removes(gate, key) == ["removed"]


def test_what_the_network_refuses_becomes_a_task_and_is_never_called_removed(gate: Scene, world: World) -> None:
    key, said = heard(gate, world)
    world.comments[said]["can_remove"] = False
    decides(gate, "slt", key, "remove", "abuse")
    assert removes(gate, key) == ["hidden"]
    reply = stored(gate, key)
    with gate.session() as session:
        asked = task(session, key)
        assert "does not let this connection delete this comment" in asked.steps[0]
        assert asked.state is not TaskState.DONE
        assert card(session, reply).seen == "Hidden"
    assert "task to do it by hand" in effect(reply)
    undo(gate, key)
    with gate.session() as session:
        assert task(session, key).state is TaskState.DONE


@on_sqlite
def test_another_leader_changes_a_removal_that_has_not_begun_and_an_outage_asks_a_person(gate: Scene, world: World, server: GraphServer) -> None:
    key, said = heard(gate, world)
    decides(gate, "slt", key, "remove", "abuse")
    decides(gate, "slt2", key, "restore", "misread")
    assert removes(gate, key) == []
    gate.work("hide")
    assert world.visible(said)
    with pytest.raises(Refusal, match="does not begin again by itself"), gate.session() as session:
        desk_undo.undo(session, gate.who(session, "slt2"), key)

    decides(gate, "slt", key, "remove", "abuse")
    for _ in range(3):
        server.fail("down", "DELETE", f"/{said}")
        assert removes(gate, key) == ["again"]
    with gate.session() as session:
        assert "could not do it yet" in task(session, key).steps[0]
    world.comments.pop(said)  # they did it by hand
    assert removes(gate, key) == ["removed"]
    with gate.session() as session:
        assert task(session, key).state is TaskState.DONE


@on_sqlite
def test_what_is_gone_already_is_not_called_visible_when_it_cannot_be_hidden(gate: Scene, world: World) -> None:
    key, said = heard(gate, world, CRITICISM)
    decides(gate, "slt", key, "hide", "personal_data")
    world.comments.pop(said)
    gate.work("hide")
    assert stored(gate, key).state is V.REMOVED
    assert (len(gate.entries("reply:gone")), gate.entries("reply:removed")) == (1, [])


@on_sqlite
def test_an_appeal_about_a_removed_comment_may_stand(gate: Scene, world: World) -> None:
    key, _ = heard(gate, world)
    decides(gate, "slt", key, "remove", "abuse")
    removes(gate, key)
    with gate.session() as session:
        row = appeals.record(
            session,
            gate.who(session, "slt"),
            account_id=gate.account_id,
            channel="email",
            words="You took my comment away.",
            complained_on=now().date(),
            handle="",
            reply_id=key,
        )
        assert appeals.settle(session, gate.who(session, "slt2"), row.id or 0, "stands", "It broke the rules.").outcome


@on_sqlite
def test_several_at_once_and_the_safeguarding_lead_take_a_removal_back(gate: Scene, world: World) -> None:
    key, said = heard(gate, world)
    decides(gate, "slt", key, "remove", "abuse")
    with gate.session() as session:
        assert bulk.decide_many(session, gate.who(session, "slt2"), [(key, 0)], "hide", "abuse").failed != {}  # somebody decided since they looked
        seen = last(session, key)
        assert seen is not None
        assert bulk.decide_many(session, gate.who(session, "slt2"), [(key, seen.id or 0)], "hide", "abuse").done == [key]
    gate.work("hide")
    assert stored(gate, key).state is V.HIDDEN
    decides(gate, "slt", key, "remove", "abuse")
    with gate.session() as session:
        safeguarded.raise_concern(
            session, gate.who(session, "slt"), gate.academy_id, words="A pupil wrote this.", about="nobody", link=f"reply:{key}"
        )
    assert removes(gate, key) == []
    gate.work("hide")
    assert (stored(gate, key).state, said in world.comments) == (V.HIDDEN, True)
