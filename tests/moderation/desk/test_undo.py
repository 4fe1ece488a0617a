"""Taking back one's own last decision: everything as before, and the network brought back into line."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.accounts import register
from bot.cases import tasks
from bot.cases.models import Evidence
from bot.clock import now
from bot.db import open_session
from bot.errors import Refusal
from bot.moderation.desk import for_good
from bot.moderation.desk import undo as desk_undo
from bot.moderation.desk.models import Decided
from bot.moderation.models import Reply, Review, Visibility
from bot.people.models import Person
from bot.platforms.practice import Practice
from tests.moderation.desk.desk import ABUSE, CRITICISM, THREAT, decides, hidden_on_network, said, stored
from tests.scene import Scene


def undo(scene: Scene, name: str, key: int) -> None:
    with scene.session() as session:
        desk_undo.undo(session, scene.who(session, name), key)


def lease_over(scene: Scene) -> None:
    with scene.session() as session:
        session.execute(sa.update(Reply).values(lease_until=None, not_before=now()))
        session.commit()


def test_a_hide_taken_back_is_shown_again_and_waits(scene: Scene) -> None:
    key = said(scene, ABUSE)
    decides(scene, "slt", key, "hide", "abuse")
    scene.work("hide")
    assert hidden_on_network(scene, ABUSE)
    undo(scene, "slt", key)
    scene.work("hide")
    reply = stored(scene, key)
    assert not hidden_on_network(scene, ABUSE)
    assert (reply.state, reply.review, reply.decision, reply.decided_by) == (Visibility.VISIBLE, Review.WAITING, "", None)
    assert [e.detail["decision"] for e in scene.entries("reply:undo", "done")] == ["hide"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_S15_3_a_restore_taken_back_is_hidden_again_and_counts_no_more(scene: Scene) -> None:
    key = said(scene, THREAT)
    decides(scene, "slt", key, "restore", "misread")
    scene.work("hide")
    assert not hidden_on_network(scene, THREAT)
    undo(scene, "slt", key)
    scene.work("hide")
    assert hidden_on_network(scene, THREAT)
    assert not stored(scene, key).restored


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_before_the_worker_came_nothing_has_to_be_done_on_the_network(scene: Scene) -> None:
    key = said(scene, ABUSE)
    decides(scene, "slt", key, "hide", "abuse")
    undo(scene, "slt", key)
    assert stored(scene, key).state is Visibility.VISIBLE
    assert scene.work("hide") == []


def test_undo_while_the_worker_is_at_the_network(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    key = said(scene, ABUSE)
    decides(scene, "slt", key, "hide", "abuse")
    real, once = Practice.set_hidden, [True]

    def meanwhile(self: Practice, reply_id: str, root_id: str | None, hidden: bool) -> bool:
        if once:
            once.clear()
            with open_session(scene.engine, vault=scene.vault) as other:
                desk_undo.undo(other, other.get_one(Person, scene.people["slt"]), key)
        return real(self, reply_id, root_id, hidden)

    monkeypatch.setattr(Practice, "set_hidden", meanwhile)
    assert [d.result for d in scene.work("hide")] == ["lost"]
    assert hidden_on_network(scene, ABUSE), "the call was on its way"
    assert stored(scene, key).state is Visibility.SHOWING
    assert scene.entries("reply:hidden") == [], "what was overtaken is not called done"
    lease_over(scene)
    assert [d.result for d in scene.work("hide")] == ["visible"]
    assert not hidden_on_network(scene, ABUSE)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_task_to_remove_by_hand_is_taken_back_with_the_decision(scene: Scene) -> None:
    key = said(scene, THREAT)
    with scene.session() as session:
        account_reply = session.get_one(Reply, key)
        row = Decided(
            reply_id=key, person_id=scene.people["slt"], decision="remove", reason_code="threat",
            was_state=account_reply.state, was_review=Review.WAITING, attempts=account_reply.attempts,
        )  # fmt: skip
        account_reply.review, account_reply.decision = Review.DECIDED, "remove"
        session.add_all([account_reply, row])
        account = register.account(session, account_reply.account_id)
        task = tasks.ask(session, account, f"reply:{key}", for_good.REMOVE.task, ("Do it.",))
        session.commit()
    undo(scene, "slt", key)
    with scene.session() as session:
        assert task.id not in [t.id for t in tasks.open_for(session, scene.who(session, "slt"))]
    assert stored(scene, key).state is Visibility.HIDDEN


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_only_ones_own_last_decision_and_only_for_ten_minutes(scene: Scene) -> None:
    first, second = said(scene, ABUSE), said(scene, THREAT, "another")
    with pytest.raises(Refusal) as refused:
        undo(scene, "slt", first)
    assert "no decision" in refused.value.sentence
    decides(scene, "slt", first, "leave", "not_abuse")
    decides(scene, "slt", second, "keep_hidden", "threat")
    for name, key, words in (("slt2", first, "Somebody else decided it"), ("slt", first, "Only your last decision")):
        with pytest.raises(Refusal) as refused:
            undo(scene, name, key)
        assert words in refused.value.sentence
    with scene.session() as session:
        mine = desk_undo.undoable(session, scene.who(session, "slt"))
        assert mine is not None
        assert mine.reply_id == second
        session.execute(sa.update(Decided).values(at=now() - timedelta(minutes=11)))
        session.commit()
        assert desk_undo.undoable(session, scene.who(session, "slt")) is None
    with pytest.raises(Refusal) as refused:
        undo(scene, "slt", second)
    assert "10 minutes" in refused.value.sentence


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_I5_what_the_machine_kept_is_sealed_before_a_person_has_it_hidden(scene: Scene) -> None:
    key = said(scene, CRITICISM)
    assert stored(scene, key).evidence_id is None
    decides(scene, "slt", key, "hide", "abuse")
    with scene.session() as session:
        assert session.get_one(Evidence, stored(scene, key).evidence_id).content["text"] == CRITICISM
