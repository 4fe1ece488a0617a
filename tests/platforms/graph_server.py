"""The HTTP that Meta's three networks have in common, on 127.0.0.1: the envelope for errors, pages with cursors, usage headers,
the token in its header and nowhere else, and every way of going wrong on demand. What a network keeps and answers is its world's.

A world is a table: `(verb, pattern, act)`, where `act(ask, *groups)` returns the body or raises `GraphError`.
"""

import base64
import json
import re
import socket
import struct
import sys
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol, Self
from urllib.parse import parse_qsl, urlencode, urlsplit

Json = dict[str, Any]
TOKEN = "EAAG-access-token-Zr9Kq-of-the-account"


@dataclass
class Ask:
    """One request, taken apart. `said` is the query and the form together, as Graph reads them."""

    method: str
    path: str
    said: dict[str, str]
    files: dict[str, bytes] = field(default_factory=dict)

    def fields(self) -> list[str]:
        """The fields asked for, without those of what is inside them."""
        return [one for one in re.sub(r"\{.*?\}+", "", self.said.get("fields", "id")).split(",") if one]


class GraphError(Exception):
    """An error as Graph words it."""

    def __init__(self, code: int, message: str, subcode: int | None = None, status: int = 400) -> None:
        super().__init__(message)
        error: Json = {"message": message, "type": "OAuthException", "code": code, "fbtrace_id": "AbCdEf123"}
        self.status, self.body = status, {"error": error if subcode is None else {**error, "error_subcode": subcode}}


def missing(remote_id: str) -> GraphError:
    """What Graph says of a thing that is gone, was never there, or may not be seen."""
    return GraphError(100, f"Unsupported get request. Object with ID '{remote_id}' does not exist or cannot be loaded.", 33)


Act = Callable[..., Json]


class World(Protocol):
    """What stands behind the addresses. `prefix` is the version, as in `/v26.0`."""

    prefix: str

    def table(self) -> Sequence[tuple[str, str, Act]]: ...


@dataclass
class Fault:
    """One answer gone wrong. `acts`: the network does as asked first. `answer` None: it never comes, or the line breaks (`cut`)."""

    answer: tuple[int, Any] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    acts: bool = False
    cut: bool = False


def failing(code: int, *, subcode: int | None = None, status: int = 400, message: str = "No.", headers: Mapping[str, str] | None = None) -> Fault:
    """An answer with this error in it, whatever its status."""
    error = GraphError(code, message, subcode, status)
    return Fault((error.status, error.body), headers or {})


def usage(minutes: int) -> dict[str, str]:
    """The header that says in how many minutes the account may ask again."""
    told = [{"type": "pages", "call_count": 100, "total_cputime": 9, "total_time": 9, "estimated_time_to_regain_access": minutes}]
    return {"X-Business-Use-Case-Usage": json.dumps({"4711": told})}


FAULTS: dict[str, Callable[[], Fault]] = {
    "refuse": lambda: failing(200, status=403, message="(#200) The permission to do that was not granted"),
    "busy": lambda: failing(32, message="Page request limit reached", headers=usage(7)),
    "turned away": lambda: failing(190, subcode=460, status=401, message="Error validating access token"),
    "down": lambda: Fault((503, "<html>Sorry, something went wrong.</html>")),
    "outage": lambda: failing(2, status=500, message="Service temporarily unavailable"),
    "lost": lambda: Fault(acts=True),
    "silent": Fault,
    "cut": lambda: Fault(cut=True),
    "lost and cut": lambda: Fault(acts=True, cut=True),
    "done but broken": lambda: Fault((500, {}), acts=True),
    "refused inside": lambda: failing(200, status=200, message="(#200) No permission"),
    "outage inside": lambda: failing(1, status=200, message="An unknown error occurred"),
    "garbled": lambda: Fault((200, "<html>welcome to the wireless network</html>")),
    "no word": lambda: Fault((200, {})),
    "redirect": lambda: Fault((302, ""), {"Location": "https://elsewhere.example/v26.0/me"}),
}


def paged(items: Sequence[Json], ask: Ask, *, most: int = 100) -> Json:
    """One page, with cursors, and the address of the next only where there is one. Graph puts the token into that address."""
    start = int(base64.urlsafe_b64decode(ask.said["after"]).decode()) if "after" in ask.said else 0
    size = min(most, int(ask.said.get("limit", "25")))
    part, end = list(items[start : start + size]), start + size
    cursors = {"before": _cursor(start), "after": _cursor(end)}
    if not part:
        return {"data": []}
    if end >= len(items):
        return {"data": part, "paging": {"cursors": cursors}}
    query = urlencode({**ask.said, "after": cursors["after"], "access_token": TOKEN})
    return {"data": part, "paging": {"cursors": cursors, "next": f"https://graph.example{ask.path}?{query}"}}


def _cursor(place: int) -> str:
    return base64.urlsafe_b64encode(str(place).encode()).decode()


def shown(item: Mapping[str, Any], ask: Ask, known: Iterable[str]) -> Json:
    """What was asked for and is there: Graph leaves out what is empty, and refuses a field that it does not know."""
    for name in ask.fields():
        if name not in known:
            raise GraphError(100, f"(#100) Tried accessing nonexisting field ({name})")
    asked = [name.partition(".")[0] for name in ask.fields()]
    return {"id": item["id"], **{name: item[name] for name in asked if item.get(name) is not None}}


class Http(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that gave up waiting is what some tests are about; anything else is a fault of this server's."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class GraphServer:
    """`with GraphServer(world) as graph`. `fail(fault, method, path)` orders a fault for the next request that matches."""

    def __init__(self, world: World, token: str = TOKEN) -> None:
        self.world, self.token = world, token
        self.asked: list[Ask] = []
        self.addresses: list[str] = []
        self._orders: list[tuple[Fault, str, str]] = []
        self._over = threading.Event()
        self._lock = threading.RLock()
        self._http = Http(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._http.shutdown()
        self._http.server_close()

    def fail(self, fault: str | Fault, method: str = "", path: str = "") -> None:
        self._orders.append((FAULTS[fault]() if isinstance(fault, str) else fault, method, path))

    def asked_for(self, method: str, path: str) -> int:
        """How often an address that ends so was asked."""
        return sum(ask.method == method and ask.path.endswith(path) for ask in self.asked)

    def ordered(self, ask: Ask) -> Fault | None:
        for order in self._orders:
            if order[1] in {"", ask.method} and order[2] in ask.path:
                self._orders.remove(order)
                return order[0]
        return None

    def answer(self, ask: Ask, authorization: str) -> tuple[int, Json]:
        if "access_token" in ask.said or authorization != f"Bearer {self.token}":
            return 401, GraphError(190, "Invalid OAuth access token.").body
        method = ask.said.get("method", ask.method).upper() if ask.method == "POST" else ask.method  # Graph lets a POST stand for another
        for verb, pattern, act in self.world.table():
            found = re.fullmatch(f"{self.world.prefix}{pattern}", ask.path)
            if verb == method and found:
                try:
                    return 200, act(ask, *found.groups())
                except GraphError as no:
                    return no.status, no.body
        return 400, missing(ask.path).body

    def take(self, ask: Ask, address: str, authorization: str) -> tuple[Fault | None, tuple[int, Any]]:
        with self._lock:
            self.asked.append(ask)
            self.addresses.append(address)
            fault = self.ordered(ask)
            return fault, (0, None) if fault and not fault.acts else self.answer(ask, authorization)

    def wait(self) -> None:
        self._over.wait(10)


def _handler(server: GraphServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def reply(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            parts = urlsplit(self.path)
            form, files = _taken_apart(self.headers.get("Content-Type", ""), body)
            ask = Ask(self.command, parts.path, {**dict(parse_qsl(parts.query, keep_blank_values=True)), **form}, files)
            fault, answer = server.take(ask, self.path, self.headers.get("Authorization", ""))
            if fault is None:
                return self.send(*answer, usage(0))
            if fault.answer is not None:
                return self.send(*fault.answer, fault.headers)
            if fault.cut:  # no lingering: the other side sees a reset, not an end
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.connection.close()
            else:
                server.wait()
            self.close_connection = True
            return None

        do_GET = do_POST = do_DELETE = reply  # noqa: N815  # the names http.server looks for

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


def _taken_apart(kind: str, body: bytes) -> tuple[dict[str, str], dict[str, bytes]]:
    if not kind.startswith("multipart/"):
        return dict(parse_qsl(body.decode(), keep_blank_values=True)), {}
    whole = BytesParser().parsebytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body)
    form: dict[str, str] = {}
    files: dict[str, bytes] = {}
    for part in whole.walk():
        if part.is_multipart():
            continue
        name, data = str(part.get_param("name", header="content-disposition")), part.get_payload(decode=True)
        if isinstance(data, bytes):
            if part.get_filename():
                files[name] = data
            else:
                form[name] = data.decode()
    return form, files
