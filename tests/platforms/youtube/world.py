"""A small YouTube in memory: one channel that is ours, everybody else's, videos, and comments that each stand in one of four ways.

What it keeps follows PLATFORMS.md section 5 and the reference of the Data API v3; where that is silent, a switch says which of
two ways this one takes, and tests try both.
"""

import itertools
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

Json = dict[str, Any]
PUBLISHED, HELD, SPAM, REJECTED = "published", "heldForReview", "likelySpam", "rejected"
FORCE_SSL = "https://www.googleapis.com/auth/youtube.force-ssl"
EMBEDDED = 5  # replies that come with a thread


@dataclass
class Comment:
    id: str
    video: str
    author: str
    text: str
    number: int
    at: datetime
    status: str = PUBLISHED
    parent: str = ""  # the thread, for a reply


@dataclass
class Video:
    id: str
    title: str
    at: datetime
    number: int
    description: str = ""
    privacy: str = "public"
    settings: Json = field(default_factory=lambda: {"embeddable": False, "license": "youtube", "selfDeclaredMadeForKids": False})


@dataclass
class World:
    me: str = "UCoak0000000000000000000"
    channels: dict[str, Json] = field(default_factory=dict)
    videos: dict[str, Video] = field(default_factory=dict)
    comments: dict[str, Comment] = field(default_factory=dict)
    deleted: set[str] = field(default_factory=set)  # comments that their writers took back
    subscriptions: dict[str, str] = field(default_factory=dict)  # id of the subscription -> channel
    had_videos: bool = False
    shows_held_replies: bool = True  # whether the list of a thread's replies shows the owner those held back
    lists_rejected: bool = True  # whether removed comments can be listed
    hidden_count: bool = False
    scopes: tuple[str, ...] = (FORCE_SSL,)
    refresh: str = "1//refresh-token-Kw8"
    live: dict[str, datetime] = field(default_factory=dict)  # access token -> when it ends
    withdrawn: bool = False  # the access as a whole, for the next exchange
    exchanges: int = 0
    units: int = 0
    allowance: int = 10_000
    moderated: list[Json] = field(default_factory=list)  # every setModerationStatus as it was asked
    _count: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        self.channels[self.me] = {"handle": "oak_academy", "title": "Oak Academy", "description": "News of the school.", "country": "GB"}

    def channel(self, handle: str) -> str:
        """Somebody else's, made when it is not there."""
        known = {told["handle"]: each for each, told in self.channels.items()}
        if handle not in known:
            known[handle] = f"UC{len(self.channels):022d}"
            self.channels[known[handle]] = {"handle": handle, "title": f"The {handle} channel", "description": ""}
        return known[handle]

    def upload(self, title: str, description: str = "", privacy: str = "public") -> str:
        number = next(self._count)
        remote_id = f"vid{number:08d}"
        self.videos[remote_id] = Video(remote_id, title, datetime.now(UTC), number, description, privacy)
        self.had_videos = True
        return remote_id

    def newest(self) -> str:
        return max(self.videos.values(), key=lambda each: each.number).id

    def say(self, text: str, *, video: str = "", to: str = "", by: str = "a_parent", status: str = PUBLISHED) -> str:
        """A comment under a video (the newest one), or under a comment."""
        number = next(self._count)
        author = self.me if by == "me" else self.channel(by)
        thread = self.comments[to].parent or to if to else ""
        remote_id = f"{thread}.9r{number:08d}" if thread else f"Ugx{number:016d}AaABAg"
        under = self.comments[thread].video if thread else video or self.newest()
        self.comments[remote_id] = Comment(remote_id, under, author, text, number, datetime.now(UTC), status, thread)
        return remote_id

    def take_back(self, remote_id: str) -> None:
        """Its writer deletes it, and every reply goes with it."""
        for each in [remote_id, *(one.id for one in self.comments.values() if one.parent == remote_id)]:
            self.comments.pop(each, None)
            self.deleted.add(each)

    def in_sight(self, remote_id: str) -> bool:
        """Whether a stranger sees it: published, and its thread too."""
        one = self.comments.get(remote_id)
        return one is not None and one.status == PUBLISHED and (not one.parent or self.in_sight(one.parent))

    def subscribe(self, handle: str) -> str:
        other = self.channel(handle)
        self.subscriptions[f"sub-{next(self._count)}"] = other
        return other

    def exchange(self) -> Json:
        self.exchanges += 1
        token = f"ya29.access-{secrets.token_hex(6)}"
        self.live[token] = datetime.now(UTC) + timedelta(seconds=3599)
        return {"access_token": token, "expires_in": 3599, "scope": " ".join(self.scopes), "token_type": "Bearer"}

    def threads(self, status: str = "") -> list[Comment]:
        """Newest first. A thread is held or taken for spam when it or one of its replies is."""
        tops = [one for one in self.comments.values() if not one.parent]
        if status == PUBLISHED:
            tops = [one for one in tops if one.status == PUBLISHED]
        elif status:
            tops = [one for one in tops if any(each.status == status for each in (one, *self.under(one.id)))]
        return sorted(tops, key=lambda one: -one.number)

    def under(self, thread: str) -> list[Comment]:
        """Newest first."""
        return sorted((one for one in self.comments.values() if one.parent == thread), key=lambda one: -one.number)
