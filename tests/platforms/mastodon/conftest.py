"""A small Mastodon server on loopback, and the account on it."""

from collections.abc import Iterator

import pytest

from bot.platforms.mastodon_account import MastodonAccount
from tests.platforms.patience import MOMENT_S, patient

from .server import MastodonServer


@pytest.fixture
def server() -> Iterator[MastodonServer]:
    with MastodonServer() as running:
        yield running


@pytest.fixture
def account(server: MastodonServer) -> MastodonAccount:
    made = patient(MastodonAccount(server.keys, timeout=MOMENT_S), server)
    made.whoami()
    made.timeline(None)
    return made
