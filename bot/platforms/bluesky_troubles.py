"""What Bluesky's errors, and the silence of a network, mean: a table of error names and a table of what the wire does."""

from datetime import datetime, timedelta

import httpx
from atproto.exceptions import RateLimitExceededError, RequestErrorBase  # type: ignore[import-untyped]

from bot.clock import now
from bot.platforms.base import AccessLost, Busy, Refused, Trouble

_MOST_WORDS = 200


class Stale(AccessLost):
    """The token is old. The line renews it once; when that does not help, access is lost."""


class Absent(Refused):
    """The record asked for is not there."""


class Swapped(Refused):
    """Another writer was first: the record is no longer what we said it was."""


_SAID: dict[str, tuple[type[Trouble], str]] = {
    "ExpiredToken": (Stale, "Bluesky no longer accepts this app password. Make a new one and connect the account again."),
    "InvalidToken": (Stale, "Bluesky no longer accepts this app password. Make a new one and connect the account again."),
    "AuthMissing": (AccessLost, "Bluesky does not accept this sign-in. Connect the account again."),
    "AuthenticationRequired": (
        AccessLost,
        "Bluesky does not accept this handle and app password. Connect with a new one.",
    ),
    "AuthFactorTokenRequired": (
        AccessLost,
        "This is the account's main password. Connect with an app password.",
    ),
    "AccountTakedown": (AccessLost, "Bluesky has taken this account down. Sign in on Bluesky to read why and to appeal."),
    "AccountSuspended": (AccessLost, "Bluesky has suspended this account. Sign in on Bluesky to read why and to appeal."),
    "AccountDeactivated": (AccessLost, "This Bluesky account is deactivated. Sign in on Bluesky to reactivate it."),
    "RecordNotFound": (Absent, "It is no longer on Bluesky."),
    "NotFound": (Absent, "It is no longer on Bluesky."),
    "InvalidSwap": (Swapped, "Something else changed the same record on Bluesky at the same time."),
}
_NEVER_LEFT: tuple[type[BaseException], ...] = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


def meaning(error: Exception, lost: type[Trouble]) -> Trouble:
    """The trouble an error of the client stands for. `lost` is what a call whose answer does not tell comes to."""
    response = error.response if isinstance(error, RequestErrorBase) else None
    if response is None:
        return _silence(error.__cause__ or error, lost)
    if isinstance(error, RateLimitExceededError):
        return Busy("Bluesky asked us to slow down.", until=_until(error))
    if response.status_code >= 500:
        return lost(f"Bluesky's server had a fault (status {response.status_code}).")
    name = str(getattr(response.content, "error", "") or "")
    if not name:
        return lost(f"Something other than Bluesky answered at this address (status {response.status_code}).")
    words = str(getattr(response.content, "message", "") or name)[:_MOST_WORDS]
    other = _SAID["AuthMissing"] if response.status_code == 401 else (Refused, f"Bluesky refused this: {words.rstrip('. ')}.")
    kind, sentence = _SAID.get(name, other)
    return kind(sentence)


def _silence(cause: BaseException, lost: type[Trouble]) -> Trouble:
    if isinstance(cause, _NEVER_LEFT):
        return Busy("Bluesky's server could not be reached.")
    if isinstance(cause, httpx.InvalidURL | httpx.UnsupportedProtocol):
        return Refused("The address of the Bluesky server in the settings cannot be used. It starts with https://.")
    return lost("Bluesky's server did not finish its answer.")


def _until(error: RateLimitExceededError) -> datetime | None:
    reset: datetime | None = error.reset_at
    if reset is None and error.retry_after is not None:
        reset = now() + timedelta(seconds=error.retry_after)
    return reset
