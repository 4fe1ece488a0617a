"""Bluesky's budget of changes: 5,000 points an hour and 35,000 a day for each account; made 3, put 2, deleted 1.

A part of it is kept for what must not wait: hiding, closing and removing. Without that, an account that published too much could
not take a post down. Counted here, and corrected by what the server says is left (`ratelimit-*` headers).
https://docs.bsky.app/docs/advanced-guides/rate-limits
"""

from collections import deque
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Any

from bot.clock import now
from bot.platforms.base import Busy
from bot.platforms.bluesky_records import GATE

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LIMITS = {HOUR: 5_000, DAY: 35_000}
KEPT = {HOUR: 500, DAY: 3_500}  # a tenth: enough to hide or remove hundreds
COSTS = {"createRecord": 3, "putRecord": 2, "deleteRecord": 1}
URGENT = frozenset({GATE, "app.bsky.feed.postgate", "chat.bsky.actor.declaration"})


def cost(method: str, body: Mapping[str, Any]) -> int:
    """Points of one call; 0 for what is not a change of the account's records."""
    if method.endswith(".applyWrites"):
        return 3 * len(body.get("writes") or ())
    return COSTS.get(method.rsplit(".", 1)[-1], 0) if ".repo." in method else 0


def urgent(method: str, body: Mapping[str, Any]) -> bool:
    """Whether it may use what is kept: it takes something away from sight, or closes something."""
    return method.endswith(".deleteRecord") or body.get("collection") in URGENT


class Points:
    """What one account has used, in this process, and what its server said last."""

    def __init__(self) -> None:
        self._used: deque[tuple[datetime, int]] = deque()
        self._told: tuple[int, datetime] | None = None  # points left, and until when that counts
        self._lock = Lock()

    def take(self, method: str, body: Mapping[str, Any]) -> None:
        """Note a change that is about to be sent. Raises Busy when only what is kept is left and this may not use it."""
        points = cost(method, body)
        if not points:
            return
        with self._lock:
            if not urgent(method, body) and (until := self._spent(points)) is not None:
                raise Busy("Bluesky's limit of changes is nearly reached; the rest is kept for hiding and removing. Nothing was sent.", until)
            self._used.append((now(), points))

    def hear(self, headers: Mapping[str, str]) -> None:
        """What the server says of the hour's limit; other limits are for other things."""
        if not headers.get("ratelimit-policy", "").startswith(f"{LIMITS[HOUR]};"):
            return
        try:
            self._told = int(headers["ratelimit-remaining"]), datetime.fromtimestamp(int(headers["ratelimit-reset"]), UTC)
        except (KeyError, ValueError, OverflowError):
            return

    def _spent(self, wanted: int) -> datetime | None:
        """Until when nothing but the urgent goes out; None while there is room."""
        moment = now()
        while self._used and self._used[0][0] <= moment - DAY:
            self._used.popleft()
        if self._told and moment < self._told[1] and self._told[0] - wanted < KEPT[HOUR]:
            return self._told[1]
        for span, limit in LIMITS.items():
            within = [(at, points) for at, points in self._used if at > moment - span]
            if sum(points for _, points in within) + wanted > limit - KEPT[span]:
                return within[0][0] + span
        return None
