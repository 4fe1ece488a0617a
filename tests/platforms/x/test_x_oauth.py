"""An OAuth 2 connection to X: renewed before it ends, the new key kept before it is used, and what it may do."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
import time_machine

from bot.db import connect
from bot.platforms.base import AccessLost, Busy, Outgoing, Platform
from bot.platforms.registry import Doors
from bot.platforms.x import X
from bot.secrets import new_key
from bot.settings import Settings

from .server import CLIENT, KEYS, XServer


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(datetime(2026, 11, 3, 9, 0, tzinfo=UTC), tick=False) as coordinates:
        yield coordinates


def signed_in(server: XServer, kept: list[str]) -> X:
    ends = (datetime.now(UTC) + timedelta(hours=2)).isoformat()
    return X({**server.sign_in(), "expires_at": ends}, server.url, kept.append)


def test_the_key_is_sent_in_the_header_and_renewed_before_it_ends(server: XServer, clock: time_machine.Traveller) -> None:
    kept: list[str] = []
    account = signed_in(server, kept)
    account.publish(Outgoing("a" * 32, "Good morning.", datetime.now(UTC)))
    clock.shift(timedelta(hours=1, minutes=58))
    account.timeline(None)
    assert server.exchanges == 1
    assert json.loads(kept[-1])["refresh"] == server.refresh
    again = X({**server.sign_in(), "session": kept[-1]}, server.url, kept.append)
    server.access.add(json.loads(kept[-1])["access"])
    assert again.whoami().remote_id == server.world.me


def test_a_key_that_was_turned_away_is_exchanged_once(server: XServer, clock: time_machine.Traveller) -> None:
    kept: list[str] = []
    account = signed_in(server, kept)
    server.access.clear()
    assert account.whoami().handle == "oak_academy"
    assert (server.exchanges, len(kept)) == (1, 1)


def test_a_connection_that_x_no_longer_renews_is_lost_and_tells_no_secret(server: XServer, clock: time_machine.Traveller) -> None:
    account = signed_in(server, [])
    server.refresh = "another"
    server.access.clear()
    with pytest.raises(AccessLost) as caught:
        account.whoami()
    assert not any(secret in str(caught.value) for secret in (*CLIENT.values(), "access-0-Wd9", "refresh-0-Tn4"))


def test_an_exchange_that_fails_now_is_made_later(server: XServer, clock: time_machine.Traveller) -> None:
    account = signed_in(server, [])
    clock.shift(timedelta(hours=3))
    server.access.clear()
    server.fail("down", "POST", "oauth2")
    with pytest.raises(Busy):
        account.timeline(None)
    assert account.timeline(None).posts == ()


def test_rights_are_the_scopes_that_x_names(server: XServer, clock: time_machine.Traveller) -> None:
    account = signed_in(server, [])
    with pytest.raises(Busy, match="within two hours"):
        account.rights()
    server.scopes += " dm.write"
    clock.shift(timedelta(hours=2))
    rights = account.rights()
    assert (rights.missing, rights.excess) == ((), ("dm.write",))


@pytest.mark.parametrize(
    ("level", "missing", "excess"),
    [("read", ("read-write",), ()), ("read-write", (), ()), ("read-write-directmessages", (), ("read-write-directmessages",))],
)
def test_an_oauth_1_connection_says_its_level_in_a_header(server: XServer, level: str, missing: tuple[str, ...], excess: tuple[str, ...]) -> None:
    server.access_level = level
    rights = X(KEYS, server.url).rights()
    assert (rights.missing, rights.excess) == (missing, excess)


def test_a_second_process_takes_up_the_key_that_the_first_one_was_given(server: XServer, clock: time_machine.Traveller, tmp_path: Path) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path}/gate.sqlite3", secret_keys=new_key(), x_api_url=server.url)
    row = {**server.sign_in(), "expires_at": (datetime.now(UTC) + timedelta(hours=2)).isoformat()}  # as it stands in the database
    web, worker = (Doors(settings, connect(settings.database_url)) for _ in range(2))

    def opened(by: Doors) -> Platform:
        return by.open("x", row, keep=partial(row.__setitem__, "session"))

    for process in (web, worker):
        assert opened(process).whoami().remote_id == server.world.me
    clock.shift(timedelta(hours=1, minutes=58))
    opened(worker).timeline(None)
    assert opened(web).timeline(None).cursor == opened(worker).timeline(None).cursor
    assert server.exchanges == 1, "the first refresh token is worthless by now"
