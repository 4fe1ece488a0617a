"""The account behind the connection: who it is, its token of sixty days, and what its face tells. Threads shares the token."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.errors import Misconfigured
from bot.platforms.base import AccessLost, Unsupported
from bot.platforms.instagram import Instagram
from bot.platforms.registry import CREDENTIALS as TYPED
from bot.platforms.registry import OPENERS
from tests.platforms.graph_accounts import CREDENTIALS, LONGER, Server
from tests.platforms.graph_server import TOKEN

from .world import ME, World


def made(server: Server, kept: list[str] | None = None, **credentials: Any) -> Instagram:
    return Instagram({**CREDENTIALS, **credentials}, server.url, keep=(kept if kept is not None else []).append)


def ends(**left: float) -> str:
    return (datetime.now(UTC) + timedelta(**left)).isoformat()


def test_a_token_near_its_end_is_exchanged_kept_and_used(server: Server, world: World) -> None:
    kept: list[str] = []
    account = made(server, kept, expires_at=ends(days=9))
    account.whoami()
    account.followers()
    assert (world.renewals, len(kept)) == (1, 1)
    session = json.loads(kept[0])
    assert session["access"] == LONGER
    assert datetime.fromisoformat(session["expires_at"]) > datetime.now(UTC) + timedelta(days=55)
    again = made(server, kept, expires_at=ends(days=9), session=kept[0])
    again.whoami()
    assert world.renewals == 1
    assert LONGER not in repr(vars(again)) + str(vars(again._line.tokens))
    assert [one for one in server.addresses if TOKEN in one or LONGER in one] == [
        one for one in server.addresses if one.startswith("/refresh_access_token?")
    ]


def test_a_token_that_lives_long_enough_is_left_alone(server: Server, world: World) -> None:
    made(server, expires_at=ends(days=11)).whoami()
    assert world.renewals == 0


def test_one_that_was_typed_is_exchanged_at_once_to_learn_when_it_ends(server: Server, world: World) -> None:
    made(server, expires_at="").whoami()
    assert world.renewals == 1


def test_an_exchange_that_fails_is_tried_again_within_the_hour_and_not_at_every_call(server: Server, world: World) -> None:
    world.refuses_renewal = True
    account = made(server, expires_at=ends(days=1))
    account.whoami()
    account.followers()
    assert server.asked_for("GET", "/refresh_access_token") == 1
    assert account.whoami().remote_id == ME


def test_a_token_that_ended_and_cannot_be_exchanged_is_lost_access(server: Server, world: World) -> None:
    world.refuses_renewal = True
    with pytest.raises(AccessLost) as lost:
        made(server, expires_at=ends(days=-1)).whoami()
    assert TOKEN not in str(lost.value)


def test_a_token_that_opens_another_account_is_never_used(server: Server) -> None:
    assert made(server, user_id=ME).whoami().remote_id == ME
    with pytest.raises(AccessLost, match="not the account"):
        made(server, user_id="12").timeline(None)


def test_the_picture_is_known_by_its_file_and_not_by_an_address_that_changes(account: Instagram, world: World) -> None:
    first = account.face()
    assert account.face() == first
    world.me["profile_picture_url"] = "https://elsewhere.example/v/t51/2_n.jpg?oh=9"
    assert (first.told["avatar"], account.face().told["avatar"]) == ("1_n.jpg", "2_n.jpg")
    assert (first.told["category"], first.told["posts"]) == ("BUSINESS", "0")


def test_of_follows_it_tells_the_count_alone(account: Instagram, world: World) -> None:
    world.me["follows_count"] = 13
    assert (account.following_count(), account.followers()) == (13, 40)
    for no in (account.following, lambda: account.follow("1"), lambda: account.unfollow("1")):
        with pytest.raises(Unsupported):
            no()


def test_nobody_else_can_be_looked_up(account: Instagram) -> None:
    me = account.resolve("@OakAcademy")
    assert me is not None
    assert me.remote_id == ME
    with pytest.raises(Unsupported):
        account.resolve("museum")


@pytest.mark.parametrize("platform", ["instagram", "threads"])
def test_an_address_that_is_none_is_said_in_words(platform: str) -> None:
    from bot.settings import Settings

    assert TYPED[platform].keys() == {"access_token"}
    settings = Settings(instagram_url="graph.instagram.com", threads_url="nowhere")
    with pytest.raises(Misconfigured, match=f"GATEPOST_{platform.upper()}_URL"):
        OPENERS[platform](type("Doors", (), {"_settings": settings})(), {"access_token": "x"}, None)
