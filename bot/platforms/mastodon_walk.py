"""Walking forward through a list of Mastodon's without passing anything over.

`min_id` gives the page just above a number, `since_id` the newest one, which skips a backlog
(https://docs.joinmastodon.org/api/guidelines/). Numbers are given out before rows are committed, so one may turn up below
another that was read already: the last two minutes are read again each time, and what was handed out of them is remembered.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.clock import now
from bot.platforms.mastodon_shapes import moment
from bot.platforms.mastodon_wire import Answer

Json = dict[str, Any]
SETTLING = timedelta(minutes=2)
Ask = Callable[..., Answer]  # takes min_id or max_id; answers with a page, newest first


@dataclass(frozen=True)
class Mark:
    """Everything up to `floor` was handed out, and above it only `above`."""

    floor: str = "0"
    above: tuple[str, ...] = ()

    def kept(self) -> Json:
        return {"floor": self.floor, "above": list(self.above)}

    @classmethod
    def of(cls, told: Json) -> "Mark":
        return cls(str(told["floor"]), tuple(told["above"]))


def order(number: str) -> tuple[int, str]:
    """Numbers are text that may be longer than a computer's: the longer is the greater."""
    return len(number), number


def newer(ask: Ask, mark: Mark) -> tuple[list[Json], Mark]:
    """All rows above the mark, oldest first, and the mark from there on."""
    rows: dict[str, Json] = {}
    reached = mark.floor
    while True:
        page = {str(row["id"]): row for row in ask(min_id=reached).rows}
        highest = max(page, key=order, default=reached)
        if order(highest) <= order(reached):
            break
        rows |= page
        reached = highest
    fresh = [rows[number] for number in sorted(rows, key=order) if number not in mark.above]
    return fresh, _mark(rows.values(), mark.floor)


def newest(ask: Ask, since: datetime | None = None) -> tuple[list[Json], Mark]:
    """Where there is no mark yet: the newest page, and older ones while they hold something after `since`. Oldest first."""
    rows: dict[str, Json] = {}
    lowest: str | None = None
    while True:
        page = {str(row["id"]): row for row in ask(**({"max_id": lowest} if lowest else {})).rows}
        fresh = page.keys() - rows.keys()
        rows |= page
        lowest = min(rows, key=order, default=None)
        if since is None or not fresh or any(moment(row["created_at"]) < since for row in page.values()):
            break
    mark = _mark(rows.values(), lowest or "0")
    wanted = [number for number in rows if since is None or moment(rows[number]["created_at"]) >= since]
    return [rows[number] for number in sorted(wanted, key=order)], mark


def _mark(rows: Iterable[Json], floor: str) -> Mark:
    listed = list(rows)
    settled = now() - SETTLING
    floor = max((str(row["id"]) for row in listed if moment(row["created_at"]) <= settled), key=order, default=floor)
    return Mark(floor, tuple(sorted((str(row["id"]) for row in listed if order(str(row["id"])) > order(floor)), key=order)))
