"""A bad line: stands between a client and a server, and loses, replaces or delays what a test tells it to."""

import http.client
import json
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

_NOT_PASSED_ON = {"connection", "transfer-encoding", "content-length", "content-encoding", "keep-alive", "date", "server"}

ANY_READING_OR_WRITING, ANY_WRITING = "*", "POST"  # in place of one method's name


@dataclass
class _Order:
    method: str
    lose: bool = False
    instead: tuple[int, dict[str, str], bytes] | None = None
    first: Callable[[], object] | None = None


class Wire:
    """Where to send requests instead, what went through, and orders for what comes next (each is carried out once)."""

    def __init__(self, server_url: str, own_url: str) -> None:
        self.url = own_url
        self.server_url = server_url
        self.calls: list[str] = []
        self._orders: list[_Order] = []

    def lose_answer(self, method: str) -> None:
        """The server gets the next call of this method and does it; nobody hears the answer."""
        self._orders.append(_Order(method, lose=True))

    def answer(self, method: str, status: int, body: dict[str, Any] | str, **headers: str) -> None:
        """The next call of this method gets this answer, and the server hears nothing of it."""
        content = body.encode() if isinstance(body, str) else json.dumps(body).encode()
        kind = {"content-type": "text/html" if isinstance(body, str) else "application/json"}
        self._orders.append(_Order(method, instead=(status, kind | {name.replace("_", "-"): v for name, v in headers.items()}, content)))

    def before(self, method: str, act: Callable[[], object]) -> None:
        """Something happens just before the server gets the next call of this method."""
        self._orders.append(_Order(method, first=act))

    def count(self, method: str) -> int:
        return self.calls.count(method)

    def order_for(self, method: str, verb: str) -> _Order:
        self.calls.append(method)
        for order in self._orders:
            if order.method in {method, verb, ANY_READING_OR_WRITING}:
                self._orders.remove(order)
                return order
        return _Order(method)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wire: Wire

    def _pass(self) -> None:
        method = urllib.parse.urlsplit(self.path).path.rpartition("/")[2]
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        order = self.wire.order_for(method, self.command)
        if order.first:
            order.first()
        status, headers, content = order.instead or self._forward(body)
        if order.lose:
            self.close_connection = True
            self.connection.close()
            return
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _forward(self, body: bytes) -> tuple[int, dict[str, str], bytes]:
        server = urllib.parse.urlsplit(self.wire.server_url)
        line = http.client.HTTPConnection(server.hostname or "", server.port, timeout=30)
        wanted = {name: value for name, value in self.headers.items() if name.lower() not in {"host", "connection", "accept-encoding"}}
        line.request(self.command, self.path, body or None, wanted)
        answer = line.getresponse()
        # a sign-in names the server's own address; the client is to stay on the bad line
        content = answer.read().replace(self.wire.server_url.encode(), self.wire.url.encode())
        line.close()
        return answer.status, {n: v for n, v in answer.getheaders() if n.lower() not in _NOT_PASSED_ON}, content

    do_GET = do_POST = _pass  # noqa: N815 -- the names http.server looks for

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the name http.server gives it
        """Say nothing."""


@contextmanager
def bad_line(server_url: str) -> Iterator[Wire]:
    handler = type("Handler", (_Handler,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    wire = Wire(server_url, f"http://127.0.0.1:{server.server_address[1]}")
    handler.wire = wire  # type: ignore[attr-defined]
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield wire
    finally:
        server.shutdown()
        server.server_close()
