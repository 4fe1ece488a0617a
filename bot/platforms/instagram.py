"""One Instagram account, over the Instagram API with Instagram Login.

PLATFORMS.md section 3: Instagram fetches pictures from an address of ours; no key makes a repeat harmless, so a lost answer is read
back from the account's own posts; this login deletes no post and sees nobody's tags; of follows it tells the count alone.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from functools import partial

from bot import clock
from bot.platforms import graph, graph_stories, instagram_comments
from bot.platforms import instagram_shapes as shapes
from bot.platforms.base import TIMEOUT_S, AccessLost, Busy, Media, Outgoing, Page, Post, Profile, Refused, Trouble, Unsupported, Unsure
from bot.platforms.capabilities import CAPABILITIES
from bot.platforms.graph_account import Line
from bot.platforms.graph_containers import WAIT_S, Containers, reachable
from bot.platforms.graph_reading import newer, older
from bot.platforms.offers import Face, Older
from bot.platforms.wire import Json
from bot.text import loose_equal

NAME = "Instagram"
MARGIN = timedelta(minutes=2)  # how far Instagram's clock may be behind ours when a lost post is looked for
USED_UP = timedelta(hours=1)  # until the day's posts are counted again: the 24 hours roll
SETTINGS = {"everyone": True, "nobody": False}
NO_FOLLOWS = "Instagram lets a program neither see nor change whom an account follows. It tells only how many."
NO_DELETE = "Instagram lets this connection delete no post. A person does it, signed in as the academy."
NO_ANSWER = "Gatepost does not answer comments on Instagram, because a post there needs a picture. A person answers, signed in as the academy."


class Instagram:
    """Answers `Platform`, and offers DeletesReplies, ShowsFace and CountsFollowing. Keep one per account."""

    name = "instagram"
    can = CAPABILITIES["instagram"]

    def __init__(
        self,
        credentials: Mapping[str, str],
        url: str = "https://graph.instagram.com",
        *,
        timeout: float = TIMEOUT_S,
        wait_s: float = WAIT_S,
        keep: Callable[[str], None] | None = None,
    ) -> None:
        grant, setting = "ig_refresh_token", "GATEPOST_INSTAGRAM_URL"
        self._line = Line(NAME, url, graph.VERSION, credentials, grant=grant, setting=setting, timeout=timeout, keep=keep)
        self._containers = Containers(self._line, "status_code,status", wait_s=wait_s)
        self._user_id = credentials.get("user_id", "")
        self._me: Profile | None = None

    def whoami(self) -> Profile:
        item = self._line.me(shapes.ME_FIELDS)
        if self._user_id and self._user_id not in {str(item.get("user_id")), str(item["id"])}:
            raise AccessLost(f"This connection opens @{item['username']}, which is not the account it was set up for. Nothing was sent.")
        self._me = shapes.profile_of(item)
        return self._me

    def resolve(self, handle: str) -> Profile | None:
        me = self._self()
        if handle.strip().removeprefix("@").casefold() in {me.handle.casefold(), me.remote_id}:
            return me
        raise Unsupported("Instagram tells this connection nothing about other accounts.")

    def publish(self, post: Outgoing) -> Post:
        if post.reply_to:
            raise Unsupported(NO_ANSWER)
        if post.reply_setting not in self.can.reply_settings:
            raise Unsupported("Instagram has no way to say with a new post who may comment. Allow everyone; comments can be closed once it is up.")
        if not post.media:
            raise Refused("Instagram takes no post without a picture. Nothing was published. Add a picture, or take Instagram out of the draft.")
        if len(post.media) > self.can.images:
            raise Refused(f"Instagram takes {self.can.images} pictures with a post. Nothing was published.")
        reachable(post.media, NAME, self._line.root)
        me = self._self()
        self._quota()
        make = [partial(self._picture, one, post.text if len(post.media) == 1 else None) for one in post.media]
        whole = partial(self._several, post.text) if len(make) > 1 else None
        container = self._containers.ready(post.key, make, whole)
        remote_id = str(self._containers.publish(post.key, "me/media_publish", container).get("id") or "")
        if not remote_id:
            raise Unsure("Instagram answered without saying which post it made.")
        self._containers.over(post.key)
        with suppress(Trouble):  # it is up; its address is nice to have, and comes again when it is read back
            return shapes.post_of(self._line.single(remote_id, shapes.MEDIA_FIELDS), me)
        return Post(remote_id, post.text, me.remote_id, me.handle, clock.now(), f"{shapes.SITE}{me.handle}/", media_count=len(post.media))

    def find(self, post: Outgoing) -> Post | None:
        since, me = min(post.planned_at, clock.now()) - MARGIN, self._self()
        said = [shapes.post_of(item, me) for item in instagram_comments.own(self._line, since)]
        return min((one for one in said if loose_equal(one.text, post.text)), key=lambda one: one.at, default=None)

    def lookup(self, remote_ids: Sequence[str]) -> dict[str, Post | None]:
        if not remote_ids:
            return {}
        me = self._self()
        items = {str(item["id"]): item for item in instagram_comments.own(self._line, None)}  # readable at all, so a missing one is gone
        found = {remote_id: items.get(remote_id) or self._line.there(remote_id, shapes.SINGLE_FIELDS) for remote_id in dict.fromkeys(remote_ids)}
        return {remote_id: shapes.single_of(item, me) if item else None for remote_id, item in found.items()}

    def timeline(self, cursor: str | None) -> Page:
        me = self._self()
        items, after = newer(lambda since: instagram_comments.own(self._line, since), cursor, "timestamp")
        return graph_stories.beside(Page(tuple(shapes.post_of(item, me) for item in items), after), cursor, self._stories)

    def older(self, cursor: str | None) -> Older:
        me = self._self()
        items, after = older(self._line.read, "me/media", cursor, fields=shapes.MEDIA_FIELDS, limit=instagram_comments.MEDIA_PAGE)
        return Older(tuple(shapes.post_of(item, me) for item in items), after)

    def replies(self, cursor: str | None) -> Page:
        return instagram_comments.read(self._line, self._self(), cursor)

    def set_hidden(self, reply_id: str, root_id: str | None, hidden: bool) -> bool:
        if root_id is None:
            raise Unsupported("Instagram lets a program hide comments under the academy's own posts only. A person reports this one.")
        if self.is_hidden(reply_id, root_id) is not hidden:
            wanted = "hide" if hidden else "show"
            self._line.done("POST", reply_id, {"hide": _said(hidden)}, no=f"Instagram did not {wanted} the comment, and gave no reason.")
        return hidden

    def is_hidden(self, reply_id: str, root_id: str | None) -> bool | None:
        answered = self._line.read(self._line.known(reply_id), fields="id,hidden").get("hidden")
        return answered if isinstance(answered, bool) else None

    def delete_reply(self, reply_id: str) -> None:
        with suppress(graph.Gone):
            self._line.done("DELETE", self._line.known(reply_id), no="Instagram did not delete the comment, and gave no reason.")

    def reply_stands(self, reply_id: str) -> bool:
        self.whoami()  # what is out of a dead connection's sight is not gone
        try:
            return bool(self._line.read(self._line.known(reply_id), fields="id"))
        except graph.Gone:
            return False

    def reply_setting(self, post_id: str) -> str:
        answered = self._line.read(self._line.known(post_id), fields="id,is_comment_enabled").get("is_comment_enabled")
        if not isinstance(answered, bool):
            raise Busy("Instagram did not say whether comments are on.")
        return "everyone" if answered else "nobody"

    def set_reply_setting(self, post_id: str, setting: str) -> None:
        if setting not in SETTINGS:
            raise Unsupported("On Instagram comments under a post are on or off; nothing between can be set from here.")
        no = f"Instagram did not turn comments {'on' if SETTINGS[setting] else 'off'}, and gave no reason."
        self._line.done("POST", self._line.known(post_id), {"comment_enabled": _said(SETTINGS[setting])}, no=no)

    def delete(self, remote_id: str) -> None:
        raise Unsupported(NO_DELETE)

    def mute(self, author_id: str) -> None:
        raise Unsupported("Instagram lets a program neither mute nor restrict anybody. A person does it.")

    def following(self) -> tuple[Profile, ...]:
        raise Unsupported(NO_FOLLOWS)

    def following_count(self) -> int:
        return self._count("follows_count", "many the account follows")

    def followers(self) -> int:
        return self._count("followers_count", "many follow the account")

    def follow(self, remote_id: str) -> None:
        raise Unsupported(NO_FOLLOWS)

    def unfollow(self, remote_id: str) -> None:
        raise Unsupported(NO_FOLLOWS)

    def face(self) -> Face:
        return shapes.face_of(self._line.me(shapes.FACE_FIELDS))

    def _self(self) -> Profile:
        return self._me or self.whoami()

    def _stories(self) -> list[Post]:
        """Those that stand now. The path is documented for connections through Facebook's sign-in; where this one may not, Instagram says so."""
        me = self._self()
        return [shapes.story_of(item, me) for page in self._line.pages("me/stories", fields=shapes.STORY_FIELDS, limit=100) for item in page]

    def _count(self, field: str, what: str) -> int:
        count = self._line.read("me", fields=f"id,{field}").get(field)
        if not isinstance(count, int):
            raise Busy(f"Instagram did not say how {what}.")
        return count

    def _quota(self) -> None:
        """Sources name 25, 50 and 100 posts a day, so the account's own number is asked for. Where it is not told, publishing tells."""
        try:
            listed = self._line.read("me/content_publishing_limit", fields="quota_usage,config").get("data")
        except graph.Bad:
            return
        told = listed[0] if isinstance(listed, list) and listed else {}
        used, total = told.get("quota_usage"), (told.get("config") or {}).get("quota_total")
        if isinstance(used, int) and isinstance(total, int) and used >= total:
            raise Busy(f"Instagram takes no more than {total} posts a day from this account. Gatepost tries again.", clock.now() + USED_UP)

    def _picture(self, media: Media, caption: str | None) -> Json:
        """A single post has its words here; in one of several pictures they belong to the whole."""
        part = None if caption is not None else "true"
        form = {"image_url": media.url, "caption": caption, "alt_text": media.alt or None, "is_carousel_item": part}
        return self._line.quietly("me/media", form)

    def _several(self, caption: str, parts: list[str]) -> Json:
        return self._line.quietly("me/media", {"media_type": "CAROUSEL", "children": ",".join(parts), "caption": caption})


def _said(yes: bool) -> str:
    return "true" if yes else "false"
