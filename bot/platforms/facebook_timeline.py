"""A Page's own posts, as Facebook lists them: newest first, about 600 of each year.

A post that somebody dates back by hand is listed under the date they chose: one dated further back than `graph_reading.READ_AGAIN` is not seen.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from bot.platforms import facebook_shapes as shapes
from bot.platforms import graph, graph_reading
from bot.platforms.facebook_line import FEED, Line
from bot.platforms.wire import Json


def listed(line: Line, since: datetime | None, *, at_most: int | None = None, wanted: Collection[str] = ()) -> list[Json]:
    """Own posts, newest first: so many pages of them, or until all that are wanted were met."""
    items: list[Json] = []
    asked: dict[str, Any] = {"since": int(since.timestamp())} if since else {}
    try:
        pages = line.pages(f"{line.page_id}/published_posts", limit=FEED, fields=shapes.POST_FIELDS, **asked)
        for number, page in enumerate(pages, start=1):
            items += page
            if number == at_most or (wanted and {str(item["id"]) for item in items}.issuperset(wanted)):
                break
    except graph.TooDeep:  # what is left is the oldest
        pass
    return _own(line, items)


def _own(line: Line, items: list[Json]) -> list[Json]:
    own = [{"from": {"id": line.page_id}, **item} for item in items]  # all of this list are the Page's, named or not
    return [item for item in own if shapes.author_of(item)[0] == line.page_id]


def older(line: Line, cursor: str | None) -> tuple[list[Json], str | None]:
    """A page of own posts, and the cursor of the one behind it."""
    items, after = graph_reading.older(line.read, f"{line.page_id}/published_posts", cursor, fields=shapes.POST_FIELDS, limit=FEED)
    return _own(line, items), after


def timeline(line: Line, cursor: str | None) -> tuple[list[Json], str]:
    """(posts not handed out before, oldest first; the next cursor)."""
    return graph_reading.newer(lambda since: listed(line, since, at_most=None if since else 1), cursor, "created_time")
