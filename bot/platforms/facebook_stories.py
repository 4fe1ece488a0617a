"""A Page's stories, as Facebook lists them while the Page's story archive is turned on: with their time and address, without words.

Meta documents no way to delete one, and those who tried report that photo stories stay: a person does it.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.clock import now
from bot.platforms.base import Post, Profile
from bot.platforms.facebook_line import Line
from bot.platforms.facebook_shapes import SITE
from bot.platforms.graph_reading import moment
from bot.platforms.graph_stories import STANDS, words
from bot.platforms.raw import kept

MARK = "story:"  # before a story's id, which is of the same numbers as those of posts and comments
NO_DELETE = "Facebook lets a program delete no story. A person does it, signed in to the Page."


def is_one(remote_id: str) -> bool:
    return remote_id.startswith(MARK)


def live(line: Line, me: Profile) -> list[Post]:
    """Those that stand now, in Facebook's order. The archive lists older ones too."""
    since = int((now() - STANDS).timestamp())
    listed = [item for page in line.pages(f"{line.page_id}/stories", named="post_id", since=since) for item in page]
    stories = [_story_of(item, me) for item in listed if str(item.get("status") or "published").casefold() == "published"]
    return [story for story in stories if story.ends_at and story.ends_at > now()]


def _story_of(item: Mapping[str, Any], me: Profile) -> Post:
    at, url = _moment(item.get("creation_time")), str(item.get("url") or "")
    return Post(
        remote_id=f"{MARK}{item['post_id']}",
        text=words(None),
        author_id=me.remote_id,
        author_handle=me.handle,
        at=at,
        url=url if url.startswith("https://") else f"{SITE}{me.remote_id}",
        media_count=1,
        ends_at=at + STANDS,
        raw=kept(item),
    )


def _moment(told: Any) -> datetime:
    """Seconds, where other times of Facebook's are dates."""
    return datetime.fromtimestamp(int(told), UTC) if str(told).isdecimal() else moment(told)
