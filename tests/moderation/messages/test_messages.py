"""Private messages (C18): what arrives is judged and put before whoever it is for, and nobody answers."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import select

from bot.accounts.models import Account
from bot.audit.models import Entry
from bot.cases.models import Case, Evidence
from bot.clock import now
from bot.engine import schema
from bot.errors import BadInput, NotFound, Refusal
from bot.moderation.messages import desk, manual, words
from bot.moderation.messages.models import Category, MessageState, PrivateMessage
from bot.notify.models import Notice
from bot.people.grants import profile_at
from bot.people.permissions import Role
from bot.platforms import practice_messages
from bot.policy import profile
from tests.scene import Scene

from .inbox import ABUSE, DISCLOSURE, HOMEWORK, arrives, looks, messages, policy


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
        closing = " ".join(words.closing(profile_at(session, found.academy_id), session.get_one(Account, found.account_id)))
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
        account = session.get_one(Account, scene.account_id)
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


def test_C18_a_message_that_gatepost_cannot_see_is_written_down(scene: Scene) -> None:
    with scene.session() as session:
        author = scene.who(session, "author")
        plain: dict[str, Any] = {"account_id": scene.account_id, "at": now(), "handle": "@Some.Body"}
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
