"""What others say is read once and skipped never; hiding it is seen by others, and undone for them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from bot.platforms.base import Post, Refused, Unsupported
from bot.platforms.bluesky import Bluesky
from tests.atproto.network import Network
from tests.atproto.people import Person
from tests.atproto.wire import Wire
from tests.platforms.bluesky.posts import release

pytestmark = pytest.mark.xdist_group("bluesky")
NOTIFICATIONS, PUT = "app.bsky.notification.listNotifications", "com.atproto.repo.putRecord"
Settle = Callable[[], None]


@pytest.fixture
def post(door: Bluesky, parent: Person, stranger: Person, settle: Settle) -> str:
    up = door.publish(release("The results are in.")).remote_id
    settle()
    return up


def _ids(posts: tuple[Post, ...]) -> list[str]:
    return [each.remote_id for each in posts]


def test_S15_replies_mentions_and_quotes_are_read_once(door: Bluesky, academy: Person, parent: Person, settle: Settle, post: str) -> None:
    first = door.replies(None)
    assert first.posts == ()
    said = [parent.reply(post, "Well done!"), parent.mention(academy, "is my school"), parent.quote(post, "Look at this")]
    academy.reply(post, "Thank you all.")
    settle()
    page = door.replies(first.cursor)
    assert sorted(_ids(page.posts)) == sorted(said)
    assert page.posts == tuple(sorted(page.posts, key=lambda each: each.at))
    reply = next(each for each in page.posts if each.remote_id == said[0])
    assert (reply.text, reply.author_id, reply.author_handle, reply.parent_id, reply.root_id) == (
        "Well done!",
        parent.did,
        parent.handle,
        post,
        post,
    )
    assert door.replies(page.cursor).posts == ()
    assert sorted(_ids(door.replies(None).posts)) == sorted(said)


def test_S15_replies_that_notifications_lose_are_read_from_the_thread_once(
    on_the_wire: Bluesky, wire: Wire, parent: Person, settle: Settle, post: str
) -> None:
    start = on_the_wire.replies(None).cursor
    said = parent.reply(post, "Nobody was told of this.")
    settle()
    wire.answer(NOTIFICATIONS, 200, {"notifications": []})
    page = on_the_wire.replies(start)
    assert _ids(page.posts) == [said]
    assert on_the_wire.replies(page.cursor).posts == ()  # the notification comes late, and tells nothing new


def test_S15_sixty_replies_after_an_outage_are_all_read(door: Bluesky, academy: Person, parent: Person, settle: Settle) -> None:
    root = academy.post("Snow: is the school open?")
    settle()
    said = [parent.reply(root, f"Question {number}") for number in range(60)]
    settle()
    page = door.replies(door.replies(None).cursor)
    assert page.posts == ()
    assert sorted(_ids(door.replies(None).posts)) == sorted(said)


def test_S15_a_reply_with_a_slow_clock_is_not_skipped(door: Bluesky, academy: Person, parent: Person, settle: Settle, post: str) -> None:
    parent.reply(post, "On time.")
    settle()
    page = door.replies(None)
    yesterday = (datetime.now(UTC) - timedelta(hours=20)).isoformat().replace("+00:00", "Z")
    late = [parent.reply(post, "My clock is wrong.", createdAt=yesterday)]
    where = {"byteStart": 0, "byteEnd": len(academy.handle) + 1}
    facet = {"index": where, "features": [{"$type": "app.bsky.richtext.facet#mention", "did": academy.did}]}
    late.append(parent.post(f"@{academy.handle} mine too", facets=[facet], createdAt=yesterday))
    settle()
    after = door.replies(page.cursor)
    assert sorted(_ids(after.posts)) == sorted(late)
    assert door.replies(after.cursor).posts == ()


def test_S15_replies_deep_in_the_thread_are_read(door: Bluesky, parent: Person, stranger: Person, settle: Settle, post: str) -> None:
    below, said = post, []
    for level in range(8):
        below = (parent if level % 2 else stranger).reply(below, f"Level {level}")
        said.append(below)
        settle()
    assert sorted(_ids(door.replies(None).posts)) == sorted(said)


def test_S15_hidden_is_gone_for_another_reader_and_shown_again(door: Bluesky, parent: Person, stranger: Person, settle: Settle, post: str) -> None:
    said = parent.reply(post, "Something unkind.")
    settle()
    assert stranger.sees(said)
    assert door.is_hidden(said, post) is False
    assert door.set_hidden(said, post, hidden=True) is True
    assert door.set_hidden(said, None, hidden=True) is True
    settle()
    assert not stranger.sees(said)
    assert stranger.sees(post)
    assert door.is_hidden(said, None) is True
    assert door.set_hidden(said, post, hidden=False) is False
    settle()
    assert stranger.sees(said)
    assert door.is_hidden(said, post) is False


def test_S15_two_people_hiding_at_once_hide_both(on_the_wire: Bluesky, door: Bluesky, wire: Wire, parent: Person, settle: Settle, post: str) -> None:
    one, two, three = (parent.reply(post, f"Unkind {number}") for number in range(3))
    settle()
    wire.before(PUT, lambda: door.set_hidden(two, post, hidden=True))  # no gate yet: both make one
    assert on_the_wire.set_hidden(one, post, hidden=True)
    wire.before(PUT, lambda: door.set_hidden(two, post, hidden=False))  # a gate: both change it
    assert on_the_wire.set_hidden(three, post, hidden=True)
    assert [door.is_hidden(uri, post) for uri in (one, two, three)] == [True, False, True]


def test_S15_hiding_keeps_who_may_reply(door: Bluesky, academy: Person, parent: Person, settle: Settle) -> None:
    settle()
    root = door.publish(release(f"Over to you, @{parent.handle}.", reply_setting="mentioned")).remote_id
    settle()
    said = parent.reply(root, "Something unkind.")
    settle()
    before = academy.read(root.replace("feed.post", "feed.threadgate"))
    door.set_hidden(said, root, hidden=True)
    assert academy.read(root.replace("feed.post", "feed.threadgate")) == before | {"hiddenReplies": [said]}


def test_S15_the_three_hundred_and_first_hidden_reply_is_refused_in_words(
    door: Bluesky, academy: Person, parent: Person, settle: Settle, post: str
) -> None:
    said = parent.reply(post, "One too many.")
    settle()
    full = [
        f"at://{parent.did}/app.bsky.feed.post/3kabcdefg{number:04d}".replace("0", "a").replace("1", "b").replace("8", "c").replace("9", "d")
        for number in range(300)
    ]
    gate = {"post": post, "hiddenReplies": full}
    academy.write("app.bsky.feed.threadgate", gate, key=post.rpartition("/")[2])
    with pytest.raises(Refused, match="300"):
        door.set_hidden(said, post, hidden=True)


def test_S15_under_somebody_elses_post_nothing_can_be_hidden(
    door: Bluesky, academy: Person, parent: Person, stranger: Person, settle: Settle
) -> None:
    theirs = parent.post("My own thread.")
    settle()
    said = stranger.reply(theirs, "Unkind.")
    loose = stranger.mention(academy, "is a school")
    settle()
    for reply_id, root_id in ((said, theirs), (said, None), (loose, None)):
        with pytest.raises(Unsupported):
            door.set_hidden(reply_id, root_id, hidden=True)
        assert door.is_hidden(reply_id, root_id) is None


def test_S15_a_hidden_reply_says_so_when_the_thread_is_read(door: Bluesky, parent: Person, settle: Settle, post: str) -> None:
    said = parent.reply(post, "Hidden from a phone.")
    settle()
    door.set_hidden(said, post, hidden=True)
    settle()
    assert [(each.remote_id, each.hidden) for each in door.replies(None).posts] == [(said, True)]


def test_a_follow_made_outside_is_seen_and_undone(door: Bluesky, academy: Person, parent: Person, stranger: Person, settle: Settle) -> None:
    settle()
    academy.follow(parent.did)
    door.follow(stranger.did)
    door.follow(stranger.did)
    assert {(p.remote_id, p.handle) for p in door.following()} == {(parent.did, parent.handle), (stranger.did, stranger.handle)}
    door.unfollow(parent.did)
    door.unfollow(parent.did)
    assert [p.remote_id for p in door.following()] == [stranger.did]
    settle()
    assert stranger.ask("app.bsky.actor.getProfile", actor=stranger.did)["followersCount"] == 1
    assert parent.ask("app.bsky.actor.getProfile", actor=parent.did)["followersCount"] == 0


def test_every_page_of_follows_is_read_and_a_name_that_cannot_be_found_is_its_id(door: Bluesky, academy: Person) -> None:
    strangers = [f"did:plc:{number:024d}".replace("0", "a").replace("1", "b").replace("8", "c").replace("9", "d") for number in range(120)]
    writes = [
        {
            "$type": "com.atproto.repo.applyWrites#create",
            "collection": "app.bsky.graph.follow",
            "value": {"$type": "app.bsky.graph.follow", "subject": did, "createdAt": "2026-11-01T00:00:00Z"},
        }
        for did in strangers
    ]
    academy.tell("com.atproto.repo.applyWrites", repo=academy.did, writes=writes)
    listed = door.following()
    assert {p.remote_id for p in listed} == set(strangers)
    assert all(p.handle == p.remote_id for p in listed)


def test_followers_are_a_count(door: Bluesky, academy: Person, parent: Person, stranger: Person, settle: Settle) -> None:
    settle()
    parent.follow(academy.did)
    stranger.follow(academy.did)
    settle()
    assert door.followers() == 2


def test_a_muted_person_is_muted(door: Bluesky, academy: Person, parent: Person, settle: Settle) -> None:
    settle()
    door.mute(parent.did)
    settle()
    assert [p["did"] for p in academy.ask("app.bsky.graph.getMutes")["mutes"]] == [parent.did]


def test_the_servers_never_reach_outside_this_machine(bluesky_network: Network, door: Bluesky) -> None:
    door.whoami()
    assert bluesky_network.refused() == []
