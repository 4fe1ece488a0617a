"""World over real HTTP on 127.0.0.1. It checks every OAuth 1 signature against the address it was really asked at,
and goes wrong in any of the ways a network can, when told to."""

import base64
import hashlib
import hmac
import json
import re
import socket
import ssl
import struct
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from .billing import Bill
from .world import Json, World, problem

KEYS = {
    "consumer_key": "consumer-key-of-the-app",
    "consumer_secret": "consumer-secret-Qm7",
    "access_token": "4200-access-token-Zr9",
    "access_token_secret": "access-token-secret-Lx3",
    "bearer_token": "bearer-token-AAAA-Vw5",
}
CLIENT = {"client_id": "client-id-of-the-app", "client_secret": "client-secret-Hk2"}
PROBLEMS = "https://api.twitter.com/2/problems"


@dataclass
class Fault:
    """One answer gone wrong. `acts`: X does as asked first. `answer` None: it never comes, or the line breaks (`cut`)."""

    answer: tuple[int, Any] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    acts: bool = False
    cut: bool = False


def faults() -> dict[str, Fault]:
    soon = str(int(time.time()) + 60)
    return {
        "refuse": Fault((403, problem(403, "Forbidden", "You are not permitted to perform this action."))),
        "busy": Fault((429, problem(429, "Too Many Requests", "Too Many Requests")), {"x-rate-limit-reset": soon}),
        "turned away": Fault((401, problem(401, "Unauthorized", "Unauthorized"))),
        "down": Fault((503, "<html>over capacity</html>")),
        "broken": Fault((500, problem(500, "Internal Server Error", "Something is broken")), acts=True),
        "lost": Fault(acts=True),
        "silent": Fault(),
        "cut": Fault(cut=True),
        "lost and cut": Fault(acts=True, cut=True),
        "garbled": Fault((200, "<html>welcome to the wireless network</html>")),
        "redirect": Fault((302, ""), {"Location": "https://elsewhere.example/2/tweets"}),
        "not hidden": Fault((200, {"data": {"hidden": False}})),
        "hidden": Fault((200, {"data": {"hidden": True}})),
        "refused inside": Fault((200, {"errors": [problem(403, "Forbidden", "Not yours.", f"{PROBLEMS}/not-authorized-for-resource")]})),
        "faulty inside": Fault((200, {"errors": [problem(503, "Unavailable", "Try later.", f"{PROBLEMS}/service-unavailable")]})),
        "no word": Fault((200, {"data": {}})),
    }


class Http(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that gave up waiting is what some tests are about; anything else is a fault of this server's."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class XServer:
    """`with XServer() as x: X(KEYS, x.url)`. `fail(kind, method, path)` orders a fault for the next request that matches."""

    def __init__(self, certificate: Path | None = None) -> None:
        self.world = World()
        self.bill = Bill(self.world.me)
        self.access_level = "read-write"
        self.scopes = "tweet.read tweet.write tweet.moderate.write users.read media.write mute.write follows.read follows.write offline.access"
        self.access: set[str] = set()  # OAuth 2 tokens that open the account now
        self.refresh: str = ""  # the one that may be exchanged
        self.exchanges = 0
        self.asked: list[tuple[str, str]] = []
        self.headers: list[Mapping[str, str]] = []
        self.bad_signatures: list[str] = []
        self._orders: list[tuple[Fault, str, str]] = []
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._http = Http(("127.0.0.1", 0), self._handler())
        if certificate:
            secure = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            secure.load_cert_chain(certificate)
            self._http.socket = secure.wrap_socket(self._http.socket, server_side=True)
        self.url = f"{'https' if certificate else 'http'}://127.0.0.1:{self._http.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._http.shutdown()
        self._http.server_close()

    def fail(self, fault: str | Fault, method: str = "", path: str = "") -> None:
        self._orders.append((faults()[fault] if isinstance(fault, str) else fault, method, path))

    def asked_for(self, method: str, path: str) -> int:
        return sum(m == method and path in p for m, p in self.asked)

    def sign_in(self) -> dict[str, str]:
        """What connecting by OAuth 2 leaves with us."""
        self.refresh = "refresh-0-Tn4"
        self.access.add("access-0-Wd9")
        return {"access_token": "access-0-Wd9", "refresh_token": self.refresh, **CLIENT}

    def opened_by(self, method: str, url: str, header: str) -> bool:
        if header.startswith("Bearer "):
            return header.removeprefix("Bearer ") in self.access
        return signed(method, url, header)

    def exchanged(self, header: str, body: bytes) -> tuple[int, Json]:
        """A refresh token is good once; the app says who it is in the header."""
        form = dict(parse_qsl(body.decode()))
        who = base64.b64encode(f"{CLIENT['client_id']}:{CLIENT['client_secret']}".encode()).decode()
        if header != f"Basic {who}":
            return 401, {"error": "unauthorized_client", "error_description": "Missing valid authorization header"}
        if form.get("grant_type") != "refresh_token" or form.get("refresh_token") != self.refresh or form.get("client_id") != CLIENT["client_id"]:
            return 400, {"error": "invalid_request", "error_description": "Value passed for the token was invalid."}
        self.exchanges += 1
        self.refresh, access = f"refresh-{self.exchanges}-Tn4", f"access-{self.exchanges}-Wd9"
        self.access = {access}
        answer = {"token_type": "bearer", "expires_in": 7200, "access_token": access, "refresh_token": self.refresh, "scope": self.scopes}
        return 200, answer

    def _ordered(self, method: str, path: str) -> Fault | None:
        for order in self._orders:
            if order[1] in {"", method} and order[2] in path:
                self._orders.remove(order)
                return order[0]
        return None

    def _handler(server) -> type[BaseHTTPRequestHandler]:  # noqa: C901, N805  # one request after the other; `self` is the request's below
        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                with server._lock:
                    server.asked.append((self.command, self.path))
                    server.headers.append(dict(self.headers.items()))
                    if self.path == "/2/oauth2/token":
                        return self.exchange(body)
                    header = self.headers.get("Authorization", "")
                    if not server.opened_by(self.command, f"{server.url}{self.path}", header):
                        if not header.startswith("Bearer "):
                            server.bad_signatures.append(self.path)
                        return self.send(401, problem(401, "Unauthorized", "Unauthorized"), {})
                    fault = server._ordered(self.command, self.path)
                    status, said = (0, None) if fault and not fault.acts else route(server.world, self, body)
                    server.bill.note(self.command, urlsplit(self.path).path, sent_json(self, body), status, said or {})
                return self.send(status, said, {"x-access-level": server.access_level}) if fault is None else self.go_wrong(fault)

            def exchange(self, body: bytes) -> None:
                fault = server._ordered(self.command, self.path)
                if fault is None:
                    return self.send(*server.exchanged(self.headers.get("Authorization", ""), body), {})
                return self.go_wrong(fault)

            def go_wrong(self, fault: Fault) -> None:
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

            do_GET = do_POST = do_PUT = do_DELETE = answer  # noqa: N815  # the names http.server looks for

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


def route(world: World, request: BaseHTTPRequestHandler, body: bytes) -> tuple[int, Json]:
    parts = urlsplit(request.path)
    query = dict(parse_qsl(parts.query))
    me, method = world.me, request.command
    kind, sent = request.headers.get("Content-Type", ""), sent_json(request, body)
    table: tuple[tuple[str, str, Callable[..., tuple[int, Json]]], ...] = (
        ("GET", r"/2/users/me", lambda: world.whoami(query)),
        ("GET", r"/2/users", lambda: world.people(query)),
        ("GET", r"/2/users/by/username/(\w+)", world.person),
        ("GET", rf"/2/users/{me}/tweets", lambda: world.timeline(query)),
        ("GET", rf"/2/users/{me}/mentions", lambda: world.mentioned(query)),
        ("GET", rf"/2/users/{me}/following", lambda: world.following(query)),
        ("GET", rf"/2/users/{me}/blocking", lambda: world.blocking(query)),
        ("GET", r"/2/tweets/search/recent", lambda: world.search(query)),
        ("GET", r"/2/tweets", lambda: world.lookup(query)),
        ("POST", r"/2/tweets", lambda: world.publish(sent)),
        ("DELETE", r"/2/tweets/(\d+)", world.delete),
        ("PUT", r"/2/tweets/(\d+)/hidden", lambda one: world.hide(one, sent["hidden"])),
        ("POST", rf"/2/users/{me}/muting", lambda: world.mute(sent["target_user_id"])),
        ("DELETE", rf"/2/users/{me}/following/(\d+)", world.unfollow),
        ("POST", r"/2/media/upload", lambda: world.upload(picture(kind, body))),
        ("POST", r"/2/media/metadata", lambda: world.describe(sent)),
    )
    for verb, pattern, act in table:
        if verb == method and (found := re.fullmatch(pattern, parts.path)):
            return act(*found.groups())
    return 404, problem(404, "Not Found", "Not Found")


def sent_json(request: BaseHTTPRequestHandler, body: bytes) -> Json:
    found: Json = json.loads(body) if request.headers.get("Content-Type", "").startswith("application/json") and body else {}
    return found


def picture(kind: str, body: bytes) -> bytes:
    """The `media` part of a multipart body; the parts beside it must say what it is for."""
    whole = BytesParser().parsebytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body)
    parts = {
        str(part.get_param("name", header="content-disposition")): part.get_payload(decode=True) for part in whole.walk() if not part.is_multipart()
    }
    if parts.get("media_category") != b"tweet_image":
        raise ValueError("an upload must say that it is a picture for a post")
    data = parts["media"]
    return data if isinstance(data, bytes) else b""


def signed(method: str, url: str, header: str) -> bool:
    """Whether an OAuth 1 header is the right one for this very address (RFC 5849, 3.4), worked out afresh."""
    if not header.startswith("OAuth "):
        return False
    given = {k: unquote(v.strip('"')) for k, _, v in (pair.strip().partition("=") for pair in header[6:].split(","))}
    signature = given.pop("oauth_signature", "")
    parts = urlsplit(url)
    pairs = sorted((quote(k, safe="~"), quote(v, safe="~")) for k, v in [*given.items(), *parse_qsl(parts.query, keep_blank_values=True)])
    joined = "&".join(f"{k}={v}" for k, v in pairs)
    base = "&".join(quote(part, safe="~") for part in (method, f"{parts.scheme}://{parts.netloc}{parts.path}", joined))
    key = f"{quote(KEYS['consumer_secret'], safe='~')}&{quote(KEYS['access_token_secret'], safe='~')}"
    expected = base64.b64encode(hmac.new(key.encode(), base.encode(), hashlib.sha1).digest()).decode()
    return hmac.compare_digest(expected, signature) and given["oauth_token"] == KEYS["access_token"]
