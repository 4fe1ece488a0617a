"""One Threads account, over the Threads API.

PLATFORMS.md section 4: Threads fetches pictures from an address of ours; no key makes a repeat harmless, so a lost answer is read
back from the account's own posts; hiding reaches replies to the post itself, and takes what is nested under them along.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from functools import partial

from bot import clock
from bot.platforms import graph, threads_replies
from bot.platforms import threads_shapes as shapes
from bot.platforms.base import TIMEOUT_S, AccessLost, Busy, Media, Outgoing, Page, Post, Profile, Refused, Trouble, Unsupported, Unsure
from bot.platforms.capabilities import CAPABILITIES
from bot.platforms.graph_account import Line
from bot.platforms.graph_containers import WAIT_S, Containers, reachable
from bot.platforms.graph_reading import newer, older
from bot.platforms.offers import Face, Older
from bot.platforms.wire import Json
from bot.text import loose_equal

NAME = "Threads"
VERSION = "v1.0"
MARGIN = timedelta(minutes=2)  # how far Threads' clock may be behind ours when a lost post is looked for
USED_UP = timedelta(hours=1)  # until the day's posts are counted again: the 24 hours roll
CONTROLS = {"everyone": "everyone", "mentioned": "mentioned_only"}
NO_FOLLOWS = "Threads lets a program neither see nor change whom an account follows."
NO_LOCK = "Threads lets a program say who may reply only with a new post. A person closes it later, signed in as the academy."
TOP_ONLY = "Threads lets a program hide replies to the post itself only; this one answers another reply. A person hides it."


class Threads:
    """Answers `Platform`, and offers ShowsFace. Keep one per account."""

    name = "threads"
    can = CAPABILITIES["threads"]

    def __init__(
        self,
        credentials: Mapping[str, str],
        url: str = "https://graph.threads.net",
        *,
        timeout: float = TIMEOUT_S,
        wait_s: float = WAIT_S,
        keep: Callable[[str], None] | None = None,
    ) -> None:
        grant, setting = "th_refresh_token", "GATEPOST_THREADS_URL"
        self._line = Line(NAME, url, VERSION, credentials, grant=grant, setting=setting, timeout=timeout, keep=keep)
        self._containers = Containers(self._line, "status,error_message", wait_s=wait_s)
        self._user_id = credentials.get("user_id", "")
        self._me: Profile | None = None

    def whoami(self) -> Profile:
        me = shapes.profile_of(self._line.me(shapes.ME_FIELDS))
        if self._user_id and self._user_id != me.remote_id:
            raise AccessLost(f"This connection opens @{me.handle}, which is not the account it was set up for. Nothing was sent.")
        self._me = me
        return me

    def resolve(self, handle: str) -> Profile | None:
        me = self._self()
        if handle.strip().removeprefix("@").casefold() in {me.handle.casefold(), me.remote_id}:
            return me
        raise Unsupported("Threads tells this connection nothing about other accounts.")

    def publish(self, post: Outgoing) -> Post:
        if post.reply_setting not in CONTROLS:
            raise Unsupported("Threads has no post that nobody may reply to. Allow everyone or those it names, or publish it by hand.")
        if len(post.media) > self.can.images:
            raise Refused(f"Threads takes {self.can.images} pictures with a post. Nothing was published.")
        reachable(post.media, NAME, self._line.root)
        me = self._self()
        self._quota("reply_" if post.reply_to else "")
        said = {
            "text": post.text or None,
            "reply_to_id": self._line.known(post.reply_to) if post.reply_to else None,
            "reply_control": None if post.reply_to else CONTROLS[post.reply_setting],
        }
        if len(post.media) > 1:
            container = self._containers.ready(post.key, [partial(self._part, one) for one in post.media], partial(self._several, said))
        else:
            container = self._containers.ready(post.key, [partial(self._one, said, next(iter(post.media), None))])
        remote_id = str(self._containers.publish(post.key, "me/threads_publish", container).get("id") or "")
        if not remote_id:
            raise Unsure("Threads answered without saying which post it made.")
        self._containers.over(post.key)
        with suppress(Trouble):  # it is up; its address is nice to have, and comes again when it is read back
            return shapes.post_of(self._line.single(remote_id, shapes.POST_FIELDS), me)
        url = f"{shapes.SITE}@{me.handle}"
        return Post(remote_id, post.text, me.remote_id, me.handle, clock.now(), url, parent_id=post.reply_to, media_count=len(post.media))

    def find(self, post: Outgoing) -> Post | None:
        since, me = min(post.planned_at, clock.now()) - MARGIN, self._self()
        listed = threads_replies.own_answers(self._line, since) if post.reply_to else threads_replies.own(self._line, since)
        said = [shapes.post_of(item, me) for item in listed]
        mine = [one for one in said if loose_equal(one.text, post.text) and (not post.reply_to or one.parent_id == post.reply_to)]
        return min(mine, key=lambda one: one.at, default=None)

    def lookup(self, remote_ids: Sequence[str]) -> dict[str, Post | None]:
        if not remote_ids:
            return {}
        me = self._self()
        items = {str(item["id"]): item for item in threads_replies.own(self._line, None)}  # readable at all, so a missing one is gone
        found = {remote_id: items.get(remote_id) or self._line.there(remote_id, shapes.POST_FIELDS) for remote_id in dict.fromkeys(remote_ids)}
        return {remote_id: shapes.post_of(item, me) if item else None for remote_id, item in found.items()}

    def timeline(self, cursor: str | None) -> Page:
        me = self._self()
        items, after = newer(lambda since: threads_replies.own(self._line, since), cursor, "timestamp")
        return Page(tuple(shapes.post_of(item, me) for item in items), after)

    def older(self, cursor: str | None) -> Older:
        me = self._self()
        items, after = older(self._line.read, "me/threads", cursor, fields=shapes.POST_FIELDS, limit=threads_replies.PAGE)
        return Older(tuple(shapes.post_of(item, me) for item in items), after)

    def replies(self, cursor: str | None) -> Page:
        return threads_replies.read(self._line, self._self(), cursor)

    def set_hidden(self, reply_id: str, root_id: str | None, hidden: bool) -> bool:
        if root_id is None:
            raise Unsupported("Threads lets a program hide replies under the academy's own posts only. A person reports this one.")
        stands = self._line.read(self._line.known(reply_id), fields="id,hide_status,root_post,replied_to")
        if shapes.HIDDEN.get(str(stands.get("hide_status"))) is hidden:
            return hidden
        above = shapes.named(stands.get("replied_to"))
        if above is not None and above != (shapes.named(stands.get("root_post")) or root_id):
            raise Unsupported(TOP_ONLY)
        no = f"Threads did not {'hide' if hidden else 'show'} the reply, and gave no reason."
        self._line.done("POST", f"{reply_id}/manage_reply", {"hide": "true" if hidden else "false"}, no=no)
        return hidden

    def is_hidden(self, reply_id: str, root_id: str | None) -> bool | None:
        return shapes.HIDDEN.get(str(self._line.read(self._line.known(reply_id), fields="id,hide_status").get("hide_status")))

    def reply_setting(self, post_id: str) -> str:
        told = str(self._line.read(self._line.known(post_id), fields="id,reply_audience").get("reply_audience") or "")
        if not told:
            raise Busy("Threads did not say who may reply.")
        return shapes.AUDIENCES.get(told, told.casefold().replace("_", " "))

    def set_reply_setting(self, post_id: str, setting: str) -> None:
        raise Unsupported(NO_LOCK)

    def delete(self, remote_id: str) -> None:
        with suppress(graph.Gone):
            self._line.done("DELETE", self._line.known(remote_id), no="Threads did not delete the post, and gave no reason.")

    def mute(self, author_id: str) -> None:
        raise Unsupported("Threads lets a program neither mute nor restrict anybody. A person does it.")

    def following(self) -> tuple[Profile, ...]:
        raise Unsupported(NO_FOLLOWS)

    def followers(self) -> int:
        listed = self._line.read("me/threads_insights", metric="followers_count").get("data")
        told = listed[0] if isinstance(listed, list) and listed else {}
        count = (told.get("total_value") or {}).get("value")
        if not isinstance(count, int):
            raise Busy("Threads did not say how many follow the account.")
        return count

    def follow(self, remote_id: str) -> None:
        raise Unsupported(NO_FOLLOWS)

    def unfollow(self, remote_id: str) -> None:
        raise Unsupported(NO_FOLLOWS)

    def face(self) -> Face:
        return shapes.face_of(self._line.me(shapes.FACE_FIELDS))

    def _self(self) -> Profile:
        return self._me or self.whoami()

    def _quota(self, kind: str) -> None:
        """Posts and replies are counted apart, in 24 hours that roll. Where the number is not told, publishing tells."""
        try:
            listed = self._line.read("me/threads_publishing_limit", fields=f"{kind}quota_usage,{kind}config").get("data")
        except graph.Bad:
            return
        told = listed[0] if isinstance(listed, list) and listed else {}
        used, total = told.get(f"{kind}quota_usage"), (told.get(f"{kind}config") or {}).get("quota_total")
        if isinstance(used, int) and isinstance(total, int) and used >= total:
            raise Busy(f"Threads takes no more than {total} posts a day from this account. Gatepost tries again.", clock.now() + USED_UP)

    def _one(self, said: Mapping[str, str | None], media: Media | None) -> Json:
        form = {"media_type": "IMAGE", "image_url": media.url, "alt_text": media.alt or None} if media else {"media_type": "TEXT"}
        return self._line.quietly("me/threads", {**said, **form})

    def _part(self, media: Media) -> Json:
        form = {"media_type": "IMAGE", "image_url": media.url, "alt_text": media.alt or None, "is_carousel_item": "true"}
        return self._line.quietly("me/threads", form)

    def _several(self, said: Mapping[str, str | None], parts: list[str]) -> Json:
        return self._line.quietly("me/threads", {**said, "media_type": "CAROUSEL", "children": ",".join(parts)})
