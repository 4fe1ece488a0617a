"""One Facebook Page, over the Graph API.

PLATFORMS.md section 2: no key makes a repeat harmless, so a lost answer is read back from the Page's own posts; code 506 may mean
that it is up. Facebook lists about 600 of a year's posts by a ranking of its own, so that a post which is not listed may be there.
"""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from bot import clock
from bot.platforms import facebook_account, facebook_comments, facebook_stories, graph, graph_stories
from bot.platforms import facebook_shapes as shapes
from bot.platforms.base import TIMEOUT_S, AccessLost, Busy, Media, Outgoing, Page, Post, Profile, Refused, Unsupported, Unsure
from bot.platforms.capabilities import CAPABILITIES
from bot.platforms.facebook_line import Line, known
from bot.platforms.facebook_timeline import listed, older, timeline
from bot.platforms.offers import Face, Older, Rights
from bot.platforms.wire import Json
from bot.text import loose_equal

PREPARE_S = 60.0  # pictures must be up within this, so that a publish is over well before its claim ends
LISTED = 3  # pages of own posts in which posts are looked up before each is asked for alone
MOST_IDS = 50  # things that Facebook describes in one answer
MARGIN = timedelta(minutes=2)  # how far Facebook's clock may be behind ours when a lost post is looked for
PICTURES = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
NO_LOCK = "Facebook lets a program neither see nor change who may comment on a post. A person does it, signed in to the Page."
NO_FOLLOWS = "Facebook lets a program neither see nor change what a Page follows."


class Facebook:
    """Answers `Platform`, and offers DeletesReplies, ShowsFace, TellsRights and BlocksSenders. Keep one per Page."""

    name = "facebook"
    can = CAPABILITIES["facebook"]

    def __init__(
        self,
        credentials: Mapping[str, str],
        url: str = "https://graph.facebook.com",
        *,
        timeout: float = TIMEOUT_S,
        keep: Callable[[str], None] | None = None,
    ) -> None:
        self._line = Line(credentials, url, timeout=timeout, keep=keep)
        self._me: Profile | None = None

    def whoami(self) -> Profile:
        self._me = shapes.profile_of(_named(self._line.read("me", fields="id,name,username")))
        return self._me

    def resolve(self, handle: str) -> Profile | None:
        me = self._self()
        if handle.strip().removeprefix("@").casefold() in {me.handle.casefold(), me.remote_id}:
            return me
        raise Unsupported("Facebook tells a program nothing about Pages other than its own.")

    def publish(self, post: Outgoing) -> Post:
        if post.reply_setting not in self.can.reply_settings:
            raise Unsupported("Facebook has no way to say from here who may comment on a post. Allow everyone, or publish it by hand.")
        me, started = self._self(), time.monotonic()
        photos: list[str] = []
        for media in post.media:
            photos.append(self._upload(media))
            if time.monotonic() - started > PREPARE_S:
                raise Busy("Facebook took too long over the pictures. Nothing was published; Gatepost tries again.")
        if post.reply_to:
            if len(photos) > 1:
                raise Refused("Facebook takes one picture with a comment. Nothing was published.")
            path, form = f"{known(post.reply_to)}/comments", {"message": post.text or None, "attachment_id": next(iter(photos), None)}
        else:
            attached = {f"attached_media[{n}]": json.dumps({"media_fbid": one}) for n, one in enumerate(photos)}
            path, form = f"{me.remote_id}/feed", {"message": post.text or None, **attached}
        remote_id = str(self._line.change("POST", path, form).get("id") or "")
        if not remote_id:
            raise Unsure("Facebook answered without saying which post it made.")
        return Post(
            remote_id=remote_id,
            text=post.text,
            author_id=me.remote_id,
            author_handle=me.handle,
            at=clock.now(),
            url=shapes.address(remote_id),
            parent_id=post.reply_to,
            alts=tuple(one.alt for one in post.media),
            media_count=len(post.media),
        )

    def find(self, post: Outgoing) -> Post | None:
        since = min(post.planned_at, clock.now()) - MARGIN
        if post.reply_to:
            root = shapes.root_of(post.reply_to, self._self().remote_id)
            pages = self._line.pages(f"{known(post.reply_to)}/comments", fields=shapes.COMMENT_FIELDS, order="reverse_chronological")
            said = [self._comment(item, root) for page in pages for item in page]
        else:
            said = [self._post(item) for item in listed(self._line, since)]
        mine = [one for one in said if one.author_id == self._self().remote_id and one.at >= since and loose_equal(one.text, post.text)]
        if not post.text:  # then the pictures are all there is to go by
            mine = [one for one in mine if one.media_count == len(post.media)]
        return min(mine, key=lambda one: one.at, default=None)

    def lookup(self, remote_ids: Sequence[str]) -> dict[str, Post | None]:
        if not remote_ids:
            return {}
        if stories := [one for one in remote_ids if facebook_stories.is_one(one)]:
            standing = {story.remote_id: story for story in self._stories()}
            return self.lookup([one for one in remote_ids if one not in stories]) | {one: standing.get(one) for one in stories}
        posts = [one for one in remote_ids if self._is_post(one)]
        # Read even where no post is asked for: that it can be is what makes a missing one gone, and not merely out of our sight.
        items = {str(item["id"]): item for item in listed(self._line, None, at_most=LISTED, wanted=posts)}
        found: dict[str, Json | None] = {}
        for remote_id in dict.fromkeys(remote_ids):
            found[remote_id] = items.get(remote_id) or self._single(remote_id)
        alts = self._alts([photo for item in found.values() if item for photo in shapes.pictures_of(item)])
        return {remote_id: self._either(item, alts) if item else None for remote_id, item in found.items()}

    def timeline(self, cursor: str | None) -> Page:
        items, after = timeline(self._line, cursor)
        return graph_stories.beside(Page(tuple(self._post(item) for item in items), after), cursor, self._stories)

    def older(self, cursor: str | None) -> Older:
        items, after = older(self._line, cursor)
        return Older(tuple(self._post(item) for item in items), after)

    def replies(self, cursor: str | None) -> Page:
        self._self()
        return facebook_comments.read(self._line, cursor)

    def set_hidden(self, reply_id: str, root_id: str | None, hidden: bool) -> bool:
        if root_id is None:
            raise Unsupported("Facebook lets a program hide comments only. A person hides or reports this post, signed in to the Page.")
        self._self()
        stands = self._line.read(known(reply_id), fields="id,is_hidden,can_hide")
        if stands.get("is_hidden", not hidden) == hidden:
            return hidden
        if stands.get("can_hide") is False:
            raise Unsupported(f"Facebook does not let this connection {'hide' if hidden else 'show'} this comment.")
        wanted = "hide" if hidden else "show"
        no = f"Facebook did not {wanted} the comment, and gave no reason."
        self._line.done("POST", known(reply_id), {"is_hidden": "true" if hidden else "false"}, no=no)
        return hidden

    def is_hidden(self, reply_id: str, root_id: str | None) -> bool | None:
        answered = self._line.read(known(reply_id), fields="id,is_hidden").get("is_hidden")
        return answered if isinstance(answered, bool) else None

    def delete_reply(self, reply_id: str) -> None:
        self._self()
        try:
            if self._line.read(known(reply_id), fields="id,can_remove").get("can_remove") is False:
                raise Unsupported("Facebook does not let this connection delete this comment. A person does it, signed in to the Page.")
            self._line.done("DELETE", known(reply_id), no="Facebook did not delete the comment, and gave no reason.")
        except graph.Gone:
            return

    def reply_stands(self, reply_id: str) -> bool:
        self.whoami()  # what is out of a dead connection's sight is not gone
        return self._single(reply_id) is not None

    def reply_setting(self, post_id: str) -> str:
        raise Unsupported(NO_LOCK)

    def set_reply_setting(self, post_id: str, setting: str) -> None:
        raise Unsupported(NO_LOCK)

    def delete(self, remote_id: str) -> None:
        """Facebook would let a Page delete what others wrote on it as well, so whose it is is asked first."""
        if facebook_stories.is_one(remote_id):
            raise Unsupported(facebook_stories.NO_DELETE)
        me = self._self()
        try:
            if shapes.author_of(self._line.read(known(remote_id), fields="id,from"))[0] != me.remote_id:
                raise Refused("That post is not the academy's own. Nothing was deleted.")
            self._line.done("DELETE", known(remote_id), no="Facebook did not delete the post, and gave no reason.")
        except graph.Gone:
            return

    def mute(self, author_id: str) -> None:
        raise Unsupported("A Page cannot mute a person. It can ban them, which a person decides.")

    def following(self) -> tuple[Profile, ...]:
        raise Unsupported(NO_FOLLOWS)

    def followers(self) -> int:
        body = self._line.read(self._self().remote_id, fields="id,followers_count,fan_count")
        count = body.get("followers_count", body.get("fan_count"))
        if not isinstance(count, int):
            raise Busy("Facebook did not say how many follow the Page.")
        return count

    def follow(self, remote_id: str) -> None:
        raise Unsupported(NO_FOLLOWS)

    def unfollow(self, remote_id: str) -> None:
        raise Unsupported(NO_FOLLOWS)

    def face(self) -> Face:
        self._self()
        return facebook_account.face(self._line)

    def rights(self) -> Rights:
        return facebook_account.rights(self._line)

    def set_blocked(self, other_id: str, blocked: bool) -> None:
        page = self._self().remote_id
        other = _somebody(other_id)
        if blocked:
            body = self._line.change("POST", f"{page}/blocked", {"user": json.dumps([other])})
            done = body.get(other, body.get("success"))
            if done is False:
                raise Refused("Facebook did not ban the person, and gave no reason.")
            if done is not True:
                raise Unsure("Facebook answered without saying whether it banned the person.")
        elif self.is_blocked(other):
            self._line.done("DELETE", f"{page}/blocked", {"user": other}, no="Facebook did not lift the ban, and gave no reason.")

    def is_blocked(self, other_id: str) -> bool:
        asked = _somebody(other_id)
        people = [one for page in self._line.pages(f"{self._self().remote_id}/blocked", user=asked, fields="id") for one in page]
        return asked in {str(one["id"]) for one in people}

    def _self(self) -> Profile:
        """Who this is, asked once; a token that opens another Page than the one connected is never used."""
        me = self._me or self.whoami()
        if me.remote_id != self._line.page_id:
            raise AccessLost(f"This connection opens {me.display_name or me.handle}, which is not the Page it was set up for. Nothing was sent.")
        return me

    def _stories(self) -> list[Post]:
        return facebook_stories.live(self._line, self._self())

    def _upload(self, media: Media) -> str:
        """A picture that nobody sees until a post names it."""
        if media.mime not in PICTURES:
            raise Refused(f"Facebook takes pictures as JPEG, PNG, GIF or WebP; {media.filename} is {media.mime}.")
        form = {"published": "false", "alt_text_custom": media.alt or None}
        files = {"source": (media.filename, media.data, media.mime)}
        return str(_named(self._line.quietly(f"{self._line.page_id}/photos", form, files=files))["id"])

    def _single(self, remote_id: str) -> Json | None:
        """One post or comment by its id, however old. None when it is gone."""
        fields = shapes.POST_FIELDS if self._is_post(remote_id) else shapes.COMMENT_FIELDS
        try:
            return _named(self._line.read(known(remote_id), fields=fields))
        except graph.Gone:
            return None

    def _alts(self, photos: Sequence[str]) -> dict[str, str]:
        """Descriptions by picture, in one question: of the first so many. One that is not told is not one that is empty."""
        asked = [one for one in dict.fromkeys(photos) if one][:MOST_IDS]
        try:
            told = self._line.read("", ids=",".join(asked), fields="id,alt_text_custom") if asked else {}
        except Refused:  # one that is gone is a no to all of them
            return {}
        return {photo: str(item.get("alt_text_custom") or "") for photo, item in told.items() if isinstance(item, dict)}

    def _either(self, item: Json, alts: Mapping[str, str]) -> Post:
        remote_id = str(item["id"])
        if not self._is_post(remote_id):
            return self._comment(item, shapes.root_of(remote_id, self._line.page_id))
        photos = shapes.pictures_of(item)
        return self._post(item, tuple(alts[one] for one in photos) if all(one in alts for one in photos) else ())

    def _is_post(self, remote_id: str) -> bool:
        """On this Page; a comment's id begins with its post's number instead."""
        return remote_id.startswith(f"{self._line.page_id}_")

    def _post(self, item: Json, alts: tuple[str, ...] = ()) -> Post:
        return shapes.post_of(item, handle=self._handle(item), alts=alts)

    def _comment(self, item: Json, root_id: str) -> Post:
        return shapes.comment_of(item, root_id, handle=self._handle(item))

    def _handle(self, item: Json) -> str:
        me = self._self()
        return me.handle if shapes.author_of(item)[0] == me.remote_id else ""


def _named(item: Json) -> Json:
    if not isinstance(item.get("id"), str):
        raise Busy("Facebook answered without saying which Page, post or picture it means.")
    return item


def _somebody(author_id: str) -> str:
    if author_id.startswith(shapes.UNKNOWN):
        raise Unsupported("Facebook does not say who wrote that, so nobody can be banned from here.")
    return known(author_id)
