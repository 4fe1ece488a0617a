"""Signing in at a network so that Gatepost gets a token: OAuth 2 authorization code with state, and PKCE S256 where it is offered.

authlib makes the address and the proof (RFC 6749, RFC 7636). The exchange goes over our own wire: once, 20 s, no redirect, and
nothing of a code or a token in any message.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from authlib.common.security import generate_token  # type: ignore[import-untyped]
from authlib.oauth2.client import OAuth2Client  # type: ignore[import-untyped]

from bot.clock import now
from bot.platforms.base import Refused
from bot.platforms.mastodon_offers import SCOPES
from bot.platforms.mastodon_wire import address
from bot.platforms.signing_in_networks import NETWORKS, WITH_SERVER, Network
from bot.platforms.signing_in_troubles import meaning, turned_back
from bot.platforms.wire import Json, Wire

__all__ = ["App", "Granted", "SignIn", "new_verifier", "turned_back"]

VERIFIER = 64  # characters; RFC 7636 wants 43 to 128
LONGEST_CODE = 4_000


@dataclass(frozen=True)
class App:
    """The trust's own app at a network."""

    client_id: str
    client_secret: str = field(default="", repr=False)


@dataclass(frozen=True)
class Granted:
    """What the network gave. `ends`: when even the refresh token ends, where it says so."""

    access: str = field(repr=False)
    refresh: str = field(default="", repr=False)
    expires_at: datetime | None = None
    ends: datetime | None = None
    scope: str = ""


def new_verifier() -> str:
    return str(generate_token(VERIFIER))


class SignIn:
    """One network's sign-in. Raises nothing but the troubles of `bot.platforms.base`.

    `base` is a stand-in for all networks, for tests: the network's name and `authorize`, `token` and so on follow it.
    """

    def __init__(self, platform: str, redirect: str, *, server: str = "", base: str = "") -> None:
        self.redirect = redirect
        self.server = address(server) if platform == WITH_SERVER else ""
        self.network = _mastodon(self.server) if platform == WITH_SERVER else _at(NETWORKS[platform], base)

    def register(self) -> App:
        """Mastodon: ask the server for an app of our own. Done once for each server."""
        form = {"client_name": "Gatepost", "redirect_uris": self.redirect, "scopes": " ".join(SCOPES)}
        body = self._wire().ask("POST", f"{self.server}/api/v1/apps", form=form).body
        if not isinstance(body.get("client_id"), str) or not isinstance(body.get("client_secret"), str):
            raise Refused("This server did not give Gatepost an app. Is it a Mastodon server?")
        return App(body["client_id"], body["client_secret"])

    def takes_proof(self) -> bool:
        """Mastodon since 4.3 says so itself (RFC 8414); one that says nothing gets none."""
        if not self.server:
            return self.network.proof
        try:
            body = self._wire().ask("GET", f"{self.server}/.well-known/oauth-authorization-server").body
        except Refused:
            return False
        return "S256" in (body.get("code_challenge_methods_supported") or ())

    def place(self, app: App, state: str, verifier: str) -> str:
        """Where the administrator goes to say yes. An empty verifier leaves the proof out."""
        client = OAuth2Client(None, client_id=app.client_id, redirect_uri=self.redirect, code_challenge_method="S256")
        place, _ = client.create_authorization_url(
            self.network.authorize,
            state=state,
            code_verifier=verifier or None,
            scope=self.network.joined.join(self.network.scopes),
            **self.network.extra,
        )
        return str(place)

    def exchange(self, app: App, code: str, verifier: str) -> Granted:
        """The code for a token, once: a second try with the same code is refused by the network."""
        if not 0 < len(code) <= LONGEST_CODE or not code.isprintable():
            raise Refused(f"{self.network.label} sent no code that can be used. Begin again.")
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.redirect,
            "client_id": app.client_id,
            "code_verifier": verifier or None,
            "client_secret": None if self.network.basic else app.client_secret or None,
        }
        headers = _basic(app) if self.network.basic and app.client_secret else {}
        wire = self._wire(code, verifier, app.client_secret)
        granted = self._granted(wire.ask("POST", self.network.exchange, form=form, headers=headers).body)
        return self._longer(app, granted) if self.network.longer else granted

    def _longer(self, app: App, short: Granted) -> Granted:
        """Meta: a token of an hour for one of sixty days. Their documentation wants both secrets in the address."""
        grant = self.network.longer_grant
        params = {
            "grant_type": grant,
            "client_secret": app.client_secret,
            "client_id": app.client_id if grant == "fb_exchange_token" else None,
            "fb_exchange_token" if grant == "fb_exchange_token" else "access_token": short.access,
        }
        wire = self._wire(short.access, app.client_secret)
        longer = self._granted(wire.ask("GET", self.network.longer, params=params).body)
        return replace(longer, scope=longer.scope or short.scope)

    def _granted(self, body: Json) -> Granted:
        listed = body.get("data")
        told: Mapping[str, Any] = listed[0] if isinstance(listed, list) and listed and isinstance(listed[0], Mapping) else body
        access = told.get("access_token")
        if not isinstance(access, str) or not access:
            raise Refused(f"{self.network.label} answered without a token. Begin again.")
        refresh = told.get("refresh_token")
        return Granted(
            access,
            refresh if isinstance(refresh, str) else "",
            _after(told.get("expires_in")),
            _after(told.get("refresh_token_expires_in")),
            _scope(told.get("scope") or told.get("permissions")),
        )

    def _wire(self, *secrets: str) -> Wire:
        return Wire(self.network.label, self.server or self.network.exchange, meaning(self.network.label, *secrets))


def _mastodon(server: str) -> Network:
    return Network(WITH_SERVER, "Mastodon", f"{server}/oauth/authorize", f"{server}/oauth/token", SCOPES)


def _at(network: Network, base: str) -> Network:
    if not base:
        return network
    root = f"{base.rstrip('/')}/{network.name}"
    return replace(network, authorize=f"{root}/authorize", exchange=f"{root}/token", longer=f"{root}/longer" if network.longer else "")


def _basic(app: App) -> dict[str, str]:
    """RFC 6749 section 2.3.1: both are form-encoded before they are joined."""
    pair = f"{quote(app.client_id, safe='')}:{quote(app.client_secret, safe='')}"
    return {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}


def _after(seconds: Any) -> datetime | None:
    try:
        return now() + timedelta(seconds=int(seconds)) if seconds else None
    except (TypeError, ValueError, OverflowError):
        return None


def _scope(told: Any) -> str:
    """Instagram says `permissions`, as words with commas or as a list."""
    return " ".join(map(str, told)) if isinstance(told, list) else str(told or "")
