"""What the account passes on is seen with the words it shows, whoever blocks whom, and is taken back for everybody."""

import json
from collections.abc import Callable

import pytest

from bot.platforms.base import Refused
from bot.platforms.bluesky import Bluesky
from tests.atproto.network import Network
from tests.atproto.people import Person
from tests.atproto.wire import Wire

pytestmark = pytest.mark.xdist_group("bluesky")
Settle = Callable[[], None]
POSTS, UNSEEN = "app.bsky.feed.getPosts", "Reposted a post that is not shown any more"


@pytest.fixture
def party(bluesky_network: Network) -> Person:
    return bluesky_network.new_person("party")


def test_S14_a_repost_names_whose_words_it_shows_and_is_gone_for_another_reader_once_taken_back(
    door: Bluesky, academy: Person, parent: Person, stranger: Person, settle: Settle
) -> None:
    start = door.timeline(None).cursor
    theirs = parent.post("Vote for us.")
    settle()
    repost = academy.repost(theirs)
    settle()
    assert stranger.passes_on(academy.handle) == [theirs]
    (seen,) = door.timeline(start).posts
    assert (seen.remote_id, seen.text) == (repost, f"Reposted @{parent.handle}: Vote for us.")
    assert (seen.author_id, seen.parent_id) == (academy.did, None)
    assert seen.url == f"https://bsky.app/profile/{parent.did}/post/{theirs.rpartition('/')[2]}"
    assert door.lookup([repost]) == {repost: seen}
    door.delete(repost)
    assert door.lookup([repost]) == {repost: None}
    settle()
    assert stranger.passes_on(academy.handle) == []
    assert stranger.sees(theirs)


def test_S14_a_repost_of_somebody_who_blocks_the_account_is_seen(door: Bluesky, academy: Person, party: Person, settle: Settle) -> None:
    start = door.timeline(None).cursor
    theirs = party.post("Vote for us.")
    settle()
    academy.repost(theirs)
    party.write("app.bsky.graph.block", {"subject": academy.did})
    settle()
    (seen,) = door.timeline(start).posts
    assert seen.text == f"Reposted @{party.handle}: Vote for us."


def test_a_repost_whose_post_is_gone_is_quiet_and_can_be_removed(door: Bluesky, academy: Person, party: Person, settle: Settle) -> None:
    start = door.timeline(None).cursor
    theirs = party.post("Deleted at once.")
    settle()
    repost = academy.repost(theirs)
    odd = academy.write(
        "app.bsky.feed.repost", {"subject": {"uri": f"at://{party.did}/app.bsky.feed.like/3k", "cid": academy.read(repost)["subject"]["cid"]}}
    )
    party.delete(theirs)
    settle()
    page = door.timeline(start)
    assert page.posts == ()
    assert {one.text for one in door.lookup([repost, odd]).values() if one} == {UNSEEN}
    door.delete(repost)
    assert door.lookup([repost]) == {repost: None}


def test_while_the_readers_side_is_down_posts_are_handed_out_and_a_repost_waits(
    on_the_wire: Bluesky, wire: Wire, academy: Person, parent: Person, settle: Settle
) -> None:
    start = on_the_wire.timeline(None).cursor
    theirs = parent.post("Vote for us.")
    settle()
    own, repost = academy.post("Sent from a phone."), academy.repost(theirs)
    settle()
    wire.answer(POSTS, 502, {"error": "UpstreamFailure", "message": "down"})
    page = on_the_wire.timeline(start)
    assert [post.remote_id for post in page.posts] == [own]
    wire.answer(POSTS, 502, {"error": "UpstreamFailure", "message": "down"})
    standing = on_the_wire.lookup([repost])[repost]
    assert standing is not None
    again = on_the_wire.timeline(page.cursor)
    assert [post.remote_id for post in again.posts] == [repost]
    assert on_the_wire.timeline(again.cursor).posts == ()


def test_with_nothing_new_a_reading_asks_for_own_records_and_nothing_else(
    on_the_wire: Bluesky, wire: Wire, academy: Person, parent: Person, settle: Settle
) -> None:
    theirs = parent.post("The fair is on Saturday.")
    settle()
    academy.repost(theirs)
    settle()
    cursor = on_the_wire.timeline(None).cursor
    wire.calls.clear()
    assert on_the_wire.timeline(cursor).posts == ()
    assert set(wire.calls) == {"com.atproto.repo.listRecords"}


def test_what_was_reposted_before_reposts_were_read_stays_behind_the_cursor(door: Bluesky, academy: Person, parent: Person, settle: Settle) -> None:
    theirs = parent.post("The fair is on Saturday.")
    settle()
    academy.repost(theirs)
    settle()
    told = json.loads(door.timeline(None).cursor or "")
    del told["reposts"]
    page = door.timeline(json.dumps(told))
    assert page.posts == ()
    again = academy.repost(theirs)
    settle()
    assert [post.remote_id for post in door.timeline(page.cursor).posts] == [again]


def test_only_own_reposts_can_be_removed(door: Bluesky, academy: Person, parent: Person, settle: Settle) -> None:
    own = academy.post("Open evening is on Thursday.")
    settle()
    theirs = parent.repost(own)
    with pytest.raises(Refused, match="own post"):
        door.delete(theirs)
    assert door.lookup([theirs]) == {theirs: None}


def test_C14_what_stood_there_is_read_back_page_by_page_reposts_last(door: Bluesky, academy: Person, parent: Person, settle: Settle) -> None:
    kind = "com.atproto.repo.applyWrites#create"
    posts = [{"$type": "app.bsky.feed.post", "text": f"Post {n}", "createdAt": "2026-01-05T09:00:00.000Z"} for n in range(110)]
    writes = [{"$type": kind, "collection": "app.bsky.feed.post", "value": post} for post in posts]
    academy.tell("com.atproto.repo.applyWrites", repo=academy.did, writes=writes)
    theirs = parent.post("The fair is on Saturday.")
    settle()
    repost = academy.repost(theirs)
    settle()
    page = door.older(None)
    sizes, found = [len(page.posts)], list(page.posts)
    while page.cursor is not None:
        page = door.older(page.cursor)
        sizes.append(len(page.posts))
        found += page.posts
    assert sizes[:2] == [100, 10]
    assert len({post.remote_id for post in found}) == len(found) == 111
    assert found[-1].remote_id == repost
