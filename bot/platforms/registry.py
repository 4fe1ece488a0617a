"""From an account's network to the module that speaks to it. The only place that imports a network's own library."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

from sqlalchemy.engine import Engine

from bot.platforms.base import Platform
from bot.platforms.open_web import OpenWeb
from bot.secrets import Vault, fingerprint
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.platforms.notifier import Notifier

# What an administrator types when connecting: field -> what the page calls it. Never a personal password.
CREDENTIALS: dict[str, dict[str, str]] = {
    "practice": {"account": "the practice account's permanent id"},
    "x": {
        "consumer_key": "the API key",
        "consumer_secret": "the API key secret",
        "access_token": "the access token",
        "access_token_secret": "the access token secret",
    },
    "bluesky": {"identifier": "the account's handle", "app_password": "an app password"},
}


Keep = Callable[[str], None]


class Doors:
    """Opens networks, and the open web. Made once from the settings and handed to whoever calls out.

    An opened network is kept for the life of the process, because signing in anew for every call would use up
    Bluesky's 300 sign-ins a day before breakfast.
    """

    def __init__(self, settings: Settings, engine: Engine, web: OpenWeb | None = None) -> None:
        self.engine = engine
        self.web = web or OpenWeb()
        self._settings = settings
        self._opened: dict[str, Platform] = {}
        self._keepers: dict[str, Keep] = {}

    @property
    def address(self) -> str:
        """What staff type into a browser: where a notice leads."""
        return self._settings.address

    @cached_property
    def notifier(self) -> "Notifier":
        """The way out for notices. Its library is loaded when the first one leaves."""
        from bot.platforms.notifier import Notifier

        return Notifier()

    def open(self, platform: str, credentials: Mapping[str, str], keep: Keep | None = None) -> Platform:
        lasting = {name: value for name, value in credentials.items() if name != "session"}
        key = fingerprint(json.dumps([platform, lasting], sort_keys=True))
        if keep is not None:
            self._keepers[key] = keep  # whoever opened it last, because connecting opens it before there is a row to keep it in
        if key not in self._opened:
            self._opened[key] = OPENERS[platform](self, credentials, partial(self._keep, key))
        return self._opened[key]

    def _keep(self, key: str, session_text: str) -> None:
        if keep := self._keepers.get(key):
            keep(session_text)

    def practice(self, given: Mapping[str, str], _keep: Keep | None) -> Platform:
        from bot.platforms.practice import Practice

        return Practice(self.engine, given["account"])

    def x(self, given: Mapping[str, str], _keep: Keep | None) -> Platform:
        from bot.platforms.x import X

        return X(given, self._settings.x_api_url)

    def bluesky(self, given: Mapping[str, str], keep: Keep | None) -> Platform:
        from bot.platforms.bluesky import Bluesky

        return Bluesky(given, self._settings.bluesky_url, keep)


OPENERS: dict[str, Callable[[Doors, Mapping[str, str], Keep | None], Platform]] = {
    "practice": Doors.practice,
    "x": Doors.x,
    "bluesky": Doors.bluesky,
}


@dataclass(frozen=True)
class Means:
    """What a job needs besides its row: the networks, the keys, and how often to look."""

    doors: Doors
    vault: Vault
    poll_s: int = 60
