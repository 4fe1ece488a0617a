"""From an account's network to the module that speaks to it. The only place that imports a network's own library."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

from sqlalchemy.engine import Engine

from bot.platforms.base import Platform
from bot.platforms.metering import Meter, Metered, unmetered
from bot.platforms.open_web import OpenWeb
from bot.secrets import Vault, fingerprint
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.platforms.notifier import Notifier
    from bot.platforms.signing_in import SignIn

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
    "mastodon": {"server": "the address of the account's server, like https://social.example", "access_token": "the access token"},
    "youtube": {
        "client_id": "the client id of the academy's Google project",
        "client_secret": "the client secret",
        "refresh_token": "the refresh token",
    },
    "facebook": {"page_id": "the Page's number", "access_token": "a Page access token"},
    "instagram": {"access_token": "a long-lived access token"},
    "threads": {"access_token": "a long-lived access token"},
}


Keep = Callable[[str], None]
SESSIONS_KNOWN = 50  # of one account, so that one read from the database a moment ago is not taken for another process's
BACK = "/accounts/connect/back"  # where every network leads back to after signing in


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
        self._sessions: dict[str, dict[str, None]] = {}  # by opened network: the sessions it was given or made, oldest first

    @property
    def address(self) -> str:
        """What staff type into a browser: where a notice leads."""
        return self._settings.address

    @cached_property
    def notifier(self) -> "Notifier":
        """The way out for notices. Its library is loaded when the first one leaves."""
        from bot.platforms.notifier import Notifier

        return Notifier()

    def sign_in(self, platform: str, server: str = "") -> "SignIn":
        """The way to a token where an account is connected by signing in at the network. Its library is loaded then."""
        from bot.platforms.signing_in import SignIn

        return SignIn(platform, f"{self.address}{BACK}", server=server, base=self._settings.sign_in_url)

    def open(self, platform: str, credentials: Mapping[str, str], keep: Keep | None = None, meter: Meter | None = None) -> Platform:
        lasting = {name: value for name, value in credentials.items() if name != "session"}
        key = fingerprint(json.dumps([platform, lasting], sort_keys=True))
        if keep is not None:
            self._keepers[key] = keep  # whoever opened it last, because connecting opens it before there is a row to keep it in
        kept = credentials.get("session", "")
        if key not in self._opened or kept not in self._sessions[key]:  # another process renewed it: ours may be worthless by now
            self._sessions.setdefault(key, {})[kept] = None
            self._opened[key] = OPENERS[platform](self, credentials, partial(self._keep, key))
        opened = self._opened[key]
        if meter is not None and isinstance(opened, Metered) and opened.meter is unmetered:
            opened.meter = meter
        return opened

    def _keep(self, key: str, session_text: str) -> None:
        seen = self._sessions.setdefault(key, {})
        seen[session_text] = None
        while len(seen) > SESSIONS_KNOWN:
            del seen[next(iter(seen))]
        if keep := self._keepers.get(key):
            keep(session_text)

    def practice(self, given: Mapping[str, str], _keep: Keep | None) -> Platform:
        from bot.platforms.practice import Practice

        return Practice(self.engine, given["account"])

    def x(self, given: Mapping[str, str], keep: Keep | None) -> Platform:
        from bot.platforms.x import X

        return X(given, self._settings.x_api_url, keep)

    def bluesky(self, given: Mapping[str, str], keep: Keep | None) -> Platform:
        from bot.platforms.bluesky import Bluesky

        return Bluesky(given, self._settings.bluesky_url, keep)

    def mastodon(self, given: Mapping[str, str], _keep: Keep | None) -> Platform:
        from bot.platforms.mastodon_account import MastodonAccount

        return MastodonAccount(given)

    def youtube(self, given: Mapping[str, str], keep: Keep | None) -> Platform:
        from bot.platforms.youtube import YouTube

        return YouTube(given, self._settings.youtube_url, self._settings.google_token_url, keep)

    def facebook(self, given: Mapping[str, str], keep: Keep | None) -> Platform:
        from bot.platforms.facebook import Facebook

        return Facebook(given, self._settings.graph_url, keep=keep)

    def instagram(self, given: Mapping[str, str], keep: Keep | None) -> Platform:
        from bot.platforms.instagram import Instagram

        return Instagram(given, self._settings.instagram_url, keep=keep)

    def threads(self, given: Mapping[str, str], keep: Keep | None) -> Platform:
        from bot.platforms.threads import Threads

        return Threads(given, self._settings.threads_url, keep=keep)


OPENERS: dict[str, Callable[[Doors, Mapping[str, str], Keep | None], Platform]] = {
    "practice": Doors.practice,
    "x": Doors.x,
    "bluesky": Doors.bluesky,
    "mastodon": Doors.mastodon,
    "youtube": Doors.youtube,
    "facebook": Doors.facebook,
    "instagram": Doors.instagram,
    "threads": Doors.threads,
}


@dataclass(frozen=True)
class Means:
    """What a job needs besides its row: the networks, the keys, and how often to look."""

    doors: Doors
    vault: Vault
    poll_s: int = 60
