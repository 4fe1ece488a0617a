"""Who is paged, how the page goes further, and whom it never reaches (C16, I12)."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from sqlmodel import col, select

from bot.cases import safeguarding, safeguarding_work
from bot.cases.concern import ring_yourself
from bot.cases.models import About, Case, CaseState
from bot.cases.safeguarding_models import CaseStep, Move
from bot.clock import from_london, today
from bot.errors import NotFound
from bot.notify.models import Notice
from bot.people.directory_models import DirectoryEntry
from bot.people.models import Academy, Person, RoleHolding, Standing
from bot.people.permissions import Role
from bot.policy.parameter import RoutedRole
from tests.cases.desk import DISTRESS, case, nobody_answers, reply, said, told, worried
from tests.scene import Scene

SUNDAY_NIGHT = "2026-11-22T21:00"


def listed(scene: Scene, role: RoutedRole, night: str, who: str | None = None, **more: Any) -> None:
    """An entry in the role directory, in place of the scene's own."""
    with scene.session() as session:
        for row in session.exec(select(DirectoryEntry).where(DirectoryEntry.role == role)):
            session.delete(row)
        person = scene.people[who] if who else None
        name = "" if who else "Trust lead"
        values: dict[str, Any] = {"name": name, "email": "lead@trust.example.org", "starts": date(2026, 1, 1), "out_of_hours": night} | more
        session.add(DirectoryEntry(academy_id=scene.academy_id, role=role, person_id=person, **values))
        session.commit()


def refused(scene: Scene, who: str) -> None:
    """For them the case is not there."""
    key = case(scene).id or 0
    with scene.session() as session, pytest.raises(NotFound):
        safeguarding.opened(session, scene.who(session, who), key)


def test_S16_2_on_a_sunday_the_head_and_then_the_trust_lead_are_called_by_their_night_route(scene: Scene) -> None:
    listed(scene, RoutedRole.DSL, "Text 07700 900111", who="dsl")
    listed(scene, RoutedRole.TRUST_DSL, "Ring 07700 900222")
    with time_machine.travel(from_london(SUNDAY_NIGHT), tick=False) as clock:
        said(scene)
        assert "ring 999" in told(scene, "dsl")[0]
        assert told(scene, "head") == []
        clock.shift(timedelta(minutes=15))
        scene.work("safeguarding")
        (first,) = told(scene, "head")
        assert "not been acknowledged for 15 minutes" in first
        assert "Text 07700 900111" in first
        assert "ring 999" in first
        assert DISTRESS not in first
        clock.shift(timedelta(minutes=15))
        scene.work("safeguarding")
        passed_on = [text for text in told(scene, "head") if "Pass this on to Trust lead" in text]
        assert passed_on
        assert "Ring 07700 900222" in passed_on[0]
        for _ in range(3):
            clock.shift(timedelta(minutes=15))
            scene.work("safeguarding")
        assert len(scene.entries("case:escalate")) == 5
        key = case(scene).id or 0
        with scene.session() as session:
            steps = session.exec(select(CaseStep).where(CaseStep.move == Move.PAGE)).all()
            assert len(steps) == 6
            assert "Text 07700 900111" in steps[0].words
            assert "Trust lead (Ring 07700 900222)" in steps[-1].words
            assert safeguarding.acknowledge(session, scene.who(session, "deputy"), key).state is CaseState.ACKNOWLEDGED
        assert [told(scene, who) for who in ("dsl", "deputy", "head")] == [[], [], []]
        clock.shift(timedelta(hours=2))
        assert scene.work("safeguarding") == []


def test_one_page_at_a_time_stands_on_today(scene: Scene) -> None:
    said(scene)
    for _ in range(4):
        nobody_answers(scene)
    assert len(told(scene, "dsl")) == 1


def test_the_profile_names_who_else_hears_of_it_and_they_learn_that_and_not_what(scene: Scene) -> None:
    with scene.session() as session:
        session.get_one(Academy, scene.academy_id).policy = "core"
        session.commit()
    said(scene)
    (first,) = told(scene, "head")
    assert "is with the safeguarding lead or deputy" in first
    refused(scene, "head")


def test_a_stand_in_is_told_and_cannot_open_it(scene: Scene) -> None:
    listed(scene, RoutedRole.DSL, "Text 07700 900111", who="dsl", absent_from=today(), deputy_id=scene.people["checker"])
    said(scene)
    (first,) = told(scene, "checker")
    assert first.startswith("You stand in for")
    assert "Open it now" not in first
    refused(scene, "checker")


def test_a_concern_about_a_member_of_staff_is_the_headteachers_and_never_its_subjects(scene: Scene) -> None:
    worried(scene, about="staff", person_id=scene.people["slt"])
    key = case(scene).id or 0
    assert case(scene).about is About.STAFF
    assert "Open it now" in told(scene, "head")[0]
    assert told(scene, "deputy") == told(scene, "slt") == []
    with scene.session() as session:
        assert [c.id for c in safeguarding.visible(session, scene.who(session, "head"))] == [key]
        assert safeguarding.visible(session, scene.who(session, "slt")) == []
    nobody_answers(scene)
    assert told(scene, "dsl")


def test_a_concern_about_the_lead_goes_round_them(scene: Scene) -> None:
    worried(scene, about="nobody", person_id=scene.people["dsl"])  # what was ticked is wrong; whose role it is counts
    assert case(scene).about is About.LEAD
    for _ in range(3):
        nobody_answers(scene)
        assert told(scene, "dsl") == told(scene, "deputy") == []
        assert told(scene, "head")
    refused(scene, "dsl")
    refused(scene, "deputy")
    key = case(scene).id or 0
    with scene.session() as session:
        safeguarding.close(session, scene.who(session, "head"), key, "The local authority looked into it.")


def test_a_concern_about_the_headteacher_is_rung_to_the_chair_by_whoever_raises_it(scene: Scene) -> None:
    listed(scene, RoutedRole.CHAIR, "Ring 07700 900333", phone="07700 900333")
    row = worried(scene, about="head")
    with scene.session() as session:
        (chair,) = ring_yourself(session, scene.academy_id, row.about)
        assert "07700 900333" in chair.route
    assert "do not tell them" in told(scene, "dsl")[0]
    for _ in range(4):
        nobody_answers(scene)
    with scene.session() as session:
        about = session.exec(select(Notice).where(Notice.subject == f"case:{row.case_id}")).all()
        assert all(n.role is not Role.HEAD and n.person_id != scene.people["head"] for n in about)
        assert any("Pass this on to" in n.text and n.person_id == scene.people["deputy"] for n in about)
    refused(scene, "head")


def test_the_same_person_under_another_sign_in_is_still_the_subject(scene: Scene) -> None:
    with scene.session() as session:
        staff_id = scene.who(session, "slt").staff_id
        other = Person(name="The same leader", email="second@academy-a.example.sch.uk", staff_id=staff_id)
        session.add(other)
        session.flush()
        session.add(RoleHolding(person_id=other.id or 0, role=Role.HEAD, academy_id=scene.academy_id, standing=Standing.ACTIVE))
        session.commit()
        other_id = other.id or 0
    row = worried(scene, about="staff", person_id=scene.people["slt"])
    with scene.session() as session:
        assert safeguarding.visible(session, session.get_one(Person, other_id)) == []
        about = session.exec(select(Notice).where(Notice.subject == f"case:{row.case_id}")).all()
        assert [n.person_id for n in about] == [scene.people["head"]]


def test_where_everybody_who_could_open_it_is_its_subject_it_stays_raised_and_goes_on(scene: Scene) -> None:
    with scene.session() as session:
        for held in session.exec(select(RoleHolding).where(col(RoleHolding.role).in_([Role.DSL, Role.DEPUTY_DSL]))):
            held.person_id = scene.people["head"]
            session.add(held)
        session.commit()
    worried(scene, about="head")
    assert case(scene).state is CaseState.RAISED
    nobody_answers(scene)
    assert (case(scene).state, case(scene).escalations) == (CaseState.RAISED, 1)


def test_the_lead_routes_a_case_on_and_whoever_it_is_for_is_paged(scene: Scene) -> None:
    said(scene)
    key = case(scene).id or 0
    with scene.session() as session:
        dsl = scene.who(session, "dsl")
        safeguarding.acknowledge(session, dsl, key)
        safeguarding_work.route(session, dsl, key, "staff", None, "It is about a coach")
        assert session.get_one(Case, key).acknowledged_by is None
        assert [c.id for c in safeguarding.visible(session, dsl)] == [key]
        safeguarding_work.route(session, dsl, key, "staff", scene.people["deputy"], "It is about my deputy")
        assert safeguarding.visible(session, dsl) == []
    assert "about the safeguarding lead or deputy. Open it now" in told(scene, "head")[0]


def test_two_workers_page_once(scene: Scene) -> None:
    said(scene)
    nobody_answers(scene)
    key = case(scene).id or 0
    with scene.session() as session:
        safeguarding.escalate(session, key)
    assert len(scene.entries("case:escalate")) == 1
    with scene.session() as session:
        assert session.exec(select(Case)).one().escalations == 1
    assert reply(scene, 1).text == DISTRESS
