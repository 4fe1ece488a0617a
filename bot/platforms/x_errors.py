"""What X says when it will not, as tables: one answer, one trouble.

X names a problem by `type` (an address), by an old number, by HTTP status, or only in words; it may do so inside a 200.
https://docs.x.com/x-api/fundamentals/response-codes-and-errors
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from enum import Enum, auto
from typing import Any

from bot import clock
from bot.platforms.base import AccessLost, Busy, Refused, Trouble, Unsure

WINDOW = timedelta(minutes=15)  # X's rate windows; used when no reset time came
SPENT = timedelta(hours=24)  # a used-up cap or credit is a person's to mend; asking more often cannot help
LONGEST = timedelta(hours=25)  # no window of X's is longer than a day; a header that says more is wrong
DETAIL = 200  # characters of X's own words shown to staff

NOT_FOUND = "resource-not-found"
NOT_OURS_TO_SEE = "not-authorized-for-resource"


class Gone(Refused):
    """X knows of no such post or account. Only X's own word for it counts: a bare 404 may be a wrong address."""


class Kind(Enum):
    REFUSED = auto()
    GONE = auto()
    BUSY = auto()
    SPENT = auto()
    ACCESS = auto()
    DUPLICATE = auto()
    LOST = auto()


BY_TYPE = {
    NOT_FOUND: Kind.GONE,
    "usage-capped": Kind.SPENT,
    "credits": Kind.SPENT,
    "rate-limit-exceeded": Kind.BUSY,
    "oauth1-permissions": Kind.ACCESS,
    "unsupported-authentication": Kind.ACCESS,
    "service-unavailable": Kind.LOST,
}
BY_CODE = {
    32: Kind.ACCESS,
    50: Kind.GONE,
    63: Kind.ACCESS,
    64: Kind.ACCESS,
    88: Kind.BUSY,
    89: Kind.ACCESS,
    130: Kind.LOST,
    131: Kind.LOST,
    144: Kind.GONE,
    185: Kind.BUSY,
    187: Kind.DUPLICATE,
    326: Kind.ACCESS,
}
BY_WORDS = (
    (re.compile(r"duplicate content|is a duplicate", re.IGNORECASE), Kind.DUPLICATE),
    (re.compile(r"\byour account (is|has been)\b.*\b(suspended|locked)", re.IGNORECASE), Kind.ACCESS),
)
BY_STATUS = {401: Kind.ACCESS, 402: Kind.SPENT, 408: Kind.LOST, 429: Kind.BUSY}

SENTENCES: dict[Kind, tuple[type[Trouble], str]] = {
    Kind.REFUSED: (Refused, "X refused this."),
    Kind.GONE: (Gone, "X has no such post or account."),
    Kind.ACCESS: (AccessLost, "X no longer accepts this account's connection. An administrator must connect it again."),
    Kind.DUPLICATE: (Unsure, "X says this text is already up, so an earlier attempt may have worked. Look for it there first."),
}
SLOW_SENTENCE = "X asks us to slow down."
SPENT_SENTENCE = "The X usage cap is reached or the credit is used up: top up, or raise the cap, in the X developer console."

# Each limit X may answer with; the ones with nothing remaining say how long to wait.
LIMITS = ("x-rate-limit", "x-user-limit-24hour", "x-app-limit-24hour")


def problems(body: Any) -> list[Mapping[str, Any]]:
    """Every problem a body names, in either of X's forms (`errors[]`, or the body itself as problem+json)."""
    if not isinstance(body, Mapping):
        return []
    listed = body.get("errors")
    found = [item for item in listed if isinstance(item, Mapping)] if isinstance(listed, list) else []
    if "type" in body or "detail" in body:
        found.insert(0, body)
    return found


def type_of(problem: Mapping[str, Any]) -> str:
    return str(problem.get("type") or "").rstrip("/").rpartition("/")[2]


def words_of(problem: Mapping[str, Any]) -> str:
    return str(problem.get("detail") or problem.get("message") or problem.get("title") or "")


def kind_of(problem: Mapping[str, Any], status: int) -> Kind | None:
    """What this problem is; None where it says nothing more than no. The type outranks the number, the number the words."""
    code = problem.get("code")
    named = BY_TYPE.get(type_of(problem)) or (BY_CODE.get(code) if isinstance(code, int) else None)
    if named:
        return named
    said = next((kind for pattern, kind in BY_WORDS if pattern.search(words_of(problem))), None)
    own = problem.get("status")
    return said or by_status(own if isinstance(own, int) else status)


def by_status(status: int) -> Kind | None:
    return Kind.LOST if status >= 500 else BY_STATUS.get(status)


def trouble(status: int, found: Sequence[Mapping[str, Any]], headers: Mapping[str, str], *, lost: type[Trouble], detail: str) -> Trouble:
    """The one trouble a failed answer becomes. `lost` is Unsure where something may have happened, else Busy."""
    kinds = [kind for problem in found if (kind := kind_of(problem, status))]
    kind = kinds[0] if kinds else by_status(status) or Kind.REFUSED
    said = f" X says: {detail[:DETAIL].rstrip('. ')}." if detail else ""
    now = clock.now()
    if kind in SENTENCES:
        answer, sentence = SENTENCES[kind]
        return answer(f"{sentence}{said}")
    if kind is Kind.LOST:
        return lost(f"X had a fault of its own, and its answer does not tell what happened (HTTP {status}).{said}")
    sentence, until = (SPENT_SENTENCE, now + SPENT) if kind is Kind.SPENT else (SLOW_SENTENCE, reset(headers, now))
    return Busy(f"{sentence} Gatepost asks again after {clock.spoken(until)}.{said}", until)


def reset(headers: Mapping[str, str], now: datetime) -> datetime:
    """When to ask again: the latest reset among the limits that are used up, else the plain one, else 15 minutes."""
    used_up = [limit for limit in LIMITS if headers.get(f"{limit}-remaining") == "0"] or LIMITS[:1]
    times = [moment for limit in used_up if (moment := _moment(headers.get(f"{limit}-reset"), now))]
    return max(times, default=now + WINDOW)


def _moment(text: str | None, now: datetime) -> datetime | None:
    """A reset header (seconds since 1970), never in the past and never further off than any window of X's."""
    if not text or not text.strip().isdecimal() or len(text.strip()) > 11:
        return None
    moment = datetime.fromtimestamp(int(text), UTC)
    return min(max(moment, now + timedelta(seconds=1)), now + LONGEST)
