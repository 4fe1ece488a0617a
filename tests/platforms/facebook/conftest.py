"""A small Facebook on loopback, and the Page on it."""

from collections.abc import Iterator

import pytest

from bot.platforms.facebook import Facebook
from tests.platforms.graph_server import TOKEN, GraphServer
from tests.platforms.patience import MOMENT_S, patient

from .twin import CREDENTIALS
from .world import World


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def server(world: World) -> Iterator[GraphServer]:
    with GraphServer(world) as running:
        yield running
        assert not [one for one in running.addresses if TOKEN in one], "the token belongs into the header"


@pytest.fixture
def page(server: GraphServer) -> Facebook:
    made = patient(Facebook(CREDENTIALS, server.url, timeout=MOMENT_S), server)
    made.whoami()
    return made
