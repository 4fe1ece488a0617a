"""What Meta's three networks have in common: one envelope for errors, one way of paging, usage in headers.

Graph may answer 200 with an error in it, so the error decides and not the status. Codes: PLATFORMS.md section 2, from Meta's
guide to error handling. A rate limit names no time in the answer; the usage header may, in minutes.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Any

import structlog

from bot.clock import now
from bot.platforms.base import AccessLost, Busy, Refused, Trouble, Unsure
from bot.platforms.wire import Answer, Json, Meaning, Wire

VERSION = "v26.0"
WAIT = timedelta(minutes=15)  # after a rate limit, when no header says how long
LONGEST_WAIT = timedelta(hours=24)
DETAIL = 200  # characters of the network's own words shown to staff
MOST_PAGES = 50
SECRET = re.compile(r"(?=[\w|.-]*\d)[\w|.-]{25,}")  # what could be a token: Graph repeats one that it cannot read

log = structlog.get_logger()


class Kind(Enum):
    OUTAGE = auto()
    RATE = auto()
    PERMISSION = auto()
    GONE = auto()
    BAD = auto()
    ACCESS = auto()
    BARRED = auto()
    DUPLICATE = auto()
    QUOTA = auto()


class Gone(Refused):
    """There is no such thing, or not any more."""


class Bad(Refused):
    """A parameter was not to the network's liking."""


class TooDeep(Refused):
    """There is more than the network lets anybody page through. Whoever reads the newest first has read what matters."""


BY_CODE: dict[int, Kind] = {
    1: Kind.OUTAGE,
    2: Kind.OUTAGE,
    3: Kind.PERMISSION,
    4: Kind.RATE,
    9: Kind.QUOTA,
    10: Kind.PERMISSION,
    17: Kind.RATE,
    32: Kind.RATE,
    100: Kind.BAD,
    102: Kind.ACCESS,
    190: Kind.ACCESS,
    341: Kind.RATE,
    368: Kind.BARRED,
    506: Kind.DUPLICATE,
    613: Kind.RATE,
    803: Kind.GONE,
    **dict.fromkeys(range(80000, 80015), Kind.RATE),  # business use cases
    **dict.fromkeys(range(200, 300), Kind.PERMISSION),
}
BY_SUBCODE: dict[int, Kind] = {
    33: Kind.GONE,  # of code 100: the object does not exist or cannot be seen
    **dict.fromkeys(range(458, 468), Kind.ACCESS),
    1609005: Kind.BAD,  # a link could not be looked at
    2207042: Kind.QUOTA,  # Instagram: posts of the last day used up
}


SAYS: dict[Kind, Callable[[str, str, Answer], Trouble]] = {
    Kind.RATE: lambda network, _said, answer: Busy(f"{network} wants fewer questions for a while.", _until(answer.headers)),
    Kind.QUOTA: lambda network, _said, _: Busy(f"{network} takes no more posts from this account today.", now() + timedelta(hours=1)),
    Kind.ACCESS: lambda network, said, _: AccessLost(f"{network} no longer accepts the account's access. {said}".strip()),
    Kind.BARRED: lambda network, _said, _: Refused(f"{network} has blocked this account from that. Sign in there to read why, and for how long."),
    Kind.DUPLICATE: lambda network, _said, _: Unsure(f"{network} says that the same post is up already."),
    Kind.GONE: lambda network, _said, _: Gone(f"{network} knows no such post or comment."),
    Kind.PERMISSION: lambda network, said, _: Refused(f"This connection may not do that on {network}. {said} Connect the account again."),
    Kind.BAD: lambda network, said, _: Bad(f"{network} refused: {said}" if said else f"{network} refused, and gave no reason."),
}


def meaning(network: str) -> Meaning:
    """What an answer of one of the three means, told in the network's name."""

    def understood(answer: Answer, lost: type[Trouble]) -> Trouble | None:
        error = answer.body.get("error")
        if not isinstance(error, Mapping):
            return _bare(network, answer, lost)
        code, subcode = _int(error.get("code")), _int(error.get("error_subcode"))
        kind = BY_SUBCODE.get(subcode) or BY_CODE.get(code) or (Kind.OUTAGE if answer.status >= 500 else Kind.BAD)
        if kind is Kind.PERMISSION and "does not exist" in str(error.get("message")):
            kind = Kind.GONE  # code 10 covers both; its words tell
        # Meta's support asks for the trace, and forgets it after some days.
        log.info("graph refused", network=network, code=code, subcode=subcode, status=answer.status, trace=_trace(error))
        if kind is Kind.OUTAGE:
            return lost(f"{network} has trouble of its own ({code}).")
        return SAYS[kind](network, _words(error), answer)

    return understood


def _bare(network: str, answer: Answer, lost: type[Trouble]) -> Trouble | None:
    """No envelope: only the status tells."""
    if answer.status < 400:
        return None
    if answer.status >= 500 or answer.status == 408:
        return lost(f"{network} has trouble of its own ({answer.status}).")
    kind = {429: Kind.RATE, 401: Kind.ACCESS}.get(answer.status, Kind.BAD)
    return SAYS[kind](network, "", answer)


def pages(wire: Wire, path: str, token: str, **params: Any) -> Iterator[Json]:
    """Page after page until none is named: a short page is no sign of the end. Cursors are for one reading, never kept.

    Raises TooDeep where there is more than can be paged through; what came before it has been yielded.
    """
    after: str | None = None
    seen: set[str] = set()
    for _ in range(MOST_PAGES):
        try:
            body = wire.ask("GET", path, token=token, params={**params, "after": after}).body
        except Bad:
            if after is None:
                raise
            break  # the same question but for the cursor
        if not isinstance(body.get("data"), list):
            raise Busy(f"{wire.name} answered with something other than a list.")
        yield body
        paging = body.get("paging") or {}
        after = (paging.get("cursors") or {}).get("after")
        if not paging.get("next") or not after:
            return
        if after in seen:
            raise Busy(f"{wire.name} keeps giving the same page. Gatepost asks again later.")
        seen.add(after)
    raise TooDeep(f"{wire.name} has more than can be read page by page.")


def _until(headers: Mapping[str, str]) -> datetime:
    """When `estimated_time_to_regain_access` (minutes) is over; the largest of them, and never more than a day."""
    minutes = 0
    for name in ("x-business-use-case-usage", "x-page-usage", "x-app-usage"):
        try:
            told = json.loads(headers.get(name, "{}"))
        except ValueError:
            continue
        minutes = max([minutes, *_minutes(told)])
    return now() + (min(timedelta(minutes=minutes), LONGEST_WAIT) if minutes else WAIT)


def _minutes(told: Any) -> Iterator[int]:
    if isinstance(told, Mapping):
        yield _int(told.get("estimated_time_to_regain_access"))
        for each in told.values():
            yield from _minutes(each)
    elif isinstance(told, list):
        for each in told:
            yield from _minutes(each)


def _words(error: Mapping[str, Any]) -> str:
    """The network's own words for people, else for programmers; cut short, and without anything that could be a token."""
    said = SECRET.sub("[...]", str(error.get("error_user_msg") or error.get("message") or "")).strip()
    return said[:DETAIL].rstrip(".") + "." if said else ""


def _trace(error: Mapping[str, Any]) -> str:
    return SECRET.sub("[...]", str(error.get("fbtrace_id") or ""))[:40]


def _int(value: Any) -> int:
    try:
        return int(value or 0)
    except (TypeError, ValueError):
        return 0
