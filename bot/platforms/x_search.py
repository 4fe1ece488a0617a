"""Sweeping own threads by search: what answers below them without naming the account, which the mentions therefore lack.

What names the account is left out of the search, because the mentions bring it at a fifth of the price. Only when the mentions
were cut off (X gives the newest 800) does the search ask for everything.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from bot import clock
from bot.platforms import x_shapes as shapes
from bot.platforms.base import Trouble
from bot.platforms.metering import Meter
from bot.platforms.x_cursor import LAG, REACH, Cursor, number_at
from bot.platforms.x_http import Wire
from bot.platforms.x_lists import PAGE, pages

EVERY = timedelta(hours=1)
OVERDUE = 3  # sweeps missed, after which it is said that the threads are not read
LONGEST = 512  # characters of a query on self-serve access
SECONDS = 40.0  # of one reading, after which the remaining threads wait for the next; its lease is 90 seconds
CUT = 800  # mentions X gives at most

Body = Mapping[str, Any]


@dataclass(frozen=True)
class Swept:
    """What a sweep brought, and where it stands. `more`: threads are left. `trouble`: why, where that has to be told."""

    cursor: Cursor
    bodies: tuple[Body, ...] = ()
    trouble: Trouble | None = None
    more: bool = False


def queries(handle: str, roots: Sequence[str], *, everything: bool = False) -> Iterator[tuple[str, list[str]]]:
    """As many threads in a query as its length allows, in the order given."""
    tail = f" -from:{handle}" + ("" if everything else f" -@{handle}")
    room = LONGEST - len(tail) - len("()")
    group: list[str] = []
    for root in roots:
        if group and len(_any_of([*group, root])) > room:
            yield f"({_any_of(group)}){tail}", group
            group = []
        group.append(root)
    if group:
        yield f"({_any_of(group)}){tail}", group


def _any_of(roots: Sequence[str]) -> str:
    return " OR ".join(f"conversation_id:{root}" for root in roots)


def due(cursor: Cursor, moment: datetime, slowed: int) -> bool:
    """Once an hour; and at once where mentions were cut off, until all that the search can bring of them was brought."""
    return cursor.cut or cursor.swept is None or moment - cursor.swept >= EVERY * slowed


def sweep(wire: Wire, meter: Meter, me: str, handle: str, cursor: Cursor, began: float) -> Swept:
    """Search all live threads once. One that fails leaves the others' places as they are; nothing is passed over."""
    moment = clock.now()
    bodies: list[Body] = []
    try:
        cursor = _with_new_threads(wire, meter, me, cursor, moment)
        upto = number_at(moment - LAG)
        for query, group in queries(handle, sorted(cursor.threads, key=lambda root: int(cursor.threads[root])), everything=cursor.cut):
            if time.monotonic() - began > SECONDS:
                return Swept(cursor, tuple(bodies), more=True)
            since = min((cursor.threads[root] for root in group), key=int)
            answered = list(
                pages(
                    wire,
                    wire.search_recent_tweets,
                    query,
                    named="next_token",
                    since_id=since,
                    max_results=PAGE,
                    tweet_fields=list(shapes.POST_FIELDS),
                )
            )
            meter("post_read", ids=[str(item["id"]) for body in answered for item in shapes.items_of(body)])
            bodies += answered
            cursor = replace(cursor, threads={**cursor.threads, **{root: max(upto, cursor.threads[root], key=int) for root in group}})
    except Trouble as trouble:
        late = cursor.swept is not None and moment - cursor.swept >= EVERY * meter.slowed() * OVERDUE
        return Swept(cursor, tuple(bodies), trouble if late or cursor.swept is None else None, more=True)
    return Swept(replace(cursor, swept=moment, cut=False), tuple(bodies))


def _with_new_threads(wire: Wire, meter: Meter, me: str, cursor: Cursor, moment: datetime) -> Cursor:
    """Threads we began since the last look. The timeline's own reading pays for the same posts the same day, so this is free."""
    start = {"since_id": cursor.own} if cursor.own else {"start_time": moment - REACH}
    answered = list(pages(wire, wire.get_users_tweets, me, **start, max_results=PAGE, tweet_fields=list(shapes.POST_FIELDS)))
    items = [item for body in answered for item in shapes.items_of(body)]
    meter("own_post_read", ids=[str(item["id"]) for item in items])
    begun = {shapes.versions(item)[0]: shapes.versions(item)[0] for item in items if shapes.begins_thread(item)}
    newest = max((str(item["id"]) for item in items), key=int, default=cursor.own or number_at(moment - REACH))
    return replace(cursor, own=newest, threads={**begun, **cursor.threads}).alive(moment)
