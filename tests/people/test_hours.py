"""Waiting is counted in working hours, Monday to Friday from 8am to 5pm in London."""

from datetime import timedelta

import pytest

from bot.clock import from_london
from bot.people.hours import after, next_working, working

FOUR = timedelta(hours=4)


@pytest.mark.parametrize(
    ("begins", "ends"),
    [
        ("2026-11-20T09:00", "2026-11-20T13:00"),
        ("2026-11-20T15:00", "2026-11-23T10:00"),
        ("2026-11-21T19:40", "2026-11-23T12:00"),
        ("2026-11-20T06:00", "2026-11-20T12:00"),
        ("2026-11-20T13:00", "2026-11-23T08:00"),  # what would be over as the day closes is over when the next begins
        ("2026-03-27T16:00", "2026-03-30T11:00"),  # over the clock change
    ],
)
def test_four_working_hours_later(begins: str, ends: str) -> None:
    assert after(from_london(begins), FOUR) == from_london(ends)


@pytest.mark.parametrize(
    ("moment", "is_working"),
    [("2026-11-20T08:00", True), ("2026-11-20T16:59", True), ("2026-11-20T17:00", False), ("2026-11-20T07:59", False), ("2026-11-21T12:00", False)],
)
def test_working_hours(moment: str, is_working: bool) -> None:
    assert working(from_london(moment)) is is_working
    assert (next_working(from_london(moment)) == from_london(moment)) is is_working
