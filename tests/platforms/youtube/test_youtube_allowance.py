"""10,000 units a day: read at a pace, kept for hiding, and counted as YouTube counts."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from bot.accounts.costs import Ledger
from bot.clock import now
from bot.platforms.base import Busy, Refused
from bot.platforms.youtube import YouTube
from bot.platforms.youtube_allowance import A_DAY, BURST, RESERVE, Allowance, midnight_after, of_project, project
from tests.scene import Scene

from .server import KEYS, YouTubeServer
from .world import World

NOON = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)  # Pacific


@pytest.mark.parametrize(
    ("moment", "midnight"),
    [
        ("2026-11-20T20:00", "2026-11-21T08:00"),
        ("2026-11-21T07:59", "2026-11-21T08:00"),
        ("2026-11-21T08:00", "2026-11-22T08:00"),
        ("2026-07-01T12:00", "2026-07-02T07:00"),
        ("2026-11-01T07:30", "2026-11-02T08:00"),  # the day of 25 hours
        ("2026-03-08T08:30", "2026-03-09T07:00"),  # the day of 23
    ],
)
def test_the_allowance_is_new_at_midnight_pacific(moment: str, midnight: str) -> None:
    assert midnight_after(datetime.fromisoformat(moment).replace(tzinfo=UTC)) == datetime.fromisoformat(midnight).replace(tzinfo=UTC)


def test_reading_slows_to_the_pace_of_the_day_and_hiding_does_not() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        allowance = Allowance()
        half = BURST + (A_DAY - RESERVE - BURST) // 2
        allowance.take(half, kept_for=False)
        with pytest.raises(Busy, match=r"5,000 are used.*keeps 2,000 for hiding") as told:
            allowance.take(60, kept_for=False)
        assert told.value.until is not None
        assert timedelta() < told.value.until - now() < timedelta(minutes=20)
        allowance.take(60, kept_for=True)
        clock.move_to(NOON + timedelta(minutes=30))
        allowance.take(60, kept_for=False)


def test_the_reserve_is_left_to_hiding_until_midnight() -> None:
    with time_machine.travel(NOON + timedelta(hours=11, minutes=59), tick=False) as clock:
        allowance = Allowance()
        allowance.take(A_DAY - RESERVE - 1, kept_for=True)
        with pytest.raises(Busy) as told:
            allowance.take(2, kept_for=False)
        assert told.value.until == midnight_after(now())
        allowance.take(RESERVE, kept_for=True)
        clock.move_to(midnight_after(now()))
        assert allowance.spent == 0
        allowance.take(2, kept_for=False)


def test_what_all_processes_counted_is_asked_for_once_a_minute() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        allowance, told = Allowance(), [50, A_DAY]
        for _ in range(2):
            allowance.take(1, kept_for=False, counted=lambda: told.pop(0))
        assert allowance.spent == 52
        clock.shift(timedelta(minutes=1))
        with pytest.raises(Busy):
            allowance.take(1, kept_for=False, counted=lambda: told.pop(0))


def test_C33_a_restart_and_a_second_worker_do_not_begin_the_day_anew(scene: Scene, server: YouTubeServer) -> None:
    server.world.upload("The spring concert")

    def process() -> YouTube:
        """One that knows nothing of those before it."""
        begun = YouTube(KEYS, server.url, server.token_url, allowance=Allowance())
        begun.meter = Ledger(scene.engine, scene.account_id, "youtube")
        return begun

    evening = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)  # half past three, Pacific
    with time_machine.travel(evening, tick=False) as clock:
        process().meter("units", times=9_000, pool=project(KEYS["client_id"]))
        assert process().meter.taken("of another project") == 0
        clock.shift(timedelta(hours=1))  # another day in UTC, the same one Pacific
        with pytest.raises(Busy, match=r"9,001 are used.*keeps 2,000 for hiding") as told:
            process().timeline(None)
        assert told.value.until == midnight_after(now())
        assert process().whoami().remote_id, "what hiding needs is never held back"
        server.world.units = 0
        clock.move_to(midnight_after(now()))
        first, second = process(), process()
        assert first.timeline(None).posts
        assert second.timeline(None).posts
        assert second.meter.taken(project(KEYS["client_id"])) == server.world.units


def test_accounts_of_one_google_project_share_its_allowance() -> None:
    assert of_project("77-one.apps") is of_project("77-two.apps")
    assert of_project("77-one.apps") is not of_project("78-one.apps")


def test_when_youtube_says_that_nothing_is_left_reading_stops_asking_and_hides_still_go_out(
    channel: YouTube, world: World, server: YouTubeServer
) -> None:
    comment = world.say("A rude word.")
    server.fail("spent")
    with pytest.raises(Busy, match="allowance is used up") as told:
        channel.replies(None)
    assert told.value.until == midnight_after(now())
    asked = len(server.asked)
    with pytest.raises(Busy):
        channel.replies(None)
    assert len(server.asked) == asked
    assert channel.set_hidden(comment, world.newest(), True) is True
    assert channel.is_hidden(comment, world.newest()) is True


def test_it_counts_as_youtube_counts_and_a_quiet_day_takes_a_fifth(channel: YouTube, world: World) -> None:
    counted = Counting()
    channel.meter = counted
    for number in range(150):
        world.say(f"Thread {number}")
    comments, videos = channel.replies(None).cursor, channel.timeline(None).cursor
    world.subscribe("museum")
    channel.following()
    world.units, counted.told = 0, []
    comments = channel.replies(comments).cursor
    channel.timeline(videos)
    channel.following()
    assert (world.units, sum(times for _, times in counted.told)) == (6, 6)
    face = 144
    assert 288 * world.units + face < A_DAY // 5
    comment = world.say("A rude word.")
    world.units, counted.told = 0, []
    channel.set_hidden(comment, world.newest(), True)
    channel.is_hidden(comment, world.newest())
    assert world.units == 51
    assert counted.told == [("units_changing", 50), ("units", 1)]


def test_a_call_that_is_refused_is_counted_all_the_same(channel: YouTube, server: YouTubeServer) -> None:
    counted = Counting()
    channel.meter = counted
    server.fail("refuse")
    with pytest.raises(Refused):
        channel.timeline(None)
    assert counted.told == [("units", 1)]


class Counting:
    def __init__(self) -> None:
        self.told: list[tuple[str, int]] = []

    def __call__(self, what: str, times: int = 1, ids: object = (), pool: str = "") -> None:
        self.told.append((what, times))

    def slowed(self) -> int:
        return 1

    def taken(self, pool: str) -> int:
        return 0
