"""The wire to one Mastodon server: Mastodon.py's list of calls with the request itself replaced.

What the library would do by itself (`mastodon/internals.py`, `authentication.py`, 2.3.3): wait up to 300 s for an answer and
sleep up to five minutes on a limit, follow redirects, read the token from a file if one has its name, put whole answers into
exceptions, and turn answers into objects that no longer are what the network said. Here each call is one request in plain sight.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
from mastodon import Mastodon
from urllib3 import Timeout
from urllib3.exceptions import HTTPError

from bot.clock import now
from bot.platforms.base import TIMEOUT_S, AccessLost, Busy, Refused, Trouble, Unsure
from bot.platforms.mastodon_troubles import Gone, silence, trouble

Json = dict[str, Any]
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
LONGEST_ANSWER = 16_000_000  # bytes; a context of 4,096 replies comes nowhere near
UNREADABLE = "The Mastodon server answered with something that cannot be read."
HARMLESS = "/media"  # an upload in no post is nowhere to be seen, and the server throws it away
_TOKEN = re.compile(r"[\x21-\x7e]{1,500}")
_ID = re.compile(r"[0-9A-Za-z_-]{1,64}")
_SPOKEN = (4, 5, 0)  # the version of Mastodon's interface that is spoken here
_KEPT = timedelta(hours=1)  # how long what a server says of itself is believed


@dataclass(frozen=True)
class Answer:
    """What came back whole: JSON as it was, and the `max_id` that the Link header gives for the next older page."""

    status: int
    body: Any = field(repr=False)
    older: str | None = None
    lost: type[Trouble] = Busy  # what it comes to where the body does not tell

    @property
    def thing(self) -> Json:
        """Answered with one thing."""
        if not isinstance(self.body, dict):
            raise self.lost(UNREADABLE)
        return self.body

    @property
    def rows(self) -> list[Json]:
        """Answered with a list of things, each with its number."""
        if not isinstance(self.body, list) or not all(isinstance(row, dict) and row.get("id") for row in self.body):
            raise self.lost(UNREADABLE)
        return self.body


def address(server: str) -> str:
    """The server as staff typed it, as an address. http only on this machine; nothing but a host and perhaps a port."""
    typed = server.strip().rstrip("/")
    parts = urlsplit(typed if "://" in typed else f"https://{typed}")
    try:
        fits = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        fits = False
    plain = not (parts.path or parts.query or parts.fragment or parts.username or parts.password)
    secure = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    if not (fits and plain and secure) or re.search(r"[\s\\@%]", parts.netloc):
        raise Refused("The server's address must begin with https:// and name only the server, like https://social.example.")
    return f"{parts.scheme}://{parts.netloc}"


def one_id(remote_id: str) -> str:
    """Ids go into addresses: nothing else may."""
    if not _ID.fullmatch(remote_id):
        raise Refused("This is no number of a post or an account on Mastodon.")
    return remote_id


class Wire(Mastodon):
    """One credential on one server. Raises nothing but the troubles of `bot.platforms.base`."""

    def __init__(self, credentials: Mapping[str, str], timeout: float = TIMEOUT_S) -> None:
        token = credentials.get("access_token", "")
        if not _TOKEN.fullmatch(token):
            raise AccessLost("The connection holds no access token that can be used. An administrator must connect the account again.")
        session = requests.Session()
        session.trust_env = False  # no .netrc, no proxy from the surroundings
        super().__init__(
            api_base_url=address(credentials.get("server", "")),
            mastodon_version=".".join(map(str, _SPOKEN)),  # given, so that the library never asks for it
            version_check_mode="none",
            ratelimit_method="throw",
            request_timeout=min(timeout, TIMEOUT_S),
            session=session,
            user_agent="Gatepost",
        )
        self.mastodon_major, self.mastodon_minor, self.mastodon_patch = _SPOKEN  # which it forgets when it is not to compare versions
        self.access_token = token  # not through the constructor, which would open a file of that name
        self._me: str | None = None
        self._said: tuple[Any, Json] | None = None

    def ask(self, call: Callable[..., Any], *args: Any, **params: Any) -> Answer:
        """Make one of the library's calls."""
        answer = call(*args, **params)
        if not isinstance(answer, Answer):
            raise TypeError("Mastodon.py no longer makes its requests where this wire replaces them")
        return answer

    def one(self, call: Callable[..., Any], *args: Any, **params: Any) -> Json:
        """A call that is answered with one thing."""
        return self.ask(call, *args, **params).thing

    def read(self, path: str, params: Mapping[str, Any]) -> Answer:
        """A reading that the library has no call for, or not with all it can be asked."""
        return self._Mastodon__api_request("GET", path, dict(params))

    def _Mastodon__api_request(  # noqa: N802  # the library's own name for the place where all its requests are made
        self,
        method: str,
        endpoint: str,
        params: Mapping[str, Any] | None = None,
        files: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        use_json: bool = False,
        **_parsing: Any,
    ) -> Answer:
        lost: type[Trouble] = Busy if method == "GET" or HARMLESS in endpoint else Unsure
        given = {key: value for key, value in (params or {}).items() if value is not None}
        place = "params" if method == "GET" else "json" if use_json else "data"
        try:
            response = self.session.request(
                method,
                f"{self.api_base_url}{endpoint.rstrip('/')}",
                headers={"User-Agent": self.user_agent, "Authorization": f"Bearer {self.access_token}", **(headers or {})},
                files=files or None,
                timeout=Timeout(total=self.request_timeout),  # type: ignore[arg-type]  # requests takes urllib3's, which counts all together
                allow_redirects=False,
                **{place: given},  # type: ignore[arg-type]
            )
        except (requests.RequestException, HTTPError, UnicodeError) as fault:
            raise silence(fault, lost) from None  # the fault holds the request, and the request the token
        return self._understood(response, lost)

    def _understood(self, response: requests.Response, lost: type[Trouble]) -> Answer:
        if 300 <= response.status_code < 400:
            raise lost("The Mastodon server's address answered with a redirect, which is not followed. Check the server's address.")
        try:
            body = response.json() if 0 < len(response.content) <= LONGEST_ANSWER else None
        except ValueError:
            body = None
        if response.status_code >= 400:
            said = {name.lower(): value for name, value in response.headers.items()}
            raise trouble(response.status_code, body, said, lost=lost, hush=str(self.access_token))
        if not isinstance(body, dict | list):
            raise lost(UNREADABLE)
        older = parse_qs(urlsplit(response.links.get("next", {}).get("url", "")).query).get("max_id")
        return Answer(response.status_code, body, older[0] if older else None, lost)

    @property
    def me(self) -> str:
        """The account's own number, asked once."""
        if self._me is None:
            self._me = str(self.one(self.account_verify_credentials)["id"])
        return self._me

    @property
    def server(self) -> Json:
        """What the server says of itself: its domain and its limits. Empty where it does not say."""
        if self._said is None or now() - self._said[0] > _KEPT:
            try:
                self._said = (now(), self.one(self.instance_v2))
            except Gone:
                self._said = (now(), {})
        return self._said[1]

    def whole(self, acct: str) -> str:
        """A name with its domain, as people know it: a server leaves its own domain out."""
        home = self.server.get("domain") or urlsplit(self.api_base_url or "").hostname
        return acct if "@" in acct else f"{acct}@{home}"
