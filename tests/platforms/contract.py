"""What every network must be able to prove of itself: the twins that stand in for them, and how they go wrong on demand.

To join: write a context manager that yields a `Twin` over a fresh account, and add it to `TWINS`. A twin that needs real
servers also goes into `NETWORK`, so that its tests carry the `network` mark.
"""

import io
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import ModuleType

from PIL import Image

from bot.platforms.base import Media, Outgoing, Platform

# What can be ordered of a twin for its next call, in the practice network's words.
REFUSE, BUSY, LOST, DOWN, TURNED_AWAY = "refuse", "busy", "lost", "down", "turned away"


@dataclass
class Twin:
    """One network with one fresh account on it, and the hands of everybody else there. None: the network has no such thing."""

    platform: Platform
    someone_replies: Callable[[str], str]  # under the account's newest post; returns the reply's id
    someone_mentions: Callable[[str], str] | None  # out of the blue
    someone_posts_natively: Callable[[str], str]  # on the account itself, past the gate
    follow_outside: Callable[[str], str] | None  # the account follows this handle, past the gate; returns the followed id
    is_muted: Callable[[str], bool] | None  # as the network keeps it, by author id
    fail_next: Callable[[str], None]  # the next call of the account goes wrong like this
    seen_by_another: Callable[[str], bool] | None = None  # whether a stranger sees the reply unfolded
    someone_quotes: Callable[[str, str], str] | None = None  # (own post, words); returns the quote's id
    someone_reposts_natively: Callable[[str], str] | None = None  # the account passes on a stranger's post with these words; its own id
    someone_tells_a_story: Callable[[str], str] | None = None  # on the account itself, past the gate; returns its id
    refuse_stories: Callable[[], None] | None = None  # from now on the network does not show this connection stories
    reported: Callable[[], list[str]] | None = None  # ids of what was reported to the network so far
    change_face: Callable[[str, str], None] | None = None  # (key of FACE_FIELDS, new value), past the gate
    stands: Callable[[str], bool] | None = None  # whether a reply still exists at all
    seconds: tuple[ModuleType, str] | None = None  # where it stands after how long reading stops before its end; None: it never does
    faults: frozenset[str] = field(default_factory=lambda: frozenset({REFUSE, BUSY, LOST, DOWN, TURNED_AWAY}))

    def outgoing(self, text: str, *media: Media, reply_to: str | None = None) -> Outgoing:
        """A release as the gate would make it: with a picture where the network takes nothing without one."""
        if self.platform.can.needs_picture and not media:
            media = (picture(),)
        if self.platform.can.pulls_pictures:
            media = tuple(Media(m.data, m.mime, m.alt, m.filename, url=f"https://gatepost.example/shown/{n}.png") for n, m in enumerate(media))
        return Outgoing(key=secrets.token_hex(16), text=text, planned_at=datetime.now(UTC), media=media, reply_to=reply_to)

    def put(self, text: str) -> str:
        """An own post that is up: through the gate where Gatepost can, otherwise by hand. Returns its id."""
        if not self.platform.can.publish:
            return self.someone_posts_natively(text)
        return self.platform.publish(self.outgoing(text)).remote_id


def picture(alt: str = "A grey dot.", name: str = "dot.png") -> Media:
    sink = io.BytesIO()
    Image.new("RGB", (8, 8), "grey").save(sink, "PNG")
    return Media(sink.getvalue(), "image/png", alt, name)
