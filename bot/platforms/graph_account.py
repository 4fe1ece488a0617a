"""The line to one account on Instagram or Threads: a token of sixty days that is exchanged in time, and what an id may look like
before it goes into an address.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any

from bot.clock import now
from bot.platforms import graph
from bot.platforms.base import TIMEOUT_S, AccessLost, Busy, Refused, Unsure
from bot.platforms.tokens import Token, Tokens
from bot.platforms.wire import Json, Wire

ID = re.compile(r"[0-9]{1,30}")
MARGIN = timedelta(days=10)  # of life left, below which a token is exchanged: a school closes for two weeks, but not its server
AGAIN = timedelta(hours=1)  # after an exchange that failed; a token younger than a day is not exchanged


class Line:
    """Asks as the account, whom the network knows by the token: paths begin with `me`."""

    def __init__(
        self,
        name: str,
        root: str,
        version: str,
        credentials: Mapping[str, str],
        *,
        grant: str,
        setting: str,
        timeout: float = TIMEOUT_S,
        keep: Callable[[str], None] | None = None,
    ) -> None:
        self.name, self.root = name, root.rstrip("/")
        self._wire = Wire(name, f"{self.root}/{version}", graph.meaning(name), timeout=timeout, setting=setting)
        self._grant, self._not_before = grant, now()
        self.tokens = Tokens(_dated(credentials), self._renew, keep, MARGIN)

    def known(self, remote_id: str) -> str:
        """An id of the network's, which goes into an address: a number or nothing."""
        if not ID.fullmatch(remote_id):
            raise Refused(f"That is not a number {self.name} gives to posts or comments. Nothing was sent.")
        return remote_id

    def read(self, path: str, **params: Any) -> Json:
        return self._wire.ask("GET", path, token=self.tokens.current(), params=params).body

    def pages(self, path: str, **params: Any) -> Iterator[list[Json]]:
        """The lists of each page. Raises graph.TooDeep after the last that can be read."""
        for body in graph.pages(self._wire, path, self.tokens.current(), **params):
            yield [item for item in body["data"] if isinstance(item, dict) and item.get("id")]

    def change(self, method: str, path: str, form: Mapping[str, Any] | None = None) -> Json:
        """A change that others can see. Losing its answer is Unsure."""
        return self._wire.ask(method, path, token=self.tokens.current(), form=form).body

    def quietly(self, path: str, form: Mapping[str, Any]) -> Json:
        """A change that nobody can see: losing its answer harms nothing."""
        return self._wire.ask("POST", path, token=self.tokens.current(), form=form, harmless=True).body

    def done(self, method: str, path: str, form: Mapping[str, Any] | None = None, *, no: str) -> None:
        """A change that the network has to confirm in so many words. `no`: what to tell when it says that it did not."""
        said = self.change(method, path, form).get("success")
        if said is False:
            raise Refused(no)
        if said is not True:
            raise Unsure(f"{self.name} answered without saying whether it was done.")

    def me(self, fields: str) -> Json:
        """The account itself, which the token names."""
        item = self.read("me", fields=fields)
        if not isinstance(item.get("id"), str) or not isinstance(item.get("username"), str):
            raise Busy(f"{self.name} answered without saying which account it means.")
        return item

    def single(self, remote_id: str, fields: str) -> Json:
        """One post. Raises `graph.Gone` when there is none."""
        item = self.read(self.known(remote_id), fields=fields)
        if not item.get("id"):
            raise Busy(f"{self.name} answered without saying which post it means.")
        return item

    def there(self, remote_id: str, fields: str) -> Json | None:
        """One post, or None when there is none."""
        try:
            return self.single(remote_id, fields)
        except graph.Gone:
            return None

    def _renew(self, token: Token) -> Token:
        """Meta documents this one call with the token in the address, and nothing else for it, so that is how it is asked."""
        if now() < self._not_before:
            raise Busy(f"{self.name} did not renew the account's access. Gatepost asks again within the hour.")
        self._not_before = now() + AGAIN
        params = {"grant_type": self._grant, "access_token": token.access}
        try:
            body = self._wire.ask("GET", f"{self.root}/refresh_access_token", params=params).body
        except AccessLost:
            if token.expires_at is None or now() >= token.expires_at:
                raise
            raise Refused(f"{self.name} does not renew the account's access yet.") from None  # whether it still works, the next call tells
        access, seconds = body.get("access_token"), body.get("expires_in")
        if not isinstance(access, str) or not access or not isinstance(seconds, int):
            raise Busy(f"{self.name} answered without a new token.")
        return Token(access, expires_at=now() + timedelta(seconds=seconds))


def _dated(credentials: Mapping[str, str]) -> dict[str, str]:
    """A token that somebody typed says nothing about its end: it counts as due, so that its first exchange tells."""
    told = dict(credentials)
    if not told.get("session") and not told.get("expires_at"):
        told["expires_at"] = (now() + MARGIN).isoformat()
    return told
