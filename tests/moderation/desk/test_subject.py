"""S15.4: whom a comment is about never decides it, and somebody else hears of it."""

import pytest
from sqlmodel import select

from bot.accounts import register
from bot.errors import BadInput, Refusal
from bot.moderation.desk import subject as desk_subject
from bot.moderation.desk.queue import about_me, next_for
from bot.moderation.models import Reply, Review
from bot.notify.send import unread
from bot.people.models import Grant
from bot.people.permissions import Verb
from tests.moderation.desk.desk import ABUSE, called, decides, said, stored
from tests.scene import Scene

ABOUT = "Mr Field is a useless bully and should be sacked"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_S15_4_the_subject_cannot_decide_and_the_headteacher_is_told(scene: Scene) -> None:
    called(scene, "slt", "Jo Field")
    key = said(scene, f"{ABOUT}, you pathetic scum")
    with scene.session() as session:
        assert about_me(session, scene.who(session, "slt"), [session.get_one(Reply, key)]) == {key}
        assert next_for(session, scene.who(session, "slt")) is None
    for _ in range(2):
        with pytest.raises(Refusal) as refused:
            decides(scene, "slt", key, "leave", "criticism")
    assert refused.value.rule == "subject"
    assert "about you" in refused.value.sentence
    assert "The Headteacher decides it: Headteacher" in (refused.value.next_step or "")
    assert stored(scene, key).review is Review.WAITING
    assert len(scene.entries("reply:decide", "refused")) == 2
    with scene.session() as session:
        told = [n for n in unread(session, scene.who(session, "head")) if n.subject == f"about:{key}"]
        assert len(told) == 1
        assert "Field" not in told[0].text
    decides(scene, "head", key, "leave", "criticism")
    with scene.session() as session:
        assert [n for n in unread(session, scene.who(session, "head")) if n.subject == f"about:{key}"] == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_S15_4_about_the_headteacher_another_leader_decides_and_with_none_the_trust(scene: Scene) -> None:
    key = said(scene, "The head should resign, you pathetic scum")
    with pytest.raises(Refusal) as refused:
        decides(scene, "head", key, "leave", "criticism")
    assert "Another member of senior leadership decides it" in (refused.value.next_step or "")
    with scene.session() as session:
        for grant in session.exec(select(Grant).where(Grant.verb == Verb.MODERATE, Grant.person_id != scene.people["head"])):
            session.delete(grant)
        session.commit()
        head, reply = scene.who(session, "head"), session.get_one(Reply, key)
        words = desk_subject.instead(session, head, reply, register.account(session, reply.account_id))
    assert "Executive lead" in words
    assert "under People" in words


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_S15_4_somebody_says_whom_it_is_about_and_nobody_clears_themselves(scene: Scene) -> None:
    key = said(scene, ABUSE)
    slt = scene.people["slt"]
    with scene.session() as session:
        desk_subject.say_about(session, scene.who(session, "slt2"), key, str(slt), "yes")
    with pytest.raises(Refusal):
        decides(scene, "slt", key, "leave", "not_abuse")
    with scene.session() as session, pytest.raises(Refusal) as refused:
        desk_subject.say_about(session, scene.who(session, "slt"), key, str(slt), "no")
    assert refused.value.rule == "subject"
    for who, answer, field in (("999", "yes", "who"), (str(slt), "perhaps", "answer")):
        with scene.session() as session, pytest.raises(BadInput) as bad:
            desk_subject.say_about(session, scene.who(session, "head"), key, who, answer)
        assert list(bad.value.fields) == [field]
    with scene.session() as session:
        desk_subject.say_about(session, scene.who(session, "head"), key, str(slt), "no")
    decides(scene, "slt", key, "leave", "not_abuse")
    assert [e.detail["is_about"] for e in scene.entries("reply:about", "done")] == [True, False]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_two_logins_of_one_human_are_one_subject(scene: Scene) -> None:
    called(scene, "slt", "Jo Field")
    with scene.session() as session:
        other, one = scene.who(session, "slt2"), scene.who(session, "slt")
        other.staff_id = one.staff_id
        session.add(other)
        session.commit()
    key = said(scene, ABUSE)
    with scene.session() as session:
        desk_subject.say_about(session, scene.who(session, "head"), key, str(scene.people["slt"]), "yes")
    with pytest.raises(Refusal):
        decides(scene, "slt2", key, "leave", "not_abuse")
