"""Blocking somebody who keeps writing (S18.3): proposed, confirmed by a leader, carried out, looked at again."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import select

from bot.cases.models import Task
from bot.clock import now, today
from bot.errors import BadInput, Refusal
from bot.moderation.messages import blocks, desk
from bot.moderation.messages.models import BlockState, MessageState, SenderBlock
from bot.platforms import practice_messages
from tests.scene import Scene

from .inbox import DISCLOSURE, HOMEWORK, arrives, looks, messages, newest_block, on_network, policy


def test_S18_3_repeated_unwanted_messages_under_core_are_blocked_once_a_leader_confirms(scene: Scene) -> None:
    policy(scene, "core")
    for _ in range(3):
        arrives(scene, HOMEWORK, read=False)
    looks(scene)
    found = newest_block(scene)
    assert (found.state, found.proposed_by, found.review_on) == (BlockState.PROPOSED, None, None)
    assert "CORE-6.S.a2" in found.reason
    scene.work("sender-block")
    assert newest_block(scene).state is BlockState.PROPOSED  # never by the machine alone
    with scene.session() as session:
        with pytest.raises(Refusal):
            blocks.decide(session, scene.who(session, "dsl"), found.id or 0, "confirm")
        blocks.decide(session, scene.who(session, "slt"), found.id or 0, "confirm")
    scene.work("sender-block")
    done = newest_block(scene)
    assert (done.state, done.review_on) == (BlockState.BLOCKED, today() + timedelta(days=365))
    with scene.session() as session:
        assert practice_messages.blocked(session, scene.remote_id, int(done.sender_id))
        session.execute(sa.update(SenderBlock).values(review_on=today()))
        session.commit()
        assert [each.id for each in blocks.visible(session, scene.who(session, "slt"))] == [done.id]
        blocks.decide(session, scene.who(session, "slt"), done.id or 0, "lift", "They left the school, and nothing came since.")
    scene.work("sender-block")
    assert newest_block(scene).state is BlockState.ENDED
    with scene.session() as session:
        assert not practice_messages.blocked(session, scene.remote_id, int(done.sender_id))


def test_S18_3_where_the_network_does_not_let_us_a_person_has_a_timed_task_with_steps(scene: Scene) -> None:
    policy(scene, "core")
    for _ in range(3):
        arrives(scene, HOMEWORK)
    key = newest_block(scene).id or 0
    with scene.session() as session:
        blocks.decide(session, scene.who(session, "slt"), key, "confirm")
    on_network(scene, "x")
    scene.work("sender-block")
    assert newest_block(scene).state is BlockState.BY_HAND
    with scene.session() as session:
        task = session.exec(select(Task).where(Task.subject == f"sender-block:{key}")).one()
        assert "three dots, then Block" in " ".join(task.steps)
        assert task.due_at > now()


def test_S18_3_other_policies_propose_nothing_by_themselves_and_who_proposes_does_not_confirm(scene: Scene) -> None:
    for _ in range(4):
        arrives(scene, HOMEWORK)
    assert newest_block(scene).reason == "none"
    key = messages(scene)[-1].id or 0
    with scene.session() as session:
        slt = scene.who(session, "slt")
        with pytest.raises(BadInput, match="Write why"):
            desk.decide(session, slt, key, "block", reason="no")
        desk.decide(session, slt, key, "block", reason="The fourth message this week, all of them unwanted.")
        block = session.exec(select(SenderBlock)).one().id or 0
        with pytest.raises(Refusal, match="You proposed"):
            blocks.decide(session, slt, block, "confirm")
        blocks.decide(session, scene.who(session, "head"), block, "refuse", "They only ask for homework: tell the tutor.")
    assert (newest_block(scene).state, messages(scene)[-1].state) == (BlockState.REFUSED, MessageState.WAITING)


def test_S18_3_somebody_who_asked_for_help_is_never_blocked_by_the_policy_or_without_the_safeguarding_lead(scene: Scene) -> None:
    policy(scene, "core")
    arrives(scene, DISCLOSURE)
    for _ in range(3):
        arrives(scene, HOMEWORK)
    assert newest_block(scene).reason == "none"
    key = messages(scene)[-1].id or 0
    with scene.session() as session:
        desk.decide(session, scene.who(session, "slt"), key, "block", reason="Four messages within a day.")
        with pytest.raises(Refusal, match="stay reachable"):
            blocks.decide(session, scene.who(session, "head"), session.exec(select(SenderBlock)).one().id or 0, "confirm")
