"""The small YouTube over real HTTP on 127.0.0.1, with Google's token endpoint beside it, and every way of going wrong on demand."""

import json
import socket
import struct
import sys
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

from .routes import ROUTES, Said, no
from .world import FORCE_SSL, World

KEYS = {
    "client_id": "814200-oak.apps.googleusercontent.com",
    "client_secret": "GOCSPX-client-secret-Lx3",
    "refresh_token": "1//refresh-token-Kw8",
}
BASE = "/youtube/v3/"


@dataclass
class Fault:
    """One answer gone wrong. `acts`: YouTube does as asked first. `answer` None: it never comes, or the line breaks (`cut`)."""

    answer: Said | None = None
    acts: bool = False
    cut: bool = False
    only: str = ""  # this method alone
    withdraws: bool = False  # the access as a whole is taken back, for the exchange that follows too


def faults() -> dict[str, Fault]:
    spent = 'The request cannot be completed because you have exceeded your <a href="/youtube/v3/getting-started#quota">quota</a>.'
    return {
        "refuse": Fault(no(403, "forbidden")),
        "busy": Fault(no(403, "userRateLimitExceeded", domain="usageLimits")),
        "spent": Fault(no(403, "quotaExceeded", spent, "youtube.quota")),
        "turned away": Fault(no(401, "authError", "Invalid Credentials", "global"), withdraws=True),
        "stale": Fault(no(401, "authError", "Invalid Credentials", "global")),
        "down": Fault((503, "<html>Error 503</html>")),
        "garbled": Fault((200, "<html>welcome to the wireless network</html>")),
        "processing": Fault(no(400, "processingFailure")),
        "lost": Fault(acts=True),
        "cut": Fault(cut=True),
        "lost and cut": Fault(acts=True, cut=True),
    }


class Http(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that gave up waiting is what some tests are about; anything else is a fault of this server's."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class YouTubeServer:
    """`with YouTubeServer() as tube: YouTube(KEYS, tube.url, tube.token_url)`."""

    def __init__(self) -> None:
        self.world = World()
        self.asked: list[tuple[str, str, dict[str, str]]] = []
        self._orders: list[tuple[Fault, str]] = []
        self._over, self._lock = threading.Event(), threading.Lock()
        self._http = Http(("127.0.0.1", 0), self._handler())
        root = f"http://127.0.0.1:{self._http.server_address[1]}"
        self.url, self.token_url = f"{root}{BASE.rstrip('/')}", f"{root}/token"

    def __enter__(self) -> Self:
        threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._http.shutdown()
        self._http.server_close()

    def fail(self, fault: str | Fault, path: str = BASE) -> None:
        """Order a fault for the next request to an address that holds `path`."""
        self._orders.append((faults()[fault] if isinstance(fault, str) else fault, path))

    def asked_for(self, path: str, **params: str) -> int:
        return sum(p == path and params.items() <= query.items() for _, p, query in self.asked)

    def _ordered(self, method: str, path: str) -> Fault | None:
        order = next((each for each in self._orders if each[1] in path and each[0].only in {"", method}), None)
        if order is None:
            return None
        self._orders.remove(order)
        return order[0]

    def _google(self, path: str, form: dict[str, str]) -> Said:
        world = self.world
        if path == "/tokeninfo":
            known = form.get("access_token") in world.live
            return (200, {"scope": " ".join(world.scopes), "expires_in": "3599"}) if known else (400, {"error": "invalid_token"})
        if (form.get("client_id"), form.get("client_secret")) != (KEYS["client_id"], KEYS["client_secret"]):
            return 401, {"error": "invalid_client"}
        fits = form.get("grant_type") == "refresh_token" and form.get("refresh_token") == world.refresh and not world.withdrawn
        world.withdrawn = False
        return (200, world.exchange()) if fits else (400, {"error": "invalid_grant", "error_description": "Token has been expired or revoked."})

    def _answer(self, method: str, path: str, query: dict[str, str], form: dict[str, Any], bearer: str) -> Said:
        world = self.world
        if path in {"/token", "/tokeninfo"}:
            return self._google(path, form)
        if world.live.get(bearer, datetime.min.replace(tzinfo=UTC)) < datetime.now(UTC):
            return no(401, "authError", "Invalid Credentials", "global")
        route = ROUTES.get((method, path.removeprefix(BASE)))
        if route is None:
            return 404, "<html>Not Found</html>"
        if FORCE_SSL not in world.scopes:
            return no(403, "insufficientPermissions", domain="global")
        units, act = route
        if world.units + units > world.allowance:
            return faults()["spent"].answer or (403, None)
        status, said = act(world, query, form) if method == "PUT" else act(world, query)
        world.units += units if status < 400 else 1
        return status, said

    def _handler(server) -> type[BaseHTTPRequestHandler]:  # noqa: N805  # `self` is the request's below
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self) -> None:
                parts = urlsplit(self.path)
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
                form = json.loads(body) if self.headers.get("Content-Type", "").startswith("application/json") else dict(parse_qsl(body))
                query, bearer = dict(parse_qsl(parts.query)), self.headers.get("Authorization", "").removeprefix("Bearer ")
                with server._lock:
                    server.asked.append((self.command, parts.path.removeprefix(BASE), query))
                    fault = server._ordered(self.command, parts.path)
                    if fault and fault.withdraws:
                        server.world.withdrawn = True
                    status, said = (0, None) if fault and not fault.acts else server._answer(self.command, parts.path, query, form, bearer)
                if fault is None:
                    return self.send(status, said)
                if fault.answer is not None:
                    return self.send(*fault.answer)
                if fault.cut:
                    # No lingering: the other side sees a reset, not an end.
                    self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    self.connection.close()
                else:
                    server._over.wait(10)
                self.close_connection = True
                return None

            do_GET = do_POST = do_PUT = do_DELETE = answer  # noqa: N815  # the names http.server looks for

            def send(self, status: int, said: Any) -> None:
                data = b"" if said is None else (said if isinstance(said, str) else json.dumps(said)).encode()
                self.send_response(status)
                if status != 204:
                    self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
                """Nothing on standard error."""

            def finish(self) -> None:
                if self.connection.fileno() != -1:
                    super().finish()

        return Handler
