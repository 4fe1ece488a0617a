"""One signed-in line to a Bluesky account's own server, over the maintained atproto client.

Answers are read as plain JSON and not through the client's models: a stranger's odd record must not stop a poll.
The saved session is used until the server says its token is old, by the server's clock and not by ours; a sign-in with the
app password is the last resort, because Bluesky allows 300 a day (30 in five minutes) for each handle.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from threading import RLock
from typing import Any

import httpx
from atproto import Client, Request, Session, SessionEvent  # type: ignore[import-untyped]
from atproto.exceptions import AtProtocolError  # type: ignore[import-untyped]
from atproto_client.models.dot_dict import DotDict  # type: ignore[import-untyped]

from bot.clock import now
from bot.platforms.base import TIMEOUT_S, AccessLost, Busy, Refused, Trouble, Unsure
from bot.platforms.bluesky_points import Points, cost
from bot.platforms.bluesky_troubles import Stale, Swapped, meaning
from bot.platforms.metering import Meter, unmetered

__all__ = ["Json", "Line", "Swapped"]

Json = dict[str, Any]
_BETWEEN, _PARTS = ":::", 5  # of a session string: handle, DID, access token, refresh token, server
_PAUSE_AFTER_REFUSED_SIGN_IN = timedelta(minutes=15)  # 96 a day at worst, so staff can still sign in by hand


class _Client(Client):  # type: ignore[misc]
    """The client without its own idea of when a token is old, which goes wrong with this machine's clock."""

    def _invoke(self, invoke_type: object, **kwargs: Any) -> Any:
        return super()._invoke(invoke_type, **(kwargs | {"ignore_session_check": True}))

    def renew(self) -> None:
        self._refresh_and_set_session()

    @property
    def session(self) -> Any:
        return self._session


class Line:
    """Asks and tells one account's server. Raises nothing but the troubles of `bot.platforms.base`."""

    def __init__(self, credentials: Mapping[str, str], service_url: str, on_session: Callable[[str], None] | None) -> None:
        self._identifier = credentials["identifier"].strip().removeprefix("@")
        self._app_password = credentials["app_password"].strip()
        self._saved = credentials.get("session", "")
        self._service_url = service_url
        self._on_session = on_session
        self._lock = RLock()
        self._points = Points()
        self.meter: Meter = unmetered
        self._barred = now() - _PAUSE_AFTER_REFUSED_SIGN_IN
        self._client = _Client(service_url, request=Request(timeout=TIMEOUT_S, trust_env=False))
        self._client.on_session_change(self._keep)

    @property
    def did(self) -> str:
        self._open()
        return str(self._client.session.did)

    @property
    def handle(self) -> str:
        self._open()
        return str(self._client.session.handle)

    def token(self) -> str:
        """The token in use, for what it says of itself. Never to be shown or kept."""
        self._open()
        return str(self._client.session.access_jwt)

    def ask(self, method: str, **params: Any) -> Json:
        """Read something."""
        return self._call(lambda: self._client.invoke_query(method, params=DotDict(params), output_encoding="application/json"), Busy)

    def tell(self, method: str, body: Json) -> Json:
        """Write something. A lost answer leaves it unsure.

        The body goes as given: the client's typed models would leave out `swapRecord: null`, and the record there would be overwritten.
        """
        self._points.take(method, body)
        answer = self._call(
            lambda: self._client.invoke_procedure(method, data=DotDict(body), input_encoding="application/json", output_encoding="application/json"),
            Unsure,
        )
        if points := cost(method, body):
            self.meter("points", points)
        return answer

    def upload(self, data: bytes, mime: str) -> Json:
        """Send a picture ahead of its post; the server forgets one that no post names."""
        answer = self._call(
            lambda: self._client.invoke_procedure(
                "com.atproto.repo.uploadBlob", content=data, input_encoding=mime, output_encoding="application/json"
            ),
            Busy,
        )
        return dict(answer["blob"])

    def dids(self, handles: set[str]) -> dict[str, str]:
        """Whose handles these are now. One that nobody has is left out."""
        found = {}
        for handle in sorted(handles):
            try:
                found[handle] = str(self.ask("com.atproto.identity.resolveHandle", handle=handle)["did"])
            except Refused:
                continue
        return found

    def _call(self, send: Callable[[], Any], lost: type[Trouble]) -> Json:
        self._open()
        token = self._client.session.access_jwt
        try:
            return _answer(send, lost, self._points.hear)
        except Stale:  # a definite no, so asking again with a new token repeats nothing
            self._renew(token)
        return _answer(send, lost, self._points.hear)

    def _open(self) -> None:
        with self._lock:
            if self._client.session is None and not self._resume():
                self._sign_in()

    def _resume(self) -> bool:
        saved, self._saved = self._saved, ""
        if saved.count(_BETWEEN) != _PARTS - 1:
            return False  # none saved, or cut short: the client would take four parts to be of bsky.social
        if self._identifier.startswith("did:") and Session.decode(saved).did != self._identifier:
            return False
        self._client.login(session_string=saved, fetch_bsky_profile=False)
        return True

    def _renew(self, stale: str) -> None:
        with self._lock:
            if self._client.session.access_jwt != stale:
                return  # another thread has done it
            try:
                _answer(self._client.renew, Busy)
            except AccessLost:  # the refresh token is old or was revoked
                self._sign_in()

    def _sign_in(self) -> None:
        if now() < self._barred + _PAUSE_AFTER_REFUSED_SIGN_IN:
            raise AccessLost("Bluesky refused this app password a few minutes ago. Make a new app password and connect the account again.")
        self._client.update_base_url(self._service_url)
        try:
            _answer(lambda: self._client.login(self._identifier, self._app_password, fetch_bsky_profile=False), Busy)
        except AccessLost:
            self._barred = now()
            raise

    def _keep(self, event: SessionEvent, session: Session) -> None:
        if event is not SessionEvent.IMPORT and self._on_session is not None:
            self._on_session(session.export())


def _answer(send: Callable[[], Any], lost: type[Trouble], hear: Callable[[Mapping[str, str]], None] = lambda _: None) -> Json:
    try:
        answer = send()
        hear(getattr(answer, "headers", {}))
        content = getattr(answer, "content", {})
    except (AtProtocolError, httpx.HTTPError, httpx.InvalidURL) as error:
        raise meaning(error, lost) from None  # what the client raises holds the request, and the request the token
    if isinstance(content, dict):
        return content
    if not content:
        return {}
    raise lost("Something other than Bluesky answered at this address.")
