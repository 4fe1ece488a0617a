"""Criticism stays, each hide has a house rule, and what may be about a child is the safeguarding lead's alone (C15, C16)."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import select

from bot.cases import safeguarding
from bot.cases.models import Case, CaseState
from bot.clock import now
from bot.errors import BadInput, NotFound, Refusal
from bot.moderation.desk import decide
from bot.moderation.models import Reply, Review, Visibility
from bot.notify.models import Urgency
from bot.notify.send import mark_read, unread
from bot.platforms.practice_world import PracticePost
from tests.scene import Scene

CRITICISM = "Terrible communication from this school, third time this month"
DISCLOSURE = "cant do this anymore, ive got the tablets ready"


def said(scene: Scene, text: str) -> int:
    scene.someone_says(text)
    scene.sweep()
    with scene.session() as session:
        return session.exec(select(Reply).where(Reply.text == text)).one().id or 0


def stored(scene: Scene, key: int) -> Reply:
    with scene.session() as session:
        return session.get_one(Reply, key)


def hide(scene: Scene, key: int, reason: str, by: str = "slt") -> None:
    with scene.session() as session:
        decide.decide(session, scene.who(session, by), key, "hide", reason)


def test_S15_2_criticism_stays_visible_and_hiding_it_needs_a_house_rule_and_is_counted(scene: Scene) -> None:
    key = said(scene, CRITICISM)
    assert (stored(scene, key).state, stored(scene, key).severity) == (Visibility.VISIBLE, 3)
    for no_reason in ("", "criticism", "i do not like it"):
        with pytest.raises(BadInput) as bad:
            hide(scene, key, no_reason)
        assert "house rules" in bad.value.fields["reason_code"]
    assert stored(scene, key).state is Visibility.VISIBLE
    hide(scene, key, "abuse")
    assert scene.entries("reply:decide")[0].detail["criticism_hidden"] is True


@pytest.mark.parametrize("name", ["author", "checker", "admin", "governor", "dsl", "dpo"])
def test_only_leaders_decide(scene: Scene, name: str) -> None:
    key = said(scene, CRITICISM)
    with pytest.raises(NotFound):
        hide(scene, key, "abuse", by=name)
    assert stored(scene, key).state is Visibility.VISIBLE


def test_a_leader_without_a_live_grant_may_look_but_not_decide(scene: Scene) -> None:
    key = said(scene, CRITICISM)
    with scene.session() as session:
        session.execute(sa.text("UPDATE \"grant\" SET standing = 'ended' WHERE person_id = :p"), {"p": scene.people["slt2"]})
        session.commit()
    with scene.session() as session:
        assert decide.opened(session, scene.who(session, "slt2"), key).id == key
    with pytest.raises(Refusal) as refused:
        hide(scene, key, "abuse", by="slt2")
    assert refused.value.rule == "grant"


def test_S16_1_a_disclosure_pages_both_leads_and_is_hidden_not_answered(scene: Scene) -> None:
    key = said(scene, DISCLOSURE)
    row = stored(scene, key)
    assert (row.review, row.state) == (Review.SAFEGUARDING, Visibility.HIDDEN)
    with scene.session() as session:
        post = session.exec(select(PracticePost).where(PracticePost.text == DISCLOSURE)).one()
        assert (post.hidden, post.gone) == (True, False)
        academy_says = session.exec(select(PracticePost).where(PracticePost.author_id == scene.remote_id, PracticePost.parent_id != None)).all()  # noqa: E711
        assert academy_says == [], "no automatic answer"
        for name in ("dsl", "deputy"):
            assert unread(session, scene.who(session, name))[0].urgency is Urgency.NOW
            assert len(safeguarding.visible(session, scene.who(session, name))) == 1
        for name in scene.people:
            if name not in ("dsl", "deputy"):
                assert safeguarding.visible(session, scene.who(session, name)) == []
                assert all("afeguarding" not in n.text for n in unread(session, scene.who(session, name)))
    assert all(
        DISCLOSURE not in str(e.model_dump()) for e in scene.entries("reply:judge") + scene.entries("case:raise") + scene.entries("evidence:capture")
    )


def test_S16_2_nobody_acknowledges_and_the_headteacher_is_told_that_but_not_what(scene: Scene) -> None:
    said(scene, DISCLOSURE)
    assert scene.work("safeguarding") == []
    for round_ in (1, 2):
        with scene.session() as session:
            case = session.exec(select(Case)).one()
            assert timedelta(minutes=14) < case.not_before - now() <= timedelta(minutes=15)
            case.not_before = now()
            session.add(case)
            session.commit()
        scene.work("safeguarding")
        assert len(scene.entries("case:escalate")) == round_
    with scene.session() as session:
        told = [n for n in unread(session, scene.who(session, "head")) if "safeguarding" in n.text.lower()]
        assert told
        assert all("999" in n.text and n.link == "/" and DISCLOSURE not in n.text for n in told)
        case_id = session.exec(select(Case.id)).one() or 0
    with scene.session() as session:
        safeguarding.acknowledge(session, scene.who(session, "deputy"), case_id)
        assert unread(session, scene.who(session, "dsl")) == []
    assert scene.work("safeguarding") == []


def test_S16_4_a_leader_cannot_clear_a_disclosure_and_the_try_is_on_record(scene: Scene) -> None:
    key = said(scene, DISCLOSURE)
    for name, decision, reason in (("slt", "hide", "spam"), ("head", "restore", "misread")):
        with scene.session() as session, pytest.raises(Refusal) as refused:
            decide.decide(session, scene.who(session, name), key, decision, reason)
        assert refused.value.rule == "safeguarding"
    with scene.session() as session, pytest.raises(Refusal):
        decide.opened(session, scene.who(session, "slt"), key)
    tries = [e for e in scene.entries("reply:open", "refused") if e.subject == f"reply:{key}"]
    assert len(tries) == 3
    assert stored(scene, key).review is Review.SAFEGUARDING


def test_S16_4_a_case_is_closed_by_the_lead_alone_and_with_an_outcome(scene: Scene) -> None:
    said(scene, DISCLOSURE)
    with scene.session() as session:
        case_id = session.exec(select(Case.id)).one() or 0
    for name in ("admin", "slt", "head", "governor", "author"):
        for act in (safeguarding.opened, safeguarding.acknowledge):
            with scene.session() as session, pytest.raises(NotFound):
                act(session, scene.who(session, name), case_id)
    assert len(scene.entries("case:open", "refused")) == 10
    with scene.session() as session, pytest.raises(BadInput):
        safeguarding.close(session, scene.who(session, "dsl"), case_id, "done")
    with scene.session() as session:
        dsl = scene.who(session, "dsl")
        safeguarding.opened(session, dsl, case_id)
        safeguarding.note(session, dsl, case_id, "Rang the family")
        safeguarding.close(session, dsl, case_id, "Family rung and referred to social care")
    with scene.session() as session:
        assert session.get_one(Case, case_id).state is CaseState.CLOSED
    assert scene.entries("case:open", "read")
    with scene.session() as session, pytest.raises(Refusal):
        safeguarding.note(session, scene.who(session, "dsl"), case_id, "One more thing")


def test_an_urgent_notice_cannot_be_swiped_away(scene: Scene) -> None:
    said(scene, DISCLOSURE)
    with scene.session() as session:
        dsl = scene.who(session, "dsl")
        notice = unread(session, dsl)[0]
        mark_read(session, dsl, notice.id or 0)
        assert [n.id for n in unread(session, dsl)] == [notice.id]


def test_one_reply_is_one_case_however_often_it_is_read(scene: Scene) -> None:
    said(scene, DISCLOSURE)
    for _ in range(3):
        scene.reread()
        scene.sweep()
    assert len(scene.entries("case:raise")) == 1


def test_a_reply_opened_is_a_reading_on_record(scene: Scene) -> None:
    key = said(scene, "fuck off you wanker")
    with scene.session() as session:
        decide.opened(session, scene.who(session, "slt"), key)
    assert scene.entries("reply:open", "read")[-1].actor_id == scene.people["slt"]
