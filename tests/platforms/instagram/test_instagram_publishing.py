"""Publishing on Instagram: nothing is seen before the last step, and what was made ready is not made twice."""

import secrets
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.platforms import graph_containers
from bot.platforms.base import Busy, Media, Outgoing, Refused, Trouble, Unsure
from bot.platforms.instagram import Instagram
from tests.platforms.contract import picture
from tests.platforms.graph_accounts import CREDENTIALS, Server

from .world import World


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graph_containers, "LOOK_EVERY_S", 0.001)


def shown(one: Media, n: int = 0, url: str = "https://gate.oak.example/shown/{n}") -> Media:
    return Media(one.data, one.mime, one.alt, one.filename, url=url.format(n=n))


def outgoing(*media: Media, text: str = "Sports day is on Monday.") -> Outgoing:
    return Outgoing(secrets.token_hex(16), text, datetime.now(UTC), media=media or (shown(picture()),))


def test_a_picture_that_takes_a_moment_goes_out_once_it_is_ready(server: Server, world: World) -> None:
    account = Instagram(CREDENTIALS, server.url)
    world.states = ["IN_PROGRESS", "IN_PROGRESS", "FINISHED"]
    post = account.publish(outgoing())
    assert (post.text, post.alts, post.media_count) == ("Sports day is on Monday.", ("A grey dot.",), 1)
    assert post.url == world.media[post.remote_id]["permalink"]


def test_one_that_takes_longer_goes_on_with_the_same_container(account: Instagram, world: World, server: Server) -> None:
    world.states = ["IN_PROGRESS"]
    wanted = outgoing()
    with pytest.raises(Busy, match="still making the post ready") as busy:
        account.publish(wanted)
    assert busy.value.until is not None
    assert busy.value.until > datetime.now(UTC)
    (container,) = world.containers.values()
    container["status_code"] = "FINISHED"
    account.publish(wanted)
    assert (server.asked_for("POST", "/me/media"), len(world.media)) == (1, 1)


def test_a_container_that_is_published_already_is_never_published_again(account: Instagram, world: World, server: Server) -> None:
    wanted = outgoing()
    server.fail("lost and cut", "POST", "/media_publish")
    for says in ("broke", "published already"):
        with pytest.raises(Unsure, match=says):
            account.publish(wanted)
    assert (server.asked_for("POST", "/media_publish"), len(world.media)) == (1, 1)
    found = account.find(wanted)
    assert found is not None
    assert found.remote_id in world.media


@pytest.mark.parametrize(("state", "trouble", "says"), [("ERROR", Refused, "Nothing was published"), ("EXPIRED", Busy, "makes it ready again")])
def test_a_container_that_cannot_be_used_is_left_and_made_anew(
    account: Instagram, world: World, state: str, trouble: type[Trouble], says: str
) -> None:
    world.states = [state]
    wanted = outgoing()
    with pytest.raises(trouble, match=says):
        account.publish(wanted)
    assert world.media == {}
    account.publish(wanted)
    assert (len(world.containers), len(world.media)) == (2, 1)


def test_several_pictures_are_one_post_and_parts_that_are_ready_are_kept(account: Instagram, world: World, server: Server) -> None:
    wanted = outgoing(*(shown(picture(alt, f"{n}.png"), n) for n, alt in enumerate(("First.", "Second.", "Third."))))
    server.fail("cut", "POST", "/me/media")
    with pytest.raises(Busy):
        account.publish(wanted)
    world.states = ["FINISHED", "FINISHED", "FINISHED", "IN_PROGRESS"]  # the whole takes longer than its parts
    with pytest.raises(Busy):
        account.publish(wanted)
    whole = next(one for one in world.containers.values() if one.get("media_type") == "CAROUSEL")
    whole["status_code"] = "FINISHED"
    post = account.publish(wanted)
    assert (post.media_count, post.alts, post.text) == (3, ("First.", "Second.", "Third."), wanted.text)
    assert (len(world.containers), len(world.media)) == (4, 1)


def test_the_days_posts_are_counted_by_the_network_and_a_used_up_day_waits(account: Instagram, world: World, server: Server) -> None:
    world.used = world.total = 25
    with pytest.raises(Busy, match="no more than 25 posts a day") as busy:
        account.publish(outgoing())
    assert busy.value.until is not None
    assert busy.value.until > datetime.now(UTC) + timedelta(minutes=30)
    assert server.asked_for("POST", "/me/media") == 0


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://gate.oak.example/shown/x",
        "https://10.1.2.3/shown/x",
        "https://192.168.0.9/shown/x",
        "https://[fd00::1]/shown/x",
        "https://gatepost/shown/x",
        "https://gate.school.local/shown/x",
        "https://169.254.169.254/latest",
        "ftp://gate.oak.example/x",
    ],
)
def test_a_picture_that_instagram_cannot_fetch_is_refused_with_the_setting_before_anything_is_asked(
    account: Instagram, server: Server, url: str
) -> None:
    asked = len(server.asked)
    with pytest.raises(Refused, match="GATEPOST_PUBLIC_URL"):
        account.publish(outgoing(shown(picture(), url=url)))
    assert len(server.asked) == asked


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000/shown/x", "https://localhost/shown/x"])
def test_an_address_on_this_machine_is_no_good_for_the_real_network(url: str) -> None:
    with pytest.raises(Refused, match="GATEPOST_PUBLIC_URL"):
        graph_containers.reachable([shown(picture(), url=url)], "Instagram", "https://graph.instagram.com")


@pytest.mark.parametrize("count", [0, 11])
def test_no_picture_or_too_many_is_refused(account: Instagram, world: World, count: int) -> None:
    wanted = replace(outgoing(), media=tuple(shown(picture(), n) for n in range(count)))
    with pytest.raises(Refused, match="Nothing was published"):
        account.publish(wanted)
    assert world.containers == {}


def test_a_publish_that_was_refused_leaves_nothing_to_go_on_with(account: Instagram, world: World, server: Server) -> None:
    wanted = outgoing()
    server.fail("refuse", "POST", "/media_publish")
    with pytest.raises(Refused):
        account.publish(wanted)
    account.publish(wanted)
    assert (len(world.containers), len(world.media)) == (2, 1)


@pytest.mark.parametrize("said", ["no word", "garbled"])
def test_an_answer_to_the_last_step_that_names_no_post_is_read_back(account: Instagram, server: Server, said: str) -> None:
    server.fail(said, "POST", "/media_publish")
    with pytest.raises(Unsure):
        account.publish(outgoing())
