"""A small X on loopback, and the account on it."""

from collections.abc import Iterator

import pytest

from bot.platforms.x import X
from tests.platforms.patience import MOMENT_S, patient

from .server import KEYS, XServer


@pytest.fixture
def server() -> Iterator[XServer]:
    with XServer() as running:
        yield running
        assert running.bad_signatures == []


@pytest.fixture
def account(server: XServer) -> X:
    made = patient(X(KEYS, server.url, timeout=MOMENT_S), server)
    made.whoami()
    return made
