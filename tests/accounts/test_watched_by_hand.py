"""Accounts on networks that Gatepost has no door to: official, never posted to, and looked at by a person every month (C02)."""

from datetime import timedelta

import pytest
import time_machine
from sqlmodel import select

from bot.accounts import keeping, register
from bot.accounts.models import Account, AccountState
from bot.cases import by_hand, tasks
from bot.cases.models import Task, TaskState
from bot.clock import now
from bot.errors import Refusal
from tests.accounts.test_register import decide, propose
from tests.scene import Scene


def registered(scene: Scene, platform: str = "linkedin") -> int:
    key = propose(scene, platform=platform, handle=f"academy-a-{platform}")
    decide(scene, key, "head")
    return key


def swept(scene: Scene) -> list[Task]:
    with scene.session() as session:
        for key in by_hand.due(session):
            by_hand.ask(session, key)
        return list(session.exec(select(Task).where(Task.subject.endswith(":look"))))


@pytest.mark.parametrize("platform", ["linkedin", "tiktok"])
def test_C02_an_approved_account_without_a_door_is_watched_by_hand_and_takes_no_posts(scene: Scene, platform: str) -> None:
    key = registered(scene, platform)
    with scene.session() as session:
        account = session.get_one(Account, key)
        assert account.state is AccountState.UNCONTROLLED
        assert "not connected" in (keeping.unfit(session, account) or "")
    with scene.session() as session, pytest.raises(Refusal):
        register.connect(session, scene.who(session, "admin"), key, {}, scene.means.doors, scene.vault)
    (task,) = swept(scene)
    assert task.account_id == key
    assert len(task.steps) > 3


def test_C02_the_look_is_asked_for_once_a_month_and_not_again_while_it_waits(scene: Scene) -> None:
    registered(scene)
    begun = now()
    assert len(swept(scene)) == 1
    assert len(swept(scene)) == 1
    with time_machine.travel(begun + timedelta(days=40), tick=False):
        assert len(swept(scene)) == 1, "nobody has done the first one"
        with scene.session() as session:
            tasks.done(session, scene.who(session, "slt"), next(iter(session.exec(select(Task.id).where(Task.state != TaskState.DONE)))) or 0)
        assert len(swept(scene)) == 2, "the month of the first one is over"
    with time_machine.travel(begun + timedelta(days=60), tick=False):
        assert len(swept(scene)) == 2
