"""What others say to the account: its notifications, made complete from the threads under its own recent posts.

Notifications alone lose replies: those indexed at the same time as their root, and those more than five levels down. They
sort by the time the writer claims, so a slow clock files a new reply under yesterday. Hence two rules here: a day of
notifications is read again each time, and what was already handed out is known by its address and not by its time.
"""

import base64
import hashlib
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from bot.clock import now
from bot.platforms.base import Page, Post
from bot.platforms.bluesky_records import moment, shown, stamp
from bot.platforms.bluesky_session import Line
from bot.platforms.bluesky_troubles import Absent

Json = dict[str, Any]
_REASONS = ("reply", "mention", "quote")
_READ_AGAIN = timedelta(days=1)
_FIRST_LOOK_BACK = timedelta(days=30)
_REMEMBERED = 1_000
_LEVELS = 1_000  # the most getPostThread takes


def read(line: Line, cursor: str | None, roots: list[str]) -> Page:
    """Everything by others not handed out before, oldest first. `roots` are the own posts whose threads are read whole."""
    since, known = _opened(cursor)
    found: dict[str, Post] = {}
    for post in _notified(line, since - _READ_AGAIN if cursor else since):
        found[post.remote_id] = post
        since = max(since, post.at)
    for root in roots:
        found |= {post.remote_id: post for post in _under(line, root)}
    others = {uri: post for uri, post in found.items() if post.author_id != line.did}
    known_before = set(known)
    fresh = [post for uri, post in others.items() if _mark(uri) not in known_before]
    fresh.sort(key=lambda post: (post.at, post.remote_id))
    return Page(tuple(fresh), _closed(since, known, [_mark(uri) for uri in others]))


def _notified(line: Line, back_to: datetime) -> Iterator[Post]:
    page: str | None = ""
    while page is not None:
        params: Json = {"limit": 100, "reasons": list(_REASONS), "priority": False}  # the flag: an older AppView sets it by itself
        answer = line.ask("app.bsky.notification.listNotifications", **params | ({"cursor": page} if page else {}))
        rows = answer.get("notifications") or []
        for row in rows:
            if row.get("reason") in _REASONS:
                yield _view(row)
        older = bool(rows) and moment(rows[-1].get("indexedAt")) < back_to
        before, page = page, answer.get("cursor")
        if older or not rows or page == before:
            return


def _under(line: Line, root: str) -> Iterator[Post]:
    try:
        answer = line.ask("app.bsky.feed.getPostThread", uri=root, depth=_LEVELS, parentHeight=0)
    except Absent:  # the post is too new for the readers' side of Bluesky, or is gone
        return
    gate = (answer.get("threadgate") or {}).get("record") or {}
    hidden = set(gate.get("hiddenReplies") or ())
    waiting = list((answer.get("thread") or {}).get("replies") or ())
    while waiting:
        node = waiting.pop()
        waiting.extend(node.get("replies") or ())
        view = node.get("post")  # absent where the writer is blocked or the reply is gone
        if view:
            yield _view(view, hidden=view["uri"] in hidden)


def _view(view: Json, *, hidden: bool | None = None) -> Post:
    author = view["author"]
    by = (author["did"], author["handle"])
    return shown(view["uri"], view.get("record") or {}, by, moment(view.get("indexedAt")), hidden=hidden, answer=view)


def _mark(uri: str) -> str:
    """64 bits of an address: enough that no reply is taken for another, and small enough to keep thousands."""
    return base64.urlsafe_b64encode(hashlib.sha256(uri.encode()).digest()[:8]).decode().rstrip("=")


def _opened(cursor: str | None) -> tuple[datetime, list[str]]:
    if not cursor:
        return now() - _FIRST_LOOK_BACK, []
    kept = json.loads(cursor)
    return moment(kept["since"]), list(kept["known"])


def _closed(since: datetime, known: list[str], current: list[str]) -> str:
    """Everything now in sight stays known; what has left it is forgotten only when there is too much of it."""
    in_sight = set(current)
    gone = [mark for mark in known if mark not in in_sight]
    room = max(_REMEMBERED, len(current)) - len(current)
    return json.dumps({"since": stamp(since), "known": gone[len(gone) - room :] + current if room else current}, separators=(",", ":"))
