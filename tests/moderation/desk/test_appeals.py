"""An appeal is written down by whoever hears of it and decided by somebody who did not hide the comment, in time, and counted."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.accounts import register
from bot.clock import now, today
from bot.errors import BadInput, NotFound, Refusal
from bot.moderation.desk import appeals
from bot.moderation.desk import undo as desk_undo
from bot.moderation.desk.appeals_models import Appeal, AppealState
from bot.moderation.desk.wording import why_hidden
from bot.moderation.models import Reply
from bot.people.grants import academy
from bot.reports.today import waiting_for
from tests.moderation.desk.desk import THREAT, decides, hidden_on_network, said, stored
from tests.scene import Scene


def appeal(scene: Scene, by: str = "author", **more: Any) -> int:
    values: dict[str, Any] = {
        "account_id": scene.account_id,
        "channel": "email",
        "words": "Why was it hidden?",
        "complained_on": today(),
        "handle": "@a_parent",
    }
    with scene.session() as session:
        return appeals.record(session, scene.who(session, by), **{**values, **more}).id or 0


def settle(scene: Scene, name: str, key: int, outcome: str = "restored", reason: str = "We got it wrong.", reply: int | None = None) -> Appeal:
    with scene.session() as session:
        return appeals.settle(session, scene.who(session, name), key, outcome, reason, reply)


def test_S15_3_an_appeal_is_decided_by_a_second_person_and_the_comment_is_shown_again(scene: Scene) -> None:
    key = said(scene, THREAT)
    decides(scene, "slt", key, "keep_hidden", "threat")
    number = appeal(scene)
    with scene.session() as session:
        row = session.get_one(Appeal, number)
        assert row.reply_id == key, "the only hidden comment of that writer"
        assert timedelta(days=5) <= row.due_at - now() <= timedelta(days=20)
        assert [a.id for a in appeals.for_me(session, scene.who(session, "slt2"))] == [number]
        assert appeals.for_me(session, scene.who(session, "slt")) == []
        assert any("Decide 1 appeal" in line.sentence for line in waiting_for(session, scene.who(session, "head")))
    with pytest.raises(Refusal) as refused:
        settle(scene, "slt", number)
    assert "You decided against this comment" in refused.value.sentence
    settle(scene, "slt2", number)
    scene.work("hide")
    assert not hidden_on_network(scene, THREAT)
    assert stored(scene, key).restored
    assert scene.entries("reply:decide")[-1].detail["false_hide"] is True
    with pytest.raises(Refusal):
        settle(scene, "head", number)
    with scene.session() as session, pytest.raises(Refusal):
        desk_undo.undo(session, scene.who(session, "slt2"), key)
    with scene.session() as session:
        counted = appeals.counts(session, scene.academy_id, now() - timedelta(days=1))
    assert (counted.made, counted.open, counted.restored, counted.stands, counted.late) == (1, 0, 1, 0, 0)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_appeal_that_stands_changes_nothing_and_a_late_one_stays_late(scene: Scene) -> None:
    key = said(scene, THREAT)
    number = appeal(scene, reply_id=key)
    with scene.session() as session:
        session.execute(sa.update(Appeal).values(due_at=now() - timedelta(hours=1)))
        session.commit()
        assert any("should have been decided" in line.sentence for line in waiting_for(session, scene.who(session, "slt")))
    assert settle(scene, "slt", number, "stands", "It threatens a person.").late
    assert stored(scene, key).review.value == "waiting"
    with scene.session() as session:
        assert session.get_one(Appeal, number).state is AppealState.STANDS


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_which_comment_is_meant_is_said_by_the_leader_where_it_is_not_clear(scene: Scene) -> None:
    key = said(scene, THREAT)
    number = appeal(scene, handle="somebody_unknown")
    with pytest.raises(BadInput) as bad:
        settle(scene, "slt", number)
    assert list(bad.value.fields) == ["reply_id"]
    assert settle(scene, "slt", number, reply=key).reply_id == key


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_bad_input_is_said_and_writes_nothing(scene: Scene) -> None:
    wrong: list[tuple[str, Any]] = [
        ("channel", "pigeon"),
        ("words", " "),
        ("words", "x" * 2_001),
        ("complained_on", None),
        ("complained_on", today() + timedelta(days=1)),
        ("handle", ""),
        ("reply_id", 999),
    ]
    for field, value in wrong:
        with pytest.raises(BadInput) as bad:
            appeal(scene, **{field: value})
        assert list(bad.value.fields) == [field]
    for name in ("governor", "dsl"):
        with pytest.raises(Refusal):
            appeal(scene, by=name)
    assert scene.entries("appeal:record", "done") == []
    number = appeal(scene)
    for outcome, reason in (("", "why"), ("open", "why"), ("stands", " ")):
        with pytest.raises(BadInput):
            settle(scene, "slt", number, outcome, reason)
    with scene.session() as session, pytest.raises(NotFound):
        appeals.opened(session, scene.who(session, "author"), number)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_words_for_the_writer_name_the_rule_and_the_way_and_never_repeat_theirs(scene: Scene) -> None:
    key = said(scene, THREAT)
    decides(scene, "slt", key, "keep_hidden", "threat")
    with scene.session() as session:
        reply = session.get_one(Reply, key)
        text = why_hidden(reply, register.account(session, reply.account_id), academy(session, scene.academy_id))
    assert "threaten somebody" in text
    assert "office@academy-a.example.sch.uk" in text
    assert "within 5 working days" in text
    assert "Nobody but its writer sees it" in text
    assert "legs" not in text
