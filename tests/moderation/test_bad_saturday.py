"""J2: an hour blind, then sixty replies at once, under the INSP profile."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy.engine import Engine
from sqlmodel import select
from starlette.testclient import TestClient

from bot.cases.evidence import intact
from bot.cases.models import Case, Evidence
from bot.cases.police_models import PoliceStep
from bot.clock import LONDON, now
from bot.engine.jobs import JOBS
from bot.moderation.desk import decide
from bot.moderation.models import Reply, Review, Visibility
from bot.moderation.verdict import Severity
from bot.notify.models import Notice, Urgency
from bot.notify.send import unread
from bot.people.models import SignedIn
from bot.platforms.practice_world import Fault, PracticePost, clear_faults
from bot.reports import working, working_outages
from bot.reports.moderation import report
from bot.secrets import fingerprint, new_token
from bot.settings import Settings
from bot.web.app import create_app
from bot.web.security import cookie_name
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


Blind = Callable[[Scene, Any], None]


def network_down(scene: Scene, clock: Any) -> None:
    """From six o'clock the comments cannot be read; at ten past seven they can."""
    scene.fault(Fault.DOWN, call="replies", times=99)
    for minute in (0, 10, 30, 60):
        clock.move_to(SIX + timedelta(minutes=minute))
        scene.work("replies")
    with scene.session() as session:
        clear_faults(session, scene.remote_id)


def worker_dead(scene: Scene, clock: Any) -> None:
    """The last beat is at six o'clock. Somebody outside notices; at ten past seven a worker is started again."""
    scene.work("replies")
    with scene.session() as session:
        working.enrol(session, working.BEAT_S)
        session.commit()
        clock.move_to(SIX + timedelta(minutes=10))
        assert working_outages.look(session).alarming
        clock.move_to(TEN_PAST_SEVEN)
        working_outages.over(session)
        working.enrol(session, working.BEAT_S)
        session.commit()


BOTH = [("sqlite", network_down), ("postgres", network_down), ("sqlite", worker_dead)]


@pytest.mark.parametrize(("database_url", "blind"), BOTH, indirect=["database_url"])
def test_J2_sixty_replies_after_an_outage(inspire: Scene, blind: Blind) -> None:
    scene = inspire
    assert Counter(map(len, (saturday.DISCLOSURE, saturday.THREATS, saturday.ABUSE, saturday.CRITICISM, saturday.ORDINARY))) == Counter(
        (1, 3, 12, 20, 24)
    )
    with time_machine.travel(SIX, tick=False) as clock:
        blind(scene, clock)
        for number, text in enumerate(saturday.ALL):
            scene.someone_says(text, f"writer_{number}")
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

        in_order = [text for text, _ in sorted(stored.items(), key=lambda each: each[1].id or 0)]
        newest_first = [text for text in reversed(saturday.ALL) if text not in saturday.DISCLOSURE]
        assert in_order == [*saturday.DISCLOSURE, *newest_first]
        _safeguarding_first(scene)
        _evidence_first(scene, hidden)
        _blind_window_in_the_report(scene, blind)
        _police_only_with_consent(scene, [stored[text].id or 0 for text in saturday.THREATS])
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


def _blind_window_in_the_report(scene: Scene, blind: Blind) -> None:
    with scene.session() as session:
        found = report(session, scene.who(session, "head"), "", SIX.date(), SIX.date())
    if blind is worker_dead:
        assert "Gatepost itself did not work once, for 1 hour 10 minutes together: no account was read then." in found.gaps
        return
    assert "An account could not be read once, for 1 hour 10 minutes together" in found.gaps[0]
    (seeing,) = [e for e in scene.entries("account:seeing") if e.detail["kind"] == "replies"]
    since, until = (datetime.fromisoformat(seeing.detail[name]) for name in ("blind_since", "until"))
    assert (since, until) == (SIX, TEN_PAST_SEVEN)
    assert len([e for e in scene.entries("account:blind") if e.detail["kind"] == "replies"]) == 1


def _police_only_with_consent(scene: Scene, threats: list[int]) -> None:
    """Each threat opens a step: the teacher is asked before the police are told, by the clause, and a leader is reminded until then."""
    token = new_token()
    with scene.session() as session:
        session.add(SignedIn(token_hash=fingerprint(token), person_id=scene.people["slt"]))
        session.commit()
    slt = TestClient(create_app(scene.settings, scene.engine), headers={"sec-fetch-site": "same-origin"})
    slt.cookies.set(cookie_name(scene.settings), token)
    for key in threats:
        page = slt.get(f"/comments/{key}").text
        assert "Ask the person it is about before you go to the police, unless somebody may be in danger." in page
        assert "INSP-16.5" in page
    assert "Ask the members of staff whom 3 comments threaten about the police" in slt.get("/").text
    for number, key in enumerate(threats):
        slt.post(f"/comments/{key}/police", data={"named": f"Teacher {number}", "answer": ("asked", "against", "agrees")[number]})
    with scene.session() as session:
        asked, against, agrees = (step.id for step in session.exec(select(PoliceStep).order_by(PoliceStep.id)))  # type: ignore[arg-type]
    assert [slt.post(f"/police/{step}/tell", data={"way": "101"}).status_code for step in (asked, against)] == [403, 403]
    assert slt.post(f"/police/{agrees}/tell", data={"way": "101"}, follow_redirects=False).status_code == 303
    assert "Hear from a threatened member of staff whether the police are told" in slt.get("/").text
