"""A small Threads on loopback, and the account on it."""

from collections.abc import Iterator

import pytest

from bot.platforms.threads import Threads
from tests.platforms.graph_accounts import CREDENTIALS, Server

from .twin import GRANT
from .world import World


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def server(world: World) -> Iterator[Server]:
    with Server(world, GRANT) as running:
        yield running


@pytest.fixture
def account(server: Server) -> Threads:
    made = Threads(CREDENTIALS, server.url, timeout=0.3, wait_s=0.01)
    made.whoami()
    return made
