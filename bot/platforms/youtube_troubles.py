"""What YouTube's answers mean. The reason inside the error tells, not the status: a 403 may be a spent allowance, a deleted
comment, a missing right or a closed account.

Sources: PLATFORMS.md section 5 and developers.google.com/youtube/v3/docs/errors. That page spells `quotaExceeded`; answers that
people recorded carry it in the domain `youtube.quota`.
"""

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from bot.clock import now
from bot.platforms.base import AccessLost, Busy, Refused, Trouble
from bot.platforms.wire import Answer
from bot.platforms.youtube_allowance import midnight_after

SOON = timedelta(minutes=1)  # after too many calls at once; no answer says how long
DETAIL = 200  # characters of YouTube's own words shown to staff
AGAIN = "An administrator must connect the channel again."


class Gone(Refused):
    """There is no such comment, video or subscription, or not any more."""


class Perhaps(Refused):
    """A no that YouTube also gives when its writer has deleted the comment. What it is, a reading tells."""


class Stale(AccessLost):
    """The access token is not taken. It may just have ended."""


class SpentDay(Busy):
    """The project's units of today are used up."""


Says = Callable[[str], Trouble]
_SPENT: Says = lambda _said: SpentDay("YouTube takes no more calls today: the day's allowance is used up.", midnight_after(now()))  # noqa: E731
_FAST: Says = lambda _said: Busy("YouTube wants fewer questions for a while.", now() + SOON)  # noqa: E731
_GONE: Says = lambda _said: Gone("YouTube knows no such comment or video.")  # noqa: E731
_PERHAPS: Says = lambda said: Perhaps(f"YouTube refused. {said}".strip())  # noqa: E731
_STALE: Says = lambda _said: Stale(f"YouTube no longer accepts the channel's access. {AGAIN}")  # noqa: E731
_CLOSED: Says = lambda _said: AccessLost("YouTube has suspended or closed this channel. Sign in there to read why.")  # noqa: E731
_RIGHTS: Says = lambda _said: Refused(f"This connection may not do that on YouTube. {AGAIN}")  # noqa: E731
_PROJECT: Says = lambda _said: Refused(  # noqa: E731
    "The Google project of this connection may not use the YouTube Data API v3. Switch it on in the Google Cloud console."
)

BY_REASON: dict[str, Says] = {
    "quotaExceeded": _SPENT,
    "dailyLimitExceeded": _SPENT,
    "rateLimitExceeded": _FAST,
    "userRateLimitExceeded": _FAST,
    "authError": _STALE,
    "authorizationRequired": _STALE,
    "unauthorized": _STALE,
    "youtubeSignupRequired": _CLOSED,
    "authenticatedUserAccountClosed": _CLOSED,
    "authenticatedUserAccountSuspended": _CLOSED,
    "accountClosed": _CLOSED,
    "accountSuspended": _CLOSED,
    "insufficientPermissions": _RIGHTS,
    "ACCESS_TOKEN_SCOPE_INSUFFICIENT": _RIGHTS,
    "accountDelegationForbidden": _RIGHTS,
    "accessNotConfigured": _PROJECT,
    "forbidden": _PERHAPS,
    "processingFailure": _PERHAPS,
    "operationNotSupported": _PERHAPS,
    **dict.fromkeys(
        ("commentNotFound", "commentThreadNotFound", "videoNotFound", "playlistNotFound", "subscriptionNotFound", "channelNotFound"), _GONE
    ),
}


def understood(answer: Answer, lost: type[Trouble]) -> Trouble | None:
    """Which trouble an answer is; None when it is fine."""
    if answer.status < 400:
        return None
    if answer.status >= 500 or answer.status == 408:
        return lost(f"YouTube has trouble of its own ({answer.status}).")
    error = answer.body.get("error")
    reason, said = _told(error) if isinstance(error, Mapping) else ("", "")
    if issubclass(lost, Busy):  # of a reading these say nothing about what was asked for
        if reason == "processingFailure":
            return lost("YouTube could not work on that just now.")
        if BY_REASON.get(reason) is _PERHAPS:
            return Refused(f"YouTube refused. {said}".strip())
    says = BY_REASON.get(reason) or {401: _STALE, 429: _FAST}.get(answer.status)
    return says(said) if says else Refused(f"YouTube refused: {said}" if said else "YouTube refused, and gave no reason.")


def exchanged(answer: Answer, lost: type[Trouble]) -> Trouble | None:
    """The same of Google's token endpoint, which has an error shape of its own (RFC 6749, 5.2)."""
    if answer.status < 400:
        return None
    if answer.status >= 500 or answer.status in {408, 429}:
        return lost(f"Google gave no new access just now ({answer.status}).")
    reason = answer.body.get("error")
    if reason == "invalid_grant":
        return AccessLost(f"Google no longer accepts the channel's access: it was withdrawn, or not used for six months. {AGAIN}")
    if reason in {"invalid_client", "unauthorized_client", "deleted_client"}:
        return AccessLost("Google does not know the client id and secret of this connection. An administrator must enter them again.")
    return Refused("Google refused to give new access, for a reason that Gatepost does not know.")


def _told(error: Mapping[str, Any]) -> tuple[str, str]:
    """(reason, YouTube's own words without markup). The words never hold the token; they are cut short all the same."""
    listed = error.get("errors")
    first = listed[0] if isinstance(listed, list) and listed and isinstance(listed[0], Mapping) else {}
    said = re.sub(r"<[^>]*>", "", str(error.get("message") or "")).strip()[:DETAIL].rstrip(".")
    return str(first.get("reason") or ""), f"{said}." if said else ""
