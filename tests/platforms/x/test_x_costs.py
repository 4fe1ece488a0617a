"""What the adapter reads again and what it does not, as the server charges it; and that the two count the same."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from bot.accounts.costs_prices import costs
from bot.platforms.base import Busy, Outgoing, Post
from bot.platforms.x import X

from .server import XServer

BEGINS = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)


class Counted:
    """A meter of its own day: nothing here reaches over midnight."""

    def __init__(self) -> None:
        self.shown: set[tuple[str, str, str]] = set()
        self.times: Counter[str] = Counter()

    def __call__(self, what: str, times: int = 1, ids: Sequence[str] = (), pool: str = "") -> None:
        if not costs().tariffs["x"].prices[what].by_thing:
            self.times[what] += times
        day = datetime.now(UTC).date().isoformat()
        fresh = {(what, one, day) for one in ids} - self.shown
        self.shown |= fresh
        self.times[what] += len(fresh)

    def slowed(self) -> int:
        return 1

    def taken(self, pool: str) -> int:
        return 0

    @property
    def total(self) -> int:
        return sum(costs().tariffs["x"].prices[what].price * n for what, n in self.times.items())


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(BEGINS, tick=False) as coordinates:
        yield coordinates


def put(account: X, text: str, reply_to: str | None = None) -> str:
    return account.publish(Outgoing("a" * 32, text, datetime.now(UTC), reply_to=reply_to)).remote_id


def test_a_month_of_looking_at_the_same_posts_pays_for_them_once(clock: time_machine.Traveller, server: XServer, account: X) -> None:
    made = [put(account, f"News {n}.") for n in range(5)]
    cursor = made[0]
    for _ in range(20):
        cursor = account.timeline(cursor).cursor or ""
        assert all(account.lookup(made).values())
        clock.shift(timedelta(days=1))
    assert server.bill.counts["own posts read"] == 5
    assert server.bill.counts["other posts read"] == 0


def test_a_post_that_somebody_removed_is_missed_soon(clock: time_machine.Traveller, server: XServer, account: X) -> None:
    made = [put(account, f"News {n}.") for n in range(3)]
    account.lookup(made)
    clock.shift(timedelta(days=2))
    account.lookup(made)
    server.world.delete(made[1])
    account.lookup(made)  # the count may be late: it is believed when it stays
    clock.shift(timedelta(minutes=11))
    assert [bool(post) for post in account.lookup(made).values()] == [True, False, True]


def test_a_repost_does_not_make_all_be_read_again(clock: time_machine.Traveller, server: XServer, account: X) -> None:
    made = [put(account, f"News {n}.") for n in range(3)]
    account.lookup(made)
    for _ in range(3):
        clock.shift(timedelta(days=1))
        server.world.uncounted += 1
        made.append(put(account, f"Later {len(made)}."))
        account.lookup(made)
    clock.shift(timedelta(hours=3))
    account.lookup(made)
    assert server.bill.counts["own posts read"] == 6


def test_S14_a_repost_is_read_as_one_own_post_and_taking_it_back_is_one_charge(clock: time_machine.Traveller, server: XServer, account: X) -> None:
    world = server.world
    world.say(world.me, "News.")
    cursor = account.timeline(None).cursor
    account.meter = counted = Counted()
    before = server.bill.counts.copy()
    theirs = str(world.say(world.user("a_party"), "Vote for us. " * 20)["id"])
    repost = str(world.repost(theirs)["id"])
    (seen,) = account.timeline(cursor).posts
    assert (seen.remote_id, seen.text) == (repost, f"Reposted @a_party: {('Vote for us. ' * 20)[:126]}…")
    assert account.lookup([repost]) == {repost: seen}
    account.delete(repost)
    assert (repost in world.posts, theirs in world.posts) == (False, True)
    assert server.bill.counts - before == {"own posts read": 1, "reposts undone": 1}
    assert (counted.times["own_post_read"], counted.times["repost_undone"], counted.times["post_deleted"]) == (1, 1, 0)
    assert account.lookup([repost]) == {repost: None}


def test_an_own_post_that_was_deleted_through_us_is_read_back_as_gone(account: X, clock: time_machine.Traveller) -> None:
    made = [put(account, f"News {n}.") for n in range(2)]
    account.lookup(made)
    clock.shift(timedelta(days=1))
    account.delete(made[0])
    assert [bool(post) for post in account.lookup(made).values()] == [False, True]


def test_an_edit_of_a_remembered_post_is_shown(clock: time_machine.Traveller, server: XServer, account: X) -> None:
    made = put(account, "The play is on Friday.")
    cursor = account.timeline(None).cursor
    clock.shift(timedelta(minutes=20))
    server.world.edit(made, "The play is on Thursday.")
    live = account.lookup([made])[made]
    assert live is not None
    assert live.text == "The play is on Thursday."
    clock.shift(timedelta(hours=2))
    account.timeline(cursor)
    later = account.lookup([made])[made]
    assert later is not None
    assert later.text == "The play is on Thursday."


def test_whom_it_follows_is_listed_again_when_the_count_changes_and_every_fortnight(
    clock: time_machine.Traveller, server: XServer, account: X
) -> None:
    server.world.followed = [server.world.user(f"org{n}") for n in range(4)]
    for _ in range(6):
        assert len(account.following()) == 4
        clock.shift(timedelta(days=1))
    assert server.bill.counts["follows read"] == 4
    server.world.followed.append(server.world.user("somebody"))
    assert len(account.following()) == 5
    clock.shift(timedelta(days=14))
    server.world.followed[0] = server.world.user("somebody_else")  # the count stays
    assert "somebody_else" in {who.handle for who in account.following()}


def test_the_account_s_own_row_is_one_charge_a_day(clock: time_machine.Traveller, server: XServer, account: X) -> None:
    for _ in range(5):
        account.face()
        account.followers()
        account.whoami()
    clock.shift(timedelta(days=1))
    account.face()
    assert server.bill.counts["people read"] == 2


def test_ours_and_the_server_s_count_are_the_same_for_everything_that_is_done(clock: time_machine.Traveller, server: XServer, account: X) -> None:
    counted = Counted()
    counted("user_read", ids=[server.world.me])  # before the meter was there
    account.meter = counted
    world, parent = server.world, server.world.user("a_parent")
    root = put(account, "Results day: https://oak.example/results")
    thread = put(account, "And a word on buses.")
    reply = str(world.say(parent, "Rude.", to=root)["id"])
    world.say(parent, "Unnamed.", to=reply, names=False)
    world.followed, world.blocked = [parent], [world.user("a_troll")]
    account.set_hidden(reply, root, True)
    account.set_hidden(reply, root, False)
    cursor = account.replies(None).cursor
    clock.shift(timedelta(hours=1))
    account.replies(cursor)
    account.lookup([root, thread, "12"])
    account.timeline(None)
    account.handles([parent])
    account.following()
    account.mute(parent)
    account.unfollow(parent)
    assert [who.handle for who in account.blocked()] == ["a_troll"]
    account.delete(thread)
    assert counted.total == server.bill.total
    assert server.bill.counts["posts with a link created"] == counted.times["post_created_with_link"] == 1


def test_a_thread_continues_an_own_post(server: XServer, account: X) -> None:
    first = put(account, "One of two.")
    second = account.publish(Outgoing("b" * 32, "Two of two.", datetime.now(UTC), reply_to=first))
    assert (server.world.posts[second.remote_id]["referenced_tweets"], second.parent_id) == ([{"type": "replied_to", "id": first}], first)


def test_a_post_whose_answer_was_lost_is_counted_when_it_is_found(server: XServer, account: X) -> None:
    account.meter = counted = Counted()
    wanted = Outgoing("c" * 32, "Lost on the way.", datetime.now(UTC))
    server.fail("lost and cut", "POST")
    with pytest.raises(Exception, match="broke"):
        account.publish(wanted)
    assert account.find(wanted) is not None
    assert counted.times["post_created"] == 1


def test_C14_older_posts_are_paid_for_once_each_and_wait_when_the_budget_nears_its_end(server: XServer, account: X) -> None:
    server.world.page = 2
    made = [str(server.world.say(server.world.me, f"News of day {number}.")["id"]) for number in range(5)]
    account.meter = counted = Counted()
    found: list[Post] = []
    cursor, pages = None, 0
    while pages == 0 or cursor is not None:
        page = account.older(cursor)
        found, cursor, pages = [*found, *page.posts], page.cursor, pages + 1
    assert [post.remote_id for post in found] == made[::-1]
    assert (pages, counted.times["own_post_read"], server.bill.counts["own posts read"]) == (4, 5, 5)
    account.meter = NearTheEnd()
    asked = len(server.asked)
    with pytest.raises(Busy, match="budget") as waits:
        account.older(None)
    assert waits.value.until is not None
    assert waits.value.until > datetime.now(UTC) + timedelta(hours=23)
    assert len(server.asked) == asked


class NearTheEnd(Counted):
    def slowed(self) -> int:
        return 5
