"""A Page's posts: put up once, read back, taken down; and what may not be done from here."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.platforms.base import AccessLost, Busy, Outgoing, Refused, Unsupported, Unsure
from bot.platforms.facebook import Facebook
from tests.platforms.contract import picture
from tests.platforms.graph_server import GraphServer, failing

from .twin import CREDENTIALS
from .world import World


def wanted(text: str = "Sports day is on Monday.", **more: object) -> Outgoing:
    return replace(Outgoing(key="0" * 32, text=text, planned_at=datetime.now(UTC)), **more)  # type: ignore[arg-type]


def texts(world: World) -> list[str]:
    return [one["message"] for one in world.posts.values()]


@pytest.mark.parametrize("fault", ["lost", "lost and cut", "done but broken"])
def test_a_post_whose_answer_does_not_tell_is_found_again(page: Facebook, world: World, server: GraphServer, fault: str) -> None:
    post = wanted()
    server.fail(fault, "POST")
    with pytest.raises(Unsure):
        page.publish(post)
    found = page.find(post)
    assert found is not None
    assert list(world.posts) == [found.remote_id]


@pytest.mark.parametrize(("fault", "trouble"), [("outage inside", Unsure), ("no word", Unsure), ("garbled", Unsure), ("redirect", Unsure)])
def test_an_answer_of_200_is_no_proof(page: Facebook, world: World, server: GraphServer, fault: str, trouble: type[Exception]) -> None:
    server.fail(fault, "POST")
    with pytest.raises(trouble):
        page.publish(wanted())
    assert page.find(wanted()) is None
    assert texts(world) == []


def test_a_refusal_inside_an_answer_of_200_is_a_refusal(page: Facebook, world: World, server: GraphServer) -> None:
    server.fail("refused inside", "POST")
    with pytest.raises(Refused):
        page.publish(wanted())
    assert texts(world) == []


def test_a_duplicate_may_be_up_and_yesterdays_is_not_taken_for_it(page: Facebook, world: World) -> None:
    world.post("Sports day is on Monday.", at=datetime.now(UTC) - timedelta(days=1))
    with pytest.raises(Unsure):
        page.publish(wanted())
    assert page.find(wanted()) is None
    assert len(world.posts) == 1


def test_a_picture_that_was_lost_on_its_way_up_harms_nothing(page: Facebook, world: World, server: GraphServer) -> None:
    post = wanted(media=(picture("One."), picture("Two.")))
    server.fail("lost", "POST", "/photos")
    with pytest.raises(Busy):
        page.publish(post)
    assert texts(world) == []
    live = page.publish(post)
    assert [(one.alts, one.media_count) for one in page.lookup([live.remote_id]).values() if one] == [(("One.", "Two."), 2)]


def test_descriptions_that_facebook_does_not_give_are_not_told_as_empty(page: Facebook, world: World) -> None:
    live = page.publish(wanted(media=(picture("One."),)))
    world.photos.clear()
    seen = page.lookup([live.remote_id])[live.remote_id]
    assert seen is not None
    assert (seen.media_count, seen.alts) == (1, ())


def test_only_one_picture_goes_with_an_answer(page: Facebook, world: World) -> None:
    comment = world.comment("When?", world.post("Sports day.")["id"])["id"]
    with pytest.raises(Refused):
        page.publish(wanted(reply_to=comment, media=(picture(), picture())))
    assert len(world.comments) == 1


def test_an_answer_that_was_lost_is_found_under_what_it_answers(page: Facebook, world: World, server: GraphServer) -> None:
    comment = world.comment("When?", world.post("Sports day.")["id"])["id"]
    post = wanted("On Monday.", reply_to=comment)
    assert page.find(post) is None
    server.fail("lost", "POST")
    with pytest.raises(Unsure):
        page.publish(post)
    found = page.find(post)
    assert found is not None
    assert (found.parent_id, found.text) == (comment, "On Monday.")


def test_an_edit_shows_and_a_post_too_old_to_be_listed_is_still_looked_up(page: Facebook, world: World) -> None:
    old = world.post("Old", at=datetime.now(UTC) - timedelta(days=700))["id"]
    for n in range(151):
        world.post(f"Post {n}", at=datetime.now(UTC) - timedelta(days=1))
    newest = world.newest()
    world.posts[newest]["message"] = "School is closed."
    found = page.lookup([old, newest, "4711_1"])
    assert [found[one].text if found[one] else None for one in (old, newest, "4711_1")] == ["Old", "School is closed.", None]  # type: ignore[union-attr]


def test_many_posts_are_looked_up_in_few_questions(page: Facebook, world: World, server: GraphServer) -> None:
    posts = [world.post(f"Post {n}", at=datetime.now(UTC) - timedelta(hours=n))["id"] for n in range(100)]
    before = len(server.asked)
    found = page.lookup(posts)
    assert [found[one].text for one in posts if found[one]] == [f"Post {n}" for n in range(100)]  # type: ignore[union-attr]
    assert len(server.asked) - before == 2


def test_when_nothing_may_be_read_any_more_no_post_is_reported_gone(page: Facebook, world: World, server: GraphServer) -> None:
    post = world.post("Sports day.")["id"]
    server.fail("refuse", "GET", "/published_posts")
    with pytest.raises(Refused):
        page.lookup([post])


def test_two_posts_of_one_second_are_each_read_once(page: Facebook, world: World) -> None:
    at = datetime.now(UTC)
    first = world.post("One", at=at)["id"]
    start = page.timeline(None)
    second = world.post("Two", at=at)["id"]
    read = page.timeline(start.cursor)
    assert [[one.remote_id for one in each.posts] for each in (start, read, page.timeline(read.cursor))] == [[first], [second], []]


def test_what_others_wrote_on_the_page_is_not_its_timeline_and_is_never_deleted_as_its_own(page: Facebook, world: World) -> None:
    visitor = world.post("Hello!", by="A Parent")["id"]
    assert page.timeline(None).posts == ()
    with pytest.raises(Refused):
        page.delete(visitor)
    assert visitor in world.posts


def test_a_comment_that_may_not_be_hidden_or_deleted_is_a_persons_task_and_nothing_is_sent(page: Facebook, world: World, server: GraphServer) -> None:
    post = world.post("Sports day.")["id"]
    comment = world.comment("Rude", post, can_hide=False, can_remove=False)["id"]
    for act in (lambda: page.set_hidden(comment, post, True), lambda: page.delete_reply(comment)):
        with pytest.raises(Unsupported) as no:
            act()
        assert str(no.value).endswith(".")
    assert (server.asked_for("POST", comment), server.asked_for("DELETE", comment)) == (0, 0)
    assert page.can.steps["hide"]


def test_a_visitors_post_cannot_be_hidden_from_here(page: Facebook, world: World) -> None:
    visitor = world.post("Rude", by="A Parent")["id"]
    with pytest.raises(Unsupported):
        page.set_hidden(visitor, None, True)


@pytest.mark.parametrize(("fault", "trouble"), [("lost", Unsure), ("no word", Unsure), ("refused inside", Refused), ("outage", Unsure)])
def test_a_hide_is_only_done_when_facebook_says_so(page: Facebook, world: World, server: GraphServer, fault: str, trouble: type[Exception]) -> None:
    post = world.post("Sports day.")["id"]
    comment = world.comment("Rude", post)["id"]
    server.fail(fault, "POST")
    with pytest.raises(trouble):
        page.set_hidden(comment, post, True)
    assert page.is_hidden(comment, post) is (fault == "lost")


def test_an_id_that_is_none_never_gets_into_an_address(page: Facebook, server: GraphServer) -> None:
    asked = len(server.asked)
    for odd in ("../me", "1/comments", "me", "", "1?fields=access_token", "1_2_3_4"):
        with pytest.raises(Refused):
            page.delete(odd)
        with pytest.raises(Refused):
            page.is_hidden(odd, None)
    assert len(server.asked) == asked


def test_a_token_of_another_page_is_never_used(world: World, server: GraphServer) -> None:
    page = Facebook({**CREDENTIALS, "page_id": "12"}, server.url)
    for act in (lambda: page.publish(wanted()), page.followers, lambda: page.replies(None), lambda: page.delete("12_1")):
        with pytest.raises(AccessLost):
            act()
    assert texts(world) == []
    assert {ask.path for ask in server.asked} == {"/v26.0/me"}


def test_blocked_for_policy_is_a_definite_no(page: Facebook, server: GraphServer) -> None:
    server.fail(failing(368, message="The action attempted has been deemed abusive"), "POST")
    with pytest.raises(Refused, match="Sign in"):
        page.publish(wanted())


def test_a_redirect_is_not_followed(page: Facebook, server: GraphServer) -> None:
    server.fail("redirect", "GET")
    with pytest.raises(Busy):
        page.timeline(None)
