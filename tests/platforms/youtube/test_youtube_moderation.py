"""Holding back and letting through: what is asked of YouTube, what never is, and how each no is understood."""

import re
from contextlib import suppress
from pathlib import Path

import pytest

from bot.clock import now
from bot.platforms.base import Busy, Refused, Trouble, Unsure
from bot.platforms.youtube import YouTube

from .server import YouTubeServer, faults
from .world import HELD, PUBLISHED, REJECTED, SPAM, World

ADAPTER = sorted((Path(__file__).resolve().parents[3] / "bot" / "platforms").glob("youtube*.py"))


@pytest.mark.parametrize("fault", ["", *sorted(faults())])
def test_nothing_ever_asks_youtube_to_remove_a_comment_or_to_shut_a_writer_out(
    channel: YouTube, server: YouTubeServer, world: World, fault: str
) -> None:
    comment = world.say("A rude word.")
    for hidden in (True, False):
        if fault:
            server.fail(fault)
        with suppress(Trouble):
            channel.set_hidden(comment, world.newest(), hidden)
    asked = [query for _, path, query in server.asked if path == "comments/setModerationStatus"]
    assert asked
    assert {query["moderationStatus"] for query in asked} <= {HELD, PUBLISHED}
    assert not any("banAuthor" in query for query in asked)
    assert world.comments[comment].status in {HELD, PUBLISHED}


def test_the_adapter_has_one_place_that_moderates_and_no_word_for_a_ban() -> None:
    source = {file.name: file.read_text() for file in ADAPTER}
    assert not [name for name, text in source.items() if "banAuthor" in text]
    assert [name for name, text in source.items() if '"comments/setModerationStatus"' in text] == ["youtube_moderation.py"]
    assert re.findall(r"_WANTED = (.+?)  #", source["youtube_moderation.py"]) == ["{True: HELD, False: PUBLISHED}"]


@pytest.mark.parametrize("shows_held_replies", [True, False])
@pytest.mark.parametrize("video", [True, False])
def test_a_reply_to_a_comment_is_held_and_read_back_from_the_lists(
    channel: YouTube, world: World, server: YouTubeServer, *, shows_held_replies: bool, video: bool
) -> None:
    world.shows_held_replies = shows_held_replies
    root = world.newest() if video else None
    thread = world.say("Lovely.")
    reply, other = world.say("You are an idiot.", to=thread), world.say("I agree.", to=thread)
    assert channel.set_hidden(reply, root, True) is True
    assert (channel.is_hidden(reply, root), channel.is_hidden(other, root), channel.is_hidden(thread, root)) == (True, False, False)
    assert channel.set_hidden(reply, root, False) is False
    assert channel.is_hidden(reply, root) is False


def test_a_held_comment_is_found_in_one_call_and_never_by_its_id(channel: YouTube, world: World, server: YouTubeServer) -> None:
    comment = world.say("A rude word.")
    channel.set_hidden(comment, world.newest(), True)
    before = len(server.asked)
    assert channel.is_hidden(comment, world.newest()) is True
    assert [path for _, path, _ in server.asked[before:]] == ["commentThreads"]


def test_what_youtube_took_for_spam_counts_as_hidden_and_can_be_shown(channel: YouTube, world: World) -> None:
    comment = world.say("See you at the fair, it is free.", status=SPAM)
    assert channel.is_hidden(comment, world.newest()) is True
    assert channel.set_hidden(comment, world.newest(), False) is False
    assert world.in_sight(comment)


def test_a_comment_that_its_writer_deleted_counts_as_hidden_and_cannot_be_shown(channel: YouTube, world: World) -> None:
    comment = world.say("A rude word.")
    world.take_back(comment)
    assert channel.set_hidden(comment, world.newest(), True) is True
    assert channel.is_hidden(comment, world.newest()) is None
    with pytest.raises(Refused, match=r"no longer on YouTube.*cannot be shown"):
        channel.set_hidden(comment, world.newest(), False)


def test_an_id_that_never_was_is_forbidden_which_is_read_as_gone(channel: YouTube, world: World) -> None:
    assert channel.set_hidden("Ugx0000000000000000AaABAg", world.newest(), True) is True


def test_what_a_person_removed_is_hidden_and_never_comes_back(channel: YouTube, world: World) -> None:
    comment = world.say("A rude word.")
    world.comments[comment].status = REJECTED
    assert channel.is_hidden(comment, world.newest()) is True
    with pytest.raises(Refused, match=r"removed this comment in YouTube Studio.*may write it once more"):
        channel.set_hidden(comment, world.newest(), False)
    assert world.comments[comment].status == REJECTED


def test_where_removed_comments_cannot_be_listed_nothing_is_claimed_about_one(channel: YouTube, world: World) -> None:
    world.lists_rejected = False
    comment = world.say("A rude word.")
    world.comments[comment].status = REJECTED
    assert channel.is_hidden(comment, world.newest()) is None
    with pytest.raises(Refused):
        channel.set_hidden(comment, world.newest(), False)


@pytest.mark.parametrize("fault", ["refuse", "processing"])
def test_a_no_about_a_comment_that_stands_is_a_no(channel: YouTube, world: World, server: YouTubeServer, fault: str) -> None:
    comment = world.say("A rude word.")
    server.fail(fault, path="setModerationStatus")
    with pytest.raises(Refused):
        channel.set_hidden(comment, world.newest(), True)
    assert world.in_sight(comment)


@pytest.mark.parametrize("fault", ["lost", "lost and cut"])
def test_a_hide_whose_answer_was_lost_is_unsure_and_reads_back_as_done(channel: YouTube, world: World, server: YouTubeServer, fault: str) -> None:
    comment = world.say("A rude word.")
    server.fail(fault, path="setModerationStatus")
    with pytest.raises(Unsure):
        channel.set_hidden(comment, world.newest(), True)
    assert channel.is_hidden(comment, world.newest()) is True


def test_a_hide_that_has_to_wait_waits_minutes_and_not_until_midnight(channel: YouTube, world: World, server: YouTubeServer) -> None:
    comment = world.say("A rude word.")
    server.fail("spent", path="setModerationStatus")
    with pytest.raises(Busy, match="allowance is used up") as told:
        channel.set_hidden(comment, world.newest(), True)
    assert told.value.until is not None
    assert (told.value.until - now()).total_seconds() <= 120
