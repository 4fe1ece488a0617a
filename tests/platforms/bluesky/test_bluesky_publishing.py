"""A post goes up once, whole, and can be read back: on the real servers."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from bot.platforms.base import Busy, Media, Outgoing, Profile, Refused, Unsure
from bot.platforms.bluesky import Bluesky
from bot.platforms.bluesky_records import key_for
from tests.atproto.people import Person
from tests.atproto.wire import Wire
from tests.platforms.bluesky.posts import picture, release

pytestmark = pytest.mark.xdist_group("bluesky")
PUT, BOTH = "com.atproto.repo.putRecord", "com.atproto.repo.applyWrites"
Settle = Callable[[], None]


def test_S13_a_post_with_picture_link_mention_and_hashtag_goes_up_whole(door: Bluesky, academy: Person, parent: Person, settle: Settle) -> None:
    settle()
    text = f"Café ☕ at the fair 👩🏽‍🔬: https://example.org/fair thanks to @{parent.handle} #OpenDay"
    post = release(text, media=(picture("The hall, set out for the fair."),))
    up = door.publish(post)
    settle()
    seen = parent.view(up.remote_id)
    raw = text.encode()
    marked = {
        feature["$type"].partition("#")[2]: (raw[facet["index"]["byteStart"] : facet["index"]["byteEnd"]].decode(), feature)
        for facet in seen["record"]["facets"]
        for feature in facet["features"]
    }
    assert {kind: words for kind, (words, _) in marked.items()} == {
        "link": "https://example.org/fair",
        "mention": f"@{parent.handle}",
        "tag": "#OpenDay",
    }
    assert marked["mention"][1]["did"] == parent.did
    assert marked["tag"][1]["tag"] == "OpenDay"
    assert [image["alt"] for image in seen["embed"]["images"]] == ["The hall, set out for the fair."]
    assert seen["record"]["langs"] == ["en"]
    assert (up.text, up.alts, up.media_count, up.author_id, up.author_handle) == (
        text,
        post.media and (post.media[0].alt,),
        1,
        academy.did,
        academy.handle,
    )
    assert up.at == post.planned_at.replace(microsecond=post.planned_at.microsecond // 1000 * 1000)
    assert door.lookup([up.remote_id]) == {up.remote_id: up}


def test_S13_the_same_release_again_is_one_post(door: Bluesky, academy: Person) -> None:
    post = release(media=(picture(),))
    first = door.publish(post)
    assert door.publish(post) == first
    assert door.find(post) == first
    assert len(academy.ask("com.atproto.repo.listRecords", repo=academy.did, collection="app.bsky.feed.post")["records"]) == 1


def test_S13_two_workers_at_the_same_moment_make_one_post(on_the_wire: Bluesky, door: Bluesky, wire: Wire, academy: Person) -> None:
    post = release()
    wire.before(PUT, lambda: door.publish(post))
    assert on_the_wire.publish(post).text == post.text
    assert len(academy.ask("com.atproto.repo.listRecords", repo=academy.did, collection="app.bsky.feed.post")["records"]) == 1


def test_S13_a_release_that_somebody_rewrote_on_bluesky_is_not_overwritten(door: Bluesky, academy: Person) -> None:
    post = release("The concert starts at seven.")
    up = door.publish(post)
    changed = academy.read(up.remote_id) | {"text": "The concert starts at six."}
    academy.write("app.bsky.feed.post", changed, key=key_for(post))
    with pytest.raises(Refused, match="somebody changed it"):
        door.publish(post)
    shown = door.lookup([up.remote_id])[up.remote_id]
    assert shown is not None
    assert shown.text == "The concert starts at six."


def test_S13_lost_answer_is_unsure_and_found_by_reading_back(on_the_wire: Bluesky, wire: Wire) -> None:
    post = release(media=(picture(),))
    assert on_the_wire.find(post) is None
    wire.lose_answer(PUT)
    with pytest.raises(Unsure):
        on_the_wire.publish(post)
    found = on_the_wire.find(post)
    assert found is not None
    assert found.text == post.text
    assert on_the_wire.publish(post) == found


def test_a_server_fault_while_writing_is_unsure_and_nothing_is_found(on_the_wire: Bluesky, wire: Wire) -> None:
    post = release()
    wire.answer(PUT, 500, {"error": "InternalServerError", "message": "Internal Server Error"})
    with pytest.raises(Unsure):
        on_the_wire.publish(post)
    assert on_the_wire.find(post) is None


@pytest.mark.parametrize(
    ("setting", "open_to_parent", "open_to_stranger"), [("nobody", False, False), ("mentioned", True, False), ("everyone", True, True)]
)
def test_who_may_reply_is_set_before_anybody_sees_the_post(
    door: Bluesky, parent: Person, stranger: Person, settle: Settle, setting: str, open_to_parent: bool, open_to_stranger: bool
) -> None:
    settle()
    up = door.publish(release(f"A question for @{parent.handle}.", reply_setting=setting))
    settle()
    assert parent.view(up.remote_id)["viewer"].get("replyDisabled", False) is not open_to_parent
    assert stranger.view(up.remote_id)["viewer"].get("replyDisabled", False) is not open_to_stranger


def test_S13_two_workers_at_once_make_one_post_and_one_gate(on_the_wire: Bluesky, door: Bluesky, wire: Wire, academy: Person) -> None:
    post = release(reply_setting="nobody")
    wire.before(BOTH, lambda: door.publish(post))
    assert on_the_wire.publish(post) == door.publish(post)
    assert academy.read(on_the_wire.publish(post).remote_id.replace("feed.post", "feed.threadgate"))["allow"] == []


def test_S13_a_post_and_its_gate_stand_back_when_something_else_is_written_at_once(on_the_wire: Bluesky, wire: Wire, academy: Person) -> None:
    post = release(reply_setting="nobody")
    wire.before(BOTH, lambda: academy.post("Sent from a phone."))
    with pytest.raises(Busy):
        on_the_wire.publish(post)
    assert on_the_wire.find(post) is None
    assert on_the_wire.publish(post).text == post.text


def test_S13_lost_answer_to_a_post_with_a_gate_is_found_by_reading_back(on_the_wire: Bluesky, wire: Wire) -> None:
    post = release(reply_setting="nobody")
    wire.lose_answer(BOTH)
    with pytest.raises(Unsure):
        on_the_wire.publish(post)
    found = on_the_wire.find(post)
    assert found is not None
    assert on_the_wire.publish(post) == found


def test_an_answer_stands_in_the_thread_it_answers(door: Bluesky, parent: Person, settle: Settle) -> None:
    root = door.publish(release("Ask us anything.")).remote_id
    settle()
    question = parent.reply(root, "When does the library open?")
    settle()
    answer = door.publish(release("At eight.", reply_to=question))
    assert (answer.parent_id, answer.root_id) == (question, root)


def test_an_answer_to_a_post_that_is_gone_is_refused(door: Bluesky, parent: Person, settle: Settle) -> None:
    question = parent.post("When does the library open?")
    parent.delete(question)
    settle()
    with pytest.raises(Refused, match="no longer on Bluesky"):
        door.publish(release("At eight.", reply_to=question))


@pytest.mark.parametrize(
    ("post", "sentence"),
    [
        (release("a" * 301), "301 characters"),
        (release("👩🏽‍🔬" * 250), "bytes"),
        (release(media=(picture(),) * 5), "5 pictures"),
        (release(media=(Media(b"\xff\xd8" + b"\0" * 2_000_000, "image/jpeg", "A hall.", "big.jpg"),)), "over 2 MB"),
        (release(media=(picture(alt="  "),)), "alt text"),
        (release(media=(Media(b"%PDF", "application/pdf", "A letter.", "letter.pdf"),)), "Only pictures"),
    ],
)
def test_what_bluesky_does_not_take_is_refused_in_words(door: Bluesky, academy: Person, post: Outgoing, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        door.publish(post)
    assert academy.ask("com.atproto.repo.listRecords", repo=academy.did, collection="app.bsky.feed.post")["records"] == []


def test_what_only_the_server_can_refuse_is_refused_too(door: Bluesky) -> None:
    with pytest.raises(Refused, match="Bluesky refused this"):
        door.publish(release(media=(Media(b"%PDF-1.4\n%%EOF" + b" " * 600, "image/png", "A hall.", "hall.png"),)))


def test_three_hundred_family_emoji_are_not_three_hundred_letters_too_many(door: Bluesky) -> None:
    text = "é" * 299 + "👩‍👧"
    assert door.publish(release(text)).text == text


def test_removing_a_post_twice_is_success_both_times(door: Bluesky) -> None:
    up = door.publish(release())
    door.delete(up.remote_id)
    door.delete(up.remote_id)
    assert door.lookup([up.remote_id]) == {up.remote_id: None}
    assert door.find(release(key=uuid.uuid4().hex)) is None


def test_whose_a_handle_is(door: Bluesky, parent: Person) -> None:
    assert door.resolve(f"@{parent.handle.upper()}") == Profile(parent.did, parent.handle)
    assert door.resolve("nobody-has-this.test") is None
    assert door.resolve("not a handle") is None


def test_only_own_posts_can_be_removed(door: Bluesky, parent: Person) -> None:
    theirs = parent.post("Not yours.")
    with pytest.raises(Refused, match="own post"):
        door.delete(theirs)
    assert door.lookup([theirs]) == {theirs: None}


def test_the_timeline_yields_each_own_post_once_whatever_its_key(door: Bluesky, academy: Person) -> None:
    first = door.timeline(None)
    assert first.posts == ()
    late = release("Planned before, sent after.", planned_at=datetime.now(UTC) - timedelta(hours=3))
    stray = academy.post("Sent from a phone.")
    page = door.timeline(first.cursor)
    assert [post.remote_id for post in page.posts] == [stray]
    up = door.publish(late)
    again = door.timeline(page.cursor)
    assert [post.remote_id for post in again.posts] == [up.remote_id]
    assert door.timeline(again.cursor).posts == ()


def test_the_timeline_of_many_posts_starts_at_the_newest_page_and_then_skips_nothing(door: Bluesky, academy: Person) -> None:
    creates = [{"$type": "com.atproto.repo.applyWrites#create", "collection": "app.bsky.feed.post", "value": _plain(n)} for n in range(110)]
    academy.tell("com.atproto.repo.applyWrites", repo=academy.did, writes=creates)
    page = door.timeline(None)
    assert len(page.posts) == 100
    academy.tell("com.atproto.repo.applyWrites", repo=academy.did, writes=creates)
    more = door.timeline(page.cursor)
    assert len(more.posts) == 110
    assert not {p.remote_id for p in more.posts} & {p.remote_id for p in page.posts}
    assert door.timeline(more.cursor).posts == ()


def _plain(number: int) -> dict[str, str]:
    return {"$type": "app.bsky.feed.post", "text": f"Post {number}", "createdAt": datetime.now(UTC).isoformat().replace("+00:00", "Z")}
