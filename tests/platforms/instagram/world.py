"""A small Instagram in memory: one professional account, its posts, and what others write under them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from tests.platforms.graph_accounts import Account, stamp
from tests.platforms.graph_server import Act, Ask, GraphError, Json, missing, paged, shown

ME = "17841400000000001"
ME_FIELDS = (
    *("id", "user_id", "username", "name", "biography", "website", "profile_picture_url", "account_type"),
    *("followers_count", "follows_count", "media_count"),
)
MEDIA_FIELDS = ("id", "caption", "timestamp", "permalink", "media_type", "alt_text", "comments_count", "children", "is_comment_enabled")
STORY_FIELDS = ("id", "caption", "timestamp", "permalink", "media_type", "media_product_type")
COMMENT_FIELDS = ("id", "text", "timestamp", "username", "from", "hidden", "parent_id", "replies", "replies.limit(50)")


@dataclass
class World(Account):
    status: ClassVar[str] = "status_code"
    prefix: str = "/v26.0"
    shows_stories: bool = True
    answers_at_once: int = 50  # how many come with the comment above them
    me: Json = field(
        default_factory=lambda: {
            "id": "9001",
            "user_id": ME,
            "username": "oakacademy",
            "name": "Oak Academy",
            "biography": "News for families.",
            "website": "https://oak.example",
            "profile_picture_url": "https://scontent.example/v/t51/1_n.jpg?stp=a&oh=1",
            "account_type": "BUSINESS",
            "followers_count": 40,
            "follows_count": 12,
        }
    )
    media: dict[str, Json] = field(default_factory=dict)
    comments: dict[str, Json] = field(default_factory=dict)
    stories: dict[str, Json] = field(default_factory=dict)

    # What people do, past the gate.

    def post(self, text: str, *, at: datetime | None = None, alts: Sequence[str] = ("",)) -> Json:
        key = self.number()
        parts = [{"id": self.number(), "media_type": "IMAGE", **({"alt_text": alt} if alt else {})} for alt in alts]
        several = {"media_type": "CAROUSEL_ALBUM", "children": {"data": parts}}
        item = {"id": key, "caption": text, "timestamp": stamp(at), "permalink": f"https://www.instagram.com/p/{key}/", "is_comment_enabled": True}
        self.media[key] = {**item, **(several if len(parts) > 1 else {**parts[0], "id": key})}
        return self.media[key]

    def story(self, text: str = "", *, at: datetime | None = None) -> Json:
        key = self.number()
        item = {"id": key, "caption": text or None, "timestamp": stamp(at), "permalink": f"https://www.instagram.com/stories/oakacademy/{key}"}
        self.stories[key] = {**item, "media_type": "IMAGE", "media_product_type": "STORY"}
        return self.stories[key]

    def comment(self, text: str, under: str, *, by: str = "a_parent", at: datetime | None = None, **more: Any) -> Json:
        """`under`: a post or a comment."""
        above = self.comments.get(under)
        media = above["media"] if above else under
        if not self.media[media]["is_comment_enabled"]:
            raise GraphError(10, "Comments are off")
        key = self.number()
        parent = {"parent_id": under} if above else {}
        said = {"id": key, "media": media, "text": text, "timestamp": stamp(at), "username": by, "from": {"id": f"7{len(by)}", "username": by}}
        self.comments[key] = {**said, **parent, "hidden": False, **more}
        return self.comments[key]

    def newest(self) -> str:
        return next(reversed(self.media))

    def visible(self, comment_id: str) -> bool:
        """Whether a stranger sees it."""
        item = self.comments.get(comment_id)
        return item is not None and not item["hidden"]

    # What each address answers.

    def table(self) -> Sequence[tuple[str, str, Act]]:
        return (
            ("GET", r"/me", self._me),
            ("GET", r"/me/media", self._listed),
            ("GET", r"/me/stories", self._live),
            ("POST", r"/me/media", self.contain),
            ("POST", r"/me/media_publish", self._publish),
            ("GET", r"/me/content_publishing_limit", self._quota),
            ("GET", r"/(\d+)/comments", self._comments),
            ("GET", r"/(\d+)/replies", self._replies),
            ("GET", r"/(\d+)", self._one),
            ("POST", r"/(\d+)", self._change),
            ("DELETE", r"/(\d+)", self._delete),
        )

    def _me(self, ask: Ask) -> Json:
        """Each answer names the picture by another address, as Meta's servers do."""
        self.me["profile_picture_url"] = self.me["profile_picture_url"].partition("?")[0] + f"?oh={self.number()}"
        return shown({**self.me, "media_count": len(self.media)}, ask, ME_FIELDS)

    def _quota(self, ask: Ask) -> Json:
        told = {"id": "0", "quota_usage": self.used, "config": {"quota_total": self.total, "quota_duration": 86400}}
        return {"data": [shown(told, ask, ("quota_usage", "config"))]}

    def _listed(self, ask: Ask) -> Json:
        newest = sorted(self.media.values(), key=lambda one: (str(one["timestamp"]), int(one["id"])), reverse=True)
        return paged([shown(self._counted(one), ask, MEDIA_FIELDS) for one in newest], ask)

    def _live(self, ask: Ask) -> Json:
        """For a day. How they are ordered is not documented."""
        if not self.shows_stories:
            raise GraphError(10, "(#10) Application does not have permission for this action", status=403)
        since = stamp(datetime.now(UTC) - timedelta(hours=24))
        return paged([shown(one, ask, STORY_FIELDS) for one in reversed(self.stories.values()) if one["timestamp"] > since], ask)

    def _counted(self, item: Json) -> Json:
        return {**item, "comments_count": sum(one["media"] == item["id"] and not one.get("held") for one in self.comments.values())}

    def _publish(self, ask: Ask) -> Json:
        container = self.published(ask)
        alts = [part.get("alt_text", "") for part in container["parts"]] or [container.get("alt_text", "")]
        return {"id": self.post(container.get("caption", ""), alts=alts)["id"]}

    def _comments(self, ask: Ask, key: str) -> Json:
        if key not in self.media:
            raise missing(key)
        top = [one for one in reversed(self.comments.values()) if one["media"] == key and "parent_id" not in one and not one.get("held")]
        return paged([shown(self._with_answers(one), ask, COMMENT_FIELDS) for one in top], ask, most=50)

    def _with_answers(self, item: Json) -> Json:
        under = [one for one in self.comments.values() if one.get("parent_id") == item["id"]]
        more = {"paging": {"next": "https://graph.example/more"}} if len(under) > self.answers_at_once else {}
        told = [{name: one[name] for name in COMMENT_FIELDS if name in one} for one in under[: self.answers_at_once]]
        return {**item, "replies.limit(50)": {"data": told}, "replies": {"data": told, **more}} if under else item

    def _replies(self, ask: Ask, key: str) -> Json:
        return paged([shown(one, ask, COMMENT_FIELDS) for one in self.comments.values() if one.get("parent_id") == key], ask, most=50)

    def _one(self, ask: Ask, key: str) -> Json:
        if key in self.containers:
            return self.how_far(key, ask)
        if key in self.media:
            return shown({**self._counted(self.media[key]), "media_product_type": "FEED"}, ask, (*MEDIA_FIELDS, "media_product_type"))
        if key in self.stories:
            return shown(self.stories[key], ask, (*MEDIA_FIELDS, *STORY_FIELDS))
        if key not in self.comments:
            raise missing(key)
        return shown(self.comments[key], ask, COMMENT_FIELDS)

    def _change(self, ask: Ask, key: str) -> Json:
        if key in self.comments and "hide" in ask.said:
            self.comments[key]["hidden"] = ask.said["hide"] == "true"
        elif key in self.media and "comment_enabled" in ask.said:
            self.media[key]["is_comment_enabled"] = ask.said["comment_enabled"] == "true"
        else:
            raise missing(key)
        return {"success": True}

    def _delete(self, _ask: Ask, key: str) -> Json:
        if key not in self.comments:
            raise missing(key)  # posts too: this login deletes none
        del self.comments[key]
        return {"success": True}
