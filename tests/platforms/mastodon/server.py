"""World over real HTTP on 127.0.0.1, which goes wrong in any of the ways a network can, when told to."""

import json
import socket
import struct
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from bot.platforms.mastodon_offers import SCOPES

from .routes import Asked, answered
from .world import World, stamp

TOKEN = "a-token-Hq8-of-the-account"


@dataclass
class Fault:
    """One answer gone wrong. `acts`: the server does as asked first. `answer` None: it never comes, or the line breaks (`cut`)."""

    answer: tuple[int, Any] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    acts: bool = False
    cut: bool = False


def faults() -> dict[str, Fault]:
    soon = stamp(datetime.now(UTC) + timedelta(minutes=4))
    return {
        "refuse": Fault((422, {"error": "Validation failed: This is not to be said"})),
        "busy": Fault((429, {"error": "Too many requests"}), {"X-RateLimit-Limit": "300", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": soon}),
        "turned away": Fault((401, {"error": "The access token was revoked"})),
        "down": Fault((503, "<html>This page is not correct</html>")),
        "broken": Fault((500, {"error": "500"}), acts=True),
        "lost": Fault(acts=True),
        "silent": Fault(),
        "lost and cut": Fault(acts=True, cut=True),
        "garbled": Fault((200, "<html>welcome to the wireless network</html>")),
        "another thing": Fault((200, {"hello": "world"}), acts=True),
        "other things": Fault((200, ["hello"]), acts=True),
        "redirect": Fault((302, ""), {"Location": "https://elsewhere.example/api/v1/statuses"}),
        "somebody else's no": Fault((404, "<html>no such site here</html>")),
        "not for you": Fault((403, {"error": "This action is not allowed"})),
        "closed": Fault((403, {"error": "Your login is currently disabled"})),
        "gone for good": Fault((410, {"error": "Gone"})),
        "too large": Fault((413, "<html>Request Entity Too Large</html>")),
        "echo": Fault((422, {"error": f"Validation failed for {TOKEN}"})),
    }


class Http(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that gave up waiting is what some tests are about; anything else is a fault of this server's."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class MastodonServer:
    """`with MastodonServer() as server: MastodonAccount(server.keys)`. `fail(kind, method, path)` orders a fault for the next match."""

    def __init__(self, scopes: tuple[str, ...] = SCOPES) -> None:
        self.world = World()
        self.scopes = scopes
        self.asked: list[tuple[str, str]] = []
        self.headers: list[Mapping[str, str]] = []
        self.scopes_used: set[str] = set()
        self._orders: list[tuple[Fault, str, str]] = []
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._http = Http(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}"
        self.keys = {"server": self.url, "access_token": TOKEN}

    def __enter__(self) -> Self:
        threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._http.shutdown()
        self._http.server_close()

    def fail(self, fault: str, method: str = "", path: str = "") -> None:
        self._orders.append((faults()[fault], method, path))

    def asked_for(self, method: str, path: str) -> int:
        return sum(m == method and path in p for m, p in self.asked)

    def _ordered(self, method: str, path: str) -> Fault | None:
        for order in self._orders:
            if order[1] in {"", method} and order[2] in path:
                self._orders.remove(order)
                return order[0]
        return None

    def _answer(self, request: BaseHTTPRequestHandler, body: bytes) -> tuple[int, Any, Mapping[str, str]]:
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return 401, {"error": "The access token is invalid"}, {}
        parts = urlsplit(request.path)
        args, file = parse_qs(parts.query), b""
        kind = request.headers.get("Content-Type", "")
        if kind.startswith("application/x-www-form-urlencoded"):
            args |= parse_qs(body.decode())
        elif kind.startswith("multipart/"):
            file, more = multipart(kind, body)
            args |= more
        asked = Asked(self.world, f"{self.url}{parts.path}", args, request.headers.get("Idempotency-Key", ""), file, self.scopes)
        scope, said = answered(request.command, parts.path, asked)
        self.scopes_used.add(scope)
        return said

    def _handler(server) -> type[BaseHTTPRequestHandler]:  # noqa: N805  # `self` is the request's below
        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                with server._lock:
                    server.asked.append((self.command, self.path))
                    server.headers.append(dict(self.headers.items()))
                    fault = server._ordered(self.command, self.path)
                    said: tuple[int, Any, Mapping[str, str]] = (0, None, {})
                    if not (fault and not fault.acts):
                        said = server._answer(self, body)
                if fault is None:
                    return self.send(*said)
                if fault.answer is not None:
                    return self.send(*fault.answer, fault.headers)
                if fault.cut:
                    # No lingering: the other side sees a reset, not an end.
                    self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    self.connection.close()
                else:
                    server._over.wait(10)
                self.close_connection = True
                return None

            do_GET = do_POST = do_DELETE = answer  # noqa: N815  # the names http.server looks for

            def send(self, status: int, said: Any, headers: Mapping[str, str]) -> None:
                data = (said if isinstance(said, str) else json.dumps(said)).encode()
                self.send_response(status)
                for name, value in {"Content-Length": str(len(data)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
                """Nothing on standard error."""

            def finish(self) -> None:
                if self.connection.fileno() != -1:
                    super().finish()

        return Handler


def multipart(kind: str, body: bytes) -> tuple[bytes, dict[str, list[str]]]:
    """The file, and the fields beside it."""
    whole = BytesParser().parsebytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body)
    file, fields = b"", {}
    for part in whole.walk():
        if part.is_multipart():
            continue
        data = part.get_payload(decode=True)
        found = data if isinstance(data, bytes) else b""
        name = str(part.get_param("name", header="content-disposition"))
        if part.get_filename():
            file = found
        else:
            fields[name] = [found.decode()]
    return file, fields
