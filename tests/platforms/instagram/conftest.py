"""A small Instagram on loopback, and the account on it."""

from collections.abc import Iterator

import pytest

from bot.platforms.instagram import Instagram
from tests.platforms.graph_accounts import CREDENTIALS, Server
from tests.platforms.patience import MOMENT_S, patient

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
def account(server: Server) -> Instagram:
    made = patient(Instagram(CREDENTIALS, server.url, timeout=MOMENT_S, wait_s=0.01), server)
    made.whoami()
    return made
