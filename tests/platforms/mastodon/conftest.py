"""A small Mastodon server on loopback, and the account on it."""

from collections.abc import Iterator

import pytest

from bot.platforms.mastodon_account import MastodonAccount

from .server import MastodonServer


@pytest.fixture
def server() -> Iterator[MastodonServer]:
    with MastodonServer() as running:
        yield running


@pytest.fixture
def account(server: MastodonServer) -> MastodonAccount:
    made = MastodonAccount(server.keys, timeout=0.3)
    made.whoami()
    made.timeline(None)
    return made
