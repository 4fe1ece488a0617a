"""Access tokens that end: used while they live, exchanged shortly before, and kept encrypted before the new one is used.

A network that gives a new refresh token with each exchange makes the old one worthless at once. If the answer to the exchange
is lost, the next try shows whether the old one still works; when it does not, a person connects the account again.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from threading import RLock

from bot.clock import now
from bot.platforms.base import AccessLost

MARGIN = timedelta(minutes=5)  # of life left, below which a token is exchanged first


@dataclass(frozen=True)
class Token:
    """One access token. `expires_at` is aware UTC; None for one that does not end."""

    access: str = field(repr=False)
    refresh: str = field(default="", repr=False)
    expires_at: datetime | None = None

    def saved(self) -> str:
        told = asdict(self)
        return json.dumps({**told, "expires_at": self.expires_at.isoformat() if self.expires_at else None})

    @classmethod
    def read(cls, credentials: Mapping[str, str]) -> "Token":
        """The newest one kept, or the one given when the account was connected. Raises AccessLost when there is none."""
        told = dict(credentials)
        if kept := credentials.get("session"):
            session = json.loads(kept)
            told = {"access_token": session["access"], "refresh_token": session["refresh"], "expires_at": session["expires_at"] or ""}
        if not told.get("access_token"):
            raise AccessLost("The account's connection holds no access token. An administrator must connect it again.")
        ends = told.get("expires_at")
        return cls(told["access_token"], told.get("refresh_token", ""), datetime.fromisoformat(ends) if ends else None)


class Tokens:
    """The token to use now. `renew` exchanges one for the next and raises the troubles of `base`; None: it cannot be exchanged."""

    def __init__(
        self,
        credentials: Mapping[str, str],
        renew: Callable[[Token], Token] | None,
        keep: Callable[[str], None] | None,
        margin: timedelta = MARGIN,
    ) -> None:
        self._token = Token.read(credentials)
        self._renew, self._keep, self._margin = renew, keep, margin
        self._lock = RLock()

    @property
    def expires_at(self) -> datetime | None:
        return self._token.expires_at

    def current(self) -> str:
        """Fit to be sent. Raises AccessLost when it has ended and cannot be exchanged, and whatever the exchange raises."""
        with self._lock:
            ends = self._token.expires_at
            if ends is not None and now() >= ends - self._margin:
                self._exchange(ends)
            return self._token.access

    def turned_away(self, sent: str) -> bool:
        """The network no longer took `sent`. True when there is another one now, so that a definite no may be asked again once."""
        with self._lock:
            if self._token.access != sent:
                return True  # another thread has exchanged it
            if self._renew is None or not self._token.refresh:
                return False
            self._take(self._renew(self._token))
            return True

    def _exchange(self, ends: datetime) -> None:
        if self._renew is not None:
            try:
                self._take(self._renew(self._token))
            except AccessLost:
                raise
            except Exception:
                if now() < ends:  # the old one still lives: use it, and exchange it next time
                    return
                raise
        elif now() >= ends:
            raise AccessLost("The account's access ended. An administrator must connect it again.")

    def _take(self, token: Token) -> None:
        if self._keep is not None:
            self._keep(token.saved())
        self._token = token
