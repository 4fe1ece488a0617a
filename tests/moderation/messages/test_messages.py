"""Private messages (C18): what arrives is judged and put before whoever it is for, nobody answers, and what was sent is an incident."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import select

from bot.audit.models import Entry
from bot.cases.models import Case, Evidence, Task
from bot.clock import now, today
from bot.engine import schema
from bot.errors import BadInput, NotFound, Refusal
from bot.moderation.messages import blocks, desk, guard, manual, sent, words
from bot.moderation.messages.models import BlockState, Category, MessageState, PrivateMessage, SenderBlock, SentOutside
from bot.notify.models import Notice
from bot.people.grants import profile_at
from bot.people.permissions import Role
from bot.platforms import practice_messages
from bot.platforms.registry import Doors
from bot.policy import profile
from tests.scene import Scene

from .inbox import ABUSE, DISCLOSURE, HOMEWORK, answered_in_the_app, arrives, looks, messages, newest_block, on_network, policy


def everything_stored(scene: Scene, but: str = "practice_") -> str:
    """Every row of every table except the network's own."""
    with scene.session() as session:
        return "\n".join(
            str(dict(row))
            for table in schema.METADATA.sorted_tables
            if not table.name.startswith(but)
            for row in session.execute(sa.select(table)).mappings()
        )


def test_S18_1_an_ordinary_message_is_logged_without_its_words_and_closed_without_a_reply(scene: Scene) -> None:
    arrives(scene, HOMEWORK)
    row = messages(scene)[0]
    assert (row.category, row.state, row.evidence_id, row.sender_handle) == (Category.ORDINARY, MessageState.WAITING, None, "someone_new")
    assert "homework" not in everything_stored(scene)
    with scene.session() as session:
        found, said = desk.opened(session, scene.who(session, "slt"), row.id or 0)
        assert said == ""
        closing = " ".join(words.closing(profile_at(session, found.academy_id), session.get_one(sent.Account, found.account_id)))
        assert "office@academy-a.example.sch.uk" in closing
        assert "No reply can be sent" in closing
        desk.decide(session, scene.who(session, "slt"), row.id or 0, "close")
    looks(scene)
    assert [each.state for each in messages(scene)] == [MessageState.CLOSED]
    with scene.session() as session:  # read again, answered by nobody
        assert all(m.from_id != scene.remote_id for m in practice_messages.recent(session, scene.remote_id))


def test_S18_1_the_policy_that_answers_by_email_only_says_so_and_has_no_public_words(scene: Scene) -> None:
    arrives(scene, HOMEWORK)
    policy(scene, "att")
    row = messages(scene)[0]
    with scene.session() as session:
        slt = scene.who(session, "slt")
        account = session.get_one(sent.Account, scene.account_id)
        assert "by email or letter only" in words.channel(profile_at(session, scene.academy_id), account)
        with pytest.raises(Refusal, match="no public words"):
            desk.decide(session, slt, row.id or 0, "signpost")
    assert messages(scene)[0].state is MessageState.WAITING


def test_S18_1_who_wrote_an_ordinary_message_is_forgotten_after_thirty_days(scene: Scene) -> None:
    arrives(scene, HOMEWORK)
    key = messages(scene)[0].id or 0
    with scene.session() as session:
        assert desk.close_ordinary(session, scene.who(session, "dsl"), scene.academy_id, key) == 1
    scene.work("senders")
    assert messages(scene)[0].sender_handle == "someone_new"
    with scene.session() as session:
        session.execute(sa.update(PrivateMessage).values(forget_at=now()))
        session.commit()
    scene.work("senders")
    row = messages(scene)[0]
    assert (row.sender_id, row.sender_handle, row.url, row.state) == ("", "", "", MessageState.CLOSED)


def test_S18_2_a_disclosure_is_a_safeguarding_case_in_the_same_cycle_and_on_no_other_desk(scene: Scene) -> None:
    arrives(scene, HOMEWORK, "another")
    arrives(scene, DISCLOSURE)
    row = messages(scene)[-1]
    assert (row.category, row.state) == (Category.SAFEGUARDING, MessageState.SAFEGUARDING)
    with scene.session() as session:
        case = session.exec(select(Case).where(Case.subject == f"message:{row.id}")).one()
        assert (case.text, case.author_handle) == (DISCLOSURE, "someone_new")
        assert session.get_one(Evidence, case.evidence_id).restricted
        assert session.exec(select(Notice).where(Notice.subject == f"case:{case.id}", Notice.role == Role.DSL)).first() is not None
        for who in ("slt", "dsl"):
            assert row.id not in [each.id for each in desk.queue(session, scene.who(session, who))]
            with pytest.raises(NotFound):
                desk.opened(session, scene.who(session, who), row.id or 0)
        assert "uncle" not in "".join(str(entry.detail) for entry in session.exec(select(Entry)))


def test_S18_2_a_message_that_the_machine_took_for_ordinary_is_passed_on_by_a_person(scene: Scene) -> None:
    arrives(scene, HOMEWORK)
    key = messages(scene)[0].id or 0
    with scene.session() as session:
        with pytest.raises(BadInput, match="did not keep"):
            desk.decide(session, scene.who(session, "slt"), key, "safeguarding")
        desk.decide(session, scene.who(session, "slt"), key, "safeguarding", words="I read it in the app: they do not want to go home.")
        assert session.exec(select(Case).where(Case.subject == f"message:{key}")).one().raised_by == scene.people["slt"]
    assert messages(scene)[0].state is MessageState.SAFEGUARDING


def test_C18_the_words_of_an_abusive_message_are_sealed_and_shown_to_leaders_and_the_safeguarding_lead_alone(scene: Scene) -> None:
    arrives(scene, ABUSE)
    row = messages(scene)[0]
    assert row.category in (Category.ABUSE, Category.UNSURE)
    assert row.decide_by is not None
    with scene.session() as session:
        assert desk.opened(session, scene.who(session, "dsl"), row.id or 0)[1] == ABUSE
        for who in ("author", "admin", "governor"):
            with pytest.raises(NotFound):
                desk.opened(session, scene.who(session, who), row.id or 0)
        desk.decide(session, scene.who(session, "slt"), row.id or 0, "close")
        with pytest.raises(Refusal, match="has decided"):
            desk.decide(session, scene.who(session, "head"), row.id or 0, "signpost")
    assert len(scene.entries("message:open", "read")) == 1


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
        session.get_one(sent.Account, scene.account_id).connected_at = now() + timedelta(hours=1)
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
        session.execute(sa.update(guard.MessageGuard).values(not_before=now()))
        session.execute(sa.update(Task).values(state="done"))
        session.commit()
    scene.work("message-guard")  # the next day: nobody is asked again until the week is over
    with scene.session() as session:
        assert len(session.exec(select(Task)).all()) == 2
        session.execute(sa.update(guard.MessageGuard).values(not_before=now(), look_at=now()))
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
            session.execute(sa.update(guard.MessageGuard).values(not_before=now()))
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


def test_C18_a_message_that_gatepost_cannot_see_is_written_down(scene: Scene) -> None:
    with scene.session() as session:
        author = scene.who(session, "author")
        plain = {"account_id": scene.account_id, "at": now(), "handle": "@Some.Body"}
        manual.write_down(session, author, kind="ordinary", **plain)
        with pytest.raises(BadInput, match="Words are kept only"):
            manual.write_down(session, author, kind="ordinary", words="hello miss", **plain)
        worry = manual.write_down(session, author, kind="safeguarding", words="they asked where she lives", **plain)
        assert session.exec(select(Case).where(Case.subject == f"message:{worry.id}")).one().state == "paged"
        with pytest.raises(BadInput) as wrong:
            manual.write_down(session, author, account_id=99, at=now() + timedelta(days=1), kind="", handle="a b")
        assert set(wrong.value.fields) == {"account", "at", "kind", "handle"}
        with pytest.raises(Refusal):
            manual.write_down(session, scene.who(session, "governor"), kind="ordinary", **plain)
    assert [(row.sender_handle, row.repeats, row.logged_by) for row in messages(scene)] == [
        ("Some.Body", 0, scene.people["author"]),
        ("Some.Body", 1, scene.people["author"]),
    ]


@pytest.mark.parametrize("name", ["att", "bet", "core", "acet", "inspire", "default"])
def test_C18_under_every_policy_private_messages_are_closed_and_a_former_pupil_counts_as_one(name: str) -> None:
    found = profile.load(name)
    assert found.private_messages.value in ("closed", "none_with_pupils", "none_block_unwanted")
    assert found.former_pupil_rule.value
