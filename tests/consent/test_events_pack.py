"""Events with children of several schools: who was asked, who may see the sheet, what may be shown, and that the names go (C10)."""

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from PIL import Image
from sqlalchemy.engine import Engine
from sqlmodel import select

from bot.clock import now, today
from bot.consent import events, events_day, events_known, events_sheet
from bot.consent.events_models import Answer, Event, EventSchool, EventState
from bot.drafts.content import Picture
from bot.drafts.signoff import submit
from bot.errors import BadInput, NotFound, Refusal
from bot.settings import Settings
from tests.scene import Scene, build

SCHOOLS = "Alpha Primary, office\nBeta Primary\nGamma Primary\nDelta Primary\nEpsilon Primary"
NAMES = "Testa Placeholder, Year 4\nDemo Exampleson, Year 5"


@pytest.fixture
def host(engine: Engine, gate_settings: Settings) -> Scene:
    """Under the policy that asks for the procedure."""
    return build(engine, gate_settings, policy="inspire")


def planned(scene: Scene, lead: str = "checker", schools: str = SCHOOLS) -> int:
    with scene.session() as session:
        lead_id = scene.people[lead]
        row = events.plan(session, scene.who(session, lead), scene.academy_id, name="Cross-country", day=today(), lead_id=lead_id, schools=schools)
        return row.id or 0


def answered(scene: Scene, silent: str = "Epsilon Primary", listed: str = "Beta Primary") -> int:
    """Asked; everyone answered but one, which was written down as silent."""
    key = planned(scene)
    with scene.session() as session:
        lead = scene.who(session, "checker")
        events.ask(session, lead, key)
        for school in events.schools_of(session, key):
            said = Answer.SILENT if school.name == silent else Answer.LIST if school.name == listed else Answer.NONE
            events.answer(session, lead, key, school.id or 0, said=said.value, names=NAMES if said is Answer.LIST else "")
    return key


def briefed(scene: Scene) -> int:
    key = answered(scene)
    with scene.session() as session:
        lead = scene.who(session, "checker")
        events.set_marker(session, lead, key, "A green lanyard, chosen by the children")
        events_day.expect(session, lead, key, person_ids=(scene.people["author2"],), volunteers="Volunteer One\nVolunteer Two")
        events_day.brief(session, lead, key)
    return key


def state(scene: Scene, key: int) -> EventState:
    with scene.session() as session:
        return events.event(session, key).state


def photo(event_id: int, *shows: str, colour: str = "teal") -> Picture:
    file = io.BytesIO()
    Image.new("RGB", (8, 8), colour).save(file, "PNG")
    return Picture(
        "run.png", "image/png", "Runners at the start line", data=file.getvalue(), shows=("pupils", *shows), origin="own", event_id=event_id
    )


def refusal(act: Callable[[], object]) -> Refusal:
    with pytest.raises(Refusal) as no:
        act()
    return no.value


def test_S10_1_a_picture_with_a_child_of_the_silent_school_is_blocked(host: Scene) -> None:
    key = answered(host)
    assert state(host, key) is EventState.ANSWERED_ALL
    picture = photo(key)
    draft = host.draft("A great run today.", pictures=(picture,))
    with host.session() as session:
        author = host.who(session, "author")
        found = refusal(lambda: submit(session, author, draft))
        assert (found.rule, found.clause) == ("screen:events", "INSP-14.1")
        assert "Epsilon Primary has not said" in found.sentence
        assert "Open the event under Events" in found.sentence
        events_known.declare_schools(session, author, key, picture.hash, ["Alpha Primary", "Epsilon Primary"])
        found = refusal(lambda: submit(session, author, draft))
        assert found.rule == "screen:events"
        assert "shows children of Epsilon Primary" in found.sentence
    assert [e.detail["rule"] for e in host.entries("draft:submit", "refused")] == ["screen:events"] * 2


def test_S10_1_a_picture_without_a_child_of_it_goes_on_and_a_late_answer_opens_the_rest(host: Scene) -> None:
    key = answered(host)
    one, two = photo(key), photo(key, "school: Epsilon Primary", colour="navy")
    first, second = host.draft("A great run.", pictures=(one,)), host.draft("Another great run.", pictures=(two,))
    with host.session() as session:
        author, lead = host.who(session, "author"), host.who(session, "checker")
        events_known.declare_schools(session, author, key, one.hash, ["Alpha Primary"])
        submit(session, author, first)
        assert refusal(lambda: submit(session, author, second)).rule == "screen:events"
        late = next(s for s in events.schools_of(session, key) if s.name == "Epsilon Primary")
        events.answer(session, lead, key, late.id or 0, said=Answer.NONE.value)
        events_known.declare_schools(session, author, key, two.hash, ["Epsilon Primary"])
        submit(session, author, second)
        assert events.event(session, key).state is EventState.ANSWERED_ALL
    assert host.state(first) == host.state(second) != "draft"


def test_S10_2_going_live_unsigned_warns_the_lead_who_briefs_them_or_says_why(host: Scene) -> None:
    key = briefed(host)
    with host.session() as session:
        lead = host.who(session, "checker")
        events_day.sign(session, host.who(session, "author2"), key)
        with pytest.raises(BadInput) as warned:
            events_day.go_live(session, lead, key)
        assert "Volunteer One, Volunteer Two have not signed the briefing" in warned.value.fields["reason"]
        assert state(host, key) is EventState.BRIEFED
        first = next(b for b in events_day.briefings(session, key) if b.name == "Volunteer One")
        events_day.sign(session, lead, key, first.id)
        with pytest.raises(BadInput, match="Volunteer Two has not signed"):
            events_day.go_live(session, lead, key)
        events_day.go_live(session, lead, key, "Volunteer Two only stands at the car park.")
    assert state(host, key) is EventState.LIVE
    entry = host.entries("event:live")[-1]
    assert entry.detail["unsigned"] == ["Volunteer Two"]
    assert entry.detail["reason"] == "Volunteer Two only stands at the car park."
    assert [(e.detail["who"], e.detail["on_paper"]) for e in host.entries("event:sign")][1] == ("Volunteer One", True)


def test_S10_3_seven_days_after_it_closed_the_sheet_is_deleted_and_the_deletion_is_on_record(host: Scene) -> None:
    key = briefed(host)
    with host.session() as session:
        lead = host.who(session, "checker")
        events_day.go_live(session, lead, key, "All were told by word of mouth.")
        events_day.close(session, lead, key)
    assert host.work("event-sheets") == []
    with host.session() as session:
        session.execute(sa.update(Event).values(closed_at=now() - timedelta(days=7)))
        session.commit()
    assert [done.result for done in host.work("event-sheets")] == ["deleted"]
    assert host.work("event-sheets") == []
    with host.session() as session:
        row = events.event(session, key)
        assert row.state is EventState.PURGED
        assert {(s.names_locked, s.children) for s in events.schools_of(session, key)} == {("", 0)}
        assert next(s for s in events.schools_of(session, key) if s.name == "Beta Primary").answer is Answer.LIST
        assert refusal(lambda: events_sheet.read_sheet(session, host.who(session, "dsl"), row)).rule == "purged"
        assert [e.id for e in events.open_events(session, host.academy_id)] == [key]
    entry = host.entries("event:purge")[-1]
    assert (entry.actor_id, entry.detail["lists"], entry.detail["children"]) == (None, 1, 2)


def test_an_event_that_nobody_closes_loses_its_list_all_the_same(scene: Scene) -> None:
    key = answered(scene)
    with scene.session() as session:
        session.execute(sa.update(Event).values(day=today() - timedelta(days=14)))
        session.commit()
    assert [done.result for done in scene.work("event-sheets")] == ["deleted"]
    assert state(scene, key) is EventState.PURGED
    assert scene.entries("event:purge")[-1].detail["never_closed"] is True


def test_the_names_are_nowhere_in_plain_text_and_few_see_them(host: Scene) -> None:
    key = briefed(host)
    assert not any("Placeholder" in str(e.detail) for e in host.entries("event:answer"))
    with host.session() as session:
        stored = session.execute(sa.text("SELECT names_locked FROM event_school")).scalars().all()
        assert any(stored)
        assert not any("Placeholder" in each for each in stored)
        row = events.event(session, key)
        for who in ("checker", "dsl", "deputy"):
            sheet = events_sheet.read_sheet(session, host.who(session, who), row)
            assert sheet.lists == (("Beta Primary", ("Testa Placeholder, Year 4", "Demo Exampleson, Year 5")),)
            assert sheet.without_answer == ("Epsilon Primary",)
        for who in ("author", "author2", "head", "admin", "governor"):
            with pytest.raises(Refusal) as no:
                events_sheet.read_sheet(session, host.who(session, who), row)
            assert no.value.rule == "briefed"
        events_day.sign(session, host.who(session, "author2"), key)
        assert events_sheet.read_sheet(session, host.who(session, "author2"), row).lists
        session.execute(sa.update(Event).values(day=today() - timedelta(days=2)))
        session.commit()
        row = events.event(session, key)
        assert not events_sheet.may_see(session, host.who(session, "author2"), row)
        assert events_sheet.may_see(session, host.who(session, "dsl"), row)
    assert len(host.entries("event:read-sheet", "done")) == 4
    assert len(host.entries("event:read-sheet", "refused")) == 5


def test_only_the_lead_moves_it_and_each_step_has_its_place(scene: Scene) -> None:
    key = planned(scene)
    with scene.session() as session:
        lead, other, head = (scene.who(session, name) for name in ("checker", "author", "head"))
        assert refusal(lambda: events.ask(session, other, key)).rule == "lead"
        assert refusal(lambda: events_day.go_live(session, lead, key)).rule == "move"
        assert refusal(lambda: events_day.sign(session, other, key)).rule == "move"
        events.ask(session, head, key)
        school = events.schools_of(session, key)[0].id or 0
        for said, names in ((Answer.LIST.value, " \n"), (Answer.NONE.value, "Testa Placeholder"), ("asked", ""), ("nonsense", "")):
            with pytest.raises(BadInput):
                events.answer(session, lead, key, school, said=said, names=names)
        with pytest.raises(NotFound):
            events.answer(session, lead, key, 9_999, said=Answer.NONE.value)
        events_day.close(session, lead, key)
        assert refusal(lambda: events.set_marker(session, lead, key, "A lanyard")).rule == "move"
    assert state(scene, key) is EventState.CLOSED


def test_a_plan_names_what_is_missing_and_stores_nothing(scene: Scene) -> None:
    with scene.session() as session:
        me = scene.who(session, "author")
        with pytest.raises(BadInput) as wrong:
            events.plan(session, me, scene.academy_id, name=" ", day=today() - timedelta(days=1), lead_id=scene.people["governor"], schools="A\na")
        assert set(wrong.value.fields) == {"name", "day", "lead_id", "schools"}
        assert (
            refusal(
                lambda: events.plan(session, scene.who(session, "governor"), scene.academy_id, name="X", day=today(), lead_id=me.id, schools="A")
            ).rule
            == "role"
        )
        assert session.exec(select(EventSchool)).all() == []
