"""The fixture `bluesky_network`: the real Bluesky servers, once for the whole run.

Where something is missing the tests are skipped with the reason; with CI=true in the environment they fail instead.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, nullcontext

import pytest

from tests.atproto import network
from tests.atproto.installed import Missing
from tests.atproto.network import Network


@pytest.fixture(scope="session")
def bluesky_network(request: pytest.FixtureRequest) -> Iterator[Network]:
    capture = request.config.pluginmanager.getplugin("capturemanager")

    def tell(line: str) -> None:
        with capture.global_and_fixture_disabled() if capture else nullcontext():
            sys.stderr.write(f"\n{line}\n")
            sys.stderr.flush()

    with ExitStack() as stack:
        try:
            net = stack.enter_context(network.running(tell))
        except Missing as what:
            if os.environ.get("CI") == "true":
                pytest.fail(f"The Bluesky servers are needed here. {what}")
            pytest.skip(str(what))
        yield net
