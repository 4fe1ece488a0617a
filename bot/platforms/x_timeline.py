"""What stands on an own account on X: listed forwards and backwards, looked up, removed. Each post read is paid for (`x_own`)."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

import requests

from bot import clock
from bot.platforms import x_face
from bot.platforms import x_shapes as shapes
from bot.platforms.base import Busy, Page, Post, Profile
from bot.platforms.metering import Meter
from bot.platforms.offers import Older
from bot.platforms.x_http import Wire
from bot.platforms.x_lists import PAGE, highest, looked_up, page, ranges
from bot.platforms.x_own import Own

A_DAY = timedelta(days=1)


class Timeline(ABC):
    """Own posts, reposts among them: X lists both, newest 3,200."""

    meter: Meter
    _wire: Wire
    _own: Own

    def timeline(self, cursor: str | None) -> Page:
        since = {"since_id": shapes.number(cursor)} if cursor else {}
        bodies = self._own_bodies(only_first=cursor is None, **since)
        posts = self._own_of(bodies)
        self._own.note(posts)
        return page(posts, highest(bodies, cursor))

    def older(self, cursor: str | None) -> Older:
        """Only while the month's budget has room: the same day's reading of what is newer comes first."""
        if self.meter.slowed() > 1:
            raise Busy("Most of this month's budget for X is used up, so older posts wait. Gatepost looks again tomorrow.", clock.now() + A_DAY)
        bodies = self._own_bodies(only_first=True, **({"until_id": shapes.number(cursor)} if cursor else {}))
        ids = [str(item["id"]) for body in bodies for item in shapes.items_of(body)]
        return Older(tuple(self._own_of(bodies)), min(ids, key=int) if ids else None)

    def lookup(self, remote_ids: Sequence[str]) -> dict[str, Post | None]:
        """Own posts: what was read and cannot have changed is not paid for again (`x_own`)."""
        wanted = list(dict.fromkeys(map(shapes.number, remote_ids)))
        found: dict[str, Post | None] = {}
        found |= self._own.settled(wanted)
        if found and not self._own.all_there(x_face.counted(self._row(), "tweet_count", "post_count")):
            found = {}
        self._self()
        if rest := [one for one in wanted if one not in found]:
            for since, until in ranges(rest):
                found |= {one.remote_id: one for one in self._own_posts(since_id=since, until_id=until) if one.remote_id in rest}
            found |= self._asked([one for one in rest if one not in found])
            self._own.note(post for one in rest if (post := found[one]) is not None)
        return {one: found[one] for one in wanted}

    def delete(self, remote_id: str) -> None:
        """A repost is taken back by the number of the post that it passes on."""
        source, no = self._own.source(remote_id), "X did not remove the post, and gave no reason."
        if source:
            self._self()
            there = self._undo(self._wire.unretweet, source, "retweeted", done=False, no=no)
        else:
            there = self._undo(self._wire.delete_tweet, remote_id, "deleted", done=True, no=no)
        self._own.forget(remote_id, deleted=there)
        if there:
            self.meter("repost_undone" if source else "post_deleted")

    @abstractmethod
    def _self(self) -> Profile: ...

    @abstractmethod
    def _row(self) -> Mapping[str, Any]: ...

    @abstractmethod
    def _pages(self, call: Callable[..., requests.Response], **params: Any) -> Iterator[dict[str, Any]]: ...

    @abstractmethod
    def _undo(self, act: Callable[..., requests.Response], remote_id: str, field: str, *, done: bool, no: str) -> bool: ...

    def _own_bodies(self, **params: Any) -> list[dict[str, Any]]:
        fields = {"max_results": PAGE, "tweet_fields": list(shapes.POST_FIELDS), **shapes.WITH_MEDIA}
        bodies = list(self._pages(self._wire.get_users_tweets, **params, **fields))
        self.meter("own_post_read", ids=[str(item["id"]) for body in bodies for item in shapes.items_of(body)])
        return bodies

    def _own_posts(self, **params: Any) -> list[Post]:
        return self._own_of(self._own_bodies(**params))

    def _own_of(self, bodies: Iterable[Mapping[str, Any]]) -> list[Post]:
        return [self._one(item, body) for body in bodies for item in shapes.items_of(body)]

    def _one(self, item: Mapping[str, Any], body: Mapping[str, Any]) -> Post:
        return shapes.post_of(item, self._self().handle, shapes.media_of(body), stable=True)

    def _asked(self, remote_ids: Sequence[str]) -> dict[str, Post | None]:
        """Posts by their number, at the price of anybody's: those that the own timeline does not show, above all those that are gone."""
        found: dict[str, Post | None] = {}
        newer: dict[str, str] = {}
        for asked, item, body in looked_up(self._wire, remote_ids, self.meter):
            found[asked] = self._one(item, body) if item else None
            if item and (latest := shapes.versions(item)[-1]) != asked:
                newer[latest] = asked
        for latest, item, body in looked_up(self._wire, list(newer), self.meter):  # an edit lives under a new number
            found[newer[latest]] = self._one(item, body) if item else None
        return found
