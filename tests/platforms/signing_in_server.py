"""An authorization server on 127.0.0.1 as the standards want one: RFC 6749, RFC 7636, RFC 8414, and Meta's and Mastodon's own ways.

Each network is a folder of it (`/x/authorize`, `/x/token` ...), as GATEPOST_SIGN_IN_URL expects; Mastodon is the server itself.
`consent(address)` plays the person who says yes and gives back the address the browser is led to.
"""

import base64
import hashlib
import json
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

Json = dict[str, Any]
CLIENT, SECRET = "client-of-the-trust-4815", "secret-of-the-trust-Qz7Lk2"
PAGE_TOKEN = "page-token-of-the-academy"


@dataclass
class Code:
    """One authorization code: for one app, one redirect address and one proof, usable once."""

    network: str
    client_id: str
    redirect: str
    challenge: str
    scope: str
    used: bool = False


@dataclass
class World:
    """Plain state, and what goes wrong on demand."""

    redirects: set[str] = field(default_factory=set)
    apps: dict[str, str] = field(default_factory=lambda: {CLIENT: SECRET})
    codes: dict[str, Code] = field(default_factory=dict)
    refuses: str = ""  # the error the person is led back with
    withheld: set[str] = field(default_factory=set)  # scopes the person unticks
    added: set[str] = field(default_factory=set)  # scopes the network adds
    no_refresh: bool = False
    proof_offered: bool = True  # Mastodon 4.3 and newer
    fault: str = ""  # of the next exchange: lost, down, garbled, redirect, limit
    refresh_ends_in: int | None = None
    access_ends_in: int = 7200
    pages: list[Json] = field(default_factory=list)
    tokens: dict[str, str] = field(default_factory=dict)  # access token -> scope
    asked: list[str] = field(default_factory=list)
    registered: int = 0
    fixed: str = ""  # the access token that is given, where another stand-in has to know it


class SigningInServer:
    def __init__(self) -> None:
        self.world = World()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self.world))
        self.url = f"http://127.0.0.1:{self._http.server_port}"
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def consent(self, address: str) -> str:
        """The person reads the page and says yes, or no where `world.refuses` says so. An address the server would not show is an error."""
        world, parts = self.world, urlsplit(address)
        asked = dict(parse_qsl(parts.query))
        assert address.startswith(self.url), address
        assert asked["response_type"] == "code"
        assert asked["client_id"] in world.apps, "an unknown app gets a page of the network's own, never a redirect"
        assert asked["redirect_uri"] in world.redirects, "an unknown redirect address gets a page of the network's own"
        assert len(asked["state"]) >= 32
        if world.refuses:
            return f"{asked['redirect_uri']}?{urlencode({'error': world.refuses, 'error_description': 'The user said no', 'state': asked['state']})}"
        network = parts.path.strip("/").split("/")[0]
        assert network not in {"x", "youtube"} or asked.get("code_challenge_method") == "S256"
        scopes = asked["scope"].replace(",", " ").split()
        scope = " ".join([one for one in scopes if one not in world.withheld] + sorted(world.added))
        code = secrets.token_urlsafe(24)
        world.codes[code] = Code(network, asked["client_id"], asked["redirect_uri"], asked.get("code_challenge", ""), scope)
        return f"{asked['redirect_uri']}?{urlencode({'state': asked['state'], 'code': code})}"


def _handler(world: World) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            """Quiet."""

        def do_GET(self) -> None:
            self._answer(dict(parse_qsl(urlsplit(self.path).query)))

        def do_POST(self) -> None:
            self._answer(dict(parse_qsl(self.rfile.read(int(self.headers.get("content-length", 0))).decode())))

        def _answer(self, given: dict[str, str]) -> None:
            path = urlsplit(self.path).path
            world.asked.append(f"{self.command} {path}")
            fault, world.fault = (world.fault, "") if path.endswith("/token") else ("", world.fault)
            if fault == "lost":
                _granted(world, path, given, self.headers.get("authorization", ""))
                self.close_connection = True
                self.connection.close()
                return
            status, body = FAULTS[fault] if fault else _route(world, path, given, self.headers.get("authorization", ""))
            sent = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "https://elsewhere.example/")
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

    return Handler


FAULTS: dict[str, tuple[int, Any]] = {
    "down": (503, b"<html>over capacity</html>"),
    "garbled": (200, b"<html>welcome to the wireless network</html>"),
    "redirect": (302, b""),
    "limit": (429, {"error": "slow_down"}),
    "empty": (200, {"token_type": "bearer"}),
    "words": (400, {"error": "odd", "error_description": f"Cannot use {SECRET} here"}),
}


Said = tuple[int, Any]


def _route(world: World, path: str, given: dict[str, str], header: str) -> Said:
    if path.endswith("/token"):
        return _granted(world, path, given, header)
    for end, say in OPEN.items():
        if path.endswith(end):
            return say(world, given)
    scope = world.tokens.get(header.removeprefix("Bearer "))
    if scope is None:
        return 401, {"error": {"code": 190, "message": "Invalid OAuth access token."}}
    if path.endswith("/me/permissions"):
        return 200, {"data": [{"permission": one, "status": "granted"} for one in scope.split()]}
    return (200, {"data": world.pages}) if path.endswith("/me/accounts") else (404, {"error": "not_found"})


def _metadata(world: World, _given: dict[str, str]) -> Said:
    return (200, {"code_challenge_methods_supported": ["S256"]}) if world.proof_offered else (404, {"error": "Not found"})


def _app(world: World, given: dict[str, str]) -> Said:
    world.registered += 1
    client_id = f"app-{world.registered}"
    world.apps[client_id] = f"secret-{world.registered}"
    world.redirects.add(given["redirect_uris"])
    return 200, {"client_id": client_id, "client_secret": world.apps[client_id]}


def _granted(world: World, path: str, given: dict[str, str], header: str) -> tuple[int, Any]:
    client, secret = given.get("client_id", ""), given.get("client_secret", "")
    if header.startswith("Basic "):
        client, secret = (unquote(part) for part in base64.b64decode(header.removeprefix("Basic ")).decode().split(":", 1))
    if world.apps.get(client) != secret:
        return 401, {"error": "invalid_client"}
    code = world.codes.get(given.get("code", ""))
    if given.get("grant_type") != "authorization_code":
        return 400, {"error": "unsupported_grant_type"}
    fits = code is not None and not code.used and code.client_id == client and code.redirect == given.get("redirect_uri")
    if code is None or not fits or _proof(given.get("code_verifier", "")) != code.challenge:
        return 400, {"error": "invalid_grant"}
    code.used = True
    token = world.fixed or f"access-{secrets.token_urlsafe(24)}"
    world.tokens[token] = code.scope
    body: Json = {"access_token": token, "token_type": "bearer", "expires_in": world.access_ends_in, "scope": code.scope}
    network = path.strip("/").split("/")[0]
    if network in {"x", "youtube"} and not world.no_refresh:
        body["refresh_token"] = f"refresh-{secrets.token_urlsafe(24)}"
    if world.refresh_ends_in:
        body["refresh_token_expires_in"] = world.refresh_ends_in
    if network == "oauth":  # Mastodon: tokens do not end
        del body["expires_in"]
    if network == "instagram":
        body = {"data": [{"access_token": token, "user_id": "1", "permissions": code.scope.replace(" ", ",")}]}
    if network in {"facebook", "threads"}:
        del body["scope"]
    return 200, body


def _longer(world: World, given: dict[str, str]) -> tuple[int, Any]:
    short = given.get("fb_exchange_token") or given.get("access_token") or ""
    if short not in world.tokens or given.get("client_secret") not in world.apps.values():
        return 400, {"error": {"code": 190, "message": "Invalid OAuth access token."}}
    token = world.fixed or f"long-{secrets.token_urlsafe(24)}"
    world.tokens[token] = world.tokens[short]
    return 200, {"access_token": token, "token_type": "bearer", "expires_in": 60 * 24 * 3600}


def _proof(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode() if verifier else ""


OPEN: dict[str, Callable[[World, dict[str, str]], Said]] = {
    "/.well-known/oauth-authorization-server": _metadata,
    "/api/v1/apps": _app,
    "/longer": _longer,
}
