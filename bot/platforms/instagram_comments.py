"""What others say under an Instagram account's own posts.

Instagram has no list of all new comments. Each post tells how many it has, answers to comments among them; where that moved, its
comments are read, newest first. No new comment is no proof that there is none: comments of people whom the account restricted
come only once somebody approved them, and those under age-gated or live posts not at all (PLATFORMS.md section 3).
"""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.clock import now
from bot.platforms import graph
from bot.platforms import instagram_shapes as shapes
from bot.platforms.base import Page, Post, Profile
from bot.platforms.graph_account import Line
from bot.platforms.graph_reading import Reading, moment, turn
from bot.platforms.wire import Json

USUAL = timedelta(days=90)  # how far back own posts are looked at each time
WHOLE = timedelta(days=365)  # and how far once in
WHOLE_EVERY = timedelta(hours=6)
REREAD = timedelta(hours=6)  # after which a usual one is read whatever its count says: one comment may go as another comes
ENOUGH_S = 25.0  # of reading comments: what is left is read next time, because whoever reads holds the stream for a minute only
ALL_READ = 4  # pages of one post's comments read to the end; below them reading stops where everything is known
NEW = timedelta(days=1)  # a post so young is read whatever its count says
PAGE = 50  # the most comments that Instagram gives at once
MEDIA_PAGE = 100
WITH_ANSWERS = f"{shapes.COMMENT_FIELDS},replies.limit({PAGE}){{{shapes.COMMENT_FIELDS}}}"


def read(line: Line, me: Profile, cursor: str | None) -> Page:
    """Everything by others not handed out before, oldest first."""
    reading, started, until = Reading.opened(cursor), now(), time.monotonic() + ENOUGH_S
    whole = reading.whole_at is not None and started - reading.whole_at >= WHOLE_EVERY
    back_to = started - (WHOLE if whole else USUAL) if cursor else reading.begin
    found: list[Post] = []
    cut = False
    for media in own(line, back_to):  # newest first: when it takes too long, what people look at now was read
        state, due = _stands(media, reading)
        cut = cut or (due and time.monotonic() >= until)
        if due and not cut:
            found += reversed([shapes.comment_of(item, media, me) for item in _newest_first(line, media, reading)])
        if not cut:
            reading.states.see(state)
    fresh = {post.remote_id: post for post in found if post.remote_id not in reading.known and post.at >= reading.begin}
    for post in found:
        reading.known.see(post.remote_id)
    others = sorted((post for post in fresh.values() if post.author_id != me.remote_id), key=lambda post: post.at)
    complete = (whole or reading.whole_at is None) and not cut
    return Page(tuple(others), reading.closed(started if complete else reading.whole_at or started - WHOLE_EVERY), more=cut)


def own(line: Line, back_to: datetime | None) -> list[Json]:
    """Own posts, newest first; with None, the newest page."""
    items: list[Json] = []
    try:
        for page in line.pages("me/media", fields=shapes.MEDIA_FIELDS, limit=MEDIA_PAGE):
            items += page
            if back_to is None or (page and moment(page[-1].get("timestamp")) < back_to):
                break
    except graph.TooDeep:  # what is left is the oldest
        pass
    return [item for item in items if back_to is None or moment(item.get("timestamp")) >= back_to]


def _stands(media: Json, reading: Reading) -> tuple[str, bool]:
    """(how it stands, whether its comments are to be read)."""
    media_id, count, age = str(media["id"]), media.get("comments_count"), now() - moment(media.get("timestamp"))
    state = f"{media_id} {count} {turn(media_id, REREAD) if age < USUAL else ''}"
    return state, age < NEW or (count != 0 and state not in reading.states)


def _newest_first(line: Line, media: Json, reading: Reading) -> Iterator[Json]:
    try:
        for number, page in enumerate(line.pages(f"{media['id']}/comments", fields=WITH_ANSWERS, limit=PAGE), start=1):
            for item in page:
                yield from reversed(_answers(line, item))
                yield item
            if page and number >= ALL_READ and all(str(item["id"]) in reading.known for item in page):
                return
    except (graph.Gone, graph.TooDeep):  # taken down since it was listed; or the rest is the oldest
        return


def _answers(line: Line, item: Json) -> list[Json]:
    """What stands under one comment; asked for apart only where it does not come with the comment whole."""
    under = item.get("replies") or {}
    listed = [one for one in under.get("data") or () if isinstance(one, dict) and one.get("id")]
    if (under.get("paging") or {}).get("next"):
        listed = [one for page in line.pages(f"{item['id']}/replies", fields=shapes.COMMENT_FIELDS, limit=PAGE) for one in page]
    return [{**one, "parent_id": one.get("parent_id") or item["id"]} for one in listed]
