"""Comments on Instagram: each once, however late it appears, whatever it stands under."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.platforms import instagram_comments
from bot.platforms.base import Busy, Refused, Unsupported
from bot.platforms.instagram import Instagram
from tests.platforms.graph_accounts import Server

from .world import ME, World


def days_ago(days: float) -> datetime:
    return datetime.now(UTC) - timedelta(days=days)


def texts(account: Instagram, cursor: str | None) -> tuple[list[str], str | None]:
    page = account.replies(cursor)
    return [one.text for one in page.posts], page.cursor


def test_answers_to_comments_are_read_too_and_own_ones_are_not(account: Instagram, world: World) -> None:
    post = world.post("The play.")["id"]
    start = account.replies(None).cursor
    first = world.comment("Lovely.", post)["id"]
    world.comment("Agreed.", first, by="another")
    world.comment("Thank you both.", first, by="oakacademy")
    page = account.replies(start)
    assert [(one.text, one.parent_id, one.root_id) for one in page.posts] == [("Lovely.", post, post), ("Agreed.", first, post)]


def test_many_answers_under_one_comment_are_asked_for_to_the_end(account: Instagram, world: World) -> None:
    world.answers_at_once = 2
    post = world.post("The play.")["id"]
    start = account.replies(None).cursor
    first = world.comment("Lovely.", post)["id"]
    for n in range(5):
        world.comment(f"Answer {n}.", first)
    assert texts(account, start)[0] == ["Lovely.", *(f"Answer {n}." for n in range(5))]


def test_a_comment_that_was_held_back_comes_late_with_its_old_time_and_is_not_skipped(account: Instagram, world: World) -> None:
    post = world.post("The play.", at=days_ago(3))["id"]
    held = world.comment("Written long ago.", post, at=days_ago(2), held=True)
    seen, cursor = texts(account, None)
    world.comment("Written now.", post)
    seen, cursor = texts(account, cursor)
    assert seen == ["Written now."]
    del held["held"]
    seen, cursor = texts(account, cursor)
    assert seen == ["Written long ago."]
    assert texts(account, cursor)[0] == []


def test_a_quiet_post_is_not_asked_again_until_its_turn(account: Instagram, world: World, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    post = world.post("The play.", at=days_ago(3))["id"]
    gone = world.comment("First.", post)["id"]
    cursor = account.replies(None).cursor
    for _ in range(3):
        cursor = account.replies(cursor).cursor
    assert server.asked_for("GET", f"/{post}/comments") == 1
    del world.comments[gone]
    world.comment("Instead of it.", post)  # the count is the same
    monkeypatch.setattr(instagram_comments, "REREAD", timedelta(microseconds=1))
    assert texts(account, cursor)[0] == ["Instead of it."]


def test_a_reading_that_takes_too_long_goes_on_next_time_and_skips_nothing(account: Instagram, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    start = account.replies(None).cursor
    for n in range(3):
        world.comment(f"Under {n}.", world.post(f"Post {n}.", at=days_ago(5 - n))["id"])
    with monkeypatch.context() as hurry:
        hurry.setattr(instagram_comments, "ENOUGH_S", -1.0)
        seen, cursor = texts(account, start)
        assert seen == []
    assert sorted(texts(account, cursor)[0]) == ["Under 0.", "Under 1.", "Under 2."]


def test_what_was_there_long_before_is_not_handed_out_as_new(account: Instagram, world: World) -> None:
    post = world.post("Old.", at=days_ago(40))["id"]
    world.comment("Old comment.", post, at=days_ago(39))
    seen, cursor = texts(account, None)
    assert seen == []
    world.comment("New comment under an old post.", post)
    assert texts(account, cursor)[0] == ["New comment under an old post."]


def test_many_comments_come_over_several_pages(account: Instagram, world: World) -> None:
    post = world.post("The play.")["id"]
    start = account.replies(None).cursor
    for n in range(120):
        world.comment(f"Comment {n}.", post)
    assert texts(account, start)[0] == [f"Comment {n}." for n in range(120)]


def test_a_writer_whom_instagram_withholds_is_not_taken_for_anybody(account: Instagram, world: World) -> None:
    post = world.post("The play.")["id"]
    withheld = world.comment("Hm.", post)["id"]
    world.comments[withheld] |= {"from": None, "username": None}
    (said,) = account.replies(None).posts
    assert (said.author_id, said.author_handle) == (f"unknown:{withheld}", "name withheld by Instagram")
    assert said.author_id != ME


def test_hiding_says_no_when_the_network_does(account: Instagram, world: World, server: Server) -> None:
    post = world.post("The play.")["id"]
    rude = world.comment("Rude.", post)["id"]
    with pytest.raises(Unsupported):
        account.set_hidden(rude, None, hidden=True)
    with pytest.raises(Refused):
        account.set_hidden("../me", post, hidden=True)
    server.fail("no word", "GET", f"/{rude}")
    assert account.is_hidden(rude, post) is None
    server.fail("busy", "POST", f"/{rude}")
    with pytest.raises(Busy):
        account.set_hidden(rude, post, hidden=True)
    assert world.visible(rude)


def test_comments_are_closed_and_opened_and_nothing_between(account: Instagram, world: World) -> None:
    post = world.post("The play.")["id"]
    account.set_reply_setting(post, "nobody")
    assert world.media[post]["is_comment_enabled"] is False
    with pytest.raises(Unsupported):
        account.set_reply_setting(post, "mentioned")
    assert account.reply_setting(post) == "nobody"
