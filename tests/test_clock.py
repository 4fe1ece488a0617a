"""Times as people in England type and read them."""

from datetime import UTC, datetime

import pytest

from bot.clock import from_london, spoken


@pytest.mark.parametrize(
    ("typed", "hour"),
    [("2026-11-20T15:05", 15), ("2026-07-01T15:05", 14), ("2026-10-25T01:30", 0), ("2026-11-20T15:05+02:00", 13)],
)
def test_what_is_typed_is_london_time(typed: str, hour: int) -> None:
    assert from_london(typed).hour == hour
    assert from_london(typed).tzinfo is UTC


@pytest.mark.parametrize("typed", ["2026-03-29T01:30", "0001-01-01T00:00+14:00", "9999-12-31T23:59", "tomorrow", "", "2026-02-30T10:00"])
def test_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        from_london(typed)


def test_a_time_is_said_as_people_say_it() -> None:
    assert spoken(datetime(2026, 11, 20, 15, 5, tzinfo=UTC)) == "Friday 20 November 2026 at 3:05pm"
    assert spoken(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)) == "Thursday 2 July 2026 at 12:30am"
