"""J2: an hour blind, then sixty replies at once, under the INSP profile."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
import time_machine
from sqlalchemy.engine import Engine
from sqlmodel import select

from bot.cases.evidence import intact
from bot.cases.models import Case, Evidence
from bot.clock import LONDON, now
from bot.engine.jobs import JOBS
from bot.moderation.desk import decide
from bot.moderation.models import Reply, Review, Visibility
from bot.moderation.verdict import Severity
from bot.notify.models import Notice, Urgency
from bot.notify.send import unread
from bot.platforms.practice_world import Fault, PracticePost, clear_faults
from bot.settings import Settings
from tests.moderation import bad_saturday as saturday
from tests.scene import Scene, build

SIX = datetime(2026, 11, 28, 18, 0, tzinfo=LONDON)
TEN_PAST_SEVEN = datetime(2026, 11, 28, 19, 10, tzinfo=LONDON)


@pytest.fixture
def inspire(engine: Engine, gate_settings: Settings) -> Scene:
    return build(engine, gate_settings, policy="inspire")


def replies(scene: Scene) -> dict[str, Reply]:
    with scene.session() as session:
        return {r.text: r for r in session.exec(select(Reply))}


def test_J2_sixty_replies_after_an_outage(inspire: Scene) -> None:
    scene = inspire
    assert Counter(map(len, (saturday.DISCLOSURE, saturday.THREATS, saturday.ABUSE, saturday.CRITICISM, saturday.ORDINARY))) == Counter(
        (1, 3, 12, 20, 24)
    )
    with time_machine.travel(SIX, tick=False) as clock:
        scene.fault(Fault.DOWN, call="replies", times=99)
        for minute in (0, 10, 30, 60):
            clock.move_to(SIX + timedelta(minutes=minute))
            scene.work("replies")
        for number, text in enumerate(saturday.ALL):
            scene.someone_says(text, f"writer_{number}")
        with scene.session() as session:
            clear_faults(session, scene.remote_id)
        clock.move_to(TEN_PAST_SEVEN)
        assert [d.result for d in scene.work("replies")] == [60]
        assert Counter(d.result for d in scene.work("hide")) == {"hidden": 16}

        stored = replies(scene)
        assert len(stored) == 60
        hidden = {text for text, r in stored.items() if r.state is Visibility.HIDDEN}
        assert hidden == {*saturday.DISCLOSURE, *saturday.THREATS, *saturday.ABUSE}
        assert {stored[text].state for text in (*saturday.CRITICISM, *saturday.ORDINARY)} == {Visibility.VISIBLE}
        with scene.session() as session:  # and as anybody on the network sees it
            assert {p.text for p in session.exec(select(PracticePost)) if p.hidden} == hidden

        _safeguarding_first(scene)
        _evidence_first(scene, hidden)
        _blind_window_on_record(scene)
        for text in (*saturday.THREATS, *saturday.ABUSE):
            assert stored[text].seen_at == now()
            assert stored[text].decide_by == now() + timedelta(minutes=30)  # INSP, from first seen
            assert stored[text].review is Review.WAITING
        assert scene.work("replies") == []
        scene.reread()
        assert [d.result for d in scene.work("replies")] == [0], "nothing is read twice"


def _safeguarding_first(scene: Scene) -> None:
    assert JOBS[0].name == "safeguarding"
    with scene.session() as session:
        case = session.exec(select(Case)).one()
        assert case.text == saturday.DISCLOSURE[0]
        for name in ("dsl", "deputy"):
            first = unread(session, scene.who(session, name))[0]
            assert (first.urgency, first.link) == (Urgency.NOW, f"/cases/{case.id}")
        for leader in ("slt", "head"):
            queue = decide.queue(session, scene.who(session, leader))
            assert {r.severity for r in queue} == {Severity.S1, Severity.S2}
            assert len(queue) == 15
            assert saturday.DISCLOSURE[0] not in {r.text for r in queue}
            assert all(n.urgency is not Urgency.NOW for n in unread(session, scene.who(session, leader)))
        assert all(text not in n.text for n in session.exec(select(Notice)) for text in saturday.ALL)
    hides = scene.entries("reply:hidden")
    assert scene.entries("case:raise")[0].seq < hides[0].seq
    assert hides[0].subject == case.subject, "what is gravest is hidden first"


def _evidence_first(scene: Scene, hidden: set[str]) -> None:
    captures = {e.subject: e.seq for e in scene.entries("evidence:capture")}
    for entry in scene.entries("reply:hidden"):
        assert captures[entry.subject] < entry.seq
    with scene.session() as session:
        kept = session.exec(select(Evidence).where(Evidence.subject.like("reply:%"))).all()  # type: ignore[attr-defined]
        assert {e.content["text"] for e in kept} == hidden
        assert all(intact(e) for e in kept)
        assert {e.content["text"] for e in kept if e.restricted} == set(saturday.DISCLOSURE)


def _blind_window_on_record(scene: Scene) -> None:
    blind = [e for e in scene.entries("account:blind") if e.detail["kind"] == "replies"]
    seeing = [e for e in scene.entries("account:seeing") if e.detail["kind"] == "replies"]
    assert len(blind) == len(seeing) == 1
    since, until = (datetime.fromisoformat(seeing[0].detail[name]) for name in ("blind_since", "until"))
    assert (since, until) == (SIX, TEN_PAST_SEVEN)
