"""What X would charge, counted by the server from its own answers: by the listed prices, knowing nothing of our ledger.

Each post or person that an answer shows is charged once for each price and UTC day. Nothing shown at two prices on one day is given
away: whether X does that is not documented, so here it does not.
"""

import re
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

# (method, address, what, millionths of a dollar, charged for each thing shown). `me` is the account's id; owned prices.
LISTED: tuple[tuple[str, str, str, int, bool], ...] = (
    ("GET", r"/2/users/{me}/tweets", "own posts read", 1_000, True),
    ("GET", r"/2/users/{me}/mentions", "mentions read", 1_000, True),
    ("GET", r"/2/users/{me}/following", "follows read", 1_000, True),
    ("GET", r"/2/users/{me}/blocking", "blocks read", 1_000, True),
    ("GET", r"/2/tweets(/search/recent)?", "other posts read", 5_000, True),
    ("GET", r"/2/users(/me|/by/username/\w+)?", "people read", 10_000, True),
    ("POST", r"/2/tweets", "posts created", 15_000, False),
    ("DELETE", r"/2/tweets/\d+", "posts deleted", 10_000, False),
    ("DELETE", r"/2/users/{me}/retweets/\d+", "reposts undone", 10_000, False),
    ("PUT", r"/2/tweets/\d+/hidden", "replies hidden or shown", 5_000, False),
    ("POST", r"/2/media/metadata", "pictures described", 5_000, False),
    ("POST", r"/2/users/{me}/muting", "people muted", 15_000, False),
    ("DELETE", r"/2/users/{me}/following/\d+", "people unfollowed", 10_000, False),
)
WITH_LINK = ("posts with a link created", 200_000)
NOT_OWNED = {"own posts read": 5_000, "mentions read": 5_000, "follows read": 10_000, "blocks read": 10_000}


class Bill:
    """`counts` and `millionths` by what; `things` holds every id ever shown, by what."""

    def __init__(self, me: str, *, owned: bool = True) -> None:
        self._me, self._owned = me, owned
        self._charged: set[tuple[str, str, str]] = set()
        self.counts: Counter[str] = Counter()
        self.millionths: Counter[str] = Counter()
        self.things: dict[str, set[str]] = {}

    @property
    def total(self) -> int:
        return sum(self.millionths.values())

    def note(self, method: str, path: str, sent: Mapping[str, Any], status: int, said: Mapping[str, Any]) -> None:
        if status >= 300:
            return
        for verb, address, what, price, by_thing in LISTED:
            if verb == method and re.fullmatch(address.format(me=self._me), path):
                paid = price if self._owned else NOT_OWNED.get(what, price)
                if by_thing:
                    self._shown(what, paid, said.get("data"))
                elif said.get("data"):
                    self._add(*(WITH_LINK if what == "posts created" and has_link(sent) else (what, paid)), 1)
                return

    def _shown(self, what: str, price: int, data: Any) -> None:
        day = datetime.now(UTC).date().isoformat()
        items = data if isinstance(data, list) else [data] if data else []
        fresh = {str(item["id"]) for item in items} - {one for w, d, one in self._charged if w == what and d == day}
        self._charged |= {(what, day, one) for one in fresh}
        self._charged -= {key for key in self._charged if key[1] != day}
        self.things.setdefault(what, set()).update(fresh)
        self._add(what, price, len(fresh))

    def _add(self, what: str, price: int, times: int) -> None:
        self.counts[what] += times
        self.millionths[what] += price * times


def has_link(sent: Mapping[str, Any]) -> bool:
    return bool(re.search(r"https?://\S|\b[a-z0-9-]+\.(?:example|test)\b", str(sent.get("text") or "")))
