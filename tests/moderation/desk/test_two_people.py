"""Two people never decide one comment at once, and who comes second reads what was decided."""

import threading
from datetime import timedelta

import pytest
from sqlmodel import select

from bot.clock import now
from bot.errors import BadInput, GatepostError, Refusal
from bot.moderation.desk import bulk as desk_bulk
from bot.moderation.desk import decide, holds
from bot.moderation.desk.models import Decided, Hold, last
from bot.moderation.desk.queue import next_for
from bot.moderation.models import Review
from bot.notify.send import unread
from tests.moderation.desk.desk import ABUSE, THREAT, decides, said, stored
from tests.scene import Scene


def hold(scene: Scene, name: str, key: int, word: str | None = None) -> None:
    with scene.session() as session:
        holds.take(session, scene.who(session, name), key, word)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_who_opens_it_holds_it_and_others_are_told_who_and_since_when(scene: Scene) -> None:
    key = said(scene, ABUSE)
    with scene.session() as session:
        assert holds.take_if_free(session, scene.who(session, "slt"), key)
        assert not holds.take_if_free(session, scene.who(session, "slt2"), key)
        assert next_for(session, scene.who(session, "slt2")) is None
    with pytest.raises(Refusal) as refused:
        decides(scene, "slt2", key, "leave", "not_abuse", seen=0)
    assert refused.value.rule == "held"
    assert "is deciding this comment since" in refused.value.sentence
    with pytest.raises(Refusal):
        hold(scene, "slt2", key)
    for word in ("", "x", "y" * 301):
        with pytest.raises(BadInput):
            hold(scene, "slt2", key, word)
    hold(scene, "slt2", key, "they went home")
    with scene.session() as session:
        assert any("took over comment" in n.text and "they went home" in n.text for n in unread(session, scene.who(session, "slt")))
    with pytest.raises(Refusal):
        decides(scene, "slt", key, "leave", "not_abuse", seen=0)
    decides(scene, "slt2", key, "leave", "not_abuse", seen=0)
    with scene.session() as session:
        assert session.get(Hold, key) is None


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_hold_ends_by_itself_and_can_be_given_back(scene: Scene) -> None:
    key = said(scene, ABUSE)
    hold(scene, "slt", key)
    with scene.session() as session:
        assert timedelta(minutes=9) < session.get_one(Hold, key).until - now() <= holds.LENGTH
        holds.give_back(session, scene.who(session, "slt2"), key)
        assert holds.standing(session, [key])
        holds.give_back(session, scene.who(session, "slt"), key)
        assert not holds.standing(session, [key])
    hold(scene, "slt", key)
    with scene.session() as session:
        row = session.get_one(Hold, key)
        row.until = now() - timedelta(seconds=1)
        session.add(row)
        session.commit()
    decides(scene, "slt2", key, "leave", "not_abuse", seen=0)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_who_comes_second_reads_what_was_decided_and_nothing_changes(scene: Scene) -> None:
    key = said(scene, ABUSE)
    decides(scene, "slt", key, "leave", "not_abuse", seen=0)
    with pytest.raises(Refusal) as refused:
        decides(scene, "slt2", key, "hide", "abuse", seen=0)
    assert refused.value.rule == "already-decided"
    assert "leave it visible, because: Not abuse in its context" in refused.value.sentence
    assert stored(scene, key).decision == "leave"
    with scene.session() as session:
        there = last(session, key)
    assert there is not None
    decides(scene, "slt2", key, "hide", "abuse", seen=there.id)
    assert stored(scene, key).decision == "hide"


def test_two_press_at_the_same_moment_and_one_decides(scene: Scene) -> None:
    key = said(scene, ABUSE)
    start, answers = threading.Barrier(2), []

    def press(name: str, decision: str, reason: str) -> None:
        with scene.session() as session:
            me = scene.who(session, name)
            session.commit()
            start.wait(timeout=20)
            try:
                decide.decide(session, me, key, decision, reason, seen=0)
                answers.append(decision)
            except GatepostError as refused:
                answers.append(type(refused).__name__)

    threads = [threading.Thread(target=press, args=each) for each in (("slt", "leave", "not_abuse"), ("slt2", "hide", "abuse"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(answers) in (["Refusal", "hide"], ["Refusal", "leave"])
    with scene.session() as session:
        assert [row.decision for row in session.exec(select(Decided))] == [a for a in answers if a != "Refusal"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_several_at_once_are_each_checked_and_the_one_that_fails_is_named(scene: Scene) -> None:
    hidden, shown = said(scene, THREAT), said(scene, ABUSE, "another")
    held = said(scene, "What a disgusting fat pig that teacher is", "a_third")
    hold(scene, "slt2", held)
    for picked, choice, reason, field in (
        ([], "hide", "abuse", "picked"),
        ([(hidden, 0)], "", "abuse", "choice"),
        ([(hidden, 0)], "hide", "criticism", "reason_code"),
        ([(n, 0) for n in range(1, 200)], "hide", "abuse", "picked"),
    ):
        with scene.session() as session, pytest.raises(BadInput) as bad:
            desk_bulk.decide_many(session, scene.who(session, "slt"), picked, choice, reason)
        assert list(bad.value.fields) == [field]
    with scene.session() as session:
        result = desk_bulk.decide_many(session, scene.who(session, "slt"), [(hidden, 0), (shown, 0), (held, 0), (999, 0)], "hide", "abuse")
    assert result.done == [hidden, shown]
    assert set(result.failed) == {held, 999}
    assert "is deciding this comment" in result.failed[held]
    assert [stored(scene, key).decision for key in (hidden, shown, held)] == ["keep_hidden", "hide", ""]
    assert stored(scene, held).review is Review.WAITING
    assert len(scene.entries("reply:decide", "done")) == 2
    assert len(scene.entries("reply:decide", "refused")) == 1
