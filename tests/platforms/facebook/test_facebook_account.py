"""Who the Page is, how it looks, what its token may do, and that nobody ever sees the token."""

import logging
import traceback
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import Misconfigured
from bot.platforms.base import AccessLost, Busy, Refused, Trouble
from bot.platforms.facebook import Facebook
from tests.platforms.graph_server import TOKEN, GraphServer, failing

from .twin import CREDENTIALS
from .world import PAGE, World


def test_a_page_without_a_user_name_goes_by_its_number(world: World, server: GraphServer) -> None:
    del world.page["username"]
    found = Facebook(CREDENTIALS, server.url).whoami()
    assert (found.remote_id, found.handle, found.display_name) == (PAGE, PAGE, "Oak Academy")


def test_the_face_tells_the_same_when_only_the_address_of_the_picture_changed(page: Facebook, world: World) -> None:
    first = page.face()
    assert (first.told["link"], first.told["category"], first.told["banner"]) == ("https://oak.example", "School", "991")
    world.page["picture"]["data"]["url"] = "https://pictures.example/p.jpg?oh=2"
    assert page.face() == first
    world.page["picture"]["data"]["cache_key"] = "XyZ2"
    assert page.face().told["avatar"] != first.told["avatar"]
    del world.page["picture"]["data"]["cache_key"]
    assert page.face().told["avatar"] == "/p.jpg"


def test_people_with_a_role_are_told_where_they_can_be_read_and_left_out_where_not(page: Facebook, world: World, server: GraphServer) -> None:
    assert "admins" not in page.face().told
    world.roles = [{"id": "2", "name": "Head", "tasks": ["MODERATE", "MANAGE"]}, {"id": "1", "name": "Clerk", "tasks": ["ANALYZE"]}]
    assert page.face().told["admins"] == "Clerk: ANALYZE\nHead: MANAGE, MODERATE"
    server.fail("refuse", "GET", "/roles")
    assert "admins" not in page.face().told
    server.fail("busy", "GET", "/roles")
    with pytest.raises(Busy):
        page.face()


def test_rights_name_what_is_missing_and_what_is_too_much(page: Facebook, world: World) -> None:
    several = ("manage_posts", "read_engagement", "read_user_engagement", "messaging", "manage_engagement")
    world.token["scopes"] = [f"pages_{one}" for one in several]
    world.token["granular_scopes"] = [{"scope": "pages_manage_posts", "target_ids": ["12"]}, {"scope": "pages_read_engagement", "target_ids": [PAGE]}]
    rights = page.rights()
    assert (rights.missing, rights.excess) == (("pages_manage_posts",), ("pages_messaging",))


def test_rights_end_when_the_first_of_their_ends_comes(page: Facebook, world: World) -> None:
    assert page.rights().expires_at is None
    soon, later = (datetime.now(UTC).replace(microsecond=0) + timedelta(days=days) for days in (20, 60))
    world.token |= {"expires_at": int(later.timestamp()), "data_access_expires_at": int(soon.timestamp())}
    assert page.rights().expires_at == soon


def test_rights_that_facebook_will_not_tell_are_not_told_as_good(page: Facebook, world: World) -> None:
    world.inspects_itself = False
    with pytest.raises(Refused, match="does not tell"):
        page.rights()
    world.inspects_itself, world.token["is_valid"] = True, False
    with pytest.raises(AccessLost):
        page.rights()


def test_somebody_is_banned_and_let_back_in_and_twice_is_success(page: Facebook, world: World) -> None:
    other = world.somebody("A Parent")["id"]
    for blocked in (True, True, False, False):
        page.set_blocked(other, blocked)
        assert page.is_blocked(other) is blocked
    assert world.blocked == []


def test_a_token_that_has_ended_is_not_sent(server: GraphServer) -> None:
    ended = (datetime.now(UTC) - timedelta(days=1)).isoformat()
    with pytest.raises(AccessLost):
        Facebook({**CREDENTIALS, "expires_at": ended}, server.url).whoami()
    assert server.asked == []


@pytest.mark.parametrize("url", ["graph.facebook.com", "ftp://graph.example", "https://someone@graph.example", ""])
def test_an_address_of_graph_that_is_none_is_told_by_its_setting(url: str) -> None:
    with pytest.raises(Misconfigured, match="GATEPOST_GRAPH_URL"):
        Facebook(CREDENTIALS, url)


@pytest.mark.parametrize("fault", ["refuse", "busy", "turned away", "down", "silent", "cut", "garbled", "redirect", "malformed"])
def test_the_token_is_in_no_message_no_log_and_no_trace(
    page: Facebook, server: GraphServer, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str], fault: str
) -> None:
    caplog.set_level(logging.DEBUG)
    calls: tuple[Callable[[], object], ...] = (lambda: page.timeline(None), page.rights)
    for call in calls:
        server.fail(failing(190, message=f"Malformed access token {TOKEN}") if fault == "malformed" else fault)
        with pytest.raises(Trouble) as caught:
            call()
        assert TOKEN not in "".join(traceback.format_exception(caught.value))
        assert TOKEN not in f"{caught.value!r} {vars(caught.value)}"
    said = capsys.readouterr()
    assert TOKEN not in f"{caplog.text} {said.out} {said.err} {page!r} {vars(page)!r}"


def test_what_is_kept_as_evidence_holds_no_token(page: Facebook, world: World) -> None:
    world.most = 1
    post = world.post("Sports day.")["id"]
    world.comment("One", post)
    world.comment("Two", post)
    read = page.replies(None)
    assert len(read.posts) == 2
    assert TOKEN not in str([one.raw for one in read.posts])
    assert [one.raw["message"] for one in read.posts] == ["One", "Two"]
