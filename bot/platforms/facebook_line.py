"""The line to one Facebook Page: its token, its number, and what an id may look like before it goes into an address."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bot.platforms import graph
from bot.platforms.base import TIMEOUT_S, Refused, Unsure
from bot.platforms.tokens import Tokens
from bot.platforms.wire import Json, Wire

NAME = "Facebook"
ID = re.compile(r"[0-9]{1,25}(?:_[0-9]{1,25}){0,2}")
PAGE = 100  # the most that Facebook gives at once
FEED = 50  # of posts with all that hangs on them, because it refuses questions whose answer would be too large


def known(remote_id: str) -> str:
    """An id of Facebook's, which goes into an address: numbers or nothing."""
    if not ID.fullmatch(remote_id):
        raise Refused("That is not a number Facebook gives to posts, comments or people. Nothing was sent.")
    return remote_id


class Line:
    """Asks as the Page. The token goes into the header of each question and nowhere else."""

    def __init__(
        self, credentials: Mapping[str, str], base_url: str, *, timeout: float = TIMEOUT_S, keep: Callable[[str], None] | None = None
    ) -> None:
        self._wire = Wire(NAME, f"{base_url.rstrip('/')}/{graph.VERSION}", graph.meaning(NAME), timeout=timeout, setting="GATEPOST_GRAPH_URL")
        self.tokens = Tokens(credentials, None, keep)
        self.page_id = known(credentials.get("page_id", ""))

    def read(self, path: str, **params: Any) -> Json:
        return self._wire.ask("GET", path, token=self.tokens.current(), params=params).body

    def pages(self, path: str, *, limit: int = PAGE, named: str = "id", **params: Any) -> Iterator[list[Json]]:
        """The lists of each page; `named` is the field that holds an id. Raises graph.TooDeep after the last that can be read."""
        for body in graph.pages(self._wire, path, self.tokens.current(), limit=limit, **params):
            yield [item for item in body["data"] if isinstance(item, dict) and item.get(named)]

    def change(self, method: str, path: str, form: Mapping[str, Any] | None = None, *, files: Mapping[str, Any] | None = None) -> Json:
        """A change that others can see. Losing its answer is Unsure."""
        return self._wire.ask(method, path, token=self.tokens.current(), form=form, files=files).body

    def quietly(self, path: str, form: Mapping[str, Any], *, files: Mapping[str, Any] | None = None) -> Json:
        """A change that nobody can see: losing its answer harms nothing."""
        return self._wire.ask("POST", path, token=self.tokens.current(), form=form, files=files, harmless=True).body

    def done(self, method: str, path: str, form: Mapping[str, Any] | None = None, *, no: str) -> None:
        """A change that Facebook has to confirm in so many words. `no`: what to tell when it says that it did not."""
        said = self.change(method, path, form).get("success")
        if said is False:
            raise Refused(no)
        if said is not True:
            raise Unsure("Facebook answered without saying whether it was done.")
