"""Days that cannot be right. The posts are written on Friday 20 November 2026."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.drafts.bundle import Bundle
from bot.drafts.screens import date as dates
from bot.drafts.screens.base import Finding, Setting
from bot.policy.profile import load
from tests.drafts.claim_measure import SETS, posts

SETTING = Setting(load("default"), ("x",), date(2026, 11, 20))


def found(text: str, not_before: datetime | None = None) -> list[Finding]:
    return list(dates.screen(Bundle(text, not_before=not_before), SETTING))


def levels(text: str) -> list[tuple[str, str]]:
    return [(f.level, text[f.start : f.end]) for f in found(text)]


@pytest.mark.parametrize(
    ("text", "level", "words"),
    [
        ("Join us on Tuesday 25 December 2026.", "block", "Tuesday 25 December 2026"),
        ("Carols: Thu 25/12/26, all welcome", "block", "Thu 25/12/26"),
        ("Back on Monday, January 5th, 2027", "block", "Monday, January 5th, 2027"),
        ("Come along on Friday 20 November 2025", "block", "Friday 20 November 2025"),
        ("Carols on Thursday 18 December", "warn", "Thursday 18 December"),
        ("Parents' evening, Tues 3rd Dec", "warn", "Tues 3rd Dec"),
        ("Trip: from Monday 5 to Tuesday 5 January", "warn", "Monday 5"),
        ("Bring kit on Tuesday 1st and Thursday 2nd December", "warn", "Thursday 2nd December"),
        ("On Monday 18 June 1815 the battle was fought.", "warn", "Monday 18 June 1815"),
    ],
)
def test_a_weekday_that_is_not_the_dates(text: str, level: str, words: str) -> None:
    assert (level, words) in levels(text)


def test_the_message_says_which_day_it_is_and_what_to_do() -> None:
    assert [f.message for f in found("Join us on Tuesday 25 December 2026.")] == [
        "The weekday does not match the date: in 2026, 25 December is a Friday, not a Tuesday. Correct one of them."
    ]
    assert "In 2026 it is a Friday." in found("Come along on Friday 20 November 2025")[0].message


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("The deadline is 31 June.", "block"),
        ("Forms by 30 February 2027", "block"),
        ("Closing date 29 February 2027", "block"),
        ("Join us on 29 February", "warn"),
        ("Photos on 12/25/2026", "warn"),
        ("Photos on 31/11/2026", "block"),
    ],
)
def test_a_day_that_is_not_in_the_calendar(text: str, level: str) -> None:
    assert [f.level for f in found(text)] == [level]


@pytest.mark.parametrize(
    "text", ["Join us on 3 November.", "Reminder: flu jabs on Friday 13 November", "The fair is on 14/11/2026", "See you on Mon 2 Nov!"]
)
def test_an_invitation_to_what_is_over(text: str) -> None:
    assert [f.level for f in found(text)] == ["warn"]
    assert "still to come" in found(text)[0].message


def test_what_is_over_when_it_goes_out_counts_too() -> None:
    assert found("Join us on 3 December.") == []
    assert [f.level for f in found("Join us on 3 December.", datetime(2026, 12, 4, 9, tzinfo=UTC))] == ["warn"]


@pytest.mark.parametrize(
    "text",
    [
        "Carols on Friday 18 December at 2pm; we return on Monday 4th January.",
        "Open from Monday 4 to Friday 8 January.",
        "Mon–Fri 5–9 January 2027, and Monday to Friday, 5 to 9 January",
        "Monday 30 November to Friday 4 December",
        "Monday 21 December to Monday 4 January 2027",
        "Saturday 5th and Sunday 6th December 2026",
        "Thank you for coming on Tuesday 3 November. Last Tuesday 3 November was great.",
        "In 1815, on Sunday 18 June, the battle was fought.",
        "We remember those who landed on 6 June 1944.",
        "On this day, 5 November, in 1605.",
        "Year 3 May half term; Autumn 1; Room 31 June Street; 31 may come.",
        "Results: 24-17-12, 3/4 of pupils, 10.30am, 1.2.26",
        "Join us on 3 March.",
        "Born on 29 February!",
        "The 2026 cohort met on 14 October.",
        "Mon 30th Nov. Arrive by 8:35.",
        "",
    ],
)
def test_what_is_right_is_left_alone(text: str) -> None:
    assert levels(text) == []


def test_no_ordinary_post_is_blocked() -> None:
    ordinary = Path(__file__).with_name("ordinary_posts.txt").read_text(encoding="utf-8").splitlines()
    marked = [text for name in SETS for text, _ in posts(name)]
    assert [text for text in ordinary + marked if any(f.level == "block" for f in found(text))] == []
