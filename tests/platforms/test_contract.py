"""The contract of `Platform`, the same for every network: what the rest of Gatepost may count on."""

import struct
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.platforms.base import Media, Platform, Unsupported
from bot.platforms.capabilities import CAPABILITIES

from .contract import Twin, outgoing


def png() -> bytes:
    """The smallest picture there is: one grey dot."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\x00\x80")) + chunk(b"IEND", b"")


def able(twin: Twin, *acts: str) -> None:
    for act in acts:
        if not getattr(twin.platform.can, act):
            pytest.skip(f"this network does not offer: {act}")


def test_answers_the_protocol_under_its_row_of_the_table(twin: Twin) -> None:
    assert isinstance(twin.platform, Platform)
    assert twin.platform.can is CAPABILITIES[twin.platform.name]


def test_whoami_is_the_same_twice_and_names_a_handle(twin: Twin) -> None:
    first = twin.platform.whoami()
    assert first.remote_id
    assert first.handle
    assert twin.platform.whoami().remote_id == first.remote_id


def test_a_handle_resolves_to_the_id_that_the_following_list_shows(twin: Twin) -> None:
    museum = twin.follow_outside("museum")
    handle = next(one.handle for one in twin.platform.following() if one.remote_id == museum)
    found = twin.platform.resolve(handle)
    assert found is not None
    assert (found.remote_id, found.handle) == (museum, handle)
    assert twin.platform.resolve(f"zz{handle}") is None
    assert twin.platform.resolve("not a handle at all!") is None


def test_a_published_post_can_be_looked_up_and_stands_on_the_timeline(twin: Twin) -> None:
    post = twin.platform.publish(outgoing("Open evening is on Thursday at 6pm & all are welcome."))
    assert post.author_id == twin.platform.whoami().remote_id
    live = twin.platform.lookup([post.remote_id])[post.remote_id]
    assert live is not None
    assert (live.remote_id, live.text, live.author_id) == (post.remote_id, post.text, post.author_id)
    assert live.url
    assert live.parent_id is None
    assert abs(live.at - datetime.now(UTC)) < timedelta(minutes=2)
    assert post.remote_id in [one.remote_id for one in twin.platform.timeline(None).posts]


def test_links_and_line_breaks_come_back_as_they_were_sent(twin: Twin) -> None:
    text = "Dates for the term:\nhttps://oak.example/dates?term=2&year=2026\n\nSee you there <all of you>"
    post = twin.platform.publish(outgoing(text))
    live = twin.platform.lookup([post.remote_id])[post.remote_id]
    assert live is not None
    assert live.text == text


def test_an_answer_stands_under_what_it_answers(twin: Twin) -> None:
    twin.platform.publish(outgoing("Any questions about the trip?"))
    question = twin.someone_replies("What time is the coach?")
    post = twin.platform.publish(outgoing("At 8am.", reply_to=question))
    live = twin.platform.lookup([post.remote_id])[post.remote_id]
    assert live is not None
    assert live.parent_id == question


def test_lookup_answers_for_every_id_and_none_for_what_is_gone(twin: Twin) -> None:
    kept = twin.platform.publish(outgoing("This one stays."))
    gone = twin.platform.publish(outgoing("This one goes."))
    twin.platform.delete(gone.remote_id)
    found = twin.platform.lookup([gone.remote_id, kept.remote_id])
    assert found.keys() == {kept.remote_id, gone.remote_id}
    assert found[gone.remote_id] is None
    assert found[kept.remote_id] is not None
    assert twin.platform.lookup([]) == {}


def test_pictures_arrive_with_their_descriptions_in_order(twin: Twin) -> None:
    pictures = [Media(png(), "image/png", alt, f"{n}.png") for n, alt in enumerate(("A grey dot.", "Another “dot” & a é."))]
    post = twin.platform.publish(outgoing("Two pictures.", *pictures))
    live = twin.platform.lookup([post.remote_id])[post.remote_id]
    assert live is not None
    assert (live.text, live.media_count, live.alts) == ("Two pictures.", 2, ("A grey dot.", "Another “dot” & a é."))


def test_find_takes_no_other_post_for_the_lost_one(twin: Twin) -> None:
    twin.platform.publish(outgoing("Sports day is on Monday."))
    assert twin.platform.find(outgoing("Sports day is on Tuesday.")) is None


def test_the_timeline_cursor_yields_only_what_is_newer_oldest_first(twin: Twin) -> None:
    twin.platform.publish(outgoing("Before the cursor."))
    start = twin.platform.timeline(None)
    first = twin.platform.publish(outgoing("First after it."))
    stray = twin.someone_posts_natively("A post nobody approved.")
    page = twin.platform.timeline(start.cursor)
    assert [one.remote_id for one in page.posts] == [first.remote_id, stray]
    assert [one.remote_id for one in twin.platform.timeline(start.cursor).posts] == [first.remote_id, stray]
    after = twin.platform.timeline(page.cursor)
    assert after.posts == ()
    assert twin.platform.timeline(after.cursor).posts == ()
    last = twin.someone_posts_natively("And one more.")
    assert [one.remote_id for one in twin.platform.timeline(after.cursor).posts] == [last]


def test_replies_and_mentions_come_oldest_first_and_each_once(twin: Twin) -> None:
    root = twin.platform.publish(outgoing("What did you think of the play?"))
    start = twin.platform.replies(None)
    first = twin.someone_replies("Loved it.")
    second = twin.someone_replies("Too long for me.")
    third = twin.someone_mentions("when is the next one?")
    page = twin.platform.replies(start.cursor)
    assert [one.remote_id for one in page.posts] == [first, second, third]
    assert [(one.parent_id, one.root_id) for one in page.posts[:2]] == [(root.remote_id, root.remote_id)] * 2
    assert all(one.author_id and one.author_handle and one.text for one in page.posts)
    assert [one.remote_id for one in twin.platform.replies(start.cursor).posts] == [first, second, third]
    assert twin.platform.replies(page.cursor).posts == ()
    late = twin.someone_replies("Sorry I missed it.")
    assert [one.remote_id for one in twin.platform.replies(page.cursor).posts] == [late]


def test_own_answers_are_not_replies_by_others(twin: Twin) -> None:
    twin.platform.publish(outgoing("Questions?"))
    start = twin.platform.replies(None)
    question = twin.someone_replies("Yes: when?")
    twin.platform.publish(outgoing("On Friday.", reply_to=question))
    assert [one.remote_id for one in twin.platform.replies(start.cursor).posts] == [question]


def test_a_reply_is_hidden_read_back_and_shown_again(twin: Twin) -> None:
    able(twin, "hide")
    root = twin.platform.publish(outgoing("The winners are on our site."))
    reply = twin.someone_replies("A rude word.")
    assert twin.platform.set_hidden(reply, root.remote_id, True) is True
    assert twin.platform.is_hidden(reply, root.remote_id) is (True if twin.platform.can.read_hidden else None)
    if twin.seen_by_another:
        assert twin.seen_by_another(reply) is False
    assert twin.platform.set_hidden(reply, root.remote_id, True) is True
    assert twin.platform.set_hidden(reply, root.remote_id, False) is False
    assert twin.platform.is_hidden(reply, root.remote_id) is (False if twin.platform.can.read_hidden else None)
    if twin.seen_by_another:
        assert twin.seen_by_another(reply) is True


def test_hiding_one_reply_leaves_the_others(twin: Twin) -> None:
    able(twin, "hide")
    root = twin.platform.publish(outgoing("The fixtures are out."))
    rude, kind = twin.someone_replies("A rude word."), twin.someone_replies("Thank you.")
    twin.platform.set_hidden(rude, root.remote_id, True)
    if twin.platform.can.read_hidden:
        assert twin.platform.is_hidden(kind, root.remote_id) is False
    if twin.seen_by_another:
        assert (twin.seen_by_another(rude), twin.seen_by_another(kind)) == (False, True)


@pytest.mark.parametrize("setting", ["everyone", "mentioned"])
def test_a_post_is_closed_to_replies_and_opened_as_it_was(twin: Twin, setting: str) -> None:
    able(twin, "lock")
    root = twin.platform.publish(replace(outgoing("Thank you for coming."), reply_setting=setting)).remote_id
    rude = twin.someone_replies("A rude word.") if setting == "everyone" else ""
    if rude:
        twin.platform.set_hidden(rude, root, True)
    before = twin.platform.reply_setting(root)
    assert before == setting
    for wanted in ("nobody", "nobody", before, before):
        twin.platform.set_reply_setting(root, wanted)
        assert twin.platform.reply_setting(root) == wanted
        if rude:
            assert twin.platform.is_hidden(rude, root) is True, "what is hidden stays hidden"


def test_deleting_twice_is_success(twin: Twin) -> None:
    able(twin, "delete_own")
    post = twin.platform.publish(outgoing("Posted by mistake."))
    twin.platform.delete(post.remote_id)
    twin.platform.delete(post.remote_id)
    assert twin.platform.lookup([post.remote_id]) == {post.remote_id: None}
    assert post.remote_id not in [one.remote_id for one in twin.platform.timeline(None).posts]


def test_following_lists_id_and_handle_and_unfollowing_twice_is_success(twin: Twin) -> None:
    able(twin, "list_following", "unfollow")
    kept, undone = twin.follow_outside("museum"), twin.follow_outside("stranger")
    everyone = {one.remote_id: one for one in twin.platform.following()}
    assert everyone.keys() >= {kept, undone}
    assert everyone[kept].handle.startswith("museum")
    twin.platform.unfollow(undone)
    twin.platform.unfollow(undone)
    left = {one.remote_id for one in twin.platform.following()}
    assert kept in left
    assert undone not in left


def test_followers_is_a_count(twin: Twin) -> None:
    assert twin.platform.followers() >= 0


def test_muting_a_writer_twice_is_success(twin: Twin) -> None:
    able(twin, "mute")
    twin.platform.publish(outgoing("Good morning."))
    reply = twin.someone_replies("Spam spam spam.")
    writer = next(one.author_id for one in twin.platform.replies(None).posts if one.remote_id == reply)
    assert twin.is_muted(writer) is False
    twin.platform.mute(writer)
    twin.platform.mute(writer)
    assert twin.is_muted(writer) is True


ACTS: dict[str, Callable[[Twin, str, str, str], object]] = {
    # capability -> the act, given (twin, own post, reply under it, somebody else's account)
    "hide": lambda twin, root, reply, _other: twin.platform.set_hidden(reply, root, True),
    "lock": lambda twin, root, _reply, _other: twin.platform.set_reply_setting(root, "nobody"),
    "delete_own": lambda twin, root, _reply, _other: twin.platform.delete(root),
    "mute": lambda twin, _root, _reply, other: twin.platform.mute(other),
    "list_following": lambda twin, _root, _reply, _other: twin.platform.following(),
    "follow": lambda twin, _root, _reply, other: twin.platform.follow(other),
    "unfollow": lambda twin, _root, _reply, other: twin.platform.unfollow(other),
}


@pytest.mark.parametrize("act", ACTS)
def test_the_table_and_the_network_agree_on_what_is_offered(twin: Twin, act: str) -> None:
    root = twin.platform.publish(outgoing("A post.")).remote_id
    reply = twin.someone_replies("A reply.")
    other = twin.follow_outside("museum")
    try:
        ACTS[act](twin, root, reply, other)
        offered = True
    except Unsupported:
        offered = False
    assert offered is getattr(twin.platform.can, act)


def test_following_where_it_is_offered_shows_in_the_list(twin: Twin) -> None:
    able(twin, "follow", "list_following")
    other = twin.follow_outside("museum")
    twin.platform.unfollow(other)
    twin.platform.follow(other)
    twin.platform.follow(other)
    assert [one.remote_id for one in twin.platform.following()].count(other) == 1
