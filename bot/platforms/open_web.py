"""Follows a web address to where it leads, without ever touching this network: the one door to the open web (control C12).

Each hop's host is resolved here, every number it answers with must be public, and the connection goes to the very number
that was checked, so a name that answers differently the second time (DNS rebinding) leads nowhere.
"""

import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from urllib.parse import urljoin, urlsplit, urlunsplit

import urllib3

HOPS = 5
TIMEOUT_S = 5.0  # of one hop
PATIENCE_S = 15.0  # of one address with all its hops; a job's lease is longer
MOVED = frozenset({301, 302, 303, 307, 308})
NO_HEAD = frozenset({400, 403, 404, 405, 406, 501, 503})  # some servers answer HEAD with nonsense, so they are asked again with GET
PORTS = {"http": 80, "https": 443}
TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # NAT64: the last 32 bits are where it really goes
AGENT = "Gatepost link check (a school checking the links it publishes)"

Address = tuple[str, int]
Resolve = Callable[[str, int], list[Address]]


@dataclass(frozen=True)
class Led:
    """Where an address led. `status` is the last HTTP status, 0 when nothing answered. `refused` says why it was not followed."""

    status: int
    final_url: str
    refused: str = ""


def resolve(host: str, port: int) -> list[Address]:
    """Every number behind a name. Raises OSError when there is none."""
    return list(dict.fromkeys((str(found[4][0]), port) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))


def public(number: str) -> bool:
    """Whether anybody on the internet could reach this number: not private, loopback, link-local, shared or reserved."""
    address = ipaddress.ip_address(number.partition("%")[0])
    return address.is_global and not address.is_multicast and all(inner.is_global for inner in _within(address))


def _within(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> list[ipaddress.IPv4Address]:
    """The numbers of the older kind that a number of the newer kind only wraps up."""
    if isinstance(address, ipaddress.IPv4Address):
        return []
    found = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in TRANSLATED:
        found.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return [inner for inner in found if inner is not None]


class OpenWeb:
    """`resolve` and `reachable` are what a test on its own machine replaces; the rest is the real thing."""

    def __init__(self, resolve: Resolve = resolve, reachable: Callable[[str], bool] = public) -> None:
        self._resolve = resolve
        self._reachable = reachable

    def follow(self, url: str) -> Led:
        """Where the address leads. Never raises: what cannot be reached is status 0, and the caller decides what that means."""
        until = monotonic() + PATIENCE_S
        here, status = url, 0
        for _ in range(HOPS + 1):
            if why := self._refusal(here):
                return Led(status, here, why)
            try:
                status, onward = self._ask(here, min(TIMEOUT_S, max(0.1, until - monotonic())))
            except (OSError, ValueError, urllib3.exceptions.HTTPError):
                return Led(0, here)
            if onward is None:
                return Led(status, here)
            here = urljoin(here, onward)
            if monotonic() > until:
                return Led(0, here, "it took too long")
        return Led(status, here, f"it passes readers on more than {HOPS} times")

    def _refusal(self, url: str) -> str:
        """Why this hop is not followed; nothing when it may be."""
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port or PORTS.get(parts.scheme, 0)
        except ValueError:
            return "it cannot be read as a web address"
        if parts.scheme not in PORTS or not host:
            return "it does not lead to a web page"
        if port not in PORTS.values():
            return "it uses an unusual port"
        if parts.username is not None:
            return "it carries a sign-in name"
        return ""

    def _ask(self, url: str, timeout: float) -> tuple[int, str | None]:
        """(status, where it passes on to). The body is not read: what a page says is for a person to judge."""
        parts = urlsplit(url)
        port = parts.port or PORTS[parts.scheme]
        host = str(parts.hostname).encode("idna").decode()
        found = self._resolve(host, port)
        if not found or not all(self._reachable(number) for number, _ in found):
            raise ValueError("not public")
        pool = self._pool(parts.scheme, host, found[0], timeout)
        path = urlunsplit(("", "", parts.path or "/", parts.query, ""))
        headers = {
            "Host": host if port == PORTS[parts.scheme] else f"{host}:{port}",
            "User-Agent": AGENT,
            "Accept": "text/html,*/*;q=0.5",
            "Accept-Encoding": "identity",
        }
        try:
            status = 0
            for method in ("HEAD", "GET"):
                with pool.request(method, path, headers=headers, redirect=False, retries=False, preload_content=False) as answer:
                    status = answer.status
                    if status in MOVED and answer.headers.get("location"):
                        return status, str(answer.headers["location"])
                if status not in NO_HEAD:
                    break
            return status, None
        finally:
            pool.close()

    def _pool(self, scheme: str, host: str, address: Address, timeout: float) -> urllib3.HTTPConnectionPool:
        """Connects to the checked number, and still proves by certificate that it is the named host."""
        number, port = address
        limits = urllib3.Timeout(connect=timeout, read=timeout)
        if scheme == "https":
            return urllib3.HTTPSConnectionPool(number, port, timeout=limits, server_hostname=host, assert_hostname=host, maxsize=1)
        return urllib3.HTTPConnectionPool(number, port, timeout=limits, maxsize=1)
