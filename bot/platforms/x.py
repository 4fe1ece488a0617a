"""One account on X, through tweepy's endpoints and our own wire (x_http.py).

Costs and gaps are PLATFORMS.md's sections 0 and 1: X takes no key, so a lost answer is read back from the own timeline;
no field says that a reply is hidden, so only the answer to the act itself confirms it; following is not sold.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import requests

from bot import clock
from bot.platforms import x_errors, x_face, x_media, x_rights, x_search
from bot.platforms import x_shapes as shapes
from bot.platforms.base import TIMEOUT_S, AccessLost, Busy, Outgoing, Page, Post, Profile, Refused, Unsupported, Unsure
from bot.platforms.capabilities import CAPABILITIES
from bot.platforms.metering import Meter, unmetered
from bot.platforms.offers import Face, Rights
from bot.platforms.x_cursor import Cursor
from bot.platforms.x_http import Wire
from bot.platforms.x_lists import PAGE, highest, page, pages
from bot.platforms.x_own import Own
from bot.platforms.x_timeline import Timeline

PREPARE_S = 30.0  # pictures must be up within this, so that a publish is over well before a claim's lease (60 s) ends
MARGIN = timedelta(minutes=2)  # how far X's clock may be behind ours when a lost post is looked for
WHO_MAY_ANSWER = {"everyone": None, "mentioned": "mentionedUsers", "nobody": "mentionedUsers"}


class X(Timeline):
    """Answers `Platform`. Keep one per account: it remembers who it is and what it has paid to read."""

    name = "x"
    can = CAPABILITIES["x"]

    def __init__(
        self,
        credentials: Mapping[str, str],
        api_url: str = "https://api.x.com",
        keep: Callable[[str], None] | None = None,
        *,
        timeout: float = TIMEOUT_S,
    ) -> None:
        self.meter: Meter = unmetered
        self._wire = Wire(credentials, api_url, timeout, keep)
        self._expected = credentials.get("user_id")
        self._me: Profile | None = None
        self._own = Own()

    def whoami(self) -> Profile:
        self._me = shapes.profile_of(self._row())
        return self._me

    def face(self) -> Face:
        return x_face.face_of(self._row())

    def rights(self) -> Rights:
        self._row()
        return x_rights.rights(self._wire)

    def resolve(self, handle: str) -> Profile | None:
        name = handle.strip().removeprefix("@")
        if not shapes.is_handle(name):
            return None
        try:
            data = self._wire.data(self._wire.ask(self._wire.get_user, username=name), Busy)
        except x_errors.Gone:
            return None
        self.meter("user_read", ids=[str(data["id"])] if "id" in data else ())
        return shapes.profile_of(self._wire.named(data, Busy))

    def publish(self, post: Outgoing) -> Post:
        started = time.monotonic()
        me = self._self()
        reply_setting = WHO_MAY_ANSWER[post.reply_setting]
        if post.reply_setting == "nobody" and shapes.NAMED.search(post.text):
            raise Refused("X cannot keep people who are named in a post from answering it. Take the name out, or allow replies.")
        media_ids = [x_media.upload(self._wire, self.meter, one) for one in post.media]
        if time.monotonic() - started > PREPARE_S:
            raise Busy("X took too long over the pictures. Nothing was published; Gatepost tries again.")
        body = self._wire.ask(
            self._wire.create_tweet,
            text=post.text or None,
            media_ids=media_ids or None,
            in_reply_to_tweet_id=shapes.number(post.reply_to) if post.reply_to else None,
            reply_settings=reply_setting,
        )
        data = self._wire.named(self._wire.data(body, Unsure), Unsure)
        self._created(str(data.get("text") or post.text), len(post.media), post.reply_to)
        live = shapes.full_text(data)
        return Post(
            remote_id=str(data["id"]),
            # The answer holds t.co links without their meaning; what was sent is the better reading of the same text.
            text=post.text if shapes.same_text(post.text, live, answering=bool(post.reply_to)) else live,
            author_id=me.remote_id,
            author_handle=me.handle,
            at=shapes.made_at(data),
            url=shapes.address(me.handle, str(data["id"])),
            parent_id=post.reply_to,
            alts=tuple(one.alt for one in post.media),
            media_count=len(post.media),
        )

    def find(self, post: Outgoing) -> Post | None:
        since = min(post.planned_at, clock.now()) - MARGIN
        posts = sorted(self._own_posts(start_time=since), key=lambda one: int(one.remote_id))
        found = shapes.first_match(post.text, [one for one in posts if one.at >= since], post.reply_to)
        if found is not None:  # its answer was lost, and X charged for it all the same
            self._created(str(found.raw.get("data", {}).get("text") or post.text), len(post.media), post.reply_to)
        return found

    def replies(self, cursor: str | None) -> Page:
        """Mentions first, at a fifth of the price; then, once an hour, what search finds below own threads without a mention."""
        began, at, me = time.monotonic(), Cursor.read(cursor), self._self()
        since = {"since_id": at.mentions} if at.mentions else {}
        mentioned = list(self._pages(self._wire.get_users_mentions, **since, max_results=PAGE, tweet_fields=list(shapes.POST_FIELDS)))
        items = [item for body in mentioned for item in shapes.items_of(body)]
        self.meter("mention_read", ids=[str(item["id"]) for item in items])
        at = replace(at, cut=at.cut or len(items) >= x_search.CUT)
        swept = x_search.Swept(at)
        if x_search.due(at, clock.now(), self.meter.slowed()):
            swept = x_search.sweep(self._wire, self.meter, me.remote_id, me.handle, at, began)
        items += [item for body in swept.bodies for item in shapes.items_of(body)]
        others = [item for item in items if str(item.get("author_id")) != me.remote_id]
        if swept.trouble is not None and not others:
            raise swept.trouble
        posts = [shapes.post_of(item, "", {}, stable=False) for item in others]
        return page(posts, replace(swept.cursor, mentions=highest(mentioned, at.mentions)).saved(), more=swept.more)

    def handles(self, author_ids: Sequence[str]) -> dict[str, str]:
        """Whose the ids are: X charges ten times a mention's price for each, so they are asked only for whom a person will read."""
        wanted = list(dict.fromkeys(map(shapes.number, author_ids)))
        found: dict[str, str] = {}
        for start in range(0, len(wanted), PAGE):
            body = self._wire.ask(self._wire.get_users, ids=wanted[start : start + PAGE])
            people = {str(item["id"]): str(item.get("username") or "") for item in shapes.items_of(body)}
            self.meter("user_read", ids=list(people))
            found |= people
        return found

    def set_hidden(self, reply_id: str, root_id: str | None, hidden: bool) -> bool:  # X works the thread out itself
        act = self._wire.hide_reply if hidden else self._wire.unhide_reply
        data = self._wire.data(self._wire.ask(act, shapes.number(reply_id)), Unsure)
        self.meter("reply_hidden" if hidden else "reply_shown")
        answered: object = data.get("hidden")
        if answered is not hidden:
            wanted = "hide" if hidden else "show"
            raise Refused(f"X did not {wanted} the reply, and gave no reason. The conversation may not be the academy's own.")
        return hidden

    def is_hidden(self, reply_id: str, root_id: str | None) -> bool | None:  # no field of X's says it
        return None

    def reply_setting(self, post_id: str) -> str:
        raise Unsupported("X does not let a program change who may reply to a post that is up.")

    def set_reply_setting(self, post_id: str, setting: str) -> None:
        raise Unsupported("X does not let a program change who may reply to a post that is up.")

    def mute(self, author_id: str) -> None:
        self._self()
        data = self._wire.data(self._wire.ask(self._wire.mute, shapes.number(author_id)), Unsure)
        self.meter("muted")
        if data.get("muting") is not True:
            raise Refused("X did not mute the account, and gave no reason.")

    def following(self) -> tuple[Profile, ...]:
        """Listed anew when the account's count changed, and every fortnight; each listing is paid for by the person."""
        count = x_face.counted(self._row(), "following_count")
        known = self._own.follows(count)
        if known is None:
            known = self._people(self._wire.get_users_following, "follow_read")
            self._own.listed(count, known)
        return known

    def blocked(self) -> tuple[Profile, ...]:
        self._self()
        return self._people(self._wire.get_blocked, "block_read", ())

    def followers(self) -> int:
        count = x_face.counted(self._row(), "followers_count")
        if count is None:
            raise Busy("X did not say how many follow the account.")
        return count

    def follow(self, remote_id: str) -> None:  # the protocol's
        raise Unsupported("X does not let software follow an account. A person does it, signed in to X as the academy.")

    def unfollow(self, remote_id: str) -> None:
        self._self()
        self._own.unfollowed()
        if self._undo(self._wire.unfollow_user, remote_id, "following", done=False, no="X did not unfollow the account, and gave no reason."):
            self.meter("unfollowed")

    def _self(self) -> Profile:
        """Who this is, asked once; a credential that opens another account than the one connected is never used."""
        me = self._me or self.whoami()
        if self._expected and me.remote_id != self._expected:
            raise AccessLost(f"This connection opens @{me.handle}, which is not the account it was set up for. Nothing was sent.")
        return me

    def _undo(self, act: Callable[..., requests.Response], remote_id: str, field: str, *, done: bool, no: str) -> bool:
        """An act whose end is that something is not there: X saying that it is not there is success, and False."""
        try:
            body = self._wire.ask(act, shapes.number(remote_id))
            data = self._wire.data(body, Unsure)
        except x_errors.Gone:
            return False
        if data.get(field) is not done:
            raise Refused(no)
        return True

    def _created(self, live: str, media_count: int, reply_to: str | None) -> None:
        self.meter("post_created_with_link" if shapes.has_link(live, media_count) else "reply_created" if reply_to else "post_created")

    def _row(self) -> Mapping[str, Any]:
        """The account's own row, always whole: X charges the same for one field as for all."""
        body = self._wire.ask(self._wire.get_me, user_fields=list(x_face.FIELDS))
        data = self._wire.named(self._wire.data(body, Busy), Busy)
        self.meter("user_read", ids=[str(data["id"])])
        self._wire.user_id = str(data["id"])
        self._own.counted(x_face.counted(data, "tweet_count", "post_count"))
        return data

    def _people(self, call: Callable[..., requests.Response], what: str, about: Sequence[str] | None = None) -> tuple[Profile, ...]:
        about = [self._self().remote_id] if about is None else about
        bodies = list(pages(self._wire, call, *about, max_results=1000))
        everyone = {str(item["id"]): str(item.get("username") or "") for body in bodies for item in shapes.items_of(body)}
        self.meter(what, ids=list(everyone))
        return tuple(Profile(remote_id, handle) for remote_id, handle in everyone.items())

    def _pages(self, call: Callable[..., requests.Response], **params: Any) -> Iterator[dict[str, Any]]:
        return pages(self._wire, call, self._self().remote_id, **params)
