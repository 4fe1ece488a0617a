"""One line to a network that speaks JSON over HTTP (the Graph networks and YouTube), over httpx.

Why not each vendor's own library: Meta's has no time-out unless told and no calls for Threads, and Google's sends a request
again by itself after a broken connection, which here could publish or hide twice. This line sends once, in plain sight.
"""

import logging
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import httpx

from bot.errors import Misconfigured
from bot.platforms.base import TIMEOUT_S, Busy, Trouble, Unsure

Json = dict[str, Any]
READS = frozenset({"GET", "HEAD"})
LONGEST_ANSWER = 8_000_000  # bytes; no page of comments comes near


@dataclass(frozen=True)
class Answer:
    """What came back whole. `body` is the JSON object; an empty answer is an empty object."""

    status: int
    body: Json = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)


# Whether an answer is trouble, and which. None: it is fine. `lost` is what an answer that does not tell means for this call.
Meaning = Callable[[Answer, type[Trouble]], Trouble | None]


class Wire:
    """Asks one network. Raises nothing but the troubles of `bot.platforms.base`."""

    def __init__(self, name: str, base_url: str, meaning: Meaning, *, timeout: float = TIMEOUT_S, setting: str = "") -> None:
        parts = urlsplit(base_url)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
            raise Misconfigured(f"The address of {name}{f' ({setting})' if setting else ''} must begin with https:// and name a host.")
        self.name, self.base_url = name, base_url.rstrip("/")
        self._meaning = meaning
        for chatty in ("httpx", "httpcore"):  # they print addresses, and addresses hold what was asked
            logging.getLogger(chatty).setLevel(logging.WARNING)
        waits = httpx.Timeout(min(timeout, TIMEOUT_S))
        self._client = httpx.Client(timeout=waits, verify=_trusted(), follow_redirects=False, trust_env=False)

    def ask(
        self,
        method: str,
        path: str,
        *,
        token: str = "",
        params: Mapping[str, Any] | None = None,
        form: Mapping[str, Any] | None = None,
        json: Any = None,
        files: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        harmless: bool = False,
    ) -> Answer:
        """One request. `harmless`: a change that nobody can see yet, such as an upload, so that losing its answer is only `Busy`.

        The token travels in a header, never in the address, because addresses end up in logs.
        """
        lost: type[Trouble] = Busy if method in READS or harmless else Unsure
        url = path if path.startswith(("http://", "https://")) else f"{self.base_url}/{path.lstrip('/')}"
        sent = {"Accept": "application/json", "User-Agent": "Gatepost", **(headers or {})}
        if token:
            sent["Authorization"] = f"Bearer {token}"
        try:
            response = self._client.request(method, url, params=_given(params), data=_given(form), json=json, files=files, headers=sent)
        except httpx.InvalidURL:
            raise Busy(f"{self.name} gave an address that cannot be asked. Nothing was sent.") from None
        except httpx.HTTPError as fault:
            raise self._fault(fault, lost) from None  # what httpx raises holds the request, and the request the token
        answer = self._read(response, lost)
        trouble = self._meaning(answer, lost)
        if trouble is not None:
            raise trouble
        return answer

    def _read(self, response: httpx.Response, lost: type[Trouble]) -> Answer:
        if response.is_redirect:
            raise lost(f"The address of {self.name} answered with a redirect, which is not followed. Check the settings and the proxy.")
        body: Any = {}
        if response.content:
            try:
                body = response.json() if len(response.content) <= LONGEST_ANSWER else None
            except ValueError:
                body = None
        if not isinstance(body, dict):
            if response.status_code >= 500 or response.status_code < 400:
                raise lost(f"{self.name} answered with something that cannot be read.")
            body = {}
        return Answer(response.status_code, body, {key.lower(): value for key, value in response.headers.items()})

    def _fault(self, fault: httpx.HTTPError, lost: type[Trouble]) -> Trouble:
        if isinstance(fault, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout | httpx.ProxyError | httpx.UnsupportedProtocol):
            cause = fault.__cause__ or fault.__context__
            if isinstance(cause, ssl.SSLError):
                return Busy(f"{self.name} could not prove who it is. Nothing was sent.")
            return Busy(f"{self.name} cannot be reached. Nothing was sent.")
        if isinstance(fault, httpx.TimeoutException):
            return lost(f"{self.name} did not answer in time.")
        return lost(f"The connection to {self.name} broke before its answer came.")


@cache
def _trusted() -> ssl.SSLContext:
    """Whom to believe who they are; the list takes 40 ms to read, so it is read once."""
    return httpx.create_ssl_context(trust_env=False)


def _given(values: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return None if values is None else {key: value for key, value in values.items() if value is not None}
