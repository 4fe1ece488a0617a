"""What the stand-ins for Instagram and Threads have in common: containers that become ready, pictures that they fetch themselves,
a count of the day's posts, and tokens that are exchanged. The HTTP around it is graph_server.py.
"""

import itertools
import time
import urllib.request
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar
from urllib.parse import urlsplit

from tests.platforms.graph_server import TOKEN, Ask, GraphError, GraphServer, Json, missing, shown

LONGER = "EAAG-renewed-token-Pq7Lm-of-the-account"
SIXTY_DAYS = 60 * 24 * 3600
CREDENTIALS = {"access_token": TOKEN, "expires_at": (datetime.now(UTC) + timedelta(days=50)).isoformat()}


def stamp(at: datetime | None = None) -> str:
    """Whole seconds, as Graph gives them."""
    return (at or datetime.now(UTC)).strftime("%Y-%m-%dT%H:%M:%S+0000")


@dataclass
class Account:
    """One account's own side. `states` are what the next containers say of themselves before they are finished."""

    status: ClassVar[str]
    prefix: str
    states: list[str] = field(default_factory=list)
    containers: dict[str, Json] = field(default_factory=dict)
    fetched: dict[str, tuple[str, bytes]] = field(default_factory=dict)  # address -> (type, bytes)
    used: int = 0
    total: int = 100
    renewals: int = 0
    refuses_renewal: bool = False
    _count: "itertools.count[int]" = field(default_factory=lambda: itertools.count(int(time.time()) * 1000))

    def number(self) -> str:
        return str(next(self._count))

    def contain(self, ask: Ask) -> Json:
        if "image_url" in ask.said:
            self._fetch(ask.said["image_url"])
        parts = [one for one in ask.said.get("children", "").split(",") if one]
        if any(one not in self.containers or self.containers[one][self.status] != "FINISHED" for one in parts):
            raise GraphError(100, "(#100) A part is not ready", 2207051)
        state = self.states.pop(0) if self.states else "FINISHED"
        key = self.number()
        self.containers[key] = {"id": key, **ask.said, self.status: state, "parts": [self.containers[one] for one in parts]}
        return {"id": key}

    def how_far(self, key: str, ask: Ask) -> Json:
        container = self.containers[key]
        answer = shown(container, ask, ("id", self.status, "status", "error_message"))
        if container[self.status] == "IN_PROGRESS" and self.states:
            container[self.status] = self.states.pop(0)
        return answer

    def published(self, ask: Ask) -> Json:
        """The container that is published now, once."""
        container = self.containers.get(ask.said.get("creation_id", ""))
        if container is None:
            raise missing(ask.said.get("creation_id", ""))
        if container[self.status] != "FINISHED":
            raise GraphError(9007, "The media is not ready to be published", 2207027)
        self.used += 1
        container[self.status] = "PUBLISHED"
        return container

    def renewed(self, ask: Ask, grant: str) -> Json:
        if self.refuses_renewal or ask.said.get("grant_type") != grant or ask.said.get("access_token") not in {TOKEN, LONGER}:
            raise GraphError(190, "Error validating access token: it cannot be renewed", status=400)
        self.renewals += 1
        return {"access_token": LONGER, "token_type": "bearer", "expires_in": SIXTY_DAYS}

    def _fetch(self, address: str) -> None:
        """As Meta does: itself, from the open web, and JPEG alone. Addresses of nobody are taken on trust."""
        parts = urlsplit(address)
        if parts.hostname != "127.0.0.1":
            return
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 -- loopback
                kind, data = answer.headers["content-type"], answer.read()
        except OSError:
            raise GraphError(9004, "The media could not be fetched from this URI", 2207052) from None
        if kind != "image/jpeg" or not data.startswith(b"\xff\xd8"):
            raise GraphError(36001, "The image format is not supported", 2207005)
        self.fetched[address] = (kind, data)


class Server(GraphServer):
    """Exchanges tokens too: the one question whose token stands in the address, as Meta documents it."""

    def __init__(self, world: Any, grant: str) -> None:
        super().__init__(world)
        self._grant = grant

    def told(self, ask: Ask, authorization: str) -> tuple[int, Json]:
        if ask.path == "/refresh_access_token":
            try:
                return 200, self.world.renewed(ask, self._grant)  # type: ignore[attr-defined]
            except GraphError as no:
                return no.status, no.body
        if authorization == f"Bearer {LONGER}" and self.world.renewals:  # type: ignore[attr-defined]
            authorization = f"Bearer {TOKEN}"
        return super().told(ask, authorization)
