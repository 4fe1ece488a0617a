"""The school's calendar: ranges typed in or read from a file, staffed hours, and everything that waits counting by them (C33)."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.clock import from_london
from bot.drafts.waiting import first_reminder
from bot.errors import BadInput, NotFound, Refusal
from bot.people.calendar import hours_at, of_academy
from bot.people.calendar_file import LONGEST_FILE, read
from bot.people.calendar_models import Closure, ClosureKind
from bot.people.calendar_write import add, remove, set_hours, take_in
from bot.people.hours import USUAL
from tests.scene import Scene


def ics(*events: str) -> bytes:
    inside = "".join(f"BEGIN:VEVENT\r\nUID:{n}\r\nDTSTAMP:20260901T000000Z\r\n{event}\r\nEND:VEVENT\r\n" for n, event in enumerate(events))
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//school//EN\r\n{inside}END:VCALENDAR\r\n".encode()


def event(name: str, first: str, end: str = "") -> str:
    """`end` as iCal has it: the day after the last."""
    return f"SUMMARY:{name}\r\nDTSTART;VALUE=DATE:{first}" + (f"\r\nDTEND;VALUE=DATE:{end}" if end else "")


def test_what_a_file_of_term_dates_holds() -> None:
    found = read(
        ics(
            event("Autumn half term", "20261026", "20261031"),
            event("INSET day", "20261102"),
            event("Christmas holiday", "20261221", "20270104"),
            "SUMMARY:School closed (election)\r\nDTSTART:20270506T000000Z\r\nDTEND:20270507T000000Z",
        )
    )
    assert found.problems == ()
    assert [(r.kind, r.first, r.last) for r in found.ranges] == [
        (ClosureKind.HOLIDAY, date(2026, 10, 26), date(2026, 10, 30)),
        (ClosureKind.INSET, date(2026, 11, 2), date(2026, 11, 2)),
        (ClosureKind.HOLIDAY, date(2026, 12, 21), date(2027, 1, 3)),
        (ClosureKind.OTHER, date(2027, 5, 6), date(2027, 5, 7)),  # midnight UTC in summer: the small hours of the next day too
    ]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (event("Winter concert", "20261210"), "Winter concert: its name does not say that the school is closed."),
        (event("Summer bank holiday", "20270830"), "Summer bank holiday: bank holidays are known already."),
        (event("Half term begins", "20261026"), "Half term begins: it marks where the days begin or end. Enter them by hand."),
        (event("INSET day", "20261102") + "\r\nRRULE:FREQ=YEARLY", "INSET day: it repeats. Enter its days by hand."),
        (event("Half term", "20261026", "20261020"), "Half term: it ends before it begins."),
        ("SUMMARY:Twilight inset\r\nDTSTART:20261102T153000Z\r\nDTEND:20261102T170000Z", "Twilight inset: it is not for whole days."),
        ("SUMMARY:Half term", "Half term: its dates cannot be read."),
        ("SUMMARY:Half term\r\nDTSTART;VALUE=DATE:2026-13-45", "Half term: its dates cannot be read."),
    ],
)
def test_each_row_that_cannot_be_used_is_a_sentence(row: str, sentence: str) -> None:
    found = read(ics(row))
    assert (found.ranges, found.problems) == ((), (sentence,))


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"\xff\xfe\x00", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", b"x" * (LONGEST_FILE + 1)])
def test_what_is_no_calendar_is_a_sentence_too(data: bytes) -> None:
    found = read(data)
    assert found.ranges == ()
    assert len(found.problems) <= 1


def test_days_are_entered_counted_and_removed(scene: Scene) -> None:
    friday = from_london("2026-10-23T16:00")
    with scene.session() as session:
        assert hours_at(session, scene.academy_id) == USUAL
        me = scene.who(session, "admin")
        row = add(session, me, scene.academy_id, kind="school holiday", name="Half term", first=date(2026, 10, 26), last=date(2026, 10, 30))
        add(session, me, scene.academy_id, kind="inset day", name="", first=date(2026, 11, 2), last=None)
        hours = hours_at(session, scene.academy_id)
        assert hours.why_closed(date(2026, 10, 28)) == "Half term"
        assert hours.after(friday, timedelta(hours=4)) == from_london("2026-11-03T11:00")
        assert first_reminder(session, scene.academy_id, friday) == from_london("2026-11-03T11:00"), "drafts wait by it too"
    with scene.session() as session:
        remove(session, scene.who(session, "head"), scene.academy_id, row.id or 0)
    with scene.session() as session:
        assert hours_at(session, scene.academy_id).after(friday, timedelta(hours=4)) == from_london("2026-10-26T11:00")
    assert len(scene.entries("academy:calendar", "done")) == 3


def test_the_office_may_be_staffed_in_the_holidays(scene: Scene) -> None:
    with scene.session() as session:
        me = scene.who(session, "admin")
        add(session, me, scene.academy_id, kind="school holiday", name="Half term", first=date(2026, 10, 26), last=date(2026, 10, 30), staffed=True)
        set_hours(session, me, scene.academy_id, "09:00", "15:30")
        set_hours(session, me, scene.academy_id, "09:00", "15:00")
        hours = hours_at(session, scene.academy_id)
    assert hours.staffed(from_london("2026-10-28T14:59"))
    assert not hours.staffed(from_london("2026-10-28T15:00"))


def test_a_file_is_taken_in_once(scene: Scene) -> None:
    data = ics(event("Half term", "20261026", "20261031"), event("Winter concert", "20261210"), event("Summer holiday", "20260701", "20271001"))
    for new in (1, 0):
        with scene.session() as session:
            found, problems = take_in(session, scene.who(session, "admin"), scene.academy_id, data)
        assert found == new
        assert len(problems) == 2
        assert "longer than 70 days" in problems[1]
    with scene.session() as session:
        assert len(of_academy(session, scene.academy_id)) == 1


WRONG: tuple[tuple[dict[str, Any], str], ...] = (
    ({"kind": "a treat"}, "kind"),
    ({"first": None}, "first"),
    ({"last": date(2026, 10, 25)}, "last"),
    ({"last": date(2027, 10, 30)}, "last"),
    ({"first": date(226, 10, 26)}, "first"),
    ({"name": "x" * 101}, "name"),
)


def test_what_is_wrong_is_said_and_changes_nothing(scene: Scene) -> None:
    given: dict[str, Any] = {"kind": "inset day", "name": "Inset", "first": date(2026, 10, 26), "last": date(2026, 10, 30)}
    for more, wrong in WRONG:
        with scene.session() as session, pytest.raises(BadInput) as problem:
            add(session, scene.who(session, "admin"), scene.academy_id, **(given | more))
        assert set(problem.value.fields) == {wrong}
    with scene.session() as session:
        assert session.exec(select(Closure)).first() is None


def test_who_may_keep_it_and_what_hours_are(scene: Scene) -> None:
    with scene.session() as session, pytest.raises(Refusal):
        set_hours(session, scene.who(session, "author"), scene.academy_id, "09:00", "15:00")
    for opens, closes, field in (("nine", "15:00", "opens"), ("15:00", "09:00", "closes"), ("09:00", "09:30", "closes")):
        with scene.session() as session, pytest.raises(BadInput) as problem:
            set_hours(session, scene.who(session, "admin"), scene.academy_id, opens, closes)
        assert set(problem.value.fields) == {field}
    with scene.session() as session, pytest.raises(NotFound):
        remove(session, scene.who(session, "admin"), scene.academy_id, 99)
