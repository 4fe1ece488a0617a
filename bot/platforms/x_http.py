"""The wire to X: tweepy's Client with the request itself replaced.

tweepy 4.17 fixes the host to api.twitter.com, sends no timeout, follows redirects and writes the bearer token to its DEBUG
log (`tweepy/client.py`, `BaseClient.request`). The OAuth 1 signature covers the address, so the host is set before
signing, not rewritten afterwards by an adapter: what is signed is what is requested.
"""

import logging
import ssl
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

import requests
import tweepy
from urllib3 import Timeout
from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, SSLError

from bot.errors import Misconfigured
from bot.platforms import x_errors, x_oauth
from bot.platforms import x_shapes as shapes
from bot.platforms.base import TIMEOUT_S, AccessLost, Busy, Trouble, Unsure
from bot.platforms.tokens import Token, Tokens

KEYS = ("consumer_key", "consumer_secret", "access_token", "access_token_secret")
CHATTY = ("tweepy", "requests_oauthlib", "oauthlib", "urllib3")
HARMLESS = ("/2/media/", x_oauth.ROUTE)  # an upload nobody has posted is nowhere to be seen; a key is nothing on the network


def quieten() -> None:
    """Pin the libraries that print headers above DEBUG, their sub-loggers too, whatever was set before."""
    known = [name for name in logging.Logger.manager.loggerDict if name.partition(".")[0] in CHATTY]
    for name in {*CHATTY, *known}:
        logger = logging.getLogger(name)
        if logger.level < logging.INFO:
            logger.setLevel(logging.INFO)


class Wire(tweepy.Client):  # type: ignore[misc]  # tweepy ships no types
    """tweepy's list of endpoints over our own request: user context only, one timeout, no redirects, troubles not exceptions."""

    session: requests.Session
    user_id: str | None = None  # tweepy puts it into the path of mute and unfollow; set once whoami has answered
    access_level: str = ""  # what X last said an OAuth 1 connection may do
    scopes: tuple[str, ...] = ()  # what an OAuth 2 connection may do, where X or the connecting said so

    def __init__(self, credentials: Mapping[str, str], api_url: str, timeout: float = TIMEOUT_S, keep: Callable[[str], None] | None = None) -> None:
        parts = urlsplit(api_url)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
            raise Misconfigured("The address of X (GATEPOST_X_API_URL) must look like https://api.x.com.")
        self.tokens: Tokens | None = None
        if x_oauth.is_oauth2(credentials):
            keys: dict[str, str] = {}
            self.tokens = Tokens(credentials, self._renew if credentials.get("refresh_token") else None, keep)
            self.scopes = tuple(credentials.get("scope", "").split())
        else:
            missing = [key for key in KEYS if not credentials.get(key)]
            if missing:
                raise AccessLost(f"The connection to X lacks {', '.join(missing)}. An administrator must connect the account again.")
            keys = {key: credentials[key] for key in KEYS}
        # The bearer token opens the app, not the account: every call here acts as the account, so it never travels.
        super().__init__(**keys, return_type=requests.Response, wait_on_rate_limit=False)
        self._given = dict(credentials)
        self.api_url = api_url.rstrip("/")
        self.timeout = Timeout(total=min(timeout, TIMEOUT_S))
        self.hush = [value for key, value in credentials.items() if value and key in (*KEYS, "bearer_token", "refresh_token", "client_secret")]
        quieten()

    def ask(self, call: Callable[..., requests.Response], *args: Any, **params: Any) -> dict[str, Any]:
        """Make one of tweepy's calls in user context and return its JSON object; an empty answer is an empty object."""
        return self.read(call(*args, user_auth=True, **params))

    def read(self, response: requests.Response) -> dict[str, Any]:
        if not response.content:
            return {}
        try:
            body = response.json()
        except ValueError:
            body = None
        if not isinstance(body, dict):
            method, route = response.request.method or "GET", urlsplit(response.request.url or "").path
            raise lost(method, route)("X answered with something that cannot be read.")
        return body

    def request(
        self,
        method: str,
        route: str,
        params: Mapping[str, Any] | None = None,
        json: Any = None,
        user_auth: bool = True,  # noqa: FBT002  # tweepy's signature; the account's own keys are always used
        *,
        files: Any = None,
        data: Mapping[str, str] | None = None,
    ) -> requests.Response:
        body = {"params": params, "json": json, "data": data, "files": files}
        if self.tokens is None:
            signed = tweepy.OAuth1UserHandler(self.consumer_key, self.consumer_secret, self.access_token, self.access_token_secret)
            response = self._sent(method, route, auth=signed.apply_auth(), **body)
            self.access_level = response.headers.get("x-access-level") or self.access_level
        else:
            token = self._token(self.tokens)
            response = self._sent(method, route, auth=x_oauth.Bearer(token), **body)
            if response.status_code == 401 and self.tokens.turned_away(token):  # a definite no: it may be asked again, once
                response = self._sent(method, route, auth=x_oauth.Bearer(self._token(self.tokens)), **body)
        if response.status_code >= 400:
            raise self.trouble(response, lost(method, route))
        return response

    def _token(self, tokens: Tokens) -> str:
        token = tokens.current()
        if token not in self.hush:
            self.hush.append(token)
        return token

    def _renew(self, token: Token) -> Token:
        fresh, scopes = x_oauth.renewed(token, self._given, lambda route, **form: self._sent("POST", route, **form))
        self.hush += [fresh.access, *([fresh.refresh] if fresh.refresh else [])]
        self.scopes = scopes or self.scopes
        return fresh

    def _sent(self, method: str, route: str, **given: Any) -> requests.Response:
        """One request, as it came back; a redirect is a lost answer."""
        try:
            response = self.session.request(
                method,
                self.api_url + route,
                headers={"User-Agent": self.user_agent},
                timeout=self.timeout,  # type: ignore[arg-type]  # requests takes urllib3's, which counts connecting and reading together
                allow_redirects=False,
                **given,
            )
        except requests.RequestException as fault:
            # `from None`: the request that hangs on the exception carries the signed header.
            raise self._fault(fault, method, route) from None
        if 300 <= response.status_code < 400:
            raise lost(method, route)("X's address answered with a redirect, which is not followed. Check GATEPOST_X_API_URL and the proxy.")
        return response

    def trouble(self, response: requests.Response, if_lost: type[Trouble]) -> Trouble:
        try:
            body = response.json()
        except ValueError:
            body = None
        found = x_errors.problems(body)
        return x_errors.trouble(response.status_code, found, response.headers, lost=if_lost, detail=self.hushed(found))

    def trouble_within(self, body: Mapping[str, Any], if_lost: type[Trouble]) -> Trouble:
        """A 200 whose errors are the answer; with no errors either, an answer that does not tell."""
        found = x_errors.problems(body)
        if not found:
            return if_lost("X answered without saying what it did.")
        return x_errors.trouble(200, found, {}, lost=if_lost, detail=self.hushed(found))

    def data(self, body: Mapping[str, Any], if_lost: type[Trouble]) -> Mapping[str, Any]:
        """The one thing an answer is about, or the trouble it names instead."""
        found = body.get("data")
        if not isinstance(found, Mapping) or not found:
            raise self.trouble_within(body, if_lost)
        return found

    def named(self, data: Mapping[str, Any], if_lost: type[Trouble]) -> Mapping[str, Any]:
        if not shapes.is_number(data.get("id")):
            raise if_lost("X answered without saying which post, picture or account it means.")
        return data

    def hushed(self, found: list[Mapping[str, Any]]) -> str:
        """X's own words, with anything of the credential that they might repeat taken out."""
        said = next((words for problem in found if (words := x_errors.words_of(problem))), "")
        for secret in self.hush:
            said = said.replace(secret, "[hidden]")
        return said

    def _fault(self, fault: requests.RequestException, method: str, route: str) -> Trouble:
        if _never_sent(fault):
            return Busy("X cannot be reached. Nothing was sent.")
        if isinstance(fault, requests.Timeout):
            return lost(method, route)("X did not answer in time.")
        return lost(method, route)("The connection to X broke before its answer came.")

    def _get_authenticating_user_id(self, *, oauth_1: bool = False) -> str:
        # tweepy would cut it out of the access token, and keep a cache that outlives the client.
        if self.user_id is None:
            raise AccessLost("The account on X is not known yet. An administrator must connect it again.")
        return self.user_id


def lost(method: str, route: str) -> type[Trouble]:
    """What a lost answer means: nothing for a read or an unposted upload, Unsure for anything that changes X."""
    harmless = method == "GET" or any(part in route for part in HARMLESS)
    return Busy if harmless else Unsure


def _never_sent(fault: requests.RequestException) -> bool:
    """Whether the connection itself failed, so that not one byte of the request can have arrived."""
    if isinstance(fault, requests.exceptions.ConnectTimeout | requests.exceptions.ProxyError):
        return True
    cause = fault.args[0] if fault.args else None
    reason = cause.reason if isinstance(cause, MaxRetryError) else None
    if isinstance(reason, SSLError):
        return any(isinstance(part, ssl.SSLCertVerificationError) for part in reason.args)
    return isinstance(reason, ConnectTimeoutError)  # refused connections and unknown names are kinds of it
