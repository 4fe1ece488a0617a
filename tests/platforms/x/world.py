"""A small X in memory: what it keeps, and what it answers, in either of X's namings. The HTTP around it is server.py."""

import html
import itertools
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from . import searching

Json = dict[str, Any]
EPOCH_MS = 1_288_834_974_657
URL = re.compile(r"https?://[^\s]+|\b[a-z0-9-]+\.(?:example|test)\b[^\s]*")
NOT_FOUND = "https://api.twitter.com/2/problems/resource-not-found"
POST_NAMES = {"referenced_tweets": "referenced_posts", "edit_history_tweet_ids": "edit_history_post_ids", "note_tweet": "note_post"}
DEFAULT_FIELDS = {"id", "text", "edit_history_tweet_ids"}
TAKES = {"text", "media", "reply", "reply_settings"}  # of a new post; anything else is refused, as X does


def problem(status: int, title: str, detail: str, kind: str = "about:blank") -> Json:
    return {"title": title, "detail": detail, "type": kind, "status": status}


def missing(remote_id: str, what: str = "tweet") -> Json:
    return {
        **problem(404, "Not Found Error", f"Could not find {what} with ids: [{remote_id}].", NOT_FOUND),
        "value": remote_id,
        "resource_id": remote_id,
        "resource_type": what,
        "parameter": "ids",
    }


@dataclass
class World:
    """The academy's account is `me`; everybody else is in `users`. Posts keep X's own field names, tweet_* style."""

    me: str = "4200"
    naming: str = "tweet"
    page: int = 100
    users: dict[str, str] = field(default_factory=lambda: {"4200": "oak_academy"})
    posts: dict[str, Json] = field(default_factory=dict)
    media: dict[str, Json] = field(default_factory=dict)
    mentions: set[str] = field(default_factory=set)
    hidden: set[str] = field(default_factory=set)
    followed: list[str] = field(default_factory=list)
    muted: set[str] = field(default_factory=set)
    blocked: list[str] = field(default_factory=list)
    face: dict[str, Any] = field(default_factory=lambda: {"description": "News from school.", "protected": False})
    uncounted: int = 0  # how many more posts the account's own number says than there are: reposts, and what was there before
    followers: int = 3
    _count: "itertools.count[int]" = field(default_factory=itertools.count)

    def new_id(self) -> str:
        return str((int(time.time() * 1000) - EPOCH_MS) << 22 | next(self._count))

    def user(self, handle: str) -> str:
        known = {name: remote_id for remote_id, name in self.users.items()}
        if handle not in known:
            known[handle] = str(5000 + len(self.users))
            self.users[known[handle]] = handle
        return known[handle]

    def say(self, author: str, text: str, *, to: str | None = None, media_ids: tuple[str, ...] = (), names: bool = True) -> Json:
        """`names`: an answer carries the name of whom it answers, unless its writer took it out."""
        remote_id = self.new_id()
        urls: list[Json] = []

        def shorten(found: re.Match[str]) -> str:
            short = f"https://t.co/{remote_id[-6:]}{len(urls)}"
            whole = found.group()
            urls.append({"url": short, "expanded_url": whole if "://" in whole else f"http://{whole}", "display_url": whole[:20]})
            return short

        # X puts its own short link in every link's place, and escapes what it stores.
        live = html.escape(URL.sub(shorten, text), quote=False)
        if media_ids:
            short = f"https://t.co/{remote_id[-6:]}m"
            live = f"{live} {short}".strip()
            urls += [
                {"url": short, "display_url": "pic.x.com/p", "expanded_url": "https://x.com/p/photo/1", "media_key": f"3_{m}"} for m in media_ids
            ]
        parent = self.posts[to] if to else None
        item: Json = {
            "id": remote_id,
            "text": live,
            "author_id": author,
            "created_at": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "conversation_id": parent["conversation_id"] if parent else remote_id,
            "edit_history_tweet_ids": [remote_id],
            "entities": {"urls": urls} if urls else {},
            "attachments": {"media_keys": [f"3_{m}" for m in media_ids]} if media_ids else {},
            "referenced_tweets": [{"type": "replied_to", "id": to}] if to else [],
            "names": [*re.findall(r"@(\w+)", text), *([self.users[parent["author_id"]]] if parent and names else [])],
        }
        self.posts[remote_id] = {key: value for key, value in item.items() if value}
        if author != self.me and self.users[self.me] in item["names"]:
            self.mentions.add(remote_id)
        return self.posts[remote_id]

    def repost(self, of: str) -> Json:
        """The account passes a post on: a post of its own that says whose it is, cut after 140 characters."""
        item = self.say(self.me, "")
        theirs = self.posts[of]
        words = f"RT @{self.users[theirs['author_id']]}: {theirs['text']}"
        item |= {"text": words if len(words) <= 140 else f"{words[:139]}…", "referenced_tweets": [{"type": "retweeted", "id": of}]}
        return item

    def edit(self, remote_id: str, text: str) -> str:
        """An edit is a new post that shares its history with the old one; a timeline shows the new one only."""
        old = self.posts[remote_id]
        new = self.new_id()
        history = [*old["edit_history_tweet_ids"], new]
        self.posts[new] = {**old, "id": new, "text": text}
        for one in history:
            self.posts[one]["edit_history_tweet_ids"] = history
        return new

    # What each address answers: (status, body).

    def whoami(self, query: Mapping[str, str]) -> tuple[int, Json]:
        asked = query.get("user.fields", "").split(",")
        mine = sum(p["author_id"] == self.me and p["edit_history_tweet_ids"][0] == p["id"] for p in self.posts.values())
        counts = {"followers_count": self.followers, "following_count": len(self.followed), "tweet_count": mine + self.uncounted}
        told = {key: value for key, value in {**self.face, "public_metrics": counts}.items() if key in asked}
        return 200, {"data": {"id": self.me, "username": self.users[self.me], "name": "Oak Academy", **told}}

    def people(self, query: Mapping[str, str]) -> tuple[int, Json]:
        asked = query["ids"].split(",")
        body: Json = {"data": [self.shown_user(one) for one in asked if one in self.users]}
        if unknown := [missing(one, "user") for one in asked if one not in self.users]:
            body["errors"] = unknown
        return 200, body

    def person(self, handle: str) -> tuple[int, Json]:
        known = {name.lower(): remote_id for remote_id, name in self.users.items()}
        found = known.get(handle.lower())
        return 200, {"data": self.shown_user(found)} if found else {"errors": [missing(handle, "user")]}

    def timeline(self, query: Mapping[str, str]) -> tuple[int, Json]:
        mine = [p for p in self.posts.values() if p["author_id"] == self.me and p["edit_history_tweet_ids"][-1] == p["id"]]
        return self.listed(mine, query)

    def mentioned(self, query: Mapping[str, str]) -> tuple[int, Json]:
        return self.listed([self.posts[one] for one in self.mentions if one in self.posts], query)

    def search(self, query: Mapping[str, str]) -> tuple[int, Json]:
        oldest = str((int(time.time() - searching.REACH.total_seconds()) * 1000 - EPOCH_MS) << 22)
        if wrong := searching.wrong_with(query, oldest):
            return 400, problem(400, "Invalid Request", wrong, "https://api.twitter.com/2/problems/invalid-request")
        asked = {**query, "pagination_token": query.get("next_token", "t0")}
        return self.listed(searching.found(self.posts, self.users, query), asked)

    def blocking(self, query: Mapping[str, str]) -> tuple[int, Json]:
        return self.paged([self.shown_user(one) for one in self.blocked], query)

    def following(self, query: Mapping[str, str]) -> tuple[int, Json]:
        return self.paged([self.shown_user(one) for one in self.followed], query)

    def lookup(self, query: Mapping[str, str]) -> tuple[int, Json]:
        asked = query["ids"].split(",")
        if len(asked) > 100:
            return 400, problem(400, "Invalid Request", "At most 100 ids.", "https://api.twitter.com/2/problems/invalid-request")
        found = [self.posts[one] for one in asked if one in self.posts]
        body: Json = {"data": [self.shown(one, query) for one in found], **self.included(found, query)} if found else {}
        if unknown := [missing(one) for one in asked if one not in self.posts]:
            body["errors"] = unknown
        return 200, body

    def publish(self, sent: Json) -> tuple[int, Json]:
        if odd := sent.keys() - TAKES:
            return 400, problem(400, "Invalid Request", f"Unknown: {odd}", "https://api.twitter.com/2/problems/invalid-request")
        media_ids = tuple((sent.get("media") or {}).get("media_ids") or ())
        to = (sent.get("reply") or {}).get("in_reply_to_tweet_id")
        text = sent.get("text", "")
        if len(text) > 280 or any(one not in self.media for one in media_ids) or (to and to not in self.posts):
            return 403, problem(403, "Forbidden", "You are not permitted to perform this action.")
        if any(p.get("sent") == text and p["author_id"] == self.me for p in self.posts.values()):
            return 403, problem(403, "Forbidden", "You are not allowed to create a Tweet with duplicate content.")
        shown = f"@{self.users[self.posts[to]['author_id']]} {text}" if to else text  # X puts the name before an answer
        item = self.say(self.me, shown, to=to, media_ids=media_ids)
        item["sent"] = text
        return 201, {"data": {key: item[key] for key in ("id", "text", "edit_history_tweet_ids")}}

    def delete(self, remote_id: str) -> tuple[int, Json]:
        if remote_id not in self.posts:
            return 404, missing(remote_id)
        if self.posts[remote_id]["author_id"] != self.me or self.reposted(remote_id):  # a repost is taken back by the post it passes on
            return 403, problem(403, "Forbidden", "You are not authorized to delete this Tweet.")
        for one in self.posts[remote_id]["edit_history_tweet_ids"]:
            del self.posts[one]
        return 200, {"data": {"deleted": True}}

    def unrepost(self, source: str) -> tuple[int, Json]:
        """X says the same where it was not reposted."""
        for one in [one for one in self.posts if self.reposted(one) == source]:
            del self.posts[one]
        return 200, {"data": {"retweeted": False}}

    def reposted(self, remote_id: str) -> str:
        refs = self.posts[remote_id].get("referenced_tweets", ())
        return next((ref["id"] for ref in refs if ref["type"] == "retweeted"), "")

    def hide(self, remote_id: str, wanted: bool) -> tuple[int, Json]:
        root = self.posts.get(remote_id, {}).get("conversation_id")
        if root is None:
            return 200, {"errors": [missing(remote_id)]}
        if root == remote_id or self.posts[root]["author_id"] != self.me:
            return 403, problem(403, "Forbidden", "You must be the author of the conversation.")
        (self.hidden.add if wanted else self.hidden.discard)(remote_id)
        return 200, {"data": {"hidden": wanted}}

    def mute(self, remote_id: str) -> tuple[int, Json]:
        if remote_id not in self.users:
            return 200, {"errors": [missing(remote_id, "user")]}
        self.muted.add(remote_id)
        return 200, {"data": {"muting": True}}

    def unfollow(self, remote_id: str) -> tuple[int, Json]:
        if remote_id in self.followed:
            self.followed.remove(remote_id)
        return 200, {"data": {"following": False}}

    def upload(self, data: bytes) -> tuple[int, Json]:
        remote_id = self.new_id()
        self.media[remote_id] = {"media_key": f"3_{remote_id}", "type": "photo", "bytes": data}
        return 200, {"data": {"id": remote_id, "media_key": f"3_{remote_id}", "expires_after_secs": 86400}}

    def describe(self, sent: Json) -> tuple[int, Json]:
        self.media[sent["id"]]["alt_text"] = sent["metadata"]["alt_text"]["text"]
        return 200, {"data": {"id": sent["id"], "associated_metadata": sent["metadata"]}}

    def shown_user(self, remote_id: str) -> Json:
        return {"id": remote_id, "username": self.users[remote_id], "name": self.users[remote_id].title()}

    def listed(self, items: list[Json], query: Mapping[str, str]) -> tuple[int, Json]:
        since, until = int(query.get("since_id", "0")), int(query.get("until_id", str(1 << 80)))
        start = datetime.fromisoformat(query.get("start_time", "2010-11-06T00:00:00Z"))
        fitting = [one for one in items if since < int(one["id"]) < until and datetime.fromisoformat(one["created_at"]) >= start]
        kept = sorted(fitting, key=lambda one: int(one["id"]), reverse=True)
        status, body = self.paged(kept, query)
        body |= self.included(body.get("data", []), query)
        if "data" in body:
            body["data"] = [self.shown(one, query) for one in body["data"]]
        return status, body

    def paged(self, items: list[Json], query: Mapping[str, str]) -> tuple[int, Json]:
        start = int(query.get("pagination_token", "t0")[1:])
        size = min(self.page, int(query.get("max_results", "100")))
        part = items[start : start + size]
        more = {"next_token": f"t{start + size}"} if start + size < len(items) else {}
        return 200, {**({"data": part} if part else {}), "meta": {"result_count": len(part), **more}}

    def shown(self, item: Json, query: Mapping[str, str]) -> Json:
        asked = DEFAULT_FIELDS | set(query.get("tweet.fields", "").split(","))
        kept = {key: value for key, value in item.items() if key in asked}
        return {POST_NAMES.get(k, k): v for k, v in kept.items()} if self.naming == "post" else kept

    def included(self, items: list[Json], query: Mapping[str, str]) -> Json:
        keys = {key for one in items for key in one.get("attachments", {}).get("media_keys", ())}
        if not keys or "attachments.media_keys" not in query.get("expansions", ""):
            return {}
        wanted = {"media_key", "type", *query.get("media.fields", "").split(",")}
        return {"includes": {"media": [{k: v for k, v in m.items() if k in wanted} for m in self.media.values() if m["media_key"] in keys]}}
