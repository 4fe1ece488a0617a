"""What is Threads' own, beside the contract: conversations that say nothing of moving, hiding at the top only, two counts a day."""

import secrets
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.platforms import threads_replies
from bot.platforms.base import AccessLost, Busy, Media, Outgoing, Refused, Unsupported, Unsure
from bot.platforms.threads import Threads
from tests.platforms.contract import picture
from tests.platforms.graph_accounts import CREDENTIALS, Server
from tests.platforms.graph_server import failing

from .world import World


def days_ago(days: float) -> datetime:
    return datetime.now(UTC) - timedelta(days=days)


def outgoing(text: str = "Sports day is on Monday.", *media: Media, **more: str) -> Outgoing:
    return replace(Outgoing(secrets.token_hex(16), text, datetime.now(UTC), media=media), **more)  # type: ignore[arg-type]


def texts(account: Threads, cursor: str | None) -> tuple[list[str], str | None]:
    page = account.replies(cursor)
    return [one.text for one in page.posts], page.cursor


def test_words_alone_go_out_and_those_named_alone_may_answer(account: Threads, world: World) -> None:
    post = account.publish(outgoing(reply_setting="mentioned"))
    assert (world.posts[post.remote_id]["reply_audience"], account.reply_setting(post.remote_id)) == ("MENTIONED_ONLY", "mentioned")
    world.posts[post.remote_id]["reply_audience"] = "FOLLOWERS_ONLY"
    assert account.reply_setting(post.remote_id) == "followers only"


def test_a_picture_is_refused_before_anything_is_asked_when_it_cannot_be_fetched(account: Threads, server: Server) -> None:
    asked = len(server.asked)
    with pytest.raises(Refused, match="GATEPOST_PUBLIC_URL"):
        account.publish(outgoing("Look.", picture()))
    assert len(server.asked) == asked


def test_posts_and_replies_are_counted_apart(account: Threads, world: World) -> None:
    post = world.post("Questions?")["id"]
    question = world.reply("When?", post)["id"]
    account.publish(outgoing("On Monday.", reply_to=question))
    account.publish(outgoing())
    assert [one.partition(",")[0] for one in world.limits] == ["reply_quota_usage", "quota_usage"]
    world.total = world.used
    with pytest.raises(Busy, match="posts a day"):
        account.publish(outgoing("One more."))


def test_a_lost_answer_to_a_question_is_found_under_that_question(account: Threads, world: World, server: Server) -> None:
    post = world.post("Questions?")["id"]
    first, second = world.reply("When?", post)["id"], world.reply("When then?", post)["id"]
    wanted = outgoing("On Monday.", reply_to=second)
    world.reply("On Monday.", first, by="")
    server.fail("lost and cut", "POST", "/threads_publish")
    with pytest.raises(Unsure):
        account.publish(wanted)
    found = account.find(wanted)
    assert found is not None
    assert (found.parent_id, found.root_id) == (second, post)
    assert account.find(outgoing("On Monday.")) is None, "an answer is no post"


def test_replies_to_replies_are_read_and_a_mention_under_an_own_post_is_one_reply(account: Threads, world: World) -> None:
    post = world.post("The play.")["id"]
    start = account.replies(None).cursor
    first = world.reply("Lovely.", post)["id"]
    nested = world.reply("@oakacademy thanks!", first, by="another")["id"]
    world.reply("Our pleasure.", nested, by="")
    elsewhere = world.post("@oakacademy rules", by="a_pupil")["id"]
    page = account.replies(start)
    assert [(one.remote_id, one.parent_id, one.root_id) for one in page.posts] == [
        (first, post, post),
        (nested, first, post),
        (elsewhere, None, None),
    ]


def test_only_replies_to_the_post_itself_are_hidden_and_take_along_what_is_under_them(account: Threads, world: World) -> None:
    post = world.post("The play.")["id"]
    top = world.reply("Hm.", post)["id"]
    nested = world.reply("Rude.", top)["id"]
    with pytest.raises(Unsupported, match="answers another reply"):
        account.set_hidden(nested, post, hidden=True)
    assert world.visible(nested)
    assert "hide the reply above it" in " ".join(account.can.steps["hide"])
    assert account.set_hidden(top, post, hidden=True) is True
    assert (world.visible(top), world.visible(nested)) == (False, False)
    with pytest.raises(Unsupported):
        account.set_hidden(world.post("@oakacademy no", by="a_pupil")["id"], None, hidden=True)


@pytest.mark.parametrize(
    ("status", "hidden"), [("NOT_HUSHED", False), ("UNHUSHED", False), ("HIDDEN", True), ("BLOCKED", True), ("COVERED", None), ("NEW_WORD", None)]
)
def test_hidden_is_read_from_the_networks_word_and_an_unknown_word_is_no_answer(
    account: Threads, world: World, status: str, hidden: bool | None
) -> None:
    reply = world.reply("Hm.", world.post("The play.")["id"], hide_status=status)["id"]
    assert account.is_hidden(reply, None) is hidden


def test_old_conversations_are_read_more_rarely_and_none_is_skipped(
    account: Threads, world: World, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    new, old = world.post("New.", at=days_ago(1))["id"], world.post("Old.", at=days_ago(20))["id"]
    world.reply("Under the old one.", old)
    world.reply("Under the new one.", new)
    seen, cursor = texts(account, None)
    assert sorted(seen) == ["Under the new one.", "Under the old one."]
    for _ in range(3):
        cursor = account.replies(cursor).cursor
    assert (server.asked_for("GET", f"/{new}/conversation"), server.asked_for("GET", f"/{old}/conversation")) == (4, 1)
    world.reply("Late.", old)
    monkeypatch.setattr(threads_replies, "EVERY", ((timedelta(days=2), timedelta(0)), (timedelta(days=365), timedelta(microseconds=1))))
    assert texts(account, cursor)[0] == ["Late."]


def test_a_reading_that_takes_too_long_goes_on_next_time_and_skips_nothing(account: Threads, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    start = account.replies(None).cursor
    for n in range(3):
        world.reply(f"Under {n}.", world.post(f"Post {n}.", at=days_ago(9 - n))["id"])
    with monkeypatch.context() as hurry:
        hurry.setattr(threads_replies, "ENOUGH_S", -1.0)
        seen, cursor = texts(account, start)
        assert seen == []
    assert sorted(texts(account, cursor)[0]) == ["Under 0.", "Under 1.", "Under 2."]


def test_the_followers_are_counted_and_a_missing_count_is_no_zero(account: Threads, server: Server) -> None:
    assert account.followers() == 31
    server.fail("no word", "GET", "/threads_insights")
    with pytest.raises(Busy):
        account.followers()


def test_a_token_that_opens_another_account_is_never_used(server: Server) -> None:
    with pytest.raises(AccessLost, match="not the account"):
        Threads({**CREDENTIALS, "user_id": "12"}, server.url).timeline(None)


def test_somebody_elses_post_is_not_deleted(account: Threads, world: World) -> None:
    other = world.post("@oakacademy hello", by="a_parent")["id"]
    with pytest.raises(Refused):
        account.delete(other)
    assert other in world.posts


def test_S14_a_repost_stands_on_the_timeline_though_threads_does_not_say_whose_it_is(account: Threads, world: World) -> None:
    start = account.timeline(None).cursor
    theirs = world.post("Vote for us.", by="a_party")["id"]
    repost = world.post("")
    repost |= {"media_type": "REPOST_FACADE", "text": None, "reposted_post": {"id": theirs}}
    seen = account.timeline(start).posts[-1]
    assert (seen.remote_id, seen.text) == (repost["id"], "Reposted somebody else's post. Threads does not say whose: open it there.")
    assert seen.raw["reposted_post"] == {"id": theirs}
    assert seen.url


def test_C14_older_posts_are_read_page_by_page_and_a_forgotten_place_begins_the_list_anew(account: Threads, world: World, server: Server) -> None:
    made = [world.post(f"News of day {number}.")["id"] for number in range(105)]
    first = account.older(None)
    assert len(first.posts) == 100
    last = account.older(first.cursor)
    assert (len(last.posts), last.cursor) == (5, None)
    assert {one.remote_id for one in (*first.posts, *last.posts)} == set(made)
    server.fail(failing(100, message="The cursor has expired"))
    assert account.older(first.cursor) == first
    server.fail(failing(100, message="No"))
    with pytest.raises(Refused):
        account.older(None)
