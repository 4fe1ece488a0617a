"""Who is told, how urgently, and by when a person decides: the table by severity, filled with each trust's own words (P21-P23)."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import LONDON, from_london
from bot.moderation.clocks import Clock, clock, real
from bot.moderation.crowd.gathering import IN_A_SHORT_TIME, UNDER_ONE_POST, Said, crowd
from bot.moderation.routes import NOT_JUDGED, ROUTES, recipients, route
from bot.moderation.verdict import Reason, Severity, Verdict, Word
from bot.notify.models import Urgency
from bot.people.hours import USUAL
from bot.policy.profile import load

FRIDAY_NOON, SATURDAY = from_london("2026-11-20T12:00"), from_london("2026-11-21T19:40")


def said(severity: int, *rules: str, word: Word = Word.HIDE) -> Verdict:
    return Verdict(word, Severity(severity), 0.9, tuple(Reason(rule, 0, 1) for rule in rules or ("a rule",)))


def told(policy: str, verdict: Verdict) -> set[str]:
    return {role.value for role in recipients(load(policy), verdict)}


def test_every_severity_has_its_row() -> None:
    assert set(ROUTES) == set(Severity)
    assert [ROUTES[Severity(n)].at_once for n in range(6)] == [True, True, False, False, False, False]
    assert [bool(ROUTES[Severity(n)].to) for n in range(6)] == [True, True, True, False, True, False]
    assert ROUTES[Severity.S0].urgency is Urgency.NOW


@pytest.mark.parametrize(
    ("policy", "who"),
    [
        ("default", {"slt"}),
        ("bet", {"slt"}),
        ("acet", {"slt"}),  # the Network Manager is there for what is technical
        ("core", {"head", "line_manager", "head_of_people"}),
        ("inspire", {"dsl", "slt"}),  # and somebody who can decide
    ],
)
def test_P21_abuse_goes_to_whom_the_profile_names(policy: str, who: set[str]) -> None:
    assert told(policy, said(2)) == who
    assert told(policy, said(1, "slurs: a slur")) == who


def test_P21_what_is_technical_goes_to_those_who_see_to_it() -> None:
    assert told("acet", said(4, "spam: link")) == {"network_manager"}
    assert told("inspire", said(4, "spam: link")) == {"it_director"}
    assert told("default", said(4, "spam: link")) == set()


@pytest.mark.parametrize("policy", ["default", "bet", "acet", "inspire", "core", "att"])
def test_S15_1_a_threat_to_somebody_also_goes_to_the_headteacher(policy: str) -> None:
    assert "head" in told(policy, said(1, "threat: threat to a person"))


def test_S15_2_nobody_is_told_of_criticism() -> None:
    assert told("bet", said(3, "criticism: complaint", word=Word.ASK)) == set()
    assert told("bet", said(5, word=Word.ASK)) == set()


def test_what_nobody_judged_is_told_at_once_with_a_shorter_clock_that_says_so() -> None:
    verdict = said(2, "not judged: model", word=Word.ASK)
    assert route(verdict) is NOT_JUDGED
    assert told("default", verdict) == {"slt"}
    found = clock(SATURDAY, verdict, 60, USUAL, hides=False, staffed=True)
    assert found.by == SATURDAY + timedelta(minutes=30)
    assert found.note == "The machine could not judge this, so the time is shorter: 30 minutes instead of 60."
    assert clock(SATURDAY, verdict, 6, USUAL, hides=False, staffed=True).by == SATURDAY + timedelta(minutes=5)


def test_I10_what_is_hidden_or_grave_is_counted_in_real_time() -> None:
    for verdict, hides in ((said(2), True), (said(1), False), (said(0, word=Word.ASK), False)):
        assert clock(SATURDAY, verdict, 30, USUAL, hides=hides, staffed=True) == Clock(SATURDAY + timedelta(minutes=30))


def test_the_rest_is_counted_in_staffed_hours_where_the_profile_says_so() -> None:
    ask = said(2, word=Word.ASK)
    assert clock(SATURDAY, ask, 30, USUAL, hides=False, staffed=False) == Clock(SATURDAY + timedelta(minutes=30))
    found = clock(SATURDAY, ask, 30, USUAL, hides=False, staffed=True)
    assert found.by == from_london("2026-11-23T08:30")
    assert "Monday 23 November 2026 at 8:00am" in found.note
    assert clock(FRIDAY_NOON, ask, 30, USUAL, hides=False, staffed=True) == Clock(FRIDAY_NOON + timedelta(minutes=30))


@pytest.mark.parametrize("begins", ["2026-10-24T12:00", "2026-10-25T00:30", "2026-03-28T12:00"])
def test_S33_3_a_day_across_the_clock_change_lasts_24_real_hours(begins: str) -> None:
    seen = from_london(begins)
    for moment in (seen, seen.astimezone(LONDON)):
        by = clock(moment, said(1), 24 * 60, USUAL, hides=True, staffed=True).by
        assert (by.astimezone(UTC) - seen.astimezone(UTC)) == timedelta(hours=24)
        assert by.astimezone(LONDON).replace(tzinfo=None) != seen.astimezone(LONDON).replace(tzinfo=None) + timedelta(days=1)


def test_S33_3_the_repeated_hour_is_counted_twice() -> None:
    before = datetime(2026, 10, 25, 0, 45, tzinfo=LONDON)  # 1am comes twice that night
    assert real(before, 60).astimezone(LONDON).strftime("%H:%M") == "01:45"
    assert real(before, 120).astimezone(LONDON).strftime("%H:%M") == "01:45"


def crowd_of(minutes: list[int], writers: int, root: str | None = "post") -> list[Said]:
    return [Said(FRIDAY_NOON + timedelta(minutes=m), f"writer-{n % writers}", root) for n, m in enumerate(minutes)]


@pytest.mark.parametrize(
    ("minutes", "writers", "roots", "reached"),
    [
        ([0, 5, 10, 15, 20], 3, "one", UNDER_ONE_POST),
        ([0, 60, 120, 240, 330], 3, "one", UNDER_ONE_POST),
        ([0, 5, 10, 15, 20], 3, "many", IN_A_SHORT_TIME),
        ([0, 5, 10, 15, 40], 3, "many", None),  # not within half an hour
        ([0, 5, 10, 15, 20], 2, "one", None),  # two people who quarrel
        ([0, 5, 10, 15], 4, "one", None),
        ([0, 60, 120, 240, 400], 3, "one", None),
    ],
)
def test_C15_when_many_comments_are_one_thing(minutes: list[int], writers: int, roots: str, reached: object) -> None:
    comments = crowd_of(minutes, writers)
    if roots == "many":
        comments = [Said(c.at, c.author_id, f"post-{n}") for n, c in enumerate(comments)]
    assert crowd(comments[-1], comments[:-1]) is reached
