"""How a number is said: times, shares with their doubt, small numbers, bars, months over the change of the clocks."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest

from bot.errors import BadInput
from bot.moderation.classifier.wanted import WANTED
from bot.reports import moderation_judge
from bot.reports.charts import Bar, bars
from bot.reports.moderation_figures import FEWER, between, count, lasted, share_words, small, time_cells, times
from bot.reports.moderation_files import safe
from bot.reports.moderation_scope import Stretch, split_months, split_terms, stretch
from tests.reports.past import utc


def test_the_middle_the_slowest_of_95_and_the_longest() -> None:
    found = times([*range(1, 101)])
    assert (found.number, found.middle, found.p95, found.worst) == (100, 50.5, 95, 100)
    one = times([31.0])
    assert (one.middle, one.p95, one.worst) == (31, 31, 31)
    assert times([-4.0, 2.0]).middle == 1, "a clock that runs ahead does not make a wait shorter than none"
    assert [cell.words for cell in time_cells(times([]))] == ["0", "none yet", "none yet", "none yet"]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "less than a second"),
        (1, "1 second"),
        (31.4, "31 seconds"),
        (89.6, "1 minute 30 seconds"),
        (91, "2 minutes"),
        (3599, "1 hour"),
        (7500, "2 hours 5 minutes"),
        (90_000, "1 day 1 hour"),
        (86_400 * 400, "400 days"),
    ],
)
def test_a_wait_as_somebody_would_say_it(seconds: float, words: str) -> None:
    assert lasted(seconds) == words


def test_a_share_says_how_far_chance_could_carry_it() -> None:
    assert share_words(3, 120) == "3 of 120, so between 1% and 7%"
    assert share_words(0, 120) == "0 of 120, so between 0% and 3%"
    assert share_words(1, 1) == "1 of 1, so between 21% and 100%"
    assert share_words(2, 1_000) == "2 of 1,000, so between 0.1% and 1%"
    assert share_words(0, 0) == "none yet, so nothing can be said"
    low, high = between(50, 100)
    assert (round(low, 3), round(high, 3)) == (0.404, 0.596)  # as in the published tables of this interval


def test_a_small_number_is_not_given_and_a_large_one_is_rounded_down() -> None:
    assert [small(number).words for number in (0, 1, 4, 5, 9, 12)] == [FEWER, FEWER, FEWER, "5 or more", "5 or more", "10 or more"]
    assert all(small(number).value is None for number in range(20)), "no file tells it either"
    assert count(1_234).words == "1,234"


def test_bars_share_one_scale_and_a_number_kept_back_has_none() -> None:
    assert bars([(200, 50), (100, 0), (1, 1), (0, 0), (None, None)]) == [Bar(100, 25), Bar(50, 0), Bar(1, 1), Bar(0, 0), None]
    assert bars([]) == []


def test_months_are_those_on_the_wall_over_both_changes_of_the_clocks() -> None:
    found = split_months(Stretch("", date(2026, 3, 1), date(2026, 10, 31)))
    assert [each.label for each in found][:2] == ["March 2026", "April 2026"]
    march, october = found[0], found[-1]
    assert (march.begins, march.ends) == (utc(2026, 3, 1), utc(2026, 3, 31, 23))
    assert (october.begins, october.ends) == (utc(2026, 9, 30, 23), utc(2026, 11, 1))
    assert march.ends - march.begins == timedelta(days=31, hours=-1)
    assert october.ends - october.begins == timedelta(days=31, hours=1)
    assert all(one.ends == other.begins for one, other in pairwise(found)), "no moment is lost and none counted twice"


def test_a_cut_month_says_which_days() -> None:
    found = split_months(Stretch("", date(2025, 12, 15), date(2026, 2, 1)))
    assert [each.label for each in found] == ["December 2025 (15 Dec to 31 Dec)", "January 2026", "February 2026 (1 Feb)"]


def test_terms_of_a_year() -> None:
    found = split_terms(Stretch("", date(2025, 9, 1), date(2026, 8, 31)))
    assert [(each.label, each.first) for each in found] == [
        ("Autumn term 2025", date(2025, 9, 1)),
        ("Spring term 2026", date(2026, 1, 1)),
        ("Summer term 2026", date(2026, 4, 1)),
    ]


def test_left_empty_it_is_the_last_twelve_months() -> None:
    found = stretch(None, date(2026, 11, 20))
    assert (found.first, found.label) == (date(2025, 12, 1), "1 December 2025 to 20 November 2026")
    assert stretch(date(2026, 2, 1), date(2026, 2, 28)).when == "In February 2026"


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (date(2026, 2, 2), date(2026, 2, 1), "until"),
        (date(2199, 1, 1), date(2199, 2, 1), "since"),
        (date(1, 1, 1), date(2026, 2, 1), "since"),
        (None, date(1, 1, 1), "since"),
        (date(2020, 1, 1), date(9999, 12, 31), "until"),
        (date(2010, 1, 1), date(2026, 1, 1), "until"),
    ],
)
def test_days_that_cannot_be_are_said(first: date | None, last: date, field: str) -> None:
    with pytest.raises(BadInput) as bad:
        stretch(first, last)
    assert field in bad.value.fields


def test_no_spreadsheet_reads_a_cell_as_a_formula() -> None:
    cells = {"=1+1": "'=1+1", " +44": "' +44", "-3": "'-3", "@x": "'@x", "\t=1": "'\t=1", "3 of 120": "3 of 120", 7: "7", None: ""}
    assert {each: safe(each) for each in cells} == cells


def test_without_a_learned_judge_rules_alone_judge() -> None:
    assert moderation_judge.read(lambda: None).rules_alone


def test_the_card_of_the_shipped_judge_becomes_rows_with_what_is_wanted() -> None:
    rows = dict(moderation_judge.read().rows)
    assert len(rows["Version"]) == 12
    assert "wanted" in rows["Comments to keep that were hidden"]


def test_what_is_not_reached_is_said() -> None:
    said = {"version": "1", "school": dict.fromkeys((name for name, *_ in WANTED), 0.5)}
    rows = dict(moderation_judge.read(lambda: said).rows)
    assert rows["Comments to keep that were hidden"] == "50.0% (at most 1.0% is wanted: not reached)"


@pytest.mark.parametrize("card", [lambda: 1 / 0, lambda: ["no", "mapping"], lambda: {"version": "1"}])
def test_a_broken_model_card_does_not_take_the_report_with_it(card: Callable[[], Any]) -> None:
    assert moderation_judge.read(card).broken
