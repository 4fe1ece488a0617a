"""C06: the data protection officer's word. Silence never clears; a condition comes back to her; a small number reaches her."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.clock import LONDON, now
from bot.drafts.data_decision import clear_with_changes, dpo_decide
from bot.drafts.dpo_clock import SILENCE
from bot.drafts.lifecycle import SignKind
from bot.drafts.models import Draft
from bot.drafts.signoff import ask_dpo, submit
from bot.errors import BadInput
from bot.people.hours import USUAL
from bot.people.permissions import Role
from tests.drafts.gate import approve_as, behind_the_back, check_as, refused, save_as, signs, told, typed
from tests.scene import ANSWERS, PLAIN, Scene

UNSURE = ANSWERS | {"personal_data": "unsure", "facts": "no"}
SMALL = "Well done! 3 of 4 SEND pupils passed their reading assessment."


def waited(scene: Scene, wait: timedelta) -> None:
    """Make every wait begin so long ago."""
    with scene.session() as session:
        session.execute(sa.update(Draft).values(waiting_since=now() - wait))
        session.commit()


def decide(scene: Scene, key: int, condition: str) -> None:
    digest = scene.digest(key)
    with scene.session() as session:
        clear_with_changes(session, scene.signing(session, "dpo"), key, digest, condition)


def clear(scene: Scene, key: int) -> None:
    digest = scene.digest(key)
    with scene.session() as session:
        dpo_decide(session, scene.signing(session, "dpo"), key, digest, clear=True, reason="Nobody can be recognised.")


def again(scene: Scene, key: int, text: str) -> None:
    content, version = typed(scene, key)
    save_as(scene, "author", key, replace(content, text=text), version)
    with scene.session() as session:
        submit(session, scene.who(session, "author"), key)


def test_S06_3_a_small_number_goes_to_her_and_what_she_refuses_cannot_come_back(scene: Scene) -> None:
    key = scene.submitted(SMALL)
    check_as(scene, "checker", key)
    assert scene.state(key) == "with the DPO"
    digest = scene.digest(key)
    with scene.session() as session:
        dpo_decide(session, scene.signing(session, "dpo"), key, digest, clear=False, reason="The fourth child is known.")
    assert scene.state(key) == "needs changes"
    with refused("dpo-refused"):
        again(scene, key, SMALL)


def test_her_silence_is_told_to_the_head_and_clears_nothing(scene: Scene) -> None:
    key = scene.submitted(PLAIN, answers=UNSURE)
    scene.work("data-clock")
    assert told(scene, Role.HEAD) == []
    waited(scene, timedelta(days=7))
    scene.work("data-clock")
    scene.work("data-clock")
    heard = [text for text in told(scene, Role.HEAD) if "has not decided" in text]
    assert len(heard) == 1
    assert "stays locked" in heard[0]
    assert len(scene.entries("draft:dpo-silent")) == 1
    assert scene.state(key) == "with the DPO"
    with refused("move"):
        approve_as(scene, "slt", key)
    behind_the_back(scene, "UPDATE draft SET state = 'waiting for approval'")
    with refused("dpo-open"):
        approve_as(scene, "slt", key)


def test_two_working_days_do_not_count_the_weekend() -> None:
    friday = datetime(2026, 11, 20, 16, tzinfo=LONDON)
    assert USUAL.after(friday, SILENCE) == datetime(2026, 11, 24, 16, tzinfo=LONDON)


def test_cleared_once_something_is_changed_comes_back_to_her(scene: Scene) -> None:
    key = scene.submitted(PLAIN, answers=ANSWERS | {"facts": "no"})
    with scene.session() as session:
        ask_dpo(session, scene.who(session, "slt"), key, "May we speak of the hall?")
    with pytest.raises(BadInput, match="has to be changed"):
        decide(scene, key, "  ")
    decide(scene, key, "Leave out the hall.")
    assert scene.state(key) == "needs changes"
    assert typed(scene, key)[0].text == PLAIN
    assert [e.detail["reason"] for e in scene.entries("draft:dpo-conditions", "done")] == ["Leave out the hall."]
    with refused("dpo-refused"):
        again(scene, key, PLAIN)
    again(scene, key, "Well done to everyone who sang. Thank you.")
    assert scene.state(key) == "with the DPO"  # nobody else says that her condition is met
    clear(scene, key)
    assert signs(scene, key)[SignKind.DPO].reason == "Nobody can be recognised."
    approve_as(scene, "slt", key)
    assert scene.state(key) == "approved"
