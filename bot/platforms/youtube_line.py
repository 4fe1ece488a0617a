"""The line to YouTube with one channel's access: each call is counted before it leaves, sent once, and charged when it answers."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any

from bot.clock import now
from bot.platforms.base import TIMEOUT_S, Busy
from bot.platforms.metering import Meter, unmetered
from bot.platforms.tokens import Token, Tokens
from bot.platforms.wire import Answer, Json, Wire
from bot.platforms.youtube_allowance import COSTS, Allowance, of_project, project
from bot.platforms.youtube_troubles import SpentDay, Stale, exchanged, understood

DATA = "https://youtube.googleapis.com/youtube/v3"
TOKENS = "https://oauth2.googleapis.com/token"
LIST, MODERATE, UPDATE, DELETE = "list", "setModerationStatus", "update", "delete"
MOST_PAGES = 20
_NEVER_USED = {"access_token": "none yet", "expires_at": "1970-01-01T00:00:00+00:00"}  # exchanged before anything is sent


class Line:
    """Raises nothing but the troubles of `base`."""

    def __init__(
        self,
        credentials: Mapping[str, str],
        data_url: str = DATA,
        token_url: str = TOKENS,
        keep: Callable[[str], None] | None = None,
        *,
        timeout: float = TIMEOUT_S,
        allowance: Allowance | None = None,
    ) -> None:
        self._app = {name: credentials.get(name, "") for name in ("client_id", "client_secret")}
        self._data = Wire("YouTube", data_url, understood, timeout=timeout, setting="GATEPOST_YOUTUBE_URL")
        self._google = Wire("Google", token_url, exchanged, timeout=timeout, setting="GATEPOST_GOOGLE_TOKEN_URL")
        self._token_url = token_url.rstrip("/")
        self.meter: Meter = unmetered
        told = dict(credentials) if credentials.get("access_token") else {**credentials, **_NEVER_USED}
        self._tokens = Tokens(told, self._renewed, keep)
        self.allowance = allowance or of_project(self._app["client_id"])

    def read(self, path: str, *, kept_for: bool = False, **params: Any) -> Json:
        return self.call("GET", path, LIST, kept_for=kept_for, **params).body

    def call(self, method: str, path: str, what: str, *, kept_for: bool = False, body: Json | None = None, **params: Any) -> Answer:
        """One call. A token that was not taken is exchanged and the call made again, because nothing happened the first time."""
        token = self._tokens.current()
        try:
            return self._once(method, path, what, token, params, body, kept_for=kept_for)
        except Stale:
            if not self._tokens.turned_away(token):
                raise
            return self._once(method, path, what, self._tokens.current(), params, body, kept_for=kept_for)

    def pages(self, path: str, *, most: int = MOST_PAGES, kept_for: bool = False, **params: Any) -> Iterator[Json]:
        """Page after page until none is named. A page's name is for one reading, never kept."""
        after: str | None = None
        for _ in range(most):
            body = self.read(path, kept_for=kept_for, pageToken=after, **params)
            if not isinstance(body.get("items", []), list):
                raise Busy("YouTube answered with something other than a list.")
            yield body
            following = body.get("nextPageToken")
            if not following or following == after:
                return
            after = str(following)

    def scopes(self) -> tuple[str, ...]:
        """What the access may do, in Google's names. In the body of a request, because addresses end up in logs."""
        token = self._tokens.current()
        body = self._google.ask("POST", f"{self._token_url}info", form={"access_token": token}, harmless=True).body
        return tuple(str(body.get("scope") or "").split())

    def _once(self, method: str, path: str, what: str, token: str, params: Mapping[str, Any], body: Json | None, *, kept_for: bool) -> Answer:
        units = COSTS[what]
        pool = project(self._app["client_id"])
        self.allowance.take(units, kept_for=kept_for, counted=lambda: self.meter.taken(pool))
        try:
            return self._data.ask(method, path, token=token, params=params, json=body)
        except SpentDay:
            self.allowance.used_up()
            raise
        finally:
            self.meter("units" if what == LIST else "units_changing", units, pool=pool)

    def _renewed(self, old: Token) -> Token:
        """Google goes on taking the same refresh token, so an exchange whose answer is lost is harmless."""
        form = {**self._app, "refresh_token": old.refresh, "grant_type": "refresh_token"}
        body = self._google.ask("POST", self._token_url, form=form, harmless=True).body
        if not body.get("access_token"):
            raise Busy("Google answered without new access.")
        try:
            lasts = timedelta(seconds=int(body.get("expires_in") or 0))
        except (TypeError, ValueError):
            lasts = timedelta()
        return Token(str(body["access_token"]), str(body.get("refresh_token") or old.refresh), now() + lasts)
