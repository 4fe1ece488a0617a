"""Every comment by others, each once: late ones under old threads, long threads, and those that nobody sees yet."""

from collections.abc import Callable

import pytest

from bot.platforms.youtube import YouTube
from tests.platforms.stand_in import Fault

from .routes import no
from .server import YouTubeServer
from .world import HELD, SPAM, World

Later = Callable[[], list[str]]


@pytest.fixture
def later(channel: YouTube) -> Later:
    """What is new since it was last asked. The channel's history is read first."""
    cursor: list[str | None] = [channel.replies(None).cursor]

    def asked() -> list[str]:
        page = channel.replies(cursor[0])
        cursor[0] = page.cursor
        return [post.text for post in page.posts]

    return asked


def test_a_late_reply_under_the_oldest_of_many_threads_is_found_and_only_once(channel: YouTube, world: World) -> None:
    first = world.say("Thread 0")
    for number in range(1, 220):
        world.say(f"Thread {number}")
    cursor = channel.replies(None).cursor
    assert not [one for one in world.threads()[:100] if one.id == first], "it is on no page that every reading looks at"
    world.say("Months later.", to=first)
    found: list[str] = []
    for _ in range(4):
        page = channel.replies(cursor)
        found, cursor = [*found, *(post.text for post in page.posts)], page.cursor
    assert found == ["Months later."]


def test_a_thread_with_more_replies_than_come_with_it_is_read_whole_and_then_only_what_is_new(channel: YouTube, world: World) -> None:
    thread = world.say("What a night.")
    for number in range(120):
        world.say(f"Reply {number}", to=thread)
    page = channel.replies(None)
    assert [post.text for post in page.posts] == ["What a night.", *(f"Reply {number}" for number in range(120))]
    assert {(post.parent_id, post.root_id) for post in page.posts[1:]} == {(thread, world.newest())}
    world.say("Reply 120", to=thread)
    assert [post.text for post in channel.replies(page.cursor).posts] == ["Reply 120"]


def test_one_taken_back_and_one_written_leave_the_number_as_it_was_and_are_seen(later: Later, world: World) -> None:
    thread = world.say("Lovely.")
    gone = world.say("Not for me.", to=thread)
    assert later() == ["Lovely.", "Not for me."]
    world.take_back(gone)
    world.say("You are all idiots.", to=thread)
    assert later() == ["You are all idiots."]
    assert later() == []


@pytest.mark.parametrize("status", [HELD, SPAM])
@pytest.mark.parametrize("shows_held_replies", [True, False])
def test_comments_that_youtube_holds_back_are_read_once_because_a_child_may_have_written_one(
    later: Later, channel: YouTube, world: World, status: str, *, shows_held_replies: bool
) -> None:
    world.shows_held_replies = shows_held_replies
    thread = world.say("Nice.")
    assert later() == ["Nice."]
    cursor = channel.replies(None).cursor
    world.say("I am frightened at home.", status=status)
    world.say("Me too.", to=thread, status=status)
    page = channel.replies(cursor)
    assert [(post.text, post.hidden) for post in page.posts] == [("I am frightened at home.", True), ("Me too.", True)]
    assert channel.replies(page.cursor).posts == ()
    world.say("Thank you.", to=thread)
    assert [(post.text, post.hidden) for post in channel.replies(page.cursor).posts] == [("Thank you.", False)]


def test_a_comment_read_while_held_is_not_new_when_it_is_let_through(later: Later, world: World) -> None:
    held = world.say("With a link.", status=HELD)
    assert later() == ["With a link."]
    world.comments[held].status = "published"
    assert later() == []


def test_what_the_channel_says_itself_is_no_reply_but_answers_to_it_are(later: Later, world: World) -> None:
    own = world.say("Tickets are on our site.", by="me")
    thread = world.say("Where are the tickets?")
    world.say("On our site.", to=thread, by="me")
    world.say("You are useless.", to=own)
    assert sorted(later()) == ["Where are the tickets?", "You are useless."]


def test_a_crowd_between_two_readings_is_read_over_as_many_pages_as_it_takes(later: Later, world: World) -> None:
    for number in range(230):
        world.say(f"Comment {number}")
    assert later() == [f"Comment {number}" for number in range(230)]
    assert later() == []


def test_a_thread_taken_back_while_it_is_read_is_no_trouble(channel: YouTube, world: World, server: YouTubeServer) -> None:
    thread = world.say("Gone in a moment.")
    for number in range(7):
        world.say(f"Reply {number}", to=thread)
    server.fail(Fault(no(404, "commentNotFound")), path="/comments")
    assert "Gone in a moment." in [post.text for post in channel.replies(None).posts]


def test_a_writer_without_a_name_still_has_one_here_and_the_comment_an_address(channel: YouTube, world: World) -> None:
    comment = world.say("Who am I?")
    world.comments[comment].author = world.channel("")
    post = channel.replies(None).posts[0]
    assert post.author_handle
    assert post.url == f"https://www.youtube.com/watch?v={world.newest()}&lc={comment}"


def test_the_cursor_of_a_large_channel_stays_small(channel: YouTube, world: World) -> None:
    for number in range(300):
        world.say(f"Thread {number}")
    cursor = channel.replies(None).cursor or ""
    assert len(cursor) < 300 * 60
