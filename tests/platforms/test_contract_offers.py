"""What some networks offer besides: each offer of `bot.platforms.offers` does what it says, and can be seen from outside."""

import re
from datetime import timedelta

import pytest

from bot.platforms.base import Unsupported
from bot.platforms.offers import (
    FACE_FIELDS,
    CountsFollowing,
    DeletesReplies,
    DetachesQuotes,
    ListsBlocks,
    ListsOlder,
    ReportsReplies,
    ShowsFace,
    TellsReplies,
    TellsRights,
)

from .contract import Twin

OFFERS: dict[str, type] = {
    "delete_reply": DeletesReplies,
    "tells_reply": TellsReplies,
    "report": ReportsReplies,
    "detach_quote": DetachesQuotes,
    "older": ListsOlder,
    "list_blocks": ListsBlocks,
    "face": ShowsFace,
    "rights": TellsRights,
    "counts_following": CountsFollowing,
}


@pytest.mark.parametrize("offer", OFFERS)
def test_the_table_and_the_adapter_agree_on_what_more_is_offered(twin: Twin, offer: str) -> None:
    assert isinstance(twin.platform, OFFERS[offer]) is getattr(twin.platform.can, offer)


def test_a_reply_deleted_twice_is_gone(twin: Twin) -> None:
    if not isinstance(twin.platform, DeletesReplies):
        pytest.skip("this network does not offer: delete_reply")
    assert twin.stands is not None
    twin.put("The hall is booked.")
    rude, kind = twin.someone_replies("A rude word."), twin.someone_replies("Thank you.")
    assert twin.platform.reply_stands(rude)
    twin.platform.delete_reply(rude)
    twin.platform.delete_reply(rude)
    assert (twin.stands(rude), twin.stands(kind)) == (False, True)
    assert (twin.platform.reply_stands(rude), twin.platform.reply_stands(kind)) == (False, True)
    assert rude not in [one.remote_id for one in twin.platform.replies(None).posts]


def test_a_report_reaches_the_network(twin: Twin) -> None:
    if not isinstance(twin.platform, ReportsReplies):
        pytest.skip("this network does not offer: report")
    assert twin.reported is not None
    twin.put("The hall is booked.")
    reply = twin.someone_replies("A rude word.")
    writer = next(one.author_id for one in twin.platform.replies(None).posts if one.remote_id == reply)
    twin.platform.report(reply, writer, "Abuse of a member of staff.")
    assert reply in twin.reported()


def test_a_quote_is_read_once_and_cut_off(twin: Twin) -> None:
    if not isinstance(twin.platform, DetachesQuotes):
        pytest.skip("this network does not offer: detach_quote")
    assert twin.someone_quotes is not None
    own = twin.put("Our school play opens tonight.")
    start = twin.platform.replies(None)
    quote = twin.someone_quotes(own, "look at this lot")
    page = twin.platform.replies(start.cursor)
    assert [(one.remote_id, one.parent_id, one.text) for one in page.posts] == [(quote, own, "look at this lot")]
    assert twin.platform.replies(page.cursor).posts == ()
    assert (page.posts[0].quoted_id == own) is bool(twin.platform.can.cut_off_means)
    assert twin.platform.is_detached(quote, own) is False
    twin.platform.detach_quote(quote, own)
    twin.platform.detach_quote(quote, own)
    assert twin.platform.is_detached(quote, own) is True


def test_a_post_that_was_passed_on_past_the_gate_is_seen_and_taken_back(twin: Twin) -> None:
    assert (twin.someone_reposts_natively is not None) is twin.platform.can.reposts
    if twin.someone_reposts_natively is None:
        pytest.skip("this network does not offer: reposts")
    twin.put("Before the cursor.")
    start = twin.platform.timeline(None)
    repost = twin.someone_reposts_natively("Vote for us & win <a prize>.")
    page = twin.platform.timeline(start.cursor)
    (seen,) = page.posts
    assert (seen.remote_id, seen.author_id, seen.passed_on) == (repost, twin.platform.whoami().remote_id, True)
    assert re.fullmatch(r"(Reposted|Boosted) @[\w.@-]+: Vote for us & win <a prize>\.", seen.text)
    assert seen.url
    assert twin.platform.timeline(page.cursor).posts == ()
    assert twin.platform.lookup([repost])[repost] is not None
    twin.platform.delete(repost)
    twin.platform.delete(repost)
    assert twin.platform.lookup([repost]) == {repost: None}
    assert repost not in [one.remote_id for one in twin.platform.timeline(None).posts]


def test_own_posts_are_read_back_in_time_each_once(twin: Twin) -> None:
    if not isinstance(twin.platform, ListsOlder):
        pytest.skip("this network does not offer: older")
    made = [twin.put(f"News of day {number}.") for number in range(3)]
    if twin.someone_reposts_natively:
        made.append(twin.someone_reposts_natively("The fair is on Saturday."))
    page = twin.platform.older(None)
    found = list(page.posts)
    while page.cursor is not None:
        page = twin.platform.older(page.cursor)
        found += page.posts
    assert sorted(one.remote_id for one in found) == sorted(made)
    assert {one.author_id for one in found} == {twin.platform.whoami().remote_id}
    assert {one.text for one in found} >= {f"News of day {number}." for number in range(3)}


def test_the_list_of_blocks_is_read(twin: Twin) -> None:
    if not isinstance(twin.platform, ListsBlocks):
        pytest.skip("this network does not offer: list_blocks")
    assert all(one.remote_id and one.handle for one in twin.platform.blocked())


def test_the_face_is_the_same_twice_and_shows_what_somebody_changed(twin: Twin) -> None:
    if not isinstance(twin.platform, ShowsFace):
        pytest.skip("this network does not offer: face")
    assert twin.change_face is not None
    first = twin.platform.face()
    me = twin.platform.whoami()
    assert (first.remote_id, first.handle) == (me.remote_id, me.handle)
    assert first.told.keys() <= FACE_FIELDS.keys()
    assert {"name", "bio"} <= first.told.keys()
    assert twin.platform.face() == first
    twin.change_face("bio", "Sold to the highest bidder.")
    after = twin.platform.face()
    assert after.told["bio"] == "Sold to the highest bidder."
    assert {key for key in FACE_FIELDS if first.told.get(key) != after.told.get(key)} == {"bio"}


def test_rights_say_what_is_held_and_nothing_is_held_too_much(twin: Twin) -> None:
    if not isinstance(twin.platform, TellsRights):
        pytest.skip("this network does not offer: rights")
    rights = twin.platform.rights()
    assert rights.held
    assert rights.missing == ()
    assert rights.excess == ()
    assert rights.expires_at is None or rights.expires_at.tzinfo is not None


def test_how_many_are_followed_is_a_count(twin: Twin) -> None:
    if not isinstance(twin.platform, CountsFollowing):
        pytest.skip("this network does not offer: counts_following")
    assert twin.platform.following_count() >= 0


def test_C14_a_story_told_past_the_gate_is_seen_once_and_nothing_but_a_person_removes_it(twin: Twin) -> None:
    assert (twin.someone_tells_a_story is not None) is twin.platform.can.stories
    if twin.someone_tells_a_story is None:
        pytest.skip("this network does not offer: stories")
    twin.put("Before the cursor.")
    before = twin.someone_tells_a_story("Good morning.")
    start = twin.platform.timeline(None)
    assert before in [one.remote_id for one in start.posts]
    story = twin.someone_tells_a_story("Exam hall 2 now!")
    post = twin.someone_posts_natively("Sent from a phone.")
    page = twin.platform.timeline(start.cursor)
    assert sorted(one.remote_id for one in page.posts) == sorted((story, post))
    (seen,) = [one for one in page.posts if one.ends_at is not None]
    assert (seen.remote_id, seen.author_id, seen.takes_replies, page.unseen) == (story, twin.platform.whoami().remote_id, False, "")
    assert re.fullmatch(r"Story \(gone after 24 hours\): (Exam hall 2 now!|no words)", seen.text)
    assert seen.url.startswith("https://")
    assert seen.ends_at == seen.at + timedelta(hours=24)
    assert twin.platform.timeline(page.cursor).posts == ()
    assert twin.platform.lookup([story, post])[story] == seen
    with pytest.raises(Unsupported):
        twin.platform.delete(story)
    assert twin.platform.can.steps["delete_story"]


def test_C14_where_stories_are_refused_the_posts_come_and_say_so_and_no_story_is_passed_over(twin: Twin) -> None:
    if twin.someone_tells_a_story is None or twin.refuse_stories is None:
        pytest.skip("this network does not offer: stories")
    start = twin.platform.timeline(None)
    story = twin.someone_tells_a_story("Exam hall 2 now!")
    seen = twin.platform.timeline(start.cursor)
    twin.refuse_stories()
    post = twin.someone_posts_natively("Sent from a phone.")
    for cursor, new in ((None, [post]), (start.cursor, [post]), (seen.cursor, [post])):
        page = twin.platform.timeline(cursor)
        assert [one.remote_id for one in page.posts] == new
        assert page.unseen.startswith("Stories could not be seen. ")
        assert page.unseen.endswith(".")
    assert [one.remote_id for one in seen.posts] == [story]
