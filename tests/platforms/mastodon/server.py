"""World over real HTTP on 127.0.0.1, which goes wrong in any of the ways a network can, when told to."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

from bot.platforms.mastodon_offers import SCOPES
from tests.platforms.stand_in import EVERYWHERE, Answer, Fault, Request, StandIn

from .routes import Asked, answered
from .world import World, stamp

TOKEN = "a-token-Hq8-of-the-account"


def faults() -> dict[str, Fault]:
    soon = stamp(datetime.now(UTC) + timedelta(minutes=4))
    return {
        **EVERYWHERE,
        "refuse": Fault((422, {"error": "Validation failed: This is not to be said"})),
        "busy": Fault((429, {"error": "Too many requests"}), {"X-RateLimit-Limit": "300", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": soon}),
        "turned away": Fault((401, {"error": "The access token was revoked"})),
        "down": Fault((503, "<html>This page is not correct</html>")),
        "broken": Fault((500, {"error": "500"}), acts=True),
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


class MastodonServer(StandIn):
    """`with MastodonServer() as server: MastodonAccount(server.keys)`."""

    def __init__(self, scopes: tuple[str, ...] = SCOPES) -> None:
        super().__init__(faults)
        self.world = World()
        self.scopes = scopes
        self.asked: list[tuple[str, str]] = []
        self.headers: list[Mapping[str, str]] = []
        self.scopes_used: set[str] = set()
        self.keys = {"server": self.url, "access_token": TOKEN}

    def asked_for(self, method: str, path: str) -> int:
        return sum(m == method and path in p for m, p in self.asked)

    def note(self, request: Request) -> None:
        self.asked.append((request.method, request.address))
        self.headers.append(dict(request.headers.items()))

    def answer(self, request: Request) -> Answer:
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return 401, {"error": "The access token is invalid"}, {}
        args, file = parse_qs(urlsplit(request.address).query), b""
        if request.is_a("application/x-www-form-urlencoded"):
            args |= parse_qs(request.body.decode())
        elif request.is_a("multipart/"):
            for name, is_file, data in request.parts():
                if is_file:
                    file = data
                else:
                    args[name] = [data.decode()]
        asked = Asked(self.world, f"{self.url}{request.path}", args, request.headers.get("Idempotency-Key", ""), file, self.scopes)
        scope, said = answered(request.method, request.path, asked)
        self.scopes_used.add(scope)
        return said
