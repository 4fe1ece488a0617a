"""What stands on which day, and which times are worth another look."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from bot.clock import from_london, now
from bot.drafts.lifecycle import ReleaseState, State
from bot.drafts.mode_switch import agree, plan
from bot.drafts.planning import calendar, clashes
from bot.drafts.planning.calendar import Entry
from bot.drafts.signoff import withdraw
from tests.scene import Scene

WEEK = (date(2026, 11, 16), date(2026, 11, 22))


def week(session: Session, scene: Scene, account_id: int | None = None) -> list[Entry]:
    return list(calendar.stretch(session, [scene.academy_id], *WEEK, account_id).entries)


def at(day: int, hour: str = "15:00") -> dict[str, Any]:
    begin = from_london(f"2026-11-{day}T{hour}")
    return {"not_before": begin, "not_after": begin + timedelta(hours=6)}


@pytest.mark.usefixtures("monday")
def test_C05_the_calendar_has_what_is_planned_waits_and_went_out_and_nothing_that_is_over(scene: Scene) -> None:
    planned = scene.approved(**at(18))
    waits = scene.submitted("Thank you all for coming.", **at(17))
    loose = scene.draft("The hall is open.", not_after=from_london("2026-11-19T18:00"))
    sent = scene.approved("Well sung, everybody.", not_after=from_london("2026-12-01T18:00"))
    scene.work("publish")
    scene.draft("Next week it is.", **at(25))
    gone = scene.draft("Never mind this.", **at(18))
    with scene.session() as session:
        withdraw(session, scene.who(session, "author"), gone)
    with scene.session() as session:
        found = week(session, scene)
        assert [e.draft.id for e in found] == [sent, waits, planned, loose]
        assert [e.day.day for e in found] == [16, 17, 18, 19]
        assert [e.fixed for e in found] == [True, True, True, False]
        assert [e.state for e in found] == [ReleaseState.PUBLISHED, State.AWAITING_APPROVAL, ReleaseState.QUEUED, State.DRAFT]
        assert [e.gone for e in found] == [True, False, False, False]
        assert {a.id for e in found for a in e.accounts} == {scene.account_id}
        assert week(session, scene, account_id=scene.account_id + 1) == []
        assert calendar.stretch(session, [scene.academy_id + 1], *WEEK).entries == ()


@pytest.mark.usefixtures("monday")
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_day_begins_and_ends_at_midnight_in_london(scene: Scene) -> None:
    last = scene.draft(**at(22, "23:59"))
    scene.draft("Thank you all for coming.", not_before=from_london("2026-11-23T00:00"), not_after=from_london("2026-11-23T18:00"))
    with scene.session() as session:
        assert [e.draft.id for e in week(session, scene)] == [last]


@pytest.mark.usefixtures("monday")
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_C05_two_posts_within_half_an_hour_and_a_post_at_night_are_hinted_at(scene: Scene) -> None:
    scene.draft(**at(18, "15:00"))
    close = scene.draft("Thank you all for coming.", **at(18, "15:29"))
    scene.draft("The hall is open.", **at(18, "16:00"))
    night = scene.draft("Well sung.", **at(18, "21:00"))
    with scene.session() as session:
        found = week(session, scene)
        said = {e.draft.id: clashes.hints(e, found, []) for e in found}
    assert len(said[close]) == 1
    assert "29 minutes earlier" in said[close][0]
    assert said[night] == [clashes.NIGHT]
    assert sum(map(len, said.values())) == 3


@pytest.mark.usefixtures("monday")
def test_C34_a_post_in_a_planned_sensitive_period_is_hinted_at(scene: Scene) -> None:
    key = scene.draft(**at(19))
    with scene.session() as session:
        me = scene.who(session, "admin")
        starts, ends = from_london("2026-11-19T00:00"), from_london("2026-11-20T00:00")
        mode = plan(session, me, kind="results_day", reason="Confidential", starts=starts, ends=ends, academy_id=scene.academy_id)
        assert calendar.periods(session, [scene.academy_id], *WEEK) == []
        assert calendar.periods(session, [scene.academy_id], *WEEK, prepared=True) == [mode]
        agree(session, scene.who(session, "head"), mode.id or 0)
        modes = calendar.periods(session, [scene.academy_id], *WEEK)
        (entry,) = week(session, scene)
        assert entry.draft.id == key
        (hint,) = clashes.hints(entry, [entry], modes)
        assert hint.startswith("Results day until")
        assert "Confidential" not in hint
        assert [calendar.touches(mode, date(2026, 11, day)) for day in (18, 19, 20)] == [False, True, False]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_draft_without_a_set_time_clashes_with_nothing(scene: Scene) -> None:
    scene.draft(not_after=now() + timedelta(hours=3))
    with scene.session() as session:
        today = now().date()
        for entry in calendar.stretch(session, [scene.academy_id], today - timedelta(days=2), today + timedelta(days=2)).entries:
            assert clashes.hints(entry, [entry], []) == []
