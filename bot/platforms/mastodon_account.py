"""Mastodon: the one door to an account on the academy's server, through the library Mastodon.py.

A server keeps an `Idempotency-Key` for an hour (https://docs.joinmastodon.org/methods/statuses/#create): within it a repeat
finds the first post. After it nothing but the account's own list of posts tells, which `find` reads; the publisher always
looks there before it sends again.
"""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import timedelta

from bot.clock import now
from bot.platforms import mastodon_reading as reading
from bot.platforms import mastodon_shapes as shapes
from bot.platforms.base import TIMEOUT_S, Busy, Media, Outgoing, Page, Post, Profile, Refused, Unsupported, Unsure
from bot.platforms.capabilities import CAPABILITIES
from bot.platforms.mastodon_limits import must_fit
from bot.platforms.mastodon_offers import Offers
from bot.platforms.mastodon_troubles import Gone
from bot.platforms.mastodon_walk import Mark, newer, newest, order
from bot.platforms.mastodon_wire import Answer, Json, Wire, one_id
from bot.platforms.offers import Older

MARGIN = timedelta(minutes=1)  # between the server's clock and ours
BATCH = 20  # posts that can be asked for at once
SOON = timedelta(seconds=15)  # for a server to work through a picture
_HANDLE = re.compile(r"[\w.-]{1,200}(?:@[\w.-]{1,250})?")
_MOST_REMEMBERED = 500

NO_HIDING = (
    "Mastodon cannot hide what others write: it stays until its writer, or the moderators of a server, take it down. "
    "Report it, and block its writer if it goes on."
)
NO_CLOSING = "Mastodon has no way to close a post to replies."


class MastodonAccount(Offers):
    """One account on one server. Credentials: `server` (its https address) and `access_token`."""

    name = "mastodon"
    can = CAPABILITIES["mastodon"]

    def __init__(self, credentials: Mapping[str, str], timeout: float = TIMEOUT_S) -> None:
        self._wire = Wire(credentials, timeout)
        self._uploaded: dict[str, str] = {}  # pictures sent and not in a post yet, so that a later try sends none twice
        self._written: dict[tuple[str, str], str] = {}  # texts of own posts as typed, by number and time of the last edit

    def whoami(self) -> Profile:
        account = self._wire.one(self._wire.account_verify_credentials)
        return Profile(str(account["id"]), self._wire.whole(str(account["acct"])), str(account.get("display_name") or ""))

    def resolve(self, handle: str) -> Profile | None:
        """Also of a name that this server has not met before: it asks the other server."""
        name = handle.strip().removeprefix("@").casefold()
        if not _HANDLE.fullmatch(name):
            return None
        try:
            return self._profile(self._wire.one(self._wire.account_lookup, name))
        except Gone:
            found = self._wire.ask(self._wire.account_search, name, resolve=True, limit=5).rows
        people = (self._profile(one) for one in found)
        return next((one for one in people if one.handle.casefold() == self._wire.whole(name).casefold()), None)

    def publish(self, post: Outgoing) -> Post:
        """Put the post up under its key. Nothing is sent before everything that can be checked here is."""
        if post.reply_setting not in self.can.reply_settings:
            raise Unsupported(f"{NO_CLOSING} Choose that everyone may reply.")
        must_fit(post, self.can, self._wire.server)
        keys = [f"{post.key}:{number}" for number in range(len(post.media))]
        try:
            status = self._wire.one(
                self._wire.status_post,
                post.text,
                in_reply_to_id=one_id(post.reply_to) if post.reply_to else None,
                media_ids=self._ready([self._sent(key, media) for key, media in zip(keys, post.media, strict=True)]) or None,
                visibility=shapes.PUBLIC,
                idempotency_key=post.key,
            )
        except Refused:
            for key in keys:  # it may be the pictures: a server throws away what is in no post after a day
                self._uploaded.pop(key, None)
            raise
        for key in keys:
            self._uploaded.pop(key, None)
        if not status.get("id") or not status.get("account"):
            raise Unsure("The Mastodon server answered without saying what it did.")
        return shapes.shown(status, self._wire.whole)

    def find(self, post: Outgoing) -> Post | None:
        since = min(post.planned_at, now()) - MARGIN
        rows, _ = newest(self._own_page, since)
        return shapes.first_match(post, [self._own(row) for row in rows if not shapes.is_private(row)])

    def lookup(self, remote_ids: Sequence[str]) -> dict[str, Post | None]:
        """Many at once; one that is missing there is asked for alone, because "gone" wakes people up."""
        wanted = list(dict.fromkeys(one_id(remote_id) for remote_id in remote_ids))
        found: dict[str, Post | None] = {}
        for start in range(0, len(wanted), BATCH):
            try:
                rows = self._wire.ask(self._wire.statuses, wanted[start : start + BATCH]).rows
            except Gone:  # a server before 4.3, which takes one at a time
                break
            found |= {str(row["id"]): self._own(row) for row in rows}
        return {remote_id: found.get(remote_id) or self._one(remote_id) for remote_id in wanted}

    def timeline(self, cursor: str | None) -> Page:
        """Boosts too, because they stand on the account; private mentions not, which `messages` reads."""
        rows, mark = newer(self._own_page, Mark.of(json.loads(cursor))) if cursor else newest(self._own_page)
        posts = tuple(self._own(row) for row in rows if not shapes.is_private(row))
        return Page(posts, json.dumps(mark.kept(), separators=(",", ":")))

    def older(self, cursor: str | None) -> Older:
        rows = self._own_page(**({"max_id": one_id(cursor)} if cursor else {})).rows
        posts = tuple(self._own(row) for row in rows if not shapes.is_private(row))
        return Older(posts, min((str(row["id"]) for row in rows), key=order, default=None))

    def replies(self, cursor: str | None) -> Page:
        return reading.replies(self._wire, cursor)

    def set_hidden(self, reply_id: str, root_id: str | None, hidden: bool) -> bool:
        raise Unsupported(NO_HIDING)

    def is_hidden(self, reply_id: str, root_id: str | None) -> bool | None:
        return None

    def reply_setting(self, post_id: str) -> str:
        return "everyone"

    def set_reply_setting(self, post_id: str, setting: str) -> None:
        raise Unsupported(NO_CLOSING)

    def delete(self, remote_id: str) -> None:
        try:
            self._wire.ask(self._wire.status_delete, one_id(remote_id))
        except Gone:
            return

    def mute(self, author_id: str) -> None:
        """Their posts no longer reach notifications, nor the threads that are read: from then on Gatepost does not see them."""
        self._wire.ask(self._wire.account_mute, one_id(author_id), notifications=True)

    def following(self) -> tuple[Profile, ...]:
        return tuple(self._profile(one) for one in reading.every(self._wire, self._wire.account_following, self._wire.me))

    def followers(self) -> int:
        return int(self._wire.one(self._wire.account_verify_credentials).get("followers_count") or 0)

    def follow(self, remote_id: str) -> None:
        self._wire.ask(self._wire.account_follow, one_id(remote_id))

    def unfollow(self, remote_id: str) -> None:
        try:
            self._wire.ask(self._wire.account_unfollow, one_id(remote_id))
        except Gone:  # the account is no more, and so is the follow
            return

    def _own_page(self, **more: str) -> Answer:
        return reading.own_posts(self._wire, **more)

    def _one(self, remote_id: str) -> Post | None:
        try:
            return self._own(self._wire.one(self._wire.status, remote_id))
        except Gone:
            return None

    def _own(self, status: Json) -> Post:
        """An own post. HTML does not tell how a name in it was typed, so the text of a post with one is asked for, once a version."""
        written = None
        if status.get("mentions") and not status.get("reblog"):
            version = (str(status["id"]), str(status.get("edited_at")))
            if version not in self._written:
                while len(self._written) >= _MOST_REMEMBERED:
                    self._written.pop(next(iter(self._written)))
                try:
                    self._written[version] = str(self._wire.one(self._wire.status_source, status["id"]).get("text") or "")
                except Gone:  # taken down since it was listed
                    return shapes.shown(status, self._wire.whole)
            written = self._written[version]
        return shapes.shown(status, self._wire.whole, written=written)

    def _sent(self, key: str, media: Media) -> str:
        if key not in self._uploaded:
            answer = self._wire.one(self._wire.media_post, media.data, media.mime, description=media.alt or None, file_name=media.filename)
            while len(self._uploaded) >= _MOST_REMEMBERED:
                self._uploaded.pop(next(iter(self._uploaded)))
            self._uploaded[key] = str(answer["id"])
            if answer.get("url"):
                return self._uploaded[key]
        return f"?{self._uploaded[key]}"

    def _ready(self, numbers: list[str]) -> list[str]:
        """Those not known to be ready (marked "?") are asked for once. A post with one that is not would be refused."""
        for number in (one[1:] for one in numbers if one.startswith("?")):
            if not self._wire.one(self._wire.media, number).get("url"):
                raise Busy("The Mastodon server is still working through a picture. Nothing was posted.", now() + SOON)
        return [one.removeprefix("?") for one in numbers]
