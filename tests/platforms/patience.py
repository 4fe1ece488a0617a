"""A client under test waits long for an ordinary answer, and a moment for the one that was ordered never to come.

With a moment for every answer, any test fails by chance where the machine is busy. So an adapter is opened with `MOMENT_S`, and it is
this limit of its own that ends a silence; every other request is given `LONG_S` on its way out.
"""

from typing import Any, TypeVar

import httpx
import requests
from requests.adapters import HTTPAdapter

from .stand_in import StandIn

MOMENT_S, LONG_S = 0.1, 10.0
WIRES = ("_wire", "_data", "_google")  # of an adapter, or of the line it speaks through
Adapter = TypeVar("Adapter")


def patient(account: Adapter, network: StandIn) -> Adapter:
    """The same adapter, opened at this network's address."""
    line = getattr(account, "_line", account)
    for wire in (vars(line)[name] for name in WIRES if name in vars(line)):
        lengthen(wire, network)
    return account


def lengthen(wire: Any, network: StandIn) -> None:
    """One wire: over httpx, or over requests as the libraries for X and Mastodon are."""
    if hasattr(wire, "_client"):
        wire._client._transport = _OverHttpx(wire._client._transport, network)
    else:
        wire.session.mount("http://", _OverRequests(network))


class _OverRequests(HTTPAdapter):
    def __init__(self, network: StandIn) -> None:
        super().__init__()
        self._network = network

    def send(self, request: requests.PreparedRequest, *args: Any, **given: Any) -> requests.Response:
        with self._network.awaited(request.method or "", request.path_url) as silent:
            return super().send(request, *args, **(given if silent else {**given, "timeout": LONG_S}))


class _OverHttpx(httpx.BaseTransport):
    def __init__(self, inner: httpx.BaseTransport, network: StandIn) -> None:
        self._inner, self._network = inner, network

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        with self._network.awaited(request.method, request.url.raw_path.decode()) as silent:
            if not silent:
                request.extensions["timeout"] = httpx.Timeout(LONG_S).as_dict()
            return self._inner.handle_request(request)
