"""An academy on the real Bluesky servers, a parent who answers it, and a stranger who looks on."""

from collections.abc import Callable, Iterator

import pytest

from bot.platforms.bluesky import Bluesky
from tests.atproto.network import Network
from tests.atproto.people import Person
from tests.atproto.wire import Wire, bad_line


@pytest.fixture
def academy(bluesky_network: Network) -> Person:
    """The account, as its staff hold it in Bluesky's own app."""
    return bluesky_network.new_person("academy")


@pytest.fixture
def app_password(academy: Person) -> str:
    return academy.app_password()


@pytest.fixture
def parent(bluesky_network: Network) -> Person:
    return bluesky_network.resident("parent")


@pytest.fixture
def stranger(bluesky_network: Network) -> Person:
    return bluesky_network.resident("stranger")


@pytest.fixture
def door(bluesky_network: Network, academy: Person, app_password: str) -> Bluesky:
    """The academy's account as Gatepost opens it."""
    return Bluesky({"identifier": academy.handle, "app_password": app_password}, bluesky_network.url)


@pytest.fixture
def wire(bluesky_network: Network) -> Iterator[Wire]:
    with bad_line(bluesky_network.url) as line:
        yield line


@pytest.fixture
def on_the_wire(wire: Wire, academy: Person, app_password: str) -> Bluesky:
    """The same account over the bad line."""
    return Bluesky({"identifier": academy.handle, "app_password": app_password}, wire.url)


@pytest.fixture
def settle(bluesky_network: Network) -> Callable[[], None]:
    return bluesky_network.settle
