"""The HTTP that Meta's three networks have in common, on 127.0.0.1: the envelope for errors, pages with cursors, usage headers,
the token in its header and nowhere else, and Graph's own ways of going wrong. What a network keeps and answers is its world's.

A world is a table: `(verb, pattern, act)`, where `act(ask, *groups)` returns the body or raises `GraphError`.
"""

import base64
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlencode

from tests.platforms.stand_in import EVERYWHERE, Answer, Fault, Request, StandIn

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


def failing(code: int, *, subcode: int | None = None, status: int = 400, message: str = "No.", headers: Mapping[str, str] | None = None) -> Fault:
    """An answer with this error in it, whatever its status."""
    error = GraphError(code, message, subcode, status)
    return Fault((error.status, error.body), headers or {})


def usage(minutes: int) -> dict[str, str]:
    """The header that says in how many minutes the account may ask again."""
    told = [{"type": "pages", "call_count": 100, "total_cputime": 9, "total_time": 9, "estimated_time_to_regain_access": minutes}]
    return {"X-Business-Use-Case-Usage": json.dumps({"4711": told})}


def faults() -> dict[str, Fault]:
    return {
        **EVERYWHERE,
        "refuse": failing(200, status=403, message="(#200) The permission to do that was not granted"),
        "busy": failing(32, message="Page request limit reached", headers=usage(7)),
        "turned away": failing(190, subcode=460, status=401, message="Error validating access token"),
        "down": Fault((503, "<html>Sorry, something went wrong.</html>")),
        "outage": failing(2, status=500, message="Service temporarily unavailable"),
        "done but broken": Fault((500, {}), acts=True),
        "refused inside": failing(200, status=200, message="(#200) No permission"),
        "outage inside": failing(1, status=200, message="An unknown error occurred"),
        "no word": Fault((200, {})),
        "redirect": Fault((302, ""), {"Location": "https://elsewhere.example/v26.0/me"}),
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


class GraphServer(StandIn):
    """`with GraphServer(world) as graph`."""

    def __init__(self, world: World, token: str = TOKEN) -> None:
        super().__init__(faults)
        self.world, self.token = world, token
        self.asked: list[Ask] = []
        self.addresses: list[str] = []

    def asked_for(self, method: str, path: str) -> int:
        """How often an address that ends so was asked."""
        return sum(ask.method == method and ask.path.endswith(path) for ask in self.asked)

    def note(self, request: Request) -> None:
        self.asked.append(_taken_apart(request))
        self.addresses.append(request.address)

    def answer(self, request: Request) -> Answer:
        status, body = self.told(_taken_apart(request), request.headers.get("Authorization", ""))
        return status, body, usage(0)

    def told(self, ask: Ask, authorization: str) -> tuple[int, Json]:
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


def _taken_apart(request: Request) -> Ask:
    if not request.is_a("multipart/"):
        return Ask(request.method, request.path, request.query | request.form)
    parts = list(request.parts())
    form = {name: data.decode() for name, is_file, data in parts if not is_file}
    return Ask(request.method, request.path, request.query | form, {name: data for name, is_file, data in parts if is_file})
