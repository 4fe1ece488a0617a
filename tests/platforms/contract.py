"""What every network must be able to prove of itself: the twins that stand in for them, and how they go wrong on demand.

To join: write a context manager that yields a `Twin` over a fresh account, and add it to `TWINS`. A twin that needs real
servers also goes into `NETWORK`, so that its tests carry the `network` mark.
"""

import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from bot.platforms.base import Media, Outgoing, Platform
from bot.platforms.x import X

from .practice_twin import practice
from .x.server import KEYS, XServer

# What can be ordered of a twin for its next call, in the practice network's words.
REFUSE, BUSY, LOST, DOWN, TURNED_AWAY = "refuse", "busy", "lost", "down", "turned away"


@dataclass
class Twin:
    """One network with one fresh account on it, and the hands of everybody else there."""

    platform: Platform
    someone_replies: Callable[[str], str]  # under the account's newest post; returns the reply's id
    someone_mentions: Callable[[str], str]  # out of the blue
    someone_posts_natively: Callable[[str], str]  # on the account itself, past the gate
    follow_outside: Callable[[str], str]  # the account follows this handle, past the gate; returns the followed id
    is_muted: Callable[[str], bool]  # as the network keeps it, by author id
    fail_next: Callable[[str], None]  # the next call of the account goes wrong like this
    seen_by_another: Callable[[str], bool] | None = None  # whether a stranger sees the reply unfolded
    faults: frozenset[str] = field(default_factory=lambda: frozenset({REFUSE, BUSY, LOST, DOWN, TURNED_AWAY}))


def outgoing(text: str, *media: Media, reply_to: str | None = None) -> Outgoing:
    return Outgoing(key=secrets.token_hex(16), text=text, planned_at=datetime.now(UTC), media=media, reply_to=reply_to)


@contextmanager
def x(_request: pytest.FixtureRequest) -> Iterator[Twin]:
    with XServer() as server:
        world = server.world
        parent = world.user("a_parent")

        def reply(text: str) -> str:
            newest = max((p["id"] for p in world.posts.values() if p["author_id"] == world.me), key=int)
            return str(world.say(parent, text, to=newest)["id"])

        def follow(handle: str) -> str:
            world.followed.append(world.user(handle))
            return world.followed[-1]

        platform = X(KEYS, server.url, timeout=0.5)
        platform.whoami()  # so that an ordered fault meets the call it was ordered for
        yield Twin(
            platform=platform,
            someone_replies=reply,
            someone_mentions=lambda text: str(world.say(parent, f"@{world.users[world.me]} {text}")["id"]),
            someone_posts_natively=lambda text: str(world.say(world.me, text)["id"]),
            follow_outside=follow,
            is_muted=lambda author_id: author_id in world.muted,
            fail_next=server.fail,
            seen_by_another=lambda reply_id: reply_id not in world.hidden,
        )
        assert server.bad_signatures == []


TWINS: dict[str, Callable[[pytest.FixtureRequest], AbstractContextManager[Twin]]] = {"practice": practice, "x": x}
NETWORK: frozenset[str] = frozenset()
