"""What happens to a comment besides being judged: who hears of it and when, its context, its writer's history, listed colleagues."""

from datetime import timedelta

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import col, select

from bot.cases.models import Evidence, Task
from bot.clock import from_london, today
from bot.errors import BadInput, NotFound, Refusal
from bot.moderation import staff_list
from bot.moderation.crowd import repeat
from bot.moderation.desk.decide import decide
from bot.moderation.models import Review, Visibility
from bot.moderation.verdict import Comment, Severity, Verdict, Word
from bot.notify.models import Urgency
from bot.people.calendar_models import Closure, ClosureKind
from bot.people.directory_models import DirectoryEntry
from bot.people.permissions import Role
from bot.platforms import practice_world as world
from bot.policy.parameter import RoutedRole
from bot.settings import Settings
from tests.moderation.november import FRIDAY_NIGHT, MONDAY, academy, at, notices, read, replies
from tests.scene import Scene, build

THREAT = "I'm going to break that PE teacher's legs"
ABUSE = "You are a stupid useless idiot and everyone hates you"


@pytest.fixture
def scene(engine: Engine, gate_settings: Settings) -> Scene:
    return academy(engine, gate_settings)


def test_S15_1_under_BET_a_threat_is_hidden_with_evidence_and_slt_and_head_are_told(engine: Engine, gate_settings: Settings) -> None:
    bet = build(engine, gate_settings, policy="bet")
    bet.someone_says(THREAT)
    (reply,) = read(bet)
    assert (reply.severity, reply.state, reply.review) == (Severity.S1, Visibility.HIDING, Review.WAITING)
    with bet.session() as session:
        assert session.get_one(Evidence, reply.evidence_id).content["text"] == THREAT
    told = {(n.role, n.urgency) for n in notices(bet, f"reply:{reply.id}")}
    assert told == {(Role.SLT, Urgency.SOON), (Role.HEAD, Urgency.SOON)}
    assert [d.result for d in bet.work("hide")] == ["hidden"]


def test_outside_staffed_hours_a_threat_is_told_at_once_by_the_out_of_hours_route(scene: Scene) -> None:
    with scene.session() as session:
        entry = DirectoryEntry(
            academy_id=scene.academy_id,
            role=RoutedRole.HEAD,
            person_id=scene.people["head"],
            out_of_hours="Text 07700 900123",
            starts=today() - timedelta(days=1000),
        )
        session.add(entry)
        session.commit()
    with at(FRIDAY_NIGHT):
        scene.someone_says(THREAT)
        (reply,) = read(scene)
        told = {n.role: n.route for n in notices(scene, f"reply:{reply.id}")}
        assert told == {Role.SLT: "", Role.HEAD: "Headteacher 5: Text 07700 900123"}
        assert reply.tell_at is None


def test_outside_staffed_hours_the_rest_waits_for_the_next_staffed_morning_and_says_so(scene: Scene) -> None:
    with scene.session() as session:
        days = Closure(academy_id=scene.academy_id, kind=ClosureKind.INSET, name="Inset day", first=MONDAY.date(), last=MONDAY.date())
        session.add(days)
        session.commit()
    with at(FRIDAY_NIGHT) as clock:
        scene.someone_says(ABUSE)
        scene.someone_says("what a stupid cow", "another")
        first, second = read(scene)
        morning = from_london("2026-11-24T08:00")  # Monday is an inset day
        assert (first.tell_at, second.tell_at) == (morning, morning)
        assert first.state is Visibility.VISIBLE, "the default profile does not hide S2"
        assert first.decide_by == morning + timedelta(minutes=60)
        assert "Tuesday 24 November 2026 at 8:00am" in first.clock_note
        assert notices(scene, "reply:") == []
        clock.move_to(morning - timedelta(minutes=1))
        assert scene.work("morning") == []
        with scene.session() as session:
            decide(session, scene.who(session, "slt"), second.id or 0, "leave", "not_abuse")
        clock.move_to(morning)
        assert [d.result for d in scene.work("morning")] == [1]
        (notice,) = notices(scene, "comments:")
        assert notice.role is Role.SLT
        assert notice.text == "One comment came to @AcademyA outside staffed hours; the gravest looks like abuse. Decide now."
        assert scene.work("morning") == []
        assert all("24/7" not in n.text and "monitor" not in n.text for n in notices(scene))


def test_within_staffed_hours_abuse_is_told_as_routine(scene: Scene) -> None:
    with at(MONDAY):
        scene.someone_says(ABUSE)
        (reply,) = read(scene)
        assert [(n.role, n.urgency) for n in notices(scene, f"reply:{reply.id}")] == [(Role.SLT, Urgency.ROUTINE)]
        assert reply.decide_by == MONDAY + timedelta(minutes=60)


def test_I1_a_judge_that_is_down_gives_one_notice_and_a_shorter_clock(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: Comment) -> Verdict:
        raise RuntimeError("the model is gone")

    monkeypatch.setattr("bot.moderation.poll.pipeline.judge", broken)
    with at(FRIDAY_NIGHT):
        scene.someone_says("Lovely evening")
        scene.someone_says("See you there", "another")
        found = read(scene)
        assert [r.decide_by for r in found] == [FRIDAY_NIGHT + timedelta(minutes=30)] * 2
        assert "shorter" in found[0].clock_note
        (notice,) = notices(scene, "not-judged:")
        assert (notice.role, notice.urgency) == (Role.SLT, Urgency.SOON)


def hidden_by_people(scene: Scene, times: int, handle: str = "repeat") -> None:
    for number in range(times):
        scene.someone_says(f"{ABUSE} {number}", handle)
    for reply in read(scene):
        with scene.session() as session:
            decide(session, scene.who(session, "slt"), reply.id or 0, "hide", "abuse")


def test_C15_a_repeat_writer_goes_one_urgency_up_and_a_block_can_be_proposed(scene: Scene) -> None:
    with at(MONDAY) as clock:
        hidden_by_people(scene, 3)
        clock.move_to(FRIDAY_NIGHT + timedelta(days=7))
        scene.someone_says(ABUSE, "repeat")
        scene.someone_says(ABUSE, "somebody_else")
        other, again = read(scene)[-2:]  # nobody read for days, so the newest comes first
        assert (again.repeats, other.repeats) == (3, 0)
        (notice,) = notices(scene, f"reply:{again.id}")
        assert notice.urgency is Urgency.SOON
        assert "People have hidden 3 comments of this writer here in the last 30 days." in notice.text
        assert other.tell_at is not None
        with scene.session() as session, pytest.raises(Refusal, match="3 comments of one writer"):
            repeat.propose_block(session, scene.who(session, "slt"), other.id or 0)
        with scene.session() as session, pytest.raises(NotFound):
            repeat.propose_block(session, scene.who(session, "author"), again.id or 0)
        with scene.session() as session:
            task = repeat.propose_block(session, scene.who(session, "slt"), again.id or 0)
            assert task.role is Role.HEAD
        with scene.session() as session, pytest.raises(Refusal, match="proposed already"):
            repeat.propose_block(session, scene.who(session, "slt"), again.id or 0)
        with scene.session() as session:
            (kept,) = session.exec(select(Task).where(Task.title == repeat.BLOCK)).all()
            assert "press the three dots, then block" in " ".join(kept.steps).lower()
        assert len(scene.entries("repeat:propose-block", "done")) == 1


def test_C15_what_people_restored_or_hid_long_ago_does_not_count_against_anybody(scene: Scene) -> None:
    with at(MONDAY) as clock:
        hidden_by_people(scene, 3)
        first = replies(scene)[0].id or 0
        with scene.session() as session:
            decide(session, scene.who(session, "slt"), first, "restore", "misread")
        scene.someone_says(ABUSE, "repeat")
        assert read(scene)[-1].repeats == 2
        clock.move_to(MONDAY + timedelta(days=31))
        scene.someone_says(ABUSE, "repeat")
        assert read(scene)[-1].repeats == 0


def test_C15_the_judge_sees_what_a_comment_answers_and_it_is_kept(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, str] = {}

    def listening(comment: Comment) -> Verdict:
        seen[comment.text] = comment.parent_text
        return Verdict(Word.ASK, Severity.S2, 0.5)

    monkeypatch.setattr("bot.moderation.poll.pipeline.judge", listening)
    scene.academy_says_natively("The head of music leaves us this summer.")
    first = scene.someone_says("Good riddance")
    read(scene)
    with scene.session() as session:
        writer = world.someone(session, "another")
        world.say(session, writer, "Agreed", reply_to=first)
        world.say(session, writer, "Hello", mention=scene.remote_id)
    scene.someone_says("Sad news", "third")
    found = read(scene)
    assert seen == {
        "Good riddance": "The head of music leaves us this summer.",
        "Agreed": "Good riddance",
        "Hello": "",
        "Sad news": "The head of music leaves us this summer.",
    }
    assert {r.text: r.parent_text for r in found} == seen
    with scene.session() as session:
        contents = [e.content for e in session.exec(select(Evidence).where(col(Evidence.subject).startswith("reply:")))]
    assert {c["text"]: c["parent_text"] for c in contents} == seen


def test_C15_a_comment_is_judged_without_its_context_rather_than_lost(scene: Scene) -> None:
    scene.someone_says(ABUSE)
    scene.fault(world.Fault.DOWN, call="lookup")
    (reply,) = read(scene)
    assert (reply.parent_text, reply.review) == ("", Review.WAITING)


def list_staff(scene: Scene, handle: str = "colleague", by: str = "admin", days: int = 30) -> int:
    with scene.session() as session:
        world.someone(session, handle)
        me = scene.who(session, by)
        reason, ends = "Head of music, who agreed to be listed", today() + timedelta(days=days)
        return staff_list.add(session, me, scene.account_id, handle, reason, ends, scene.means.doors, scene.vault).id or 0


def test_C15_a_listed_colleague_is_asked_about_and_not_hidden_until_the_list_ends(scene: Scene) -> None:
    with at(MONDAY) as clock:
        listed = list_staff(scene)
        scene.someone_says(THREAT, "colleague")
        (reply,) = read(scene)
        assert (reply.state, reply.machine_hid, reply.review) == (Visibility.VISIBLE, False, Review.WAITING)
        assert reply.voice == staff_list.STAFF
        assert scene.entries("reply:judge")[-1].detail["listed"] == staff_list.STAFF
        clock.move_to(MONDAY + timedelta(days=31))
        scene.someone_says(THREAT, "colleague")
        assert read(scene)[-1].state is Visibility.HIDING
        clock.move_to(MONDAY + timedelta(days=1))
        with scene.session() as session:
            staff_list.remove(session, scene.who(session, "admin"), listed)
        scene.someone_says(THREAT, "colleague")
        assert read(scene)[-1].voice == ""
        assert len(scene.entries("staff-list:remove", "done")) == 1


def test_C15_no_list_stands_before_a_child_at_risk(scene: Scene) -> None:
    list_staff(scene)
    scene.someone_says("cant do this anymore, ive got the tablets ready", "colleague")
    (reply,) = read(scene)
    assert (reply.review, reply.state) == (Review.SAFEGUARDING, Visibility.HIDING)


def test_the_staff_list_says_what_is_wrong_and_who_may(scene: Scene) -> None:
    list_staff(scene)
    with scene.session() as session, pytest.raises(BadInput) as wrong:
        staff_list.add(session, scene.who(session, "admin"), None, "", "no", None, scene.means.doors, scene.vault)
    assert set(wrong.value.fields) == {"account_id", "handle", "reason", "ends"}
    with pytest.raises(BadInput, match="listed already"):
        list_staff(scene)
    with pytest.raises(Refusal, match="role"):
        list_staff(scene, "somebody", by="author")
    assert list_staff(scene, "third", by="head")
