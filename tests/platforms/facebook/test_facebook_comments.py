"""Reading what others say to a Page: each once, none skipped, whoever wrote it and whenever it appeared."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from bot.platforms import facebook_comments
from bot.platforms.base import Busy, Unsupported
from bot.platforms.facebook import Facebook
from tests.platforms.graph_server import GraphServer, failing

from .world import World

DAYS_AGO = [datetime.now(UTC) - timedelta(days=n) for n in range(60)]


def ids(page: Facebook, cursor: str | None) -> tuple[list[str], str | None]:
    read = page.replies(cursor)
    return [one.remote_id for one in read.posts], read.cursor


def test_three_hundred_comments_are_read_once_each_oldest_first(page: Facebook, world: World, server: GraphServer) -> None:
    post = world.post("Sports day.")["id"]
    start = datetime.now(UTC) - timedelta(hours=2)
    said = [world.comment(f"Comment {n}", post, at=start + timedelta(seconds=n // 3))["id"] for n in range(300)]
    found, cursor = ids(page, None)
    assert found == said
    assert server.asked_for("GET", "/comments") == 3
    assert ids(page, cursor)[0] == []


def test_a_nested_comment_that_appears_late_with_an_older_time_is_not_skipped(page: Facebook, world: World) -> None:
    post = world.post("Sports day.", at=DAYS_AGO[20])["id"]
    first = world.comment("First", post, at=DAYS_AGO[2])["id"]
    found, cursor = ids(page, None)
    assert found == [first]
    late = world.comment("Held back until somebody looked at it", first, at=DAYS_AGO[3])["id"]
    read = page.replies(cursor)
    assert [(one.remote_id, one.parent_id, one.root_id) for one in read.posts] == [(late, first, post)]
    assert ids(page, read.cursor)[0] == []


def test_two_comments_of_one_second_are_both_read_though_they_come_in_two_readings(page: Facebook, world: World) -> None:
    post, at = world.post("Sports day.")["id"], datetime.now(UTC)
    first = world.comment("One", post, at=at)["id"]
    found, cursor = ids(page, None)
    second = world.comment("Two", post, at=at)["id"]
    assert (found, ids(page, cursor)[0]) == ([first], [second])


def test_comments_under_an_old_post_are_found_and_a_quiet_post_is_not_asked_again(page: Facebook, world: World, server: GraphServer) -> None:
    old, quiet = world.post("Old", at=DAYS_AGO[25])["id"], world.post("Quiet", at=DAYS_AGO[24])["id"]
    world.comment("Long ago", quiet, at=DAYS_AGO[24])
    cursor = ids(page, None)[1]
    asked = server.asked_for("GET", f"{quiet}/comments")
    late = world.comment("Late", old)["id"]
    assert ids(page, cursor)[0] == [late]
    assert server.asked_for("GET", f"{quiet}/comments") == asked


def test_what_was_there_long_before_is_not_handed_out_as_new(page: Facebook, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.comment("From last year", world.post("Ancient", at=DAYS_AGO[59])["id"], at=DAYS_AGO[59])
    found, cursor = ids(page, None)
    assert found == []
    monkeypatch.setattr(facebook_comments, "WHOLE_EVERY", timedelta(0))
    found, cursor = ids(page, cursor)
    assert found == []
    new = world.comment("New, under it", next(iter(world.posts)))["id"]
    assert ids(page, cursor)[0] == [new]


def test_a_writer_whom_facebook_withholds_gets_a_name_people_understand_and_cannot_be_banned(page: Facebook, world: World) -> None:
    comment = world.comment("Who am I?", world.post("Sports day.")["id"], by=None)["id"]
    (read,) = page.replies(None).posts
    assert (read.author_id, read.author_handle) == (f"unknown:{comment}", "name withheld by Facebook")
    with pytest.raises(Unsupported):
        page.set_blocked(read.author_id, True)
    with pytest.raises(Unsupported):
        page.is_blocked(read.author_id)


def test_visitors_and_tagged_posts_are_mentions_and_comments_under_a_visitors_post_are_read(page: Facebook, world: World) -> None:
    visitor = world.post("Your car park is a disgrace.", by="A Parent")["id"]
    tagged = world.post("Great day at Oak Academy!", by="A Museum", on="888")["id"]
    elsewhere = world.comment("On the museum's page", tagged)["id"]
    under = world.comment("I agree", visitor)["id"]
    read = {one.remote_id: one for one in page.replies(None).posts}
    assert read.keys() == {visitor, tagged, under}
    assert elsewhere not in read
    assert (read[visitor].parent_id, read[visitor].root_id, read[visitor].author_handle) == (None, None, "A Parent")
    assert read[under].root_id == visitor


def test_hidden_ones_are_marked_and_pictures_counted(page: Facebook, world: World) -> None:
    post = world.post("Sports day.")["id"]
    world.comment("Hidden", post, is_hidden=True)
    world.comment("", post, attachment={"type": "photo"})
    assert [(one.hidden, one.text, one.media_count) for one in page.replies(None).posts] == [(True, "Hidden", 0), (False, "", 1)]


def test_where_the_network_lets_nobody_page_deeper_the_newest_are_read(page: Facebook, world: World) -> None:
    world.deepest = 200
    post = world.post("Sports day.")["id"]
    start = datetime.now(UTC) - timedelta(hours=2)
    said = [world.comment(f"Comment {n}", post, at=start + timedelta(seconds=n))["id"] for n in range(300)]
    found, cursor = ids(page, None)
    assert found == said[-200:]
    new = world.comment("And one more", post)["id"]
    assert new in ids(page, cursor)[0]


def test_a_post_taken_down_between_the_feed_and_its_comments_stops_nothing(page: Facebook, world: World, server: GraphServer) -> None:
    gone, stays = world.post("Gone")["id"], world.post("Stays")["id"]
    world.comment("Under what goes", gone)
    kept = world.comment("Under what stays", stays)["id"]
    server.fail(failing(100, subcode=33), "GET", f"{gone}/comments")
    assert ids(page, None)[0] == [kept]


def test_a_reading_that_breaks_off_halfway_is_read_again_whole(page: Facebook, world: World, server: GraphServer) -> None:
    first = world.comment("One", world.post("A")["id"])["id"]
    second = world.comment("Two", world.post("B")["id"])["id"]
    server.fail("outage inside", "GET", f"{list(world.posts)[1]}/comments")
    with pytest.raises(Busy):
        page.replies(None)
    assert ids(page, None)[0] == [first, second]


def test_the_cursor_holds_no_words_and_stays_small(page: Facebook, world: World) -> None:
    post = world.post("Sports day.")["id"]
    for n in range(50):
        world.comment(f"Private words {n}", post)
    cursor = page.replies(None).cursor
    assert cursor is not None
    assert json.loads(cursor).keys() == {"begin", "whole_at", "states", "known"}
    assert "words" not in cursor
    assert len(cursor) < 50 * 20 + 200


def test_a_reading_that_takes_too_long_goes_on_next_time_and_skips_nothing(page: Facebook, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    said = [world.comment(f"Under {n}", world.post(f"Post {n}", at=DAYS_AGO[20 - n])["id"])["id"] for n in range(3)]
    mention = world.post("Hello!", by="A Parent")["id"]
    with monkeypatch.context() as hurry:
        hurry.setattr(facebook_comments, "ENOUGH_S", -1.0)
        found, cursor = ids(page, None)
        assert found == [mention]
    found, cursor = ids(page, cursor)
    assert found == said
    assert ids(page, cursor)[0] == []
