"""The routes of the application as the house tests and the header tests walk them."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.routing import Mount

from bot.web.access import Gate, _public


class Found(NamedTuple):
    path: str
    methods: frozenset[str]
    gates: list[Gate]
    public: bool

    @property
    def address(self) -> str:
        """With row 1 wherever a number or a token goes."""
        return "/".join("1" if part.startswith("{") else part for part in self.path.split("/"))


def found(app: FastAPI) -> Iterator[Found]:
    for context in iter_route_contexts(app.routes):
        if isinstance(context.original_route, Mount):
            continue
        calls = list(_calls(context.dependant))
        gates = [call for call in calls if isinstance(call, Gate)]
        yield Found(context.path or "", frozenset(context.methods or ()), gates, _public in calls)


def mounts(app: FastAPI) -> set[str]:
    return {c.path or "" for c in iter_route_contexts(app.routes) if isinstance(c.original_route, Mount)}


def _calls(dependant: Any) -> Iterator[Any]:
    for each in dependant.dependencies:
        yield each.call
        yield from _calls(each)
