"""YouTube: the one door to an academy's channel, over the Data API v3. Comments are watched and held back; nothing is published.

A post there is a video, and Gatepost has none to send. Community posts are not in the API at all.
"""

import re
from collections.abc import Callable, Mapping, Sequence

from bot.platforms import youtube_comments, youtube_moderation, youtube_shapes, youtube_uploads
from bot.platforms.base import TIMEOUT_S, Outgoing, Page, Post, Profile, Refused, Unsupported
from bot.platforms.capabilities import CAPABILITIES
from bot.platforms.metering import Meter
from bot.platforms.offers import Face, Older, Rights, compared
from bot.platforms.wire import Json
from bot.platforms.youtube_allowance import Allowance
from bot.platforms.youtube_line import DATA, DELETE, TOKENS, Line
from bot.platforms.youtube_shapes import part
from bot.platforms.youtube_troubles import Gone

A_PAGE = 50
SCOPE = "https://www.googleapis.com/auth/youtube.force-ssl"
HARMLESS = ("openid", "email", "https://www.googleapis.com/auth/userinfo.email")
_HANDLE = re.compile(r"[\w.\-·]{3,30}")
_CHANNEL = re.compile(r"UC[\w-]{22}")


class YouTube:
    """One channel. Credentials: `client_id`, `client_secret` and `refresh_token`, with an access token where one was given."""

    name = "youtube"
    can = CAPABILITIES["youtube"]

    def __init__(
        self,
        credentials: Mapping[str, str],
        data_url: str = DATA,
        token_url: str = TOKENS,
        keep: Callable[[str], None] | None = None,
        *,
        timeout: float = TIMEOUT_S,
        allowance: Allowance | None = None,
    ) -> None:
        self._line = Line(credentials, data_url, token_url, keep, timeout=timeout, allowance=allowance)
        self._mine: Json | None = None
        self._named: dict[str, Profile] = {}  # channels followed, so that their handles are asked for once

    @property
    def meter(self) -> Meter:
        return self._line.meter

    @meter.setter
    def meter(self, meter: Meter) -> None:
        self._line.meter = meter

    def whoami(self) -> Profile:
        self._mine = self._channel("snippet,contentDetails", kept_for=True)  # a hide needs it once
        return youtube_shapes.profile(self._mine)

    def resolve(self, handle: str) -> Profile | None:
        name = handle.strip().removeprefix("@")
        if not _HANDLE.fullmatch(name):
            return None
        which: Json = {"id": name} if _CHANNEL.fullmatch(name) else {"forHandle": f"@{name}"}
        try:
            found = self._line.read("channels", part="snippet", **which).get("items") or []
        except Gone:
            return None
        return youtube_shapes.profile(found[0]) if found else None

    def publish(self, post: Outgoing) -> Post:
        raise Unsupported("Gatepost cannot send videos, and YouTube takes nothing else. A person uploads the video in YouTube Studio.")

    def find(self, post: Outgoing) -> Post | None:
        """Nothing is ever sent, so nothing was lost."""
        return None

    def lookup(self, remote_ids: Sequence[str]) -> dict[str, Post | None]:
        me = self._me()
        return youtube_uploads.lookup(self._line, me.remote_id, me.handle, remote_ids)

    def timeline(self, cursor: str | None) -> Page:
        uploads = self._uploads()
        return youtube_uploads.timeline(self._line, uploads, self._me().handle, cursor)

    def older(self, cursor: str | None) -> Older:
        uploads = self._uploads()
        return youtube_uploads.older(self._line, uploads, self._me().handle, cursor)

    def replies(self, cursor: str | None) -> Page:
        return youtube_comments.read(self._line, self._me().remote_id, cursor)

    def set_hidden(self, reply_id: str, root_id: str | None, hidden: bool) -> bool:
        return youtube_moderation.set_hidden(self._line, self._me().remote_id, reply_id, root_id, hidden=hidden)

    def is_hidden(self, reply_id: str, root_id: str | None) -> bool | None:
        return youtube_moderation.is_hidden(self._line, self._me().remote_id, reply_id, root_id)

    def reply_stands(self, reply_id: str) -> bool:
        return youtube_moderation.stands(self._line, self._me().remote_id, reply_id)

    def reply_setting(self, post_id: str) -> str:
        raise Unsupported("YouTube does not tell a program who may comment under a video. Look in YouTube Studio.")

    def set_reply_setting(self, post_id: str, setting: str) -> None:
        raise Unsupported("YouTube does not let a program switch comments off. A person does it in YouTube Studio.")

    def delete(self, remote_id: str) -> None:
        """Makes the video private, so that nobody else sees it and nothing is lost. Every video there went past the gate, because
        none can go through it: what a profile lets the machine take down must be one that a person can put back.
        """
        youtube_uploads.take_down(self._line, self._me().remote_id, remote_id)

    def mute(self, author_id: str) -> None:
        raise Unsupported("YouTube lets a program shut a writer out only for good, which Gatepost never does. A person does it in YouTube Studio.")

    def following(self) -> tuple[Profile, ...]:
        """All subscriptions, also those that the channel keeps private. The list has no handles; those are asked for once each."""
        ids: list[str] = []
        for page in self._line.pages("subscriptions", part="snippet", mine="true", maxResults=A_PAGE):
            ids += [str(part(part(each, "snippet"), "resourceId").get("channelId") or "") for each in page.get("items") or []]
        wanted = list(dict.fromkeys(each for each in ids if each))
        unnamed = [each for each in wanted if each not in self._named]
        for start in range(0, len(unnamed), A_PAGE):
            body = self._line.read("channels", part="snippet", id=",".join(unnamed[start : start + A_PAGE]), maxResults=A_PAGE)
            self._named |= {str(each["id"]): youtube_shapes.profile(each) for each in body.get("items") or []}
        return tuple(Profile(each, self._named[each].handle if each in self._named else each) for each in wanted)

    def followers(self) -> int:
        """Rounded by YouTube to three figures. Raises Unsupported where the channel keeps the number from everybody: none is not zero."""
        told = part(self._channel("statistics"), "statistics")
        if told.get("subscriberCount") is None or (told.get("hiddenSubscriberCount") and not int(told["subscriberCount"])):
            raise Unsupported("The channel keeps its number of subscribers hidden, so YouTube does not tell it. Look in YouTube Studio.")
        return int(told["subscriberCount"])

    def follow(self, remote_id: str) -> None:
        raise Unsupported("Gatepost does not subscribe to channels. If the channel is on the list, a person may subscribe to it on YouTube.")

    def unfollow(self, remote_id: str) -> None:
        try:
            found = self._line.read("subscriptions", part="id", mine="true", forChannelId=remote_id).get("items") or []
            for each in found:
                self._line.call("DELETE", "subscriptions", DELETE, id=each["id"])
        except Gone:
            return

    def face(self) -> Face:
        return youtube_shapes.face(self._channel("snippet,brandingSettings,status,statistics"))

    def rights(self) -> Rights:
        """The refresh token has no end of its own, and the access token is exchanged every hour, so no end is told."""
        return compared(self._line.scopes(), (SCOPE,), HARMLESS)

    def _me(self) -> Profile:
        if self._mine is None:
            return self.whoami()
        return youtube_shapes.profile(self._mine)

    def _uploads(self) -> str:
        self._me()
        return str(part(part(self._mine or {}, "contentDetails"), "relatedPlaylists").get("uploads") or "")

    def _channel(self, parts: str, *, kept_for: bool = False) -> Json:
        found = self._line.read("channels", kept_for=kept_for, part=parts, mine="true").get("items") or []
        if not found:
            raise Refused("This Google account has no YouTube channel. Sign in with the account that owns the academy's channel.")
        return dict(found[0])
