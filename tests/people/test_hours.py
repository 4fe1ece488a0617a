"""Waiting is counted in staffed hours: usually Monday to Friday from 8am to 5pm in London, without bank and school holidays."""

from datetime import date, time, timedelta

import pytest

from bot.clock import from_london, london
from bot.people.bank_holidays import easter, in_year
from bot.people.hours import USUAL, Hours

FOUR = timedelta(hours=4)
CHRISTMAS = {date(2026, 12, 21) + timedelta(days=n): "Christmas holiday" for n in range(13)}


@pytest.mark.parametrize(
    ("begins", "ends"),
    [
        ("2026-11-20T09:00", "2026-11-20T13:00"),
        ("2026-11-20T15:00", "2026-11-23T10:00"),
        ("2026-11-21T19:40", "2026-11-23T12:00"),
        ("2026-11-20T06:00", "2026-11-20T12:00"),
        ("2026-11-20T13:00", "2026-11-23T08:00"),  # what would be over as the day closes is over when the next begins
        ("2026-03-27T16:00", "2026-03-30T11:00"),  # over the clock change
        ("2026-10-23T16:00", "2026-10-26T11:00"),
        ("2026-04-02T16:00", "2026-04-07T11:00"),  # over Easter
        ("2026-12-24T16:00", "2026-12-29T11:00"),  # Boxing Day is a Saturday, so the Monday stands in for it
    ],
)
def test_four_staffed_hours_later(begins: str, ends: str) -> None:
    assert USUAL.after(from_london(begins), FOUR) == from_london(ends)


@pytest.mark.parametrize(
    ("moment", "is_staffed"),
    [("2026-11-20T08:00", True), ("2026-11-20T16:59", True), ("2026-11-20T17:00", False), ("2026-11-20T07:59", False), ("2026-11-21T12:00", False)],
)
def test_staffed_hours(moment: str, is_staffed: bool) -> None:
    assert USUAL.staffed(from_london(moment)) is is_staffed
    assert (USUAL.next_staffed(from_london(moment)) == from_london(moment)) is is_staffed


def test_a_school_holiday_is_left_out_and_says_what_it_is() -> None:
    hours = Hours(closed=CHRISTMAS)
    assert hours.after(from_london("2026-12-18T16:00"), FOUR) == from_london("2027-01-04T11:00")
    assert hours.why_closed(date(2026, 12, 22)) == "Christmas holiday"
    assert hours.why_closed(date(2026, 12, 25)) == "Christmas Day"


def test_days_on_which_the_office_is_there_all_the_same() -> None:
    hours = Hours(closed=CHRISTMAS, staffed_anyway=frozenset({date(2026, 12, 28), date(2026, 12, 27)}))
    assert hours.next_staffed(from_london("2026-12-18T18:00")) == from_london("2026-12-28T08:00")
    assert not hours.staffed(from_london("2026-12-27T12:00")), "a Sunday stays a Sunday"


def test_an_academys_own_hours() -> None:
    hours = Hours(opens=time(7, 30), closes=time(15))
    assert hours.after(from_london("2026-11-20T14:00"), FOUR) == from_london("2026-11-23T10:30")
    assert hours.words == "Monday to Friday, 7:30am to 3pm, without school and bank holidays"


def test_a_calendar_closed_for_ever_still_comes_to_an_end() -> None:
    closed = {date(2026, 1, 1) + timedelta(days=n): "closed" for n in range(2_000)}
    assert Hours(closed=closed).next_staffed(from_london("2026-06-01T12:00")) > from_london("2027-06-01T12:00")


def test_S33_3_staffed_hours_on_both_sides_of_the_clock_change_are_the_wall_clocks() -> None:
    assert london(USUAL.next_staffed(from_london("2026-10-25T00:30"))).time() == time(8)
    assert london(USUAL.next_staffed(from_london("2026-03-28T12:00"))).time() == time(8)


@pytest.mark.parametrize(
    ("year", "sunday"), [(1913, "03-23"), (1943, "04-25"), (2008, "03-23"), (2025, "04-20"), (2026, "04-05"), (2027, "03-28"), (2038, "04-25")]
)
def test_easter(year: int, sunday: str) -> None:
    assert easter(year) == date.fromisoformat(f"{year}-{sunday}")


@pytest.mark.parametrize(
    ("year", "days"),
    [  # as gov.uk lists them
        (2021, "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28"),
        (2024, "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26"),
        (2025, "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26"),
        (2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28"),
        (2027, "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28"),
        (2028, "01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26"),
    ],
)
def test_bank_holidays_of_england_and_wales(year: int, days: str) -> None:
    assert [f"{day:%m-%d}" for day in in_year(year)] == days.split()


def test_each_substitute_day_is_named_for_its_holiday() -> None:
    assert in_year(2022)[date(2022, 12, 27)] == "Christmas Day (substitute day)"
    assert in_year(2021)[date(2021, 12, 28)] == "Boxing Day (substitute day)"
