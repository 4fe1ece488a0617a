"""A comment removed by hand, where no program may: the word of whoever pressed Done stands at once and is held against the network."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.audit.verify import verify
from bot.cases.models import Task, TaskState
from bot.clock import now
from bot.errors import Refusal
from bot.moderation.desk import by_hand, for_good
from bot.moderation.desk import undo as desk_undo
from bot.moderation.models import Reply, Visibility
from bot.web.pages.comment_rows import card, effect
from tests.journeys.test_youtube import ABUSE, gate, server, swept, world
from tests.moderation.desk.desk import decides, stored
from tests.platforms.youtube.server import YouTubeServer
from tests.platforms.youtube.world import REJECTED, World
from tests.scene import Scene

__all__ = ["gate", "server", "world"]
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
V = Visibility


def asked(gate: Scene, world: World) -> tuple[int, str]:
    """(comment, its id on YouTube): hidden, and a leader decided that a person removes it there."""
    said = world.say(ABUSE)
    swept(gate)
    with gate.session() as session:
        key = session.exec(select(Reply.id).where(Reply.remote_id == said)).one() or 0
    decides(gate, "slt", key, "remove", "abuse")
    return key, said


def task(session: Session, key: int) -> Task:
    """The newest."""
    query = select(Task).where(Task.subject == f"reply:{key}", Task.title == for_good.REMOVE.task)
    return session.exec(query.order_by(col(Task.id).desc()).limit(1)).one()


def presses_done(gate: Scene, name: str, key: int) -> None:
    with gate.session() as session:
        by_hand.finish(session, gate.who(session, name), task(session, key).id or 0)


def read_back(gate: Scene) -> list[object]:
    """The two minutes are over."""
    with gate.session() as session:
        session.execute(sa.update(Reply).values(not_before=now() - timedelta(seconds=1)))
        session.commit()
    return [done.result for done in gate.work("reply-by-hand")]


def seen(gate: Scene, key: int) -> tuple[str, str]:
    with gate.session() as session:
        shown = card(session, session.get_one(Reply, key))
        return shown.seen, shown.seen_words


def test_S15_1_whoever_removed_a_comment_by_hand_is_on_record_and_the_comment_says_so(gate: Scene, world: World) -> None:
    key, said = asked(gate, world)
    assert stored(gate, key).state is V.HIDDEN
    world.comments[said].status = REJECTED  # somebody presses Remove in YouTube Studio
    presses_done(gate, "head", key)
    reply = stored(gate, key)
    assert (reply.state, reply.read_back) == (V.REMOVED, None)
    label, words = seen(gate, key)
    assert label == "Removed"
    assert words.startswith("Removed by hand by Headteacher, ")
    assert "their word" in words
    assert effect(reply) == "Decided: remove it for good. It is gone from the network."
    (entry,) = gate.entries("task:done")
    assert (entry.actor_id, entry.detail["role"], entry.detail["reply"]) == (gate.people["head"], "Headteacher", "removed")

    assert gate.work("reply-by-hand") == [], "a network takes a moment"
    assert read_back(gate) == ["read back"]
    assert "read since, and agrees" in seen(gate, key)[1]
    assert read_back(gate) == []
    (entry,) = gate.entries("reply:removed")
    assert entry.detail["by_hand"]
    with gate.session() as session, pytest.raises(Refusal, match="removed for good"):
        desk_undo.undo(session, gate.who(session, "slt"), key)
    with gate.session() as session:
        assert verify(session, gate.vault, gate.settings.seal_file).whole


def test_I8_what_the_network_still_shows_is_not_called_removed_and_the_task_opens_again(gate: Scene, world: World) -> None:
    key, said = asked(gate, world)
    presses_done(gate, "slt", key)
    assert stored(gate, key).state is V.REMOVED
    assert read_back(gate) == ["hidden"]
    assert seen(gate, key)[0] == "Hidden"
    with gate.session() as session:
        again = task(session, key)
        assert again.state is TaskState.OPEN
        assert again.steps[0].startswith("Somebody pressed Done on ")
        assert "YouTube still shows it as before. Please look again." in again.steps[0]
    assert gate.entries("reply:removed") == []
    assert gate.entries("reply:not-removed")[0].detail["by_hand"]
    world.comments[said].status = REJECTED
    presses_done(gate, "slt", key)
    assert read_back(gate) == ["read back"]
    assert stored(gate, key).state is V.REMOVED


@on_sqlite
def test_while_the_network_cannot_be_read_their_word_stands_and_it_is_asked_again(gate: Scene, world: World, server: YouTubeServer) -> None:
    key, said = asked(gate, world)
    world.comments.pop(said)
    presses_done(gate, "slt", key)
    server.fail("down")
    assert read_back(gate) == ["again"]
    assert (stored(gate, key).state, stored(gate, key).read_back) == (V.REMOVED, None)
    assert read_back(gate) == ["read back"]


@on_sqlite
def test_a_task_whose_decision_was_changed_ends_nothing(gate: Scene, world: World) -> None:
    key, _ = asked(gate, world)
    with gate.session() as session:
        open_task = task(session, key).id or 0
    decides(gate, "slt", key, "restore", "misread")
    with gate.session() as session, pytest.raises(Refusal, match="done already"):
        by_hand.finish(session, gate.who(session, "slt"), open_task)
    swept(gate)
    assert stored(gate, key).state is V.VISIBLE
