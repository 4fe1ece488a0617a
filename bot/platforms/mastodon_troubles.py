"""What a Mastodon server says when it will not, as a table: one answer, one trouble.

https://docs.joinmastodon.org/api/rate-limits/ and the error examples of each method's page. Only answers in Mastodon's own
form count as its word: a proxy's or a maintenance page's 401 or 404 says nothing about the account or its posts.
"""

import ssl
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import requests
from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, SSLError

from bot.clock import now, spoken
from bot.platforms.base import AccessLost, Busy, Refused, Trouble

WINDOW = timedelta(minutes=5)  # of the general limit; used when no reset came
LONGEST = timedelta(hours=1)  # the longest window is that of uploads and deletions, half an hour
DETAIL = 200  # characters of the server's own words shown to staff

SCOPE = "This connection lacks a right that is needed for this. An administrator must connect the account again with all of them."
CLOSED = "The server has closed or suspended this account. Sign in there to read why."
TURNED_AWAY = "The server no longer accepts this account's connection. An administrator must connect it again."


class Gone(Refused):
    """The server knows of no such post or account, or shows it to us no more."""


# (status, words that must be in the answer) -> the trouble. The first that fits counts; the words of Mastodon's own controllers.
_SAID: tuple[tuple[int, str, type[Trouble], str], ...] = (
    (401, "", AccessLost, TURNED_AWAY),
    (403, "authorized scopes", AccessLost, SCOPE),
    (403, "login is currently", AccessLost, CLOSED),
    (403, "suspended", AccessLost, CLOSED),
    (404, "", Gone, "The server has no such post or account."),
    (410, "", Gone, "The server has no such post or account any more."),
)


def trouble(status: int, body: Any, headers: Mapping[str, str], *, lost: type[Trouble], hush: str) -> Trouble:
    """The one trouble a failed answer becomes. `lost` is Unsure where something may have happened, else Busy."""
    if status == 429:
        until = reset(headers)
        return Busy(f"The Mastodon server asks us to slow down. Gatepost asks again after {spoken(until)}.", until)
    if status >= 500 or status == 408:
        return lost(f"The Mastodon server had a fault of its own, and its answer does not tell what happened (status {status}).")
    if status == 413:
        return Refused("The Mastodon server refused this because it is too large.")
    if not isinstance(body, Mapping) or not isinstance(body.get("error"), str):
        return lost(f"Something other than Mastodon answered at the server's address (status {status}).")
    words = f"{body['error']}: {body.get('error_description') or ''}".strip(": ")
    said = f" The server says: {words.replace(hush, '[hidden]')[:DETAIL].rstrip('. ')}." if words else ""
    for number, needle, kind, sentence in _SAID:
        if status == number and needle in words:
            return kind(f"{sentence}{said}")
    return Refused(f"The Mastodon server refused this.{said}")


def reset(headers: Mapping[str, str]) -> datetime:
    """When to ask again: the limit that is nearest names its moment; never in the past, never beyond any window."""
    moment = now()
    found: datetime | None = None
    try:
        found = datetime.fromisoformat(headers.get("x-ratelimit-reset", ""))
        found = found if found.tzinfo else found.replace(tzinfo=UTC)
    except ValueError:
        seconds = headers.get("retry-after", "")
        found = moment + timedelta(seconds=int(seconds)) if seconds.isdecimal() and len(seconds) < 6 else None
    return min(max(found or moment + WINDOW, moment + timedelta(seconds=1)), moment + LONGEST)


def silence(fault: Exception, lost: type[Trouble]) -> Trouble:
    """What no answer means. The text never quotes the fault, which holds the request, and the request the token."""
    if isinstance(fault, requests.exceptions.InvalidURL | requests.exceptions.InvalidSchema | requests.exceptions.InvalidHeader):
        return Busy("The Mastodon server's address cannot be asked. Nothing was sent.")
    if _never_left(fault):
        return Busy("The Mastodon server cannot be reached. Nothing was sent.")
    if isinstance(fault, requests.Timeout):
        return lost("The Mastodon server did not answer in time.")
    return lost("The connection to the Mastodon server broke before its answer came.")


def _never_left(fault: Exception) -> bool:
    """Whether connecting itself failed, so that not one byte of the request can have arrived."""
    if isinstance(fault, requests.exceptions.ConnectTimeout | requests.exceptions.ProxyError):
        return True
    cause = fault.args[0] if fault.args else None
    reason = cause.reason if isinstance(cause, MaxRetryError) else None
    if isinstance(reason, SSLError):
        return any(isinstance(part, ssl.SSLCertVerificationError) for part in reason.args)
    return isinstance(reason, ConnectTimeoutError)  # refused connections and unknown names are kinds of it
