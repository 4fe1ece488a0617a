"""Closing messages, looking by hand where they cannot be seen, and what was sent outside Gatepost (S18.4)."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import select

from bot.accounts.models import Account
from bot.cases.models import Case, Task
from bot.clock import now
from bot.errors import NotFound, Refusal
from bot.moderation.messages import guard, sent
from bot.moderation.messages.models import MessageGuard, SentOutside
from bot.notify.models import Notice
from bot.people.permissions import Role
from bot.platforms.registry import Doors
from tests.scene import Scene

from .inbox import HOMEWORK, answered_in_the_app, arrives, looks, on_network


def test_S18_4_a_message_sent_in_the_app_is_an_incident_for_the_lead_and_the_headteacher_with_who_held_access(scene: Scene) -> None:
    arrives(scene, HOMEWORK)
    answered_in_the_app(scene, "It is page 12, see you at club.")
    with scene.session() as session:
        row = session.exec(select(SentOutside)).one()
        assert row.holders
        told = session.exec(select(Notice).where(Notice.subject == f"sent-outside:{row.id}")).all()
        assert {notice.role for notice in told} >= {Role.DSL, Role.HEAD}
        assert sent.opened(session, scene.who(session, "dsl"), row.id or 0)[1] == "It is page 12, see you at club."
        with pytest.raises(NotFound):
            sent.opened(session, scene.who(session, "slt"), row.id or 0)
        with pytest.raises(Refusal, match="You held access"):  # the Headteacher may approve posts here
            sent.settle(session, scene.who(session, "head"), row.id or 0, "I asked everybody and nobody knows.")
        sent.settle(session, scene.who(session, "dsl"), row.id or 0, "A new colleague answered; they were told why nobody does.")
    looks(scene)
    with scene.session() as session:
        assert len(session.exec(select(SentOutside)).all()) == 1
        assert session.exec(select(Case)).first() is None


def test_S18_4_what_was_sent_before_gatepost_is_no_incident(scene: Scene) -> None:
    with scene.session() as session:
        session.get_one(Account, scene.account_id).connected_at = now() + timedelta(hours=1)
        session.commit()
    answered_in_the_app(scene, "Sent long ago.")
    assert scene.entries("message:sent-outside") == []


def test_C18_where_messages_cannot_be_seen_a_person_looks_every_week_and_is_asked_once(scene: Scene) -> None:
    on_network(scene, "x")
    assert scene.work("message-guard")
    assert scene.work("message-guard") == []
    with scene.session() as session:
        asked = {task.title: task for task in session.exec(select(Task))}
        assert set(asked) == {guard.LOOK, guard.CLOSE}
        assert "Message requests" in " ".join(asked[guard.LOOK].steps)
        session.execute(sa.update(MessageGuard).values(not_before=now()))
        session.execute(sa.update(Task).values(state="done"))
        session.commit()
    scene.work("message-guard")  # the next day: nobody is asked again until the week is over
    with scene.session() as session:
        assert len(session.exec(select(Task)).all()) == 2
        session.execute(sa.update(MessageGuard).values(not_before=now(), look_at=now()))
        session.commit()
    scene.work("message-guard")
    with scene.session() as session:
        assert sorted(task.title for task in session.exec(select(Task))) == [guard.CLOSE, guard.LOOK, guard.LOOK]


class Switch:
    """A network with a switch for private messages, at the edge: `works` says whether turning it does anything."""

    def __init__(self, works: bool = True) -> None:
        self.open, self.works = True, works

    def messages_open(self) -> bool:
        return self.open

    def close_messages(self) -> None:
        self.open = not self.works


def again(scene: Scene, times: int = 1) -> None:
    for _ in range(times):
        with scene.session() as session:
            session.execute(sa.update(MessageGuard).values(not_before=now()))
            session.commit()
        scene.work("message-guard")


def test_C18_messages_are_closed_read_back_and_closed_again_when_somebody_opens_them(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    switch = Switch()
    on_network(scene, "bluesky")
    monkeypatch.setattr(Doors, "open", lambda *_args, **_more: switch)
    scene.work("message-guard")
    again(scene)
    assert not switch.open
    assert [entry.detail["again"] for entry in scene.entries("messages:close")] == [False]
    switch.open = True
    again(scene)
    assert [entry.detail["again"] for entry in scene.entries("messages:close")] == [False, True]
    assert not switch.open


def test_C18_where_the_switch_does_nothing_a_person_closes_them(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    on_network(scene, "bluesky")
    monkeypatch.setattr(Doors, "open", lambda *_args, **_more: Switch(works=False))
    scene.work("message-guard")
    again(scene, 2)
    assert scene.entries("messages:close") == []
    with scene.session() as session:
        found = guard.of_account(session, scene.account_id)
        assert found is not None
        assert (found.open, found.failures) == (None, 3)
        assert guard.CLOSE in [task.title for task in session.exec(select(Task))]
