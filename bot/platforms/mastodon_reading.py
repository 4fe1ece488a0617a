"""What others say to the account: mentions and quotes, the threads under its own recent posts, and private mentions.

A server notifies only whoever a reply names, so threads are read too; it shows only the replies that reached it. The same
reply may come by both ways and at different times, so what was handed out is known by its number.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.clock import now
from bot.platforms.base import Page, Post
from bot.platforms.mastodon_shapes import is_private, moment, shown, words
from bot.platforms.mastodon_troubles import Gone
from bot.platforms.mastodon_walk import Mark, newer, newest
from bot.platforms.mastodon_wire import Answer, Json, Wire
from bot.platforms.messaging import Inbox, Message
from bot.platforms.raw import kept

_FIRST_LOOK_BACK = timedelta(days=30)
_WATCHED_POSTS, _WATCHED_FOR = 15, timedelta(days=7)  # threads read whole each time: a server takes 300 requests in five minutes
_REMEMBERED = 1_000
_ATTACHED = frozenset({"accepted", "pending"})  # states of a quote that still shows the post, or soon may


def own_posts(wire: Wire, **more: Any) -> Answer:
    """A page of the account's own posts, boosts too, newest first."""
    return wire.ask(wire.account_statuses, wire.me, limit=40, **more)


def replies(wire: Wire, cursor: str | None) -> Page:
    """Everything others said in public that was not handed out before, quotes of own posts among it, oldest first."""
    rows, mark, known = _notified(wire, cursor)
    found = {str(row["status"]["id"]): row["status"] for row in rows if row.get("status")}
    roots: dict[str, str] = {}
    quoted: dict[str, str] = {}
    for own in _watched(wire):
        number = str(own["id"])
        for one in _under(wire, number, roots) if own.get("replies_count") else ():
            found[str(one["id"])] = one
        for one in _quoting(wire, number) if own.get("quotes_count") else ():
            found[str(one["id"])] = one
            quoted[str(one["id"])] = number
    others = {number: one for number, one in found.items() if str(one["account"]["id"]) != wire.me and not is_private(one)}
    seen = set(known)
    fresh = [_public(wire, one, roots.get(number), quoted.get(number)) for number, one in others.items() if number not in seen]
    in_order = sorted(fresh, key=lambda one: (one.at, len(one.remote_id), one.remote_id))
    return Page(tuple(in_order), _closed(mark, known, list(others)))


def messages(wire: Wire, cursor: str | None) -> Inbox:
    """Private mentions, both ways. Here they are posts, so no further right is needed to see them, nor was any asked for."""
    kept_marks = json.loads(cursor) if cursor else {}
    since = now() - _FIRST_LOOK_BACK

    def mine(**more: Any) -> Answer:
        return own_posts(wire, **more)

    def theirs(**more: Any) -> Answer:
        return _notifications(wire, "mention", **more)

    sent, sent_mark = newer(mine, Mark.of(kept_marks["sent"])) if cursor else newest(mine, since)
    came, came_mark = newer(theirs, Mark.of(kept_marks["came"])) if cursor else newest(theirs, since)
    received = [row["status"] for row in came if row.get("status")]
    both = {str(one["id"]): one for one in [*sent, *received] if is_private(one)}
    told = sorted((_message(wire, one) for one in both.values()), key=lambda one: (one.at, one.remote_id))
    return Inbox(tuple(told), json.dumps({"sent": sent_mark.kept(), "came": came_mark.kept()}, separators=(",", ":")))


def quoted_id(status: Mapping[str, Any]) -> str:
    """Which post this one quotes while the quote is not cut off; empty for none. Servers tell the whole post or its number."""
    quote = status.get("quote") or {}
    if quote.get("state") not in _ATTACHED:
        return ""
    return str((quote.get("quoted_status") or {}).get("id") or quote.get("quoted_status_id") or "")


def every(wire: Wire, call: Any, *args: Any) -> Iterator[Json]:
    """All of a list whose pages only the Link header tells: the numbers in it are not those of what is listed."""
    older: str | None = None
    while True:
        answer = wire.ask(call, *args, limit=80, **({"max_id": older} if older else {}))
        yield from answer.rows
        if answer.older is None or answer.older == older:
            return
        older = answer.older


def _notifications(wire: Wire, *kinds: str, **more: Any) -> Answer:
    """One page. Filtered ones too: what the account's settings put aside is not therefore harmless."""
    return wire.read("/api/v1/notifications", {"types[]": list(kinds), "include_filtered": "true", "limit": 80, **more})


def _notified(wire: Wire, cursor: str | None) -> tuple[list[Json], Mark, list[str]]:
    def page(**more: Any) -> Answer:
        return _notifications(wire, "mention", "quote", **more)

    if cursor is None:
        return *newest(page, now() - _FIRST_LOOK_BACK), []
    told = json.loads(cursor)
    return *newer(page, Mark.of(told)), list(told["known"])


def _watched(wire: Wire) -> list[Json]:
    """Own recent posts that were answered or quoted, oldest first, so that a thread is known by its first post."""
    since = now() - _WATCHED_FOR
    recent = [one for one in own_posts(wire, exclude_reblogs=True).rows if moment(one.get("created_at")) >= since]
    return [one for one in recent if one.get("replies_count") or one.get("quotes_count")][:_WATCHED_POSTS][::-1]


def _quoting(wire: Wire, own_id: str) -> list[Json]:
    """Quotes that still show an own post, also those that the account was not told of (4.5 and later)."""
    try:
        return list(every(wire, wire.status_quotes, own_id))
    except Gone:
        return []


def _public(wire: Wire, status: Json, root: str | None, listed_under: str | None) -> Post:
    """A quote belongs to what it quotes, unless it answers something as well."""
    quoted = listed_under or quoted_id(status)
    own_parent = None if status.get("in_reply_to_id") else quoted or None
    whose = ((status.get("quote") or {}).get("quoted_status") or {}).get("account") or {}
    of_ours = quoted if listed_under or str(whose.get("id")) == wire.me else ""
    return replace(shown(status, wire.whole, parent=own_parent, root=root or own_parent), quoted_id=of_ours or None)


def _under(wire: Wire, own_id: str, roots: dict[str, str]) -> list[Json]:
    try:
        context = wire.one(wire.status_context, own_id)
    except Gone:  # taken down since it was listed
        return []
    above = context.get("ancestors") or ()
    root = str(above[0]["id"]) if above else own_id
    below = [one for one in context.get("descendants") or () if not one.get("reblog")]
    for one in below:
        roots.setdefault(str(one["id"]), root)
    return below


def _message(wire: Wire, status: Json) -> Message:
    author = status["account"]
    ours = str(author["id"]) == wire.me
    other = next(iter(status.get("mentions") or ()), {}) if ours else author
    return Message(
        remote_id=str(status["id"]),
        text=words(status),
        other_id=str(other.get("id") or ""),
        other_handle=wire.whole(str(other["acct"])) if other.get("acct") else "",
        at=moment(status.get("created_at")),
        url=str(status.get("url") or status.get("uri") or ""),
        ours=ours,
        raw=kept(status),
    )


def _closed(mark: Mark, known: list[str], current: list[str]) -> str:
    """What is in sight stays known; what has left it is forgotten only when there is too much of it."""
    now_seen = dict.fromkeys(current)
    gone = [number for number in known if number not in now_seen]
    room = max(_REMEMBERED - len(now_seen), 0)
    return json.dumps({**mark.kept(), "known": [*gone[len(gone) - room :], *now_seen] if room else list(now_seen)}, separators=(",", ":"))
