"""A small Facebook in memory: one Page, what stands on its feed, and everybody else. The HTTP around it is graph_server.py.

It answers as Meta's reference says, and the doubtful points are switches: whether a token may look at itself, how deep a cursor goes.
"""

import itertools
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tests.platforms.graph_server import TOKEN, Act, Ask, GraphError, Json, missing, paged, shown

PAGE = "4711"
POST_FIELDS = (
    *("id", "message", "created_time", "updated_time", "from", "permalink_url", "attachments", "is_hidden"),
    "comments.filter(stream).limit(0).summary(true)",
)
COMMENT_FIELDS = ("id", "message", "created_time", "from", "is_hidden", "can_hide", "can_remove", "parent", "permalink_url", "attachment")
PAGE_FIELDS = (
    *("id", "name", "username", "about", "bio", "description", "website", "category", "emails", "picture", "cover"),
    *("followers_count", "fan_count"),
)
SCOPES = ["pages_show_list", "pages_manage_posts", "pages_manage_engagement", "pages_read_engagement", "pages_read_user_content"]


def stamp(at: datetime | None = None) -> str:
    """Whole seconds, as Graph gives them."""
    return (at or datetime.now(UTC)).strftime("%Y-%m-%dT%H:%M:%S+0000")


def seconds(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


@dataclass
class World:
    prefix: str = "/v26.0"
    most: int = 100
    deepest: int = 100_000  # how many items a cursor goes down before Graph says no
    inspects_itself: bool = True
    shows_stories: bool = True
    page: Json = field(
        default_factory=lambda: {
            "id": PAGE,
            "name": "Oak Academy",
            "username": "oakacademy",
            "about": "News for families.",
            "website": "https://oak.example",
            "category": "School",
            "picture": {"data": {"cache_key": "AbC1", "url": "https://pictures.example/p.jpg?oh=1"}},
            "cover": {"id": "991"},
            "followers_count": 12,
        }
    )
    posts: dict[str, Json] = field(default_factory=dict)
    comments: dict[str, Json] = field(default_factory=dict)
    photos: dict[str, Json] = field(default_factory=dict)
    stories: dict[str, Json] = field(default_factory=dict)  # with what the Page's archive keeps
    roles: list[Json] = field(default_factory=list)
    blocked: list[str] = field(default_factory=list)
    token: Json = field(default_factory=lambda: {"type": "PAGE", "is_valid": True, "scopes": list(SCOPES), "expires_at": 0})
    people: dict[str, str] = field(default_factory=dict)
    _count: "itertools.count[int]" = field(default_factory=lambda: itertools.count(int(time.time())))

    def number(self) -> str:
        return str(next(self._count))

    # What people do, past the gate.

    def somebody(self, name: str) -> Json:
        return {"id": self.people.setdefault(name, self.number()), "name": name}

    def post(self, text: str, *, by: str = "", on: str = PAGE, at: datetime | None = None, photos: Sequence[str] = ()) -> Json:
        key = f"{on}_{self.number()}"
        author = self.somebody(by) if by else {"id": PAGE, "name": self.page["name"]}
        item: Json = {"id": key, "message": text, "created_time": stamp(at), "updated_time": stamp(at), "from": author, "photos": list(photos)}
        self.posts[key] = {**item, "permalink_url": f"https://www.facebook.com/{key.replace('_', '/posts/')}"}
        return self.posts[key]

    def story(self, *, at: datetime | None = None, **more: Any) -> Json:
        """Facebook tells no words of it. The media types and states as its guide writes them."""
        key, when = self.number(), seconds(stamp(at))
        item = {"post_id": key, "status": "PUBLISHED", "creation_time": str(when), "media_type": "photo", "media_id": self.number()}
        self.stories[key] = {**item, "url": f"https://facebook.com/stories/{PAGE}/{key}", **more}
        return self.stories[key]

    def comment(self, text: str, under: str, *, by: str | None = "A Parent", at: datetime | None = None, **more: Any) -> Json:
        """`under`: a post or a comment. `by` None: Facebook withholds who wrote it; empty: the Page."""
        above = self.comments.get(under)
        root = above["root"] if above else under
        parent = {"parent": {"id": above["parent"]["id"] if "parent" in above else under}} if above else {}  # two levels
        key = f"{root.partition('_')[2]}_{self.number()}"
        author = {} if by is None else {"from": self.somebody(by) if by else {"id": PAGE, "name": self.page["name"]}}
        item: Json = {
            "id": key,
            "root": root,
            "message": text,
            "created_time": stamp(at),
            "is_hidden": False,
            "can_hide": by != "",
            "can_remove": True,
        }
        self.comments[key] = {**item, **parent, **author, "permalink_url": f"/{root}?comment_id={key}", **more}
        self.posts[root]["updated_time"] = stamp()
        return self.comments[key]

    def newest(self) -> str:
        return next(key for key in reversed(self.posts) if self.posts[key]["from"]["id"] == PAGE)

    def visible(self, comment_id: str) -> bool:
        """Whether a stranger sees it."""
        item = self.comments.get(comment_id)
        return item is not None and not item["is_hidden"]

    # What each address answers.

    def table(self) -> Sequence[tuple[str, str, Act]]:
        return (
            ("GET", r"/", self._pictures),
            ("GET", r"/debug_token", self._token),
            ("GET", rf"/(?:me|{PAGE})", lambda ask: shown(self.page, ask, PAGE_FIELDS)),
            ("GET", rf"/{PAGE}/published_posts", lambda ask: self._feed(ask, own=True)),
            ("GET", rf"/{PAGE}/feed", lambda ask: self._feed(ask, own=False)),
            ("GET", rf"/{PAGE}/stories", self._told),
            ("POST", rf"/{PAGE}/feed", self._publish),
            ("POST", rf"/{PAGE}/photos", self._upload),
            ("GET", rf"/{PAGE}/roles", lambda ask: paged([shown(one, ask, ("id", "name", "tasks")) for one in self.roles], ask)),
            ("GET", rf"/{PAGE}/blocked", self._blocked),
            ("POST", rf"/{PAGE}/blocked", self._block),
            ("DELETE", rf"/{PAGE}/blocked", self._unblock),
            ("GET", r"/([\d_]+)/comments", self._comments),
            ("POST", r"/([\d_]+)/comments", self._answer),
            ("GET", r"/([\d_]+)", self._one),
            ("POST", r"/([\d_]+)", self._hide),
            ("DELETE", r"/([\d_]+)", self._delete),
        )

    def _token(self, ask: Ask) -> Json:
        if ask.said.get("input_token") != TOKEN or ask.method != "POST":
            raise GraphError(100, "The token to look at has to be given, in the body.")
        if not self.inspects_itself:
            raise GraphError(100, "(#100) You must provide an app access token, or a user access token that is an owner or developer of the app")
        return {"data": self.token}

    def _feed(self, ask: Ask, *, own: bool) -> Json:
        since = int(ask.said.get("since", "0"))
        items = [one for one in reversed(self.posts.values()) if seconds(one["created_time"]) >= since]
        if own:
            items = [one for one in items if one["from"]["id"] == PAGE]
        items.sort(key=lambda one: str(one["created_time"]), reverse=True)
        return self._listed([self._post(one) for one in items], ask, POST_FIELDS)

    def _told(self, ask: Ask) -> Json:
        if not self.shows_stories:
            raise GraphError(200, "(#200) Permissions error", status=403)
        since = int(ask.said.get("since", "0"))
        return paged([one for one in reversed(self.stories.values()) if int(one["creation_time"]) >= since], ask)

    def _post(self, item: Json) -> Json:
        under = sum(one["root"] == item["id"] for one in self.comments.values())
        each = [{"media_type": "photo", "target": {"id": one}} for one in item["photos"]]
        attached = each if len(each) < 2 else [{"media_type": "album", "subattachments": {"data": each}}]
        return {
            **item,
            **({"attachments": {"data": attached}} if attached else {}),
            "message": item["message"] or None,
            "comments": {"data": [], "summary": {"order": "chronological", "total_count": under}},
        }

    def _comments(self, ask: Ask, key: str) -> Json:
        self._there(key)
        whole = ask.said.get("filter") == "stream"
        items = [one for one in self.comments.values() if (one["root"] == key and (whole or "parent" not in one)) or one.get("parent") == {"id": key}]
        items.sort(key=lambda one: (one["created_time"], int(one["id"].partition("_")[2])), reverse=ask.said.get("order") == "reverse_chronological")
        return self._listed(items, ask, COMMENT_FIELDS)

    def _listed(self, items: Sequence[Json], ask: Ask, known: Sequence[str]) -> Json:
        page = paged([shown(one, ask, known) for one in items], ask, most=self.most)
        start = sum(1 for _ in itertools.takewhile(lambda one: one["id"] != page["data"][0]["id"], items)) if page["data"] else 0
        if start >= self.deepest:
            raise GraphError(100, "(#100) Invalid cursor.")
        return page

    def _there(self, key: str) -> Json:
        item = self.posts.get(key) or self.comments.get(key)
        if item is None:
            raise missing(key)
        return item

    def _one(self, ask: Ask, key: str) -> Json:
        item = self._there(key)
        return shown(item, ask, COMMENT_FIELDS) if key in self.comments else shown(self._post(item), ask, POST_FIELDS)

    def _pictures(self, ask: Ask) -> Json:
        asked = ask.said["ids"].split(",")
        if any(one not in self.photos for one in asked):
            raise missing(asked[0])
        return {one: shown(self.photos[one], ask, ("id", "alt_text_custom")) for one in asked}

    def _publish(self, ask: Ask) -> Json:
        text = ask.said.get("message", "")
        mine = [one for one in self.posts.values() if one["from"]["id"] == PAGE]
        if mine and mine[-1]["message"] == text and text:
            raise GraphError(506, "Duplicate status message")
        photos = [json.loads(value)["media_fbid"] for key, value in sorted(ask.said.items()) if key.startswith("attached_media[")]
        if any(one not in self.photos or self.photos[one]["published"] for one in photos) or not (text or photos):
            raise GraphError(100, "(#100) Invalid parameter")
        return {"id": self.post(text, photos=photos)["id"]}

    def _upload(self, ask: Ask) -> Json:
        if ask.said.get("published") != "false" or not ask.files.get("source"):
            raise GraphError(324, "(#324) Missing or invalid image file")
        key = self.number()
        self.photos[key] = {"id": key, "published": False, "alt_text_custom": ask.said.get("alt_text_custom"), "bytes": ask.files["source"]}
        return {"id": key}

    def _answer(self, ask: Ask, key: str) -> Json:
        self._there(key)
        return {"id": self.comment(ask.said["message"], key, by="")["id"]}

    def _hide(self, ask: Ask, key: str) -> Json:
        item = self._there(key)
        if key not in self.comments or not item["can_hide"]:
            raise GraphError(200, "(#200) This comment can not be hidden", status=403)
        item["is_hidden"] = ask.said["is_hidden"] == "true"
        return {"success": True}

    def _delete(self, _ask: Ask, key: str) -> Json:
        self._there(key)
        self.posts.pop(key, None)
        self.comments.pop(key, None)
        return {"success": True}

    def _blocked(self, ask: Ask) -> Json:
        return paged([{"id": one} for one in self.blocked if one == ask.said.get("user", one)], ask)

    def _block(self, ask: Ask) -> Json:
        people = json.loads(ask.said["user"])
        self.blocked += [one for one in people if one not in self.blocked]
        return dict.fromkeys(people, True)

    def _unblock(self, ask: Ask) -> Json:
        if ask.said["user"] not in self.blocked:
            raise GraphError(100, "(#100) The person is not blocked")
        self.blocked.remove(ask.said["user"])
        return {"success": True}
