"""One account on X, through tweepy's endpoints and our own wire (x_http.py).

Costs and gaps are PLATFORMS.md's sections 0 and 1: X takes no key, so a lost answer is read back from the own timeline;
no field says that a reply is hidden, so only the answer to the act itself confirms it; following is not sold.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

import requests

from bot import clock
from bot.platforms import x_errors
from bot.platforms import x_shapes as shapes
from bot.platforms.base import TIMEOUT_S, AccessLost, Busy, Media, Outgoing, Page, Post, Profile, Refused, Trouble, Unsupported, Unsure
from bot.platforms.capabilities import CAPABILITIES
from bot.platforms.x_http import Wire
from bot.platforms.x_lists import PAGE, looked_up, page, pages

PREPARE_S = 30.0  # pictures must be up within this, so that a publish is over well before a claim's lease (60 s) ends
MARGIN = timedelta(minutes=2)  # how far X's clock may be behind ours when a lost post is looked for
PICTURES = frozenset({"image/jpeg", "image/png", "image/webp"})  # what X takes in one piece
WHO_MAY_ANSWER = {"everyone": None, "mentioned": "mentionedUsers", "nobody": "mentionedUsers"}


class X:
    """Answers `Platform`. Keep one per account: it remembers who it is and the handles it has paid to look up."""

    name = "x"
    can = CAPABILITIES["x"]

    def __init__(self, credentials: Mapping[str, str], api_url: str = "https://api.x.com", *, timeout: float = TIMEOUT_S) -> None:
        self._wire = Wire(credentials, api_url, timeout)
        self._expected = credentials.get("user_id")
        self._me: Profile | None = None
        self._handles: dict[str, str] = {}

    def whoami(self) -> Profile:
        body = self._wire.ask(self._wire.get_me)
        data = self._wire.data(body, Busy)
        self._me = shapes.profile_of(self._named(data, Busy))
        self._wire.user_id = self._me.remote_id
        return self._me

    def resolve(self, handle: str) -> Profile | None:
        name = handle.strip().removeprefix("@")
        if not shapes.is_handle(name):
            return None
        try:
            data = self._wire.data(self._wire.ask(self._wire.get_user, username=name), Busy)
        except x_errors.Gone:
            return None
        return shapes.profile_of(self._named(data, Busy))

    def publish(self, post: Outgoing) -> Post:
        started = time.monotonic()
        me = self._self()
        reply_setting = WHO_MAY_ANSWER[post.reply_setting]
        if post.reply_setting == "nobody" and shapes.NAMED.search(post.text):
            raise Refused("X cannot keep people who are named in a post from answering it. Take the name out, or allow replies.")
        media_ids = [self._upload(one) for one in post.media]
        if time.monotonic() - started > PREPARE_S:
            raise Busy("X took too long over the pictures. Nothing was published; Gatepost tries again.")
        body = self._wire.ask(
            self._wire.create_tweet,
            text=post.text or None,
            media_ids=media_ids or None,
            in_reply_to_tweet_id=shapes.number(post.reply_to) if post.reply_to else None,
            reply_settings=reply_setting,
        )
        data = self._named(self._wire.data(body, Unsure), Unsure)
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
        bodies = self._pages(self._wire.get_users_tweets, start_time=since, **self._own_fields())
        posts = sorted(self._own(bodies), key=lambda one: int(one.remote_id))
        return shapes.first_match(post.text, [one for one in posts if one.at >= since], post.reply_to)

    def lookup(self, remote_ids: Sequence[str]) -> dict[str, Post | None]:
        found: dict[str, Post | None] = {}
        newer: dict[str, str] = {}
        wanted = dict.fromkeys(map(shapes.number, remote_ids))
        for asked, item, body in looked_up(self._wire, list(wanted)):
            found[asked] = self._one(item, body) if item else None
            if item and (latest := shapes.versions(item)[-1]) != asked:
                newer[latest] = asked
        for latest, item, body in looked_up(self._wire, list(newer)):  # an edit lives under a new number
            found[newer[latest]] = self._one(item, body) if item else None
        return found

    def timeline(self, cursor: str | None) -> Page:
        since = {"since_id": shapes.number(cursor)} if cursor else {}
        bodies = list(self._pages(self._wire.get_users_tweets, only_first=cursor is None, **since, **self._own_fields()))
        return page(self._own(bodies), bodies, cursor)

    def replies(self, cursor: str | None) -> Page:
        since = {"since_id": shapes.number(cursor)} if cursor else {}
        bodies = list(self._pages(self._wire.get_users_mentions, **since, max_results=PAGE, tweet_fields=list(shapes.POST_FIELDS)))
        me = self._self().remote_id
        items = [item for body in bodies for item in shapes.items_of(body) if str(item.get("author_id")) != me]
        self._learn_handles(str(item.get("author_id") or "") for item in items)
        posts = [shapes.post_of(item, self._handles.get(str(item.get("author_id")), ""), {}, stable=False) for item in items]
        return page(posts, bodies, cursor)

    def set_hidden(self, reply_id: str, root_id: str | None, hidden: bool) -> bool:  # X works the thread out itself
        act = self._wire.hide_reply if hidden else self._wire.unhide_reply
        data = self._wire.data(self._wire.ask(act, shapes.number(reply_id)), Unsure)
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

    def delete(self, remote_id: str) -> None:
        self._undo(self._wire.delete_tweet, remote_id, "deleted", done=True, no="X did not delete the post, and gave no reason.")

    def mute(self, author_id: str) -> None:
        self._self()
        data = self._wire.data(self._wire.ask(self._wire.mute, shapes.number(author_id)), Unsure)
        if data.get("muting") is not True:
            raise Refused("X did not mute the account, and gave no reason.")

    def following(self) -> tuple[Profile, ...]:
        bodies = self._pages(self._wire.get_users_following, max_results=1000)
        everyone = {str(item["id"]): str(item.get("username") or "") for body in bodies for item in shapes.items_of(body)}
        return tuple(Profile(remote_id, handle) for remote_id, handle in everyone.items())

    def followers(self) -> int:
        data = self._wire.data(self._wire.ask(self._wire.get_me, user_fields=["public_metrics"]), Busy)
        count = (data.get("public_metrics") or {}).get("followers_count")
        if not isinstance(count, int):
            raise Busy("X did not say how many follow the account.")
        return count

    def follow(self, remote_id: str) -> None:  # the protocol's
        raise Unsupported("X does not let software follow an account. A person does it, signed in to X as the academy.")

    def unfollow(self, remote_id: str) -> None:
        self._self()
        self._undo(self._wire.unfollow_user, remote_id, "following", done=False, no="X did not unfollow the account, and gave no reason.")

    def _self(self) -> Profile:
        """Who this is, asked once; a credential that opens another account than the one connected is never used."""
        me = self._me or self.whoami()
        if self._expected and me.remote_id != self._expected:
            raise AccessLost(f"This connection opens @{me.handle}, which is not the account it was set up for. Nothing was sent.")
        return me

    def _named(self, data: Mapping[str, Any], if_lost: type[Trouble]) -> Mapping[str, Any]:
        if not shapes.is_number(data.get("id")):
            raise if_lost("X answered without saying which post, picture or account it means.")
        return data

    def _upload(self, media: Media) -> str:
        if media.mime not in PICTURES:
            raise Refused(f"X takes pictures as JPEG, PNG or WebP; {media.filename} is {media.mime}.")
        body = self._wire.read(
            self._wire.request(
                "POST",
                "/2/media/upload",
                files={"media": (media.filename, media.data, media.mime)},
                data={"media_category": "tweet_image", "media_type": media.mime},
            )
        )
        media_id = str(self._named(self._wire.data(body, Busy), Busy)["id"])
        if media.alt:
            told = {"id": media_id, "metadata": {"alt_text": {"text": media.alt}}}
            body = self._wire.read(self._wire.request("POST", "/2/media/metadata", json=told))
            if body.get("errors"):
                raise self._wire.trouble_within(body, Busy)
        return media_id

    def _undo(self, act: Callable[..., requests.Response], remote_id: str, field: str, *, done: bool, no: str) -> None:
        """An act whose end is that something is not there: X saying that it is not there is success."""
        try:
            body = self._wire.ask(act, shapes.number(remote_id))
            data = self._wire.data(body, Unsure)
        except x_errors.Gone:
            return
        if data.get(field) is not done:
            raise Refused(no)

    def _pages(self, call: Callable[..., requests.Response], **params: Any) -> Iterator[dict[str, Any]]:
        return pages(self._wire, call, self._self().remote_id, **params)

    def _own_fields(self) -> dict[str, Any]:
        return {"max_results": PAGE, "tweet_fields": list(shapes.POST_FIELDS), **shapes.WITH_MEDIA}

    def _own(self, bodies: Iterable[Mapping[str, Any]]) -> list[Post]:
        return [self._one(item, body) for body in bodies for item in shapes.items_of(body)]

    def _one(self, item: Mapping[str, Any], body: Mapping[str, Any]) -> Post:
        return shapes.post_of(item, self._self().handle, shapes.media_of(body), stable=True)

    def _learn_handles(self, author_ids: Iterable[str]) -> None:
        """Names for new authors only: X charges ten times a post's price for each. Without them a reply is still judged."""
        unknown = sorted({one for one in author_ids if one} - self._handles.keys())
        for start in range(0, len(unknown), PAGE):
            try:
                body = self._wire.ask(self._wire.get_users, ids=unknown[start : start + PAGE])
            except Trouble:
                return
            self._handles |= {str(item["id"]): str(item.get("username") or "") for item in shapes.items_of(body)}
