"""Stories, read beside the posts on those of Meta's networks that have them: what stands for a day and is nowhere among the posts.

A story that cannot be read this time does not keep the posts back, and is handed out by the next reading that sees it.
"""

import json
from collections.abc import Callable
from datetime import timedelta

from bot.platforms.base import Busy, Page, Post, Refused
from bot.platforms.graph_marks import Marks

STANDS = timedelta(hours=24)
REMEMBERED = 500


def words(caption: object) -> str:
    """How a story is shown. What is written in its picture no network tells."""
    return f"Story (gone after 24 hours): {caption or 'no words'}"


def beside(page: Page, cursor: str | None, live: Callable[[], list[Post]]) -> Page:
    """The page with the stories that were not handed out before. Known by their ids, under "stories" in the same cursor.

    Until stories were read for once there is no such mark: then all that stand are new, because nothing approved is ever a story.
    """
    known = json.loads(cursor).get("stories") if cursor else None
    try:
        standing = live()
    except (Refused, Busy) as no:
        return Page(page.posts, _with(page.cursor, known), page.more, f"Stories could not be seen. {no}")
    marks = Marks(known or ())
    fresh = [story for story in standing if story.remote_id not in marks]
    for story in standing:
        marks.see(story.remote_id)
    posts = sorted((*page.posts, *fresh), key=lambda post: post.at)
    return Page(tuple(posts), _with(page.cursor, marks.kept(REMEMBERED)), page.more)


def _with(cursor: str | None, known: list[str] | None) -> str:
    told = {**json.loads(cursor or "{}"), **({} if known is None else {"stories": known})}
    return json.dumps(told, separators=(",", ":"))
