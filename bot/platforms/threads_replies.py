"""What others say to a Threads account: whole conversations under its own posts, and posts elsewhere that name it.

Threads tells neither when a conversation moved nor how long it is, so each is read anew: all the time while it is young, and
the more rarely the older it is. At two posts a day that is about ten questions a minute; Meta grants at least thirty.
"""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.clock import now
from bot.platforms import graph
from bot.platforms import threads_shapes as shapes
from bot.platforms.base import Page, Post, Profile
from bot.platforms.graph_account import Line
from bot.platforms.graph_reading import Reading, moment, turn
from bot.platforms.wire import Json

# Age of a post -> how often its conversation is read. Older ones are read no more.
EVERY: tuple[tuple[timedelta, timedelta], ...] = (
    (timedelta(days=2), timedelta(0)),
    (timedelta(days=7), timedelta(minutes=10)),
    (timedelta(days=30), timedelta(hours=1)),
    (timedelta(days=90), timedelta(hours=6)),
    (timedelta(days=365), timedelta(days=1)),
)
ENOUGH_S = 25.0  # of reading: what is left is read next time, because whoever reads holds the stream for a minute only
ALL_READ = 4  # pages of one conversation read to the end; below them reading stops where everything is known
READ_AGAIN = timedelta(days=7)  # of mentions: they come late, too
PAGE = 100


def read(line: Line, me: Profile, cursor: str | None) -> Page:
    """Everything by others not handed out before, oldest first."""
    reading, started, until = Reading.opened(cursor), now(), time.monotonic() + ENOUGH_S
    found: list[Post] = []
    cut = False
    for post in own(line, started - EVERY[-1][0] if cursor else reading.begin):  # newest first
        state, due = _stands(post, reading)
        if due and time.monotonic() >= until:
            cut = True
            continue  # not marked as read, so the next reading begins with it
        if due:
            root = str(post["id"])
            found += reversed([shapes.reply_of(item, me, root) for item in _newest_first(line, root, reading)])
        reading.states.see(state)
    since = max(started - READ_AGAIN, reading.begin) if cursor else reading.begin
    found += reversed([shapes.reply_of(item, me) for item in _mentions(line, since)])
    fresh: dict[str, Post] = {}
    for said in found:
        if said.remote_id not in reading.known and said.at >= reading.begin:
            fresh.setdefault(said.remote_id, said)  # what names us under our own post is a reply
    for said in found:
        reading.known.see(said.remote_id)
    others = sorted((said for said in fresh.values() if said.author_id != me.remote_id), key=lambda said: said.at)
    return Page(tuple(others), reading.closed(started), more=cut)


def own(line: Line, back_to: datetime | None) -> list[Json]:
    """Own posts, newest first; with None, the newest page."""
    return _listed(line, "me/threads", shapes.POST_FIELDS, back_to)


def own_answers(line: Line, back_to: datetime) -> list[Json]:
    """Own replies under any post, newest first."""
    return _listed(line, "me/replies", shapes.POST_FIELDS, back_to)


def _mentions(line: Line, back_to: datetime) -> list[Json]:
    return _listed(line, "me/mentions", shapes.MENTION_FIELDS, back_to)


def _listed(line: Line, path: str, fields: str, back_to: datetime | None) -> list[Json]:
    items: list[Json] = []
    try:
        for page in line.pages(path, fields=fields, limit=PAGE):
            items += page
            if back_to is None or (page and moment(page[-1].get("timestamp")) < back_to):
                break
    except graph.TooDeep:  # what is left is the oldest
        pass
    return [item for item in items if back_to is None or moment(item.get("timestamp")) >= back_to]


def _stands(post: Json, reading: Reading) -> tuple[str, bool]:
    """(how it stands, whether its conversation is to be read)."""
    post_id, age = str(post["id"]), now() - moment(post.get("timestamp"))
    every = next((often for older, often in EVERY if age < older), EVERY[-1][1])
    if not every:
        return post_id, True
    state = f"{post_id} {post.get('has_replies')} {turn(post_id, every)}"
    return state, post.get("has_replies") is not False and state not in reading.states


def _newest_first(line: Line, root: str, reading: Reading) -> Iterator[Json]:
    try:
        pages = line.pages(f"{root}/conversation", fields=shapes.REPLY_FIELDS, reverse="true", limit=PAGE)
        for number, page in enumerate(pages, start=1):
            yield from page
            if page and number >= ALL_READ and all(str(item["id"]) in reading.known for item in page):
                return
    except (graph.Gone, graph.TooDeep):  # taken down since it was listed; or the rest is the oldest
        return
