"""What stands on an own account: its posts, and its reposts, which are records of their own that name somebody else's post.

A repost says nothing but an address, so the post behind it is read as well. While that post is not shown to anybody, the repost is
passed over and asked about again: it shows nothing either, and may once its writer's account is back.
"""

import json
from collections.abc import Iterator, Sequence

from bot.platforms.base import Busy, Page, Post, Refused
from bot.platforms.bluesky_own import Own
from bot.platforms.bluesky_records import POST, REPOST, Json, passed_on, shown, subject_of, uri_parts
from bot.platforms.offers import Older

STANDING = frozenset({POST, REPOST})
_PAGE = 100
_AT_ONCE = 25  # posts in one question


class Timeline(Own):
    """Own posts and reposts: listed, looked up, removed."""

    def timeline(self, cursor: str | None) -> Page:
        """Own posts and reposts not handed out before."""
        told: Json | None = json.loads(cursor) if cursor else None
        posts, mark = self._newer(POST, told)
        reposts, mark["reposts"] = self._newer(REPOST, told.get("reposts") if told else None)
        try:
            seen = self._seen([subject_of(row["value"]) for row in reposts], one_by_one=told is not None)
        except Busy:  # the watch over own posts must not wait for the readers' side of Bluesky, where nobody sees the repost then
            seen = {}
        shared = [self._passed_on(row, seen) for row in reposts if subject_of(row["value"]) in seen]
        if told and "reposts" in told:  # otherwise all of them stood there before
            waiting = {uri_parts(row["uri"])[2] for row in reposts if subject_of(row["value"]) not in seen}
            mark["reposts"]["known"] = [key for key in mark["reposts"]["known"] if key not in waiting]
        elif told:  # kept before reposts were read
            shared = []
        fresh = [*(self._mine(row["uri"], row["value"]) for row in posts), *shared]
        return Page(tuple(sorted(fresh, key=lambda p: (p.at, p.remote_id))), json.dumps(mark, separators=(",", ":")))

    def older(self, cursor: str | None) -> Older:
        """All posts first, then all reposts."""
        collection, _, place = (cursor or POST).partition(" ")
        answer = self._repo("listRecords", collection=collection, limit=_PAGE, **({"cursor": place} if place else {}))
        rows: list[Json] = answer.get("records") or []
        following = f"{collection} {answer['cursor']}" if rows and answer.get("cursor") else REPOST if collection == POST else None
        if collection == POST:
            return Older(tuple(self._mine(row["uri"], row["value"]) for row in rows), following)
        seen = self._seen([subject_of(row["value"]) for row in rows])
        return Older(tuple(self._passed_on(row, seen) for row in rows if subject_of(row["value"]) in seen), following)

    def lookup(self, remote_ids: Sequence[str]) -> dict[str, Post | None]:
        return {remote_id: self._standing(remote_id) for remote_id in remote_ids}

    def delete(self, remote_id: str) -> None:
        owner, collection, key = uri_parts(remote_id)
        if owner != self._line.did or collection not in STANDING:
            raise Refused("Only an own post can be removed.")
        self._remove(collection, key)

    def _standing(self, remote_id: str) -> Post | None:
        owner, collection, key = uri_parts(remote_id)
        there = self._own(collection, key) if owner == self._line.did and collection in STANDING else None
        if there is None or collection == POST:
            return self._mine(remote_id, there["value"]) if there else None
        try:
            return self._passed_on(there, self._seen([subject_of(there["value"])]))
        except Busy:  # whether it stands is our own server's to say
            return self._passed_on(there, {})

    def _newer(self, collection: str, mark: Json | None) -> tuple[list[Json], Json]:
        """Records not handed out before, and the mark from there on: the newest hundred keys, as a key may be older than its record."""
        known, floor = (set(mark["known"]), str(mark["floor"])) if mark else (set(), "")
        rows: list[Json] = []
        for row in self._records(collection):
            if uri_parts(row["uri"])[2] <= floor or (mark is None and len(rows) == _PAGE):
                break
            rows.append(row)
        keys = [uri_parts(row["uri"])[2] for row in rows]
        fresh = [row for key, row in zip(keys, rows, strict=True) if key not in known]
        # the floor is the lowest key that is still remembered, so nothing at or below it is looked at again
        full = len(keys) >= _PAGE
        return fresh, {"floor": keys[_PAGE - 1] if full else floor, "known": keys[: _PAGE - 1] if full else keys}

    def _seen(self, uris: Sequence[str], *, one_by_one: bool = True) -> dict[str, Post]:
        """These posts as others see them, by address, without those that nobody sees. Raises Busy.

        The readers' side leaves out whom the account blocks and who blocks it, though others still see those: `one_by_one` asks
        for each that is left out. Whoever connects an account does not wait for that.
        """
        asked = [uri for uri in dict.fromkeys(uris) if uri_parts(uri)[1] == POST]
        seen = {post.remote_id: post for start in range(0, len(asked), _AT_ONCE) for post in self._together(asked[start : start + _AT_ONCE])}
        left = [uri for uri in asked if uri not in seen] if one_by_one else []
        return seen | {post.remote_id: post for uri in left if (post := self._alone(uri))}

    def _together(self, uris: list[str]) -> Iterator[Post]:
        try:
            views = self._line.ask("app.bsky.feed.getPosts", uris=uris).get("posts") or ()
        except Refused:  # one of these addresses is none
            return
        for view in views:
            yield shown(view["uri"], view["record"], (view["author"]["did"], view["author"]["handle"]), answer=view)

    def _alone(self, uri: str) -> Post | None:
        did, collection, key = uri_parts(uri)
        try:
            record = self._line.ask("com.atproto.repo.getRecord", repo=did, collection=collection, rkey=key)
            (writer,) = self._named([did])
        except Refused:
            return None
        return shown(uri, record["value"], (did, writer.handle))

    def _passed_on(self, row: Json, seen: dict[str, Post]) -> Post:
        return passed_on(row["uri"], row["value"], seen.get(subject_of(row["value"])), (self._line.did, self._line.handle))
