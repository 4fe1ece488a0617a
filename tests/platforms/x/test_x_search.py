"""Sweeping own threads: what only search finds is read once, nothing is lost, and no query is longer than X takes."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from bot.platforms import x_search
from bot.platforms.base import Busy, Outgoing
from bot.platforms.x import X
from bot.platforms.x_cursor import Cursor
from bot.platforms.x_search import LONGEST, queries

from .server import XServer

BEGINS = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(BEGINS, tick=False) as coordinates:
        yield coordinates


def put(account: X, text: str) -> str:
    return account.publish(Outgoing("a" * 32, text, datetime.now(UTC))).remote_id


@pytest.mark.parametrize(("handle", "everything", "terms"), [("a" * 15, False, 12), ("a" * 15, True, 12), ("oak", True, 12)])
def test_a_query_holds_as_many_threads_as_its_length_allows(handle: str, everything: bool, terms: int) -> None:
    roots = [str(1860000000000000000 + n) for n in range(40)]
    made = list(queries(handle, roots, everything=everything))
    assert [len(group) for _, group in made] == [terms] * 3 + [4]
    assert [root for _, group in made for root in group] == roots
    for query, group in made:
        assert len(query) <= LONGEST < len(query) + len(" OR conversation_id:1860000000000000040") or len(group) < terms


def test_a_reply_without_the_account_s_name_is_found_within_the_hour_and_once(server: XServer, account: X, clock: time_machine.Traveller) -> None:
    world, parent = server.world, server.world.user("a_parent")
    root = put(account, "Results day.")
    first = account.replies(None)
    named = str(world.say(parent, "Well done.", to=root)["id"])
    hidden = str(world.say(parent, "Not for your ears.", to=named, names=False)["id"])
    soon = account.replies(first.cursor)
    assert [one.remote_id for one in soon.posts] == [named]
    clock.shift(timedelta(hours=1))
    page = account.replies(soon.cursor)
    assert [(one.remote_id, one.root_id, one.parent_id) for one in page.posts] == [(hidden, root, named)]
    clock.shift(timedelta(hours=1))
    assert account.replies(page.cursor).posts == ()
    assert server.bill.counts["other posts read"] == 1
    assert server.bill.counts["mentions read"] == 1


def test_thirty_threads_are_swept_in_three_queries_over_pages(server: XServer, account: X, clock: time_machine.Traveller) -> None:
    roots = [put(account, f"News {n}.") for n in range(30)]
    start = account.replies(None)
    server.asked.clear()
    parent = server.world.user("a_parent")
    said = [str(server.world.say(parent, f"Unnamed {n}.", to=root, names=False)["id"]) for n, root in enumerate(roots)]
    server.world.page = 5
    clock.shift(timedelta(hours=1))
    page = account.replies(start.cursor)
    assert sorted(one.remote_id for one in page.posts) == sorted(said)
    assert len({path.split("next_token")[0] for _, path in server.asked if "search" in path}) >= 3


def test_a_thread_older_than_seven_days_is_no_longer_asked_about(server: XServer, account: X, clock: time_machine.Traveller) -> None:
    put(account, "Old news.")
    cursor = account.replies(None).cursor
    for _ in range(8):
        clock.shift(timedelta(days=1))
        cursor = account.replies(cursor).cursor
    assert Cursor.read(cursor).threads == {}
    server.asked.clear()
    clock.shift(timedelta(hours=2))
    account.replies(cursor)
    assert server.asked_for("GET", "/search") == 0


def test_after_ten_blind_days_the_search_asks_for_no_more_than_x_allows(server: XServer, account: X, clock: time_machine.Traveller) -> None:
    cursor = account.replies(None).cursor
    clock.shift(timedelta(days=5))
    young = put(account, "Still young.")
    cursor = account.replies(cursor).cursor
    clock.shift(timedelta(days=6, hours=23))
    late = str(server.world.say(server.world.user("a_parent"), "Late.", to=young, names=False)["id"])
    page = account.replies(cursor)
    assert [one.remote_id for one in page.posts] == [late]


def test_a_search_that_fails_keeps_no_mention_back_and_is_made_again(server: XServer, account: X, clock: time_machine.Traveller) -> None:
    root, parent = put(account, "Results day."), server.world.user("a_parent")
    cursor = account.replies(None).cursor
    clock.shift(timedelta(hours=1))
    hidden = str(server.world.say(parent, "Unnamed.", to=root, names=False)["id"])
    named = str(server.world.say(parent, "Named.", to=root)["id"])
    server.fail("busy", "GET", "/search")
    page = account.replies(cursor)
    assert [one.remote_id for one in page.posts] == [named]
    assert [one.remote_id for one in account.replies(page.cursor).posts] == [hidden]


def test_where_x_cut_the_mentions_off_the_search_asks_for_everything_at_once_and_until_it_is_through(
    server: XServer, account: X, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(x_search, "CUT", 2)
    root, parent = put(account, "Results day."), server.world.user("a_parent")
    cursor = account.replies(None).cursor
    said = [str(server.world.say(parent, text, to=root)["id"]) for text in ("One.", "Two.")]
    clock.shift(timedelta(minutes=5))
    server.asked.clear()
    with monkeypatch.context() as hurry:
        hurry.setattr(x_search, "SECONDS", -1.0)
        page = account.replies(cursor)
    assert ([one.remote_id for one in page.posts], page.more, server.asked_for("GET", "/search")) == (said, True, 0)
    page = account.replies(page.cursor)
    (asked,) = [path for _, path in server.asked if "/search" in path]
    assert "-from" in asked
    assert "-%40" not in asked, "what names the account too"
    assert not page.more
    assert not account.replies(page.cursor).more
    assert server.asked_for("GET", "/search") == 1, "then once an hour again"


def test_threads_that_cannot_be_searched_for_hours_are_told(server: XServer, account: X, clock: time_machine.Traveller) -> None:
    put(account, "Results day.")
    cursor = account.replies(None).cursor
    clock.shift(timedelta(hours=4))
    server.fail("busy", "GET", "/search")
    with pytest.raises(Busy):
        account.replies(cursor)


def test_a_cursor_from_before_there_was_a_search_is_read_on_from(server: XServer, account: X) -> None:
    root, parent = put(account, "Results day."), server.world.user("a_parent")
    old = str(server.world.say(parent, "Read already.", to=root)["id"])
    new = str(server.world.say(parent, "New.", to=root)["id"])
    page = account.replies(old)
    assert [one.remote_id for one in page.posts] == [new]
    assert Cursor.read(page.cursor).mentions == new
