"""World over real HTTP on 127.0.0.1. It checks every OAuth 1 signature against the address it was really asked at,
and goes wrong in any of the ways a network can, when told to."""

import base64
import hashlib
import hmac
import json
import re
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from tests.platforms.stand_in import EVERYWHERE, Answer, Fault, Request, StandIn

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
EXCHANGE = "/2/oauth2/token"


def faults() -> dict[str, Fault]:
    soon = str(int(time.time()) + 60)
    return {
        **EVERYWHERE,
        "refuse": Fault((403, problem(403, "Forbidden", "You are not permitted to perform this action."))),
        "busy": Fault((429, problem(429, "Too Many Requests", "Too Many Requests")), {"x-rate-limit-reset": soon}),
        "turned away": Fault((401, problem(401, "Unauthorized", "Unauthorized"))),
        "down": Fault((503, "<html>over capacity</html>")),
        "broken": Fault((500, problem(500, "Internal Server Error", "Something is broken")), acts=True),
        "redirect": Fault((302, ""), {"Location": "https://elsewhere.example/2/tweets"}),
        "not hidden": Fault((200, {"data": {"hidden": False}})),
        "hidden": Fault((200, {"data": {"hidden": True}})),
        "refused inside": Fault((200, {"errors": [problem(403, "Forbidden", "Not yours.", f"{PROBLEMS}/not-authorized-for-resource")]})),
        "faulty inside": Fault((200, {"errors": [problem(503, "Unavailable", "Try later.", f"{PROBLEMS}/service-unavailable")]})),
        "no word": Fault((200, {"data": {}})),
    }


class XServer(StandIn):
    """`with XServer() as x: X(KEYS, x.url)`."""

    def __init__(self, certificate: Path | None = None) -> None:
        super().__init__(faults, certificate)
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

    def exchanged(self, header: str, form: Mapping[str, str]) -> tuple[int, Json]:
        """A refresh token is good once; the app says who it is in the header."""
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

    def note(self, request: Request) -> None:
        self.asked.append((request.method, request.address))
        self.headers.append(dict(request.headers.items()))

    def heard(self, request: Request) -> Answer | Fault:
        """Who asks is looked at first: a fault is for the account's own requests."""
        header = request.headers.get("Authorization", "")
        if request.path == EXCHANGE or self.opened_by(request.method, f"{self.url}{request.address}", header):
            return super().heard(request)
        self.note(request)
        if not header.startswith("Bearer "):
            self.bad_signatures.append(request.address)
        return 401, problem(401, "Unauthorized", "Unauthorized"), {}

    def answer(self, request: Request) -> Answer:
        if request.path == EXCHANGE:
            return *self.exchanged(request.headers.get("Authorization", ""), request.form), {}
        status, said = route(self.world, request)
        self.bill.note(request.method, request.path, sent_json(request), status, said)
        return status, said, {"x-access-level": self.access_level}


def route(world: World, request: Request) -> tuple[int, Json]:
    me, query, sent = world.me, request.query, sent_json(request)
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
        ("DELETE", rf"/2/users/{me}/retweets/(\d+)", world.unrepost),
        ("PUT", r"/2/tweets/(\d+)/hidden", lambda one: world.hide(one, sent["hidden"])),
        ("POST", rf"/2/users/{me}/muting", lambda: world.mute(sent["target_user_id"])),
        ("DELETE", rf"/2/users/{me}/following/(\d+)", world.unfollow),
        ("POST", r"/2/media/upload", lambda: world.upload(picture(request))),
        ("POST", r"/2/media/metadata", lambda: world.describe(sent)),
    )
    for verb, pattern, act in table:
        if verb == request.method and (found := re.fullmatch(pattern, request.path)):
            return act(*found.groups())
    return 404, problem(404, "Not Found", "Not Found")


def sent_json(request: Request) -> Json:
    found: Json = json.loads(request.body) if request.is_a("application/json") and request.body else {}
    return found


def picture(request: Request) -> bytes:
    """The `media` part of a multipart body; the parts beside it must say what it is for."""
    parts = {name: data for name, _, data in request.parts()}
    if parts.get("media_category") != b"tweet_image":
        raise ValueError("an upload must say that it is a picture for a post")
    return parts["media"]


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
