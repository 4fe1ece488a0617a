"""How Meta's networks are read so that nothing is handed out twice and nothing that appears late is missed: times are whole
seconds, comments held back appear later with the time at which they were written, and cursors may not be kept.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.clock import now
from bot.platforms import graph
from bot.platforms.base import Busy
from bot.platforms.graph_marks import Marks
from bot.platforms.wire import Json

FIRST_LOOK_BACK = timedelta(days=30)
READ_AGAIN = timedelta(days=2)  # of the own timeline, each time
REMEMBERED = 500


def moment(text: Any, otherwise: datetime | None = None) -> datetime:
    """A time of Meta's, aware UTC; whole seconds."""
    try:
        return datetime.fromisoformat(str(text)).astimezone(UTC)
    except ValueError:
        return otherwise or now()


def older(read: Callable[..., Json], path: str, cursor: str | None, **params: Any) -> tuple[list[Json], str | None]:
    """One page, and the cursor of the one behind it. Meta may let go of a cursor: then the list begins anew."""
    try:
        body = read(path, after=cursor, **params)
    except graph.Bad:
        if cursor is None:
            raise
        cursor, body = None, read(path, **params)
    if not isinstance(body.get("data"), list):
        raise Busy("The network answered with something other than a list.")
    paging = body.get("paging") or {}
    after = (paging.get("cursors") or {}).get("after")
    items = [item for item in body["data"] if isinstance(item, dict) and item.get("id")]
    return items, str(after) if paging.get("next") and after and after != cursor else None


def turn(remote_id: str, every: timedelta) -> int:
    """Changes once in `every`, for each post at a time of its own, so that not all are read again at once."""
    return int((now().timestamp() + int(remote_id)) // every.total_seconds())


@dataclass
class Reading:
    """Where reading what others say stands. `begin`: what is older was there before Gatepost looked, and is not handed out."""

    begin: datetime
    whole_at: datetime | None = None  # when everything was last read, however quiet it looked
    states: Marks = field(default_factory=Marks)  # of posts, as they were when their comments were read
    known: Marks = field(default_factory=Marks)  # of what was handed out

    @classmethod
    def opened(cls, cursor: str | None) -> "Reading":
        if not cursor:
            return cls(now() - FIRST_LOOK_BACK)
        told = json.loads(cursor)
        whole_at = datetime.fromisoformat(told["whole_at"])
        return cls(datetime.fromisoformat(told["begin"]), whole_at, Marks(told["states"]), Marks(told["known"]))

    def closed(self, whole_at: datetime) -> str:
        """What is stored. `whole_at`: when everything was last listed as far back as it is listed at all."""
        told = {"begin": self.begin.isoformat(), "whole_at": whole_at.isoformat(), "states": self.states.kept(), "known": self.known.kept()}
        return json.dumps(told, separators=(",", ":"))


def newer(listed: Callable[[datetime | None], list[Json]], cursor: str | None, stamp: str) -> tuple[list[Json], str]:
    """(own posts not handed out before, oldest first; the next cursor). Known by their ids: two can be of one second.

    `listed` gives own posts newest first back to a time; with None, the newest page. `stamp` names the field with the time.
    """
    told = json.loads(cursor) if cursor else {}
    since = datetime.fromisoformat(told["since"]) if told else now()
    marks = Marks(told.get("known", ()))
    items = listed(since - READ_AGAIN if told else None)
    fresh = [item for item in reversed(items) if str(item["id"]) not in marks]
    for item in items:
        marks.see(str(item["id"]))
    fresh.sort(key=lambda item: moment(item.get(stamp)))
    latest = max((moment(item.get(stamp)) for item in items), default=since)
    kept = {"since": (max(latest, since) if told else min(latest, since)).isoformat(), "known": marks.kept(REMEMBERED)}
    return fresh, json.dumps(kept, separators=(",", ":"))
