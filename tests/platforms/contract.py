"""What every network must be able to prove of itself: the twins that stand in for them, and how they go wrong on demand.

To join: write a context manager that yields a `Twin` over a fresh account, and add it to `TWINS`. A twin that needs real
servers also goes into `NETWORK`, so that its tests carry the `network` mark.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.platforms.base import Media, Outgoing, Platform

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
