"""What others say to a Page: comments under what stands on its feed, and visitors' and tagged posts there.

Facebook has no list of all new comments. The feed tells for each post when it last changed and how many comments it has, nested
ones too; where either moved, its comments are read, newest first. What was handed out is known by its id and not by its time,
because a comment that Facebook held back appears later with the time at which it was written.
"""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.clock import now
from bot.platforms import facebook_shapes as shapes
from bot.platforms import graph
from bot.platforms.base import Page, Post
from bot.platforms.facebook_line import FEED, Line
from bot.platforms.graph_marks import Marks
from bot.platforms.wire import Json

FIRST_LOOK_BACK = timedelta(days=30)
USUAL = timedelta(days=45)  # how far back the feed is read each time
WHOLE = timedelta(days=365)  # and how far once in
WHOLE_EVERY = timedelta(hours=3)
ENOUGH_S = 25.0  # of reading comments: what is left is read next time, because a claim on the stream lasts 90 s
ALL_READ = 10  # pages of one post's comments read to the end; below them reading stops where everything is known
NEW = timedelta(days=1)  # a post so young is read whatever its counts say
COUNTED = "comments.filter(stream).limit(0).summary(true)"
FIELDS = f"{shapes.POST_FIELDS},is_hidden,{COUNTED}"


@dataclass
class Reading:
    """Where reading stands. `begin`: what is older was there before Gatepost looked, and is not handed out."""

    begin: datetime
    whole_at: datetime | None = None  # when the feed was last read as far back as `WHOLE`
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
        told = {"begin": self.begin.isoformat(), "whole_at": whole_at.isoformat(), "states": self.states.kept(1_000), "known": self.known.kept()}
        return json.dumps(told, separators=(",", ":"))


def read(line: Line, cursor: str | None) -> Page:
    """Everything by others not handed out before, oldest first."""
    reading, started, until = Reading.opened(cursor), now(), time.monotonic() + ENOUGH_S
    whole = reading.whole_at is not None and started - reading.whole_at >= WHOLE_EVERY
    back_to = started - (WHOLE if whole else USUAL) if cursor else reading.begin
    newest_first: list[Post] = []
    cut = False
    for item in _feed(line, back_to):
        if shapes.author_of(item)[0] != line.page_id:
            newest_first.append(shapes.post_of(item))
        if _moved(line, item, reading):
            cut = cut or time.monotonic() >= until
            newest_first += [] if cut else _under(line, item, reading)
    found = newest_first[::-1]
    fresh = {post.remote_id: post for post in found if post.remote_id not in reading.known and post.at >= reading.begin}
    for post in found:
        reading.known.see(post.remote_id)
    others = [post for post in fresh.values() if post.author_id != line.page_id]
    others.sort(key=lambda post: post.at)  # stable: within one second as the network lists them
    complete = (whole or reading.whole_at is None) and not cut
    return Page(tuple(others), reading.closed(started if complete else reading.whole_at or started - WHOLE_EVERY), more=cut)


def _feed(line: Line, back_to: datetime) -> list[Json]:
    items: list[Json] = []
    try:
        for page in line.pages(f"{line.page_id}/feed", limit=FEED, fields=FIELDS, since=int(back_to.timestamp())):
            items += page
    except graph.TooDeep:  # newest first: what is left is the oldest
        pass
    return items


def _moved(line: Line, item: Json, reading: Reading) -> bool:
    """Whether there may be comments under it that were not read. What stands on somebody else's page and names this one has none."""
    if not str(item["id"]).startswith(f"{line.page_id}_") or _count(item) == 0:
        return False
    if _state(item) not in reading.states:
        return True
    reading.states.see(_state(item))  # kept for as long as it is in sight
    return now() - shapes.moment(item.get("created_time")) < NEW


def _under(line: Line, item: Json, reading: Reading) -> list[Post]:
    """The comments under one post of the feed, newest first."""
    post_id = str(item["id"])
    reading.states.see(_state(item))  # as it was before they were read: what comes meanwhile moves it
    return [shapes.comment_of(each, post_id) for each in _newest_first(line, post_id, reading)]


def _state(item: Json) -> str:
    return f"{item['id']} {item.get('updated_time')} {_count(item)}"


def _count(item: Json) -> int | None:
    """All comments, nested ones too. None where Facebook does not say."""
    count = ((item.get("comments") or {}).get("summary") or {}).get("total_count")
    return count if isinstance(count, int) else None


def _newest_first(line: Line, post_id: str, reading: Reading) -> Iterator[Json]:
    try:
        pages = line.pages(f"{post_id}/comments", fields=shapes.COMMENT_FIELDS, filter="stream", order="reverse_chronological")
        for number, page in enumerate(pages, start=1):
            yield from page
            if page and number >= ALL_READ and all(str(each["id"]) in reading.known for each in page):
                return
    except graph.Gone:  # taken down since the feed was read
        return
    except graph.TooDeep:
        return
