"""A small Threads in memory: one account, its conversations, and posts elsewhere that name it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from tests.platforms.graph_accounts import Account, stamp
from tests.platforms.graph_server import Act, Ask, GraphError, Json, missing, paged, shown

ME = "26000000000000001"
ME_FIELDS = ("id", "username", "name", "threads_biography", "threads_profile_picture_url")
FIELDS = (
    *("id", "text", "timestamp", "permalink", "username", "owner", "media_type", "alt_text", "children", "has_replies", "is_reply"),
    *("root_post", "replied_to", "reply_audience", "hide_status", "is_reply_owned_by_me", "reposted_post"),
)
CONTROLS = {"everyone": "EVERYONE", "mentioned_only": "MENTIONED_ONLY"}


@dataclass
class World(Account):
    status: ClassVar[str] = "status"
    prefix: str = "/v1.0"
    me: Json = field(
        default_factory=lambda: {
            "id": ME,
            "username": "oakacademy",
            "name": "Oak Academy",
            "threads_biography": "News for families.",
            "threads_profile_picture_url": "https://scontent.example/v/t51/1_n.jpg?oh=1",
        }
    )
    posts: dict[str, Json] = field(default_factory=dict)
    limits: list[str] = field(default_factory=list)  # which of the two counts was asked for

    # What people do, past the gate.

    def post(self, text: str, *, by: str = "", at: datetime | None = None, alts: Sequence[str] = (), audience: str = "EVERYONE") -> Json:
        """`by`: somebody else, elsewhere."""
        key = self.number()
        parts = [{"id": self.number(), "media_type": "IMAGE", **({"alt_text": alt} if alt else {})} for alt in alts]
        pictures: Json = {"media_type": "TEXT_POST"}
        if parts:
            several = {"media_type": "CAROUSEL_ALBUM", "children": {"data": parts}}
            pictures = several if len(parts) > 1 else {**parts[0]}
        who = {"owner": {"id": f"8{len(by)}"}, "username": by} if by else {"owner": {"id": ME}, "username": self.me["username"]}
        item = {"text": text, "timestamp": stamp(at), "reply_audience": audience, "is_reply": False}
        self.posts[key] = {**pictures, **item, **who, "id": key, "permalink": f"https://www.threads.com/post/{key}"}
        return self.posts[key]

    def reply(self, text: str, under: str, *, by: str = "a_parent", at: datetime | None = None, **more: Any) -> Json:
        """`under`: a post or a reply. `by` empty: the account itself."""
        item = self.post(text, by=by, at=at)
        root = self.posts[under].get("root_post", {"id": under})
        item |= {
            "is_reply": True,
            "root_post": root,
            "replied_to": {"id": under},
            "hide_status": "NOT_HUSHED",
            "is_reply_owned_by_me": not by,
            **more,
        }
        return item

    def newest(self) -> str:
        return next(key for key, one in reversed(self.posts.items()) if one["owner"]["id"] == ME and not one["is_reply"])

    def visible(self, reply_id: str) -> bool:
        """Whether a stranger sees it: what stands under a hidden reply goes with it."""
        item = self.posts.get(reply_id)
        while item is not None and item.get("hide_status") != "HIDDEN":
            if "replied_to" not in item:
                return True
            item = self.posts.get(item["replied_to"]["id"])
        return False

    # What each address answers.

    def table(self) -> Sequence[tuple[str, str, Act]]:
        return (
            ("GET", r"/me", lambda ask: shown(self.me, ask, ME_FIELDS)),
            ("GET", r"/me/threads", lambda ask: self._listed(ask, [one for one in self._own() if not one["is_reply"]])),
            ("GET", r"/me/replies", lambda ask: self._listed(ask, [one for one in self._own() if one["is_reply"]])),
            ("GET", r"/me/mentions", self._mentions),
            ("GET", r"/me/threads_insights", self._insights),
            ("GET", r"/me/threads_publishing_limit", self._quota),
            ("POST", r"/me/threads", self._contain),
            ("POST", r"/me/threads_publish", self._publish),
            ("GET", r"/(\d+)/conversation", self._conversation),
            ("POST", r"/(\d+)/manage_reply", self._manage),
            ("GET", r"/(\d+)", self._one),
            ("DELETE", r"/(\d+)", self._delete),
        )

    def _own(self) -> list[Json]:
        return [one for one in self.posts.values() if one["owner"]["id"] == ME]

    def _listed(self, ask: Ask, items: Sequence[Json]) -> Json:
        newest = sorted(items, key=lambda one: (str(one["timestamp"]), int(one["id"])), reverse=True)
        return paged([shown(self._told(one), ask, FIELDS) for one in newest], ask)

    def _told(self, item: Json) -> Json:
        return {**item, "has_replies": any(one.get("replied_to") == {"id": item["id"]} for one in self.posts.values())}

    def _mentions(self, ask: Ask) -> Json:
        return self._listed(ask, [one for one in self.posts.values() if one["owner"]["id"] != ME and f"@{self.me['username']}" in one["text"]])

    def _insights(self, ask: Ask) -> Json:
        if ask.said.get("metric") != "followers_count":
            raise GraphError(100, "(#100) There is no such metric")
        return {"data": [{"name": "followers_count", "period": "day", "total_value": {"value": 31}}]}

    def _quota(self, ask: Ask) -> Json:
        self.limits.append(ask.said["fields"])
        kind = "reply_" if ask.said["fields"].startswith("reply_") else ""
        return {"data": [{f"{kind}quota_usage": self.used, f"{kind}config": {"quota_total": self.total, "quota_duration": 86400}}]}

    def _contain(self, ask: Ask) -> Json:
        if len(ask.said.get("text", "")) > 500:
            raise GraphError(100, "(#100) Param text must be at most 500 characters long.")
        if ask.said.get("reply_control", "everyone") not in CONTROLS or ask.said["media_type"] not in {"TEXT", "IMAGE", "CAROUSEL"}:
            raise GraphError(100, "(#100) Invalid parameter")
        return self.contain(ask)

    def _publish(self, ask: Ask) -> Json:
        container = self.published(ask)
        alts = [part.get("alt_text", "") for part in container["parts"]] or ([container.get("alt_text", "")] if "image_url" in container else [])
        if above := container.get("reply_to_id"):
            return {"id": self.reply(container["text"], above, by="")["id"]}
        audience = CONTROLS[container.get("reply_control", "everyone")]
        return {"id": self.post(container.get("text", ""), alts=alts, audience=audience)["id"]}

    def _conversation(self, ask: Ask, key: str) -> Json:
        self._there(key)
        return self._listed(ask, [one for one in self.posts.values() if one.get("root_post") == {"id": key}])

    def _there(self, key: str) -> Json:
        if key not in self.posts:
            raise missing(key)
        return self.posts[key]

    def _one(self, ask: Ask, key: str) -> Json:
        return self.how_far(key, ask) if key in self.containers else shown(self._told(self._there(key)), ask, FIELDS)

    def _manage(self, ask: Ask, key: str) -> Json:
        item = self._there(key)
        if item.get("replied_to") != item.get("root_post"):
            raise GraphError(100, "(#100) Only replies to the post itself can be managed")
        item["hide_status"] = "HIDDEN" if ask.said["hide"] == "true" else "UNHUSHED"
        return {"success": True}

    def _delete(self, _ask: Ask, key: str) -> Json:
        if self._there(key)["owner"]["id"] != ME:
            raise GraphError(10, "The post is somebody else's")
        del self.posts[key]
        return {"success": True, "deleted_id": key}
