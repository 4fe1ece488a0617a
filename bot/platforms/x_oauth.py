"""OAuth 2 on X: an access token of two hours, and a refresh token that each exchange replaces.

https://docs.x.com/fundamentals/authentication/oauth-2-0/authorization-code
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import requests

from bot import clock
from bot.platforms.base import AccessLost, Busy
from bot.platforms.tokens import Token

ROUTE = "/2/oauth2/token"
ENDED = "X no longer renews this account's connection. An administrator must connect it again."
Post = Callable[..., requests.Response]

# What Gatepost does on X, in X's own names of rights; `offline.access` is what makes the connection last beyond two hours.
NEEDED = (
    "tweet.read",
    "tweet.write",
    "tweet.moderate.write",
    "users.read",
    "media.write",
    "mute.write",
    "follows.read",
    "follows.write",
    "offline.access",
)
ALLOWED = ("block.read", "mute.read")


class Bearer(requests.auth.AuthBase):
    """One token in the header. Given as `auth`, so that no .netrc file can take its place."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


def is_oauth2(credentials: Mapping[str, str]) -> bool:
    return not credentials.get("consumer_key") and bool(credentials.get("client_id") or credentials.get("refresh_token"))


def renewed(token: Token, credentials: Mapping[str, str], post: Post) -> tuple[Token, tuple[str, ...]]:
    """The next token, and the rights it holds as X names them. `post` sends the form and raises Busy where nothing came back."""
    client, secret = credentials.get("client_id", ""), credentials.get("client_secret", "")
    form = {"grant_type": "refresh_token", "refresh_token": token.refresh, "client_id": client}
    response = post(ROUTE, data=form, auth=requests.auth.HTTPBasicAuth(client, secret) if secret else Nobody())
    if response.status_code == 429 or response.status_code >= 500:
        raise Busy("X could not renew the connection just now. Gatepost asks again.")
    body = _object(response)
    access = body.get("access_token")
    if response.status_code >= 400:
        raise AccessLost(ENDED)
    if not isinstance(access, str) or not access:
        raise Busy("X answered without a new key for the connection. Gatepost asks again.")
    lasts = body.get("expires_in")
    ends = clock.now() + timedelta(seconds=lasts) if isinstance(lasts, int) and lasts > 0 else None
    return Token(access, str(body.get("refresh_token") or token.refresh), ends), tuple(str(body.get("scope") or "").split())


class Nobody(requests.auth.AuthBase):
    """No credential at all, whatever a .netrc file says."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        return request


def _object(response: requests.Response) -> dict[str, Any]:
    try:
        body = response.json()
    except ValueError:
        body = None
    return body if isinstance(body, dict) else {}
