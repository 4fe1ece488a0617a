"""A Page's stories: what the archive keeps is not live, and times come in seconds (C14)."""

from datetime import timedelta

import pytest

from bot import clock
from bot.platforms.base import Busy
from bot.platforms.facebook import Facebook
from tests.platforms.graph_server import GraphServer

from .world import PAGE, World


def test_what_the_archive_keeps_is_no_story_of_today(page: Facebook, world: World) -> None:
    world.story(at=clock.now() - timedelta(hours=30), status="ARCHIVED")
    world.story(at=clock.now() - timedelta(hours=1), status="archived")
    late = clock.now() - timedelta(hours=2)
    live = world.story(at=late, creation_time=str(int(late.timestamp())), url="javascript:alert(1)")["post_id"]
    (seen,) = page.timeline(None).posts
    assert (seen.remote_id, seen.at, seen.url) == (f"story:{live}", late.replace(microsecond=0), f"https://www.facebook.com/{PAGE}")
    world.stories[live]["status"] = "ARCHIVED"
    assert page.lookup([seen.remote_id]) == {seen.remote_id: None}


def test_a_story_is_looked_up_beside_posts_and_one_question_more_is_asked_only_for_it(page: Facebook, world: World, server: GraphServer) -> None:
    post, story = world.post("Sports day.")["id"], f"story:{world.story()['post_id']}"
    assert [one is not None for one in page.lookup([post, story]).values()] == [True, True]
    server.asked.clear()
    page.lookup([post])
    assert server.asked_for("GET", "/stories") == 0


def test_while_stories_cannot_be_read_none_is_taken_for_gone(page: Facebook, world: World, server: GraphServer) -> None:
    story = f"story:{world.story()['post_id']}"
    server.fail("down", "GET", "/stories")
    with pytest.raises(Busy):
        page.lookup([story])


def test_the_posts_come_where_facebook_limits_only_the_stories(page: Facebook, world: World, server: GraphServer) -> None:
    start = page.timeline(None)
    post = world.post("Sports day.")["id"]
    server.fail("busy", "GET", "/stories")
    first = page.timeline(start.cursor)
    assert ([one.remote_id for one in first.posts], first.unseen) == (
        [post],
        "Stories could not be seen. Facebook wants fewer questions for a while.",
    )
