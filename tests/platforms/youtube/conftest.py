"""A small YouTube on loopback, and the channel on it."""

from collections.abc import Iterator

import pytest

from bot.platforms.youtube import YouTube
from bot.platforms.youtube_allowance import Allowance
from tests.platforms.patience import MOMENT_S, patient

from .server import KEYS, YouTubeServer
from .world import World


@pytest.fixture
def server() -> Iterator[YouTubeServer]:
    with YouTubeServer() as running:
        yield running


@pytest.fixture
def world(server: YouTubeServer) -> World:
    return server.world


@pytest.fixture
def channel(server: YouTubeServer) -> YouTube:
    server.world.upload("The spring concert")
    made = patient(YouTube(KEYS, server.url, server.token_url, timeout=MOMENT_S, allowance=Allowance()), server)
    made.whoami()
    return made
