"""A small Mastodon server in memory: what it keeps, and who sees what. Its addresses are routes.py, the HTTP around it server.py."""

import itertools
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from .html_of import ENTITY, acct, rendered

Json = dict[str, Any]
KEY_KEPT_S = 3_600
NAMED_ONLY = "direct"


@dataclass
class Status:
    id: str
    author: str
    text: str
    at: datetime
    visibility: str = "public"
    to: str | None = None
    media: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    warning: str = ""
    options: tuple[str, ...] = ()
    edited: datetime | None = None
    quotes: str | None = None
    quote_state: str = "accepted"
    boosts: str | None = None
    html: str | None = None  # as other software sent it


@dataclass
class World:
    """The academy's account is `me`; everybody else is in `people`, by number, called as on this server (a remote one with domain)."""

    domain: str = "social.example"
    me: str = "110000000000000001"
    people: dict[str, str] = field(default_factory=lambda: {"110000000000000001": "oak_academy"})
    statuses: dict[str, Status] = field(default_factory=dict)
    notices: list[Json] = field(default_factory=list)
    media: dict[str, Json] = field(default_factory=dict)
    keys: dict[str, tuple[str, float]] = field(default_factory=dict)
    followed: dict[str, int] = field(default_factory=dict)  # account -> number of the follow, by which its list is paged
    blocked: dict[str, int] = field(default_factory=dict)
    muted: dict[str, bool] = field(default_factory=dict)  # account -> whether its notifications are muted too
    reports: list[Json] = field(default_factory=list)
    profile: Json = field(default_factory=lambda: {"display_name": "Oak Academy", "note": "News for families.", "locked": False, "avatar": "a1"})
    private_mentions: str = "filter"
    limit: int = 500
    working: bool = False  # uploads are still being worked through
    later_s: float = 0.0  # how much later it is for the keys that the server keeps
    version: tuple[int, int] = (4, 5)
    _count: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def new_id(self) -> str:
        return str((int(time.time() * 1000) << 16) + next(self._count))

    def person(self, name: str) -> str:
        known = {called: number for number, called in self.people.items()}
        if name not in known:
            known[name] = str(110_000_000_000_000_001 + len(self.people))
            self.people[known[name]] = name
        return known[name]

    def say(self, author: str, text: str, **more: Any) -> Status:
        """Somebody posts. Whoever is named in it, and whose post it quotes, is told."""
        ago = more.pop("ago", timedelta())
        names = {acct(found, self.domain) for found in ENTITY.finditer(text) if found["name"]}
        named = [number for number, called in self.people.items() if called in names]
        one = Status(self.new_id(), author, text, datetime.now(UTC) - ago, mentions=tuple(more.pop("mentions", named)), **more)
        self.statuses[one.id] = one
        if author != self.me and not self.muted.get(author) and author not in self.blocked:
            if self.me in one.mentions:
                self.notify("mention", one)
            if one.quotes and self.statuses[one.quotes].author == self.me:
                self.notify("quote", one)
        return one

    def notify(self, kind: str, one: Status) -> None:
        filtered = one.visibility == NAMED_ONLY and self.private_mentions == "filter"
        if one.visibility == NAMED_ONLY and self.private_mentions == "drop":
            return
        self.notices.append({"id": str(next(self._count) + 1_000), "type": kind, "status": one.id, "at": one.at, "filtered": filtered})

    def edit(self, number: str, text: str) -> None:
        self.statuses[number].text, self.statuses[number].edited = text, datetime.now(UTC)

    def remove(self, number: str) -> None:
        del self.statuses[number]
        self.notices = [notice for notice in self.notices if notice["status"] != number]

    def kept_key(self, key: str) -> str | None:
        number, at = self.keys.get(key, ("", 0.0))
        return number if number and time.time() + self.later_s - at < KEY_KEPT_S else None

    def keep_key(self, key: str, number: str) -> None:
        self.keys[key] = (number, time.time() + self.later_s)

    def under(self, number: str) -> Iterator[Status]:
        """What the account sees below a post: not from whom it muted or blocked, and not what is private to others."""
        for one in sorted(self.statuses.values(), key=lambda each: int(each.id)):
            if one.to == number:
                if self.sees(one) and one.author not in self.muted and one.author not in self.blocked:
                    yield one
                yield from self.under(one.id)

    def above(self, one: Status) -> list[Status]:
        parent = self.statuses.get(one.to or "")
        return [*self.above(parent), parent] if parent else []

    def sees(self, one: Status) -> bool:
        return one.visibility in {"public", "unlisted"} or self.me in {one.author, *one.mentions}

    # What it shows.

    def page_of(self, called: str) -> str:
        name, _, domain = called.partition("@")
        return f"https://{domain or self.domain}/@{name}"

    def account(self, number: str, **more: Any) -> Json:
        called = self.people[number]
        return {
            "id": number,
            "username": called.partition("@")[0],
            "acct": called,
            "display_name": called.title(),
            "note": "",
            "url": self.page_of(called),
            "avatar": f"https://{self.domain}/avatars/{number}.png",
            "header": f"https://{self.domain}/headers/{number}.png",
            "locked": False,
            "fields": [],
            "followers_count": 3,
            **more,
        }

    def credential_account(self) -> Json:
        told = self.profile
        source = {"note": told["note"], "fields": [{"name": "Site", "value": "https://oak.example"}], "privacy": "public", "sensitive": False}
        shown = {"display_name": told["display_name"], "locked": told["locked"], "avatar": f"https://{self.domain}/avatars/{told['avatar']}.png"}
        count = sum(one.author == self.me and one.visibility != NAMED_ONLY for one in self.statuses.values())
        return self.account(self.me, statuses_count=count, note=f"<p>{told['note']}</p>", source=source, **shown)

    def shown(self, one: Status, *, deep: bool = True) -> Json:
        named = [number for number in one.mentions if number in self.people]
        pages = {self.people[number]: self.page_of(self.people[number]) for number in named}
        quote = None
        if one.quotes and self.version >= (4, 4):
            accepted = one.quote_state == "accepted" and one.quotes in self.statuses
            quote = {"state": one.quote_state, "quoted_status": self.shown(self.statuses[one.quotes], deep=False) if accepted and deep else None}
        content = one.html if one.html is not None else rendered(one.text, pages, self.domain)
        if one.quotes:
            content = f'<p class="quote-inline">RE: <a href="https://{self.domain}/@x/{one.quotes}">link</a></p>{content}'
        counts = {"replies_count": sum(each.to == one.id for each in self.statuses.values())}
        if self.version >= (4, 5):
            counts["quotes_count"] = sum(each.quotes == one.id and each.quote_state == "accepted" for each in self.statuses.values())
        return {
            "id": one.id,
            "created_at": stamp(one.at),
            "edited_at": stamp(one.edited) if one.edited else None,
            "in_reply_to_id": one.to,
            "in_reply_to_account_id": self.statuses[one.to].author if one.to in self.statuses else None,
            "visibility": one.visibility,
            "spoiler_text": one.warning,
            "content": "" if one.boosts else content,
            "url": f"https://{self.domain}/@{self.people[one.author]}/{one.id}",
            "uri": f"https://{self.domain}/users/{self.people[one.author]}/statuses/{one.id}",
            "account": self.account(one.author),
            "media_attachments": [self.media[number] for number in one.media],
            "mentions": [
                {"id": n, "username": self.people[n].partition("@")[0], "acct": self.people[n], "url": pages[self.people[n]]} for n in named
            ],
            "reblog": self.shown(self.statuses[one.boosts]) if one.boosts else None,
            "poll": {"options": [{"title": each} for each in one.options]} if one.options else None,
            "quote": quote,
            **counts,
        }


def stamp(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
