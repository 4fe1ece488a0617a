"""Working a case: every move by the table, nobody else moves anything, nothing is answered by itself (C16)."""

from collections.abc import Callable

import pytest
from sqlmodel import Session, select

from bot.cases import chronology, safeguarding, safeguarding_work
from bot.cases.models import Case, CaseState, Evidence
from bot.cases.safeguarding_moves import MOVES, OPEN
from bot.cases.safeguarding_tags import FROM_RULE, TAGS, suggested
from bot.drafts.models import Release
from bot.errors import BadInput, NotFound, Refusal
from bot.moderation import safeguarded
from bot.moderation.desk import decide
from bot.moderation.models import Review, Visibility
from bot.people import overrides
from bot.people.models import Person
from bot.platforms.practice_world import PracticePost
from bot.words.lists import standard
from tests.cases.desk import CRITICISM, case, reply, said, worried
from tests.scene import Scene


def test_every_state_but_closed_can_be_closed_and_closed_leads_nowhere() -> None:
    assert set(OPEN) == set(CaseState) - {CaseState.CLOSED}
    assert all(CaseState.CLOSED not in rule.sources for rule in MOVES.values())
    assert {state for rule in MOVES.values() for state in rule.sources} == set(OPEN)
    assert {rule.to for rule in MOVES.values()} | {CaseState.RAISED} == set(CaseState)


def test_every_alarm_of_the_word_lists_suggests_a_duty() -> None:
    rules = {section.rule for section in standard().sections("safeguarding") if section.band == "alarm"}
    assert set(FROM_RULE) <= rules
    assert all(suggested([f"safeguarding: {rule}"]) for rule in rules)
    assert {code for codes in FROM_RULE.values() for code in codes} <= set(TAGS)
    assert suggested(["safeguarding: FGM or forced marriage"]) == ["fgm", "forced_marriage"]
    assert suggested(["safeguarding: something new"]) == ["kcsie"]


def test_S16_1_from_raised_to_closed_nothing_is_ever_answered(scene: Scene) -> None:
    said(scene)
    key = case(scene).id or 0
    with scene.session() as session:
        dsl = scene.who(session, "dsl")
        safeguarding.acknowledge(session, dsl, key)
        safeguarding.note(session, dsl, key, "Rang home")
        safeguarding_work.refer(session, dsl, key, "social_care", "Duty desk, 9pm, reference 12")
        safeguarding_work.refer(session, dsl, key, "police", "101, log 77")
        safeguarding_work.transfer(session, dsl, key, "Our record system", "R-5")
        safeguarding.note(session, dsl, key, "The family was seen")
        safeguarding.close(session, dsl, key, "Social care has it; the child is safe.")
    scene.work("hide")
    with scene.session() as session:
        row = session.get_one(Case, key)
        assert (row.state, row.system, row.tags) == (CaseState.CLOSED, "Our record system", ["self_harm"])
        said_lines = [(line.what, line.words.partition(":")[0]) for line in chronology.lines(session, row) if line.what not in ("Told", "Noted")]
        assert [what for what, _ in said_lines] == [
            "Raised",
            "The comment was hidden from others; it was not removed",
            "Acknowledged",
            "Began to act",
            "Referred",
            "Referred",
            "Put into the school's own system",
            "Closed",
        ]
        assert session.exec(select(Release)).all() == []
        assert session.exec(select(PracticePost).where(PracticePost.author_id == scene.remote_id, PracticePost.parent_id != None)).all() == []  # noqa: E711


def test_S16_4_nobody_else_moves_anything(scene: Scene) -> None:
    said(scene)
    key = case(scene).id or 0
    with scene.session() as session:
        for name in ("slt", "head", "admin", "governor", "author", "dpo"):
            for act in _acts(session, scene.who(session, name), key):
                with pytest.raises(NotFound):
                    act()
        assert len(chronology.tries(session, session.get_one(Case, key))) == 6 * 7
    assert case(scene).state is CaseState.PAGED


def _acts(session: Session, me: Person, key: int) -> list[Callable[[], object]]:
    return [
        lambda: safeguarding_work.refer(session, me, key, "police", "x"),
        lambda: safeguarding_work.transfer(session, me, key, "x", "x"),
        lambda: safeguarding_work.tag(session, me, key, []),
        lambda: safeguarding_work.route(session, me, key, "staff", None, "x"),
        lambda: safeguarded.hide(session, me, key),
        lambda: safeguarded.set_aside(session, me, key, "It is only spam, I think", "leave"),
        lambda: safeguarding.close(session, me, key, "I have closed this one"),
    ]


def test_S16_4_a_leader_who_clears_a_disclosure_as_spam_is_shown_to_the_lead(scene: Scene) -> None:
    key = said(scene)
    with scene.session() as session, pytest.raises(Refusal):
        decide.decide(session, scene.who(session, "slt"), key, "hide", "spam")
    with scene.session() as session:
        name = scene.who(session, "slt").name
        assert name in [entry.actor for entry in chronology.tries(session, session.exec(select(Case)).one())]
    assert reply(scene, key).review is Review.SAFEGUARDING


def test_S16_4_only_the_lead_reclassifies_downwards_with_a_reason_and_the_comment_goes_back_to_the_desk(scene: Scene) -> None:
    key = said(scene)
    case_id = case(scene).id or 0
    with scene.session() as session, pytest.raises(Refusal) as refused:
        safeguarded.set_aside(session, scene.who(session, "deputy"), case_id, "A line from a play they are learning", "desk")
    assert refused.value.next_step is not None
    assert "Designated safeguarding lead" in refused.value.next_step
    with scene.session() as session:
        dsl = scene.who(session, "dsl")
        with pytest.raises(BadInput):
            safeguarded.set_aside(session, dsl, case_id, "no", "desk")
        with pytest.raises(BadInput):
            safeguarded.set_aside(session, dsl, case_id, "A line from a play they are learning", "elsewhere")
        safeguarded.set_aside(session, dsl, case_id, "A line from a play they are learning", "desk")
        assert [r.id for r in decide.queue(session, scene.who(session, "slt"))] == [key]
        assert len(chronology.tries(session, session.get_one(Case, case_id))) == 1
    row = reply(scene, key)
    assert (row.review, row.state, row.late) == (Review.WAITING, Visibility.HIDDEN, False)
    assert row.decide_by is not None
    assert (case(scene).state, case(scene).set_aside) == (CaseState.CLOSED, True)


def test_what_is_set_aside_and_left_is_visible_again(scene: Scene) -> None:
    key = said(scene)
    case_id = case(scene).id or 0
    with scene.session() as session:
        safeguarded.set_aside(session, scene.who(session, "dsl"), case_id, "Song words, checked with the parent", "leave")
    scene.work("hide")
    assert (reply(scene, key).review, reply(scene, key).state) == (Review.NONE, Visibility.VISIBLE)
    scene.reread()
    scene.work("replies")
    scene.work("hide")
    assert reply(scene, key).state is Visibility.VISIBLE
    assert len(scene.entries("case:raise")) == 1


def test_hiding_a_distress_message_is_a_switch_of_the_profile_and_the_lead_may_hide_by_hand(scene: Scene) -> None:
    with scene.session() as session:
        typed = ["S1", "S4"]
        row = overrides.propose_override(session, scene.who(session, "admin"), scene.academy_id, "hide_severities", typed, "Agreed with the lead")
        overrides.agree_override(session, scene.who(session, "head"), row.id or 0)
    key = said(scene)
    assert (reply(scene, key).review, reply(scene, key).state) == (Review.SAFEGUARDING, Visibility.VISIBLE)
    case_id = case(scene).id or 0
    with scene.session() as session:
        safeguarded.hide(session, scene.who(session, "deputy"), case_id)
    scene.work("hide")
    assert reply(scene, key).state is Visibility.HIDDEN
    with scene.session() as session, pytest.raises(Refusal):
        safeguarded.hide(session, scene.who(session, "deputy"), case_id)


def test_a_concern_is_a_case_at_once_and_takes_the_comment_off_the_ordinary_desk(scene: Scene) -> None:
    key = said(scene, CRITICISM)
    row = worried(scene, by="slt", words="I know who this is", link=f"reply:{key}")
    assert row.passed_to == ["dsl", "deputy_dsl"]
    found = case(scene)
    assert (found.subject, found.text, found.rule) == (f"reply:{key}", CRITICISM, "safeguarding: a member of staff is worried")
    assert (reply(scene, key).review, reply(scene, key).state) == (Review.SAFEGUARDING, Visibility.VISIBLE)
    with scene.session() as session:
        assert decide.queue(session, scene.who(session, "slt")) == []
        captured = session.get_one(Evidence, found.evidence_id)
        assert captured.restricted


def test_a_second_concern_joins_the_case_and_a_double_press_is_one(scene: Scene) -> None:
    key = said(scene)  # the machine raised it already, which nobody who raises it again is told
    first = worried(scene, by="slt", words="She is in my form", link=f"reply:{key}")
    again = worried(scene, by="slt", words="She is in my form", link=f"reply:{key}")
    other = worried(scene, by="author", words="A boy told me something")
    assert first.id == again.id
    assert other.case_id != first.case_id
    with scene.session() as session:
        assert len(session.exec(select(Case)).all()) == 2
        lines = chronology.lines(session, session.get_one(Case, first.case_id))
        assert "A member of staff raised it too" in [line.what for line in lines]


def test_a_concern_never_fails_for_what_it_is_about(scene: Scene) -> None:
    key = said(scene, CRITICISM)
    for link in (f"reply:{key}", "reply:999", "reply:x", "reply:" + "9" * 40, "'; drop table"):
        row = worried(scene, by="author", words=f"Worried {link}", link=link)  # an author reads no comments
        assert row.link == ""
    assert reply(scene, key).review is not Review.SAFEGUARDING


def test_a_concern_without_words_says_what_is_missing_and_a_governor_cannot_raise_one(scene: Scene) -> None:
    with pytest.raises(BadInput):
        worried(scene, words="  ")
    with pytest.raises(BadInput):
        worried(scene, about="the cat")
    with pytest.raises(BadInput):
        worried(scene, words="x" * 4_001)
    with pytest.raises(Refusal):
        worried(scene, by="governor")
    assert scene.entries("case:raise") == []


def test_kill_between_two_lines_leaves_all_or_nothing(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """The concern, its case, the pages and the comment's place are one commit: what dies on the way leaves nothing."""
    key = said(scene, CRITICISM)

    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(safeguarded, "_take_over", dies)
    with pytest.raises(KeyboardInterrupt):
        worried(scene, by="slt", link=f"reply:{key}")
    with scene.session() as session:
        assert session.exec(select(Case)).all() == []
    assert reply(scene, key).review is not Review.SAFEGUARDING
