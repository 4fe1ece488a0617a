"""The reserve of changes that is kept for hiding and removing."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from bot.platforms.base import Busy
from bot.platforms.bluesky_points import HOUR, KEPT, LIMITS, Points

POST = {"collection": "app.bsky.feed.post"}
GATE = {"collection": "app.bsky.feed.threadgate"}
CREATE, PUT, DELETE = (f"com.atproto.repo.{verb}Record" for verb in ("create", "put", "delete"))
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def used_up() -> Points:
    points = Points()
    while True:
        try:
            points.take(CREATE, POST)
        except Busy:
            return points


def test_publishing_stops_where_the_reserve_begins_and_hiding_and_removing_go_on() -> None:
    with time_machine.travel(NOON, tick=False):
        points = Points()
        room = (LIMITS[HOUR] - KEPT[HOUR]) // 3
        for _ in range(room):
            points.take(CREATE, POST)
        with pytest.raises(Busy) as no:
            points.take(CREATE, POST)
        assert no.value.until == NOON + HOUR
        for _ in range(100):
            points.take(PUT, GATE)
            points.take(DELETE, POST)


def test_after_an_hour_there_is_room_again() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        points = used_up()
        clock.shift(HOUR)
        points.take(CREATE, POST)


def test_what_the_server_says_is_left_counts_more_than_our_own_sum() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        points, reset = Points(), NOON + timedelta(minutes=20)
        points.hear({"ratelimit-policy": "5000;w=3600", "ratelimit-remaining": "400", "ratelimit-reset": str(int(reset.timestamp()))})
        with pytest.raises(Busy) as no:
            points.take(PUT, POST)
        assert no.value.until == reset
        points.take(PUT, GATE)
        clock.shift(timedelta(minutes=21))
        points.take(PUT, POST)


@pytest.mark.parametrize(
    "headers", [{}, {"ratelimit-policy": "3000;w=300", "ratelimit-remaining": "1"}, {"ratelimit-policy": "5000;w=3600", "ratelimit-remaining": "x"}]
)
def test_headers_about_something_else_or_that_cannot_be_read_change_nothing(headers: dict[str, str]) -> None:
    points = Points()
    points.hear(headers)
    points.take(CREATE, POST)


def test_a_post_with_its_gate_costs_two_creations_and_reading_costs_nothing() -> None:
    with time_machine.travel(NOON, tick=False):
        points = Points()
        points.take("com.atproto.moderation.createReport", {})
        for _ in range((LIMITS[HOUR] - KEPT[HOUR]) // 6):
            points.take("com.atproto.repo.applyWrites", {"writes": [{}, {}]})
        with pytest.raises(Busy):
            points.take("com.atproto.repo.applyWrites", {"writes": [{}, {}]})
