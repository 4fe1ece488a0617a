"""Own posts and whom the account follows, remembered while nothing says that they changed.

X charges for every post and person it shows, each day anew, so asking for a month's posts every minute would cost more than all
the rest. The account's own row is one charge a day however often it is read, and it counts posts and follows: only when a count
does not come out as expected is what stands behind it read again. An edit gets a new number and so turns up in the timeline.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot import clock
from bot.platforms import x_shapes as shapes
from bot.platforms.base import Post, Profile

EDITABLE = timedelta(hours=1)  # X lets a post be edited for 30 minutes, some accounts for an hour: until then it is always asked for
SETTLES = timedelta(minutes=10)  # how long a count may lag behind what was posted
AFRESH = timedelta(days=14)  # whom the account follows is listed at least this often: one left and one added keep the count


@dataclass
class _Listed:
    count: int
    at: datetime
    everyone: tuple[Profile, ...]


class Own:
    """Of one account, in one process. A new process reads once what it needs."""

    def __init__(self) -> None:
        self._posts: dict[str, Post] = {}
        self._expected: int | None = None
        self._counted_at = clock.now()
        self._short_since: datetime | None = None
        self._listed: _Listed | None = None

    def note(self, posts: Iterable[Post]) -> None:
        """As they were just read."""
        for post in posts:
            if post.remote_id not in self._posts and self._expected is not None and post.at > self._counted_at:
                self._expected += 1
            self._posts[post.remote_id] = post

    def forget(self, remote_id: str, *, deleted: bool = False) -> None:
        """It has to be read again. `deleted`: by us, so that the account's count is one less now."""
        self._posts.pop(remote_id, None)
        if deleted and self._expected is not None:
            self._expected -= 1

    def source(self, remote_id: str) -> str:
        """The post that this one passes on, if it was read as a repost."""
        known = self._posts.get(remote_id)
        return shapes.reposted(known.raw.get("data", {})) if known else ""

    def settled(self, remote_ids: Sequence[str]) -> dict[str, Post]:
        """Those that were read and can no longer be edited."""
        old = clock.now() - EDITABLE
        return {one: post for one in remote_ids if (post := self._posts.get(one)) is not None and post.at <= old}

    def counted(self, count: int | None) -> None:
        """Where the counting starts: before the first post was read."""
        if self._expected is None and count is not None:
            self._expected, self._counted_at = count, clock.now()

    def all_there(self, count: int | None) -> bool:
        """Whether the account's number of posts says that none was removed. After a no, everything is read anew."""
        moment = clock.now()
        if count is not None and self._expected is not None:
            if count >= self._expected:
                self._expected, self._counted_at, self._short_since = count, moment, None
                return True
            self._short_since = self._short_since or moment
            if moment - self._short_since < SETTLES:
                return True
        self._posts.clear()
        self._expected, self._counted_at, self._short_since = count, moment, None
        return False

    def follows(self, count: int | None) -> tuple[Profile, ...] | None:
        """Who was listed, if nobody was added or left out since."""
        kept = self._listed
        return kept.everyone if kept and kept.count == count and clock.now() - kept.at < AFRESH else None

    def listed(self, count: int | None, everyone: tuple[Profile, ...]) -> None:
        self._listed = None if count is None else _Listed(count, clock.now(), everyone)

    def unfollowed(self) -> None:
        self._listed = None
