"""What Gatepost asks of a network, and the five ways a network can say anything but yes.

Every outside network has one door, one module beside this one, and answers this protocol. All calls are synchronous,
carry their own timeout (20 seconds or less), never retry, never sleep, and raise only the troubles below.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, runtime_checkable

from bot.platforms.capabilities import Capabilities

TIMEOUT_S = 20.0


class Trouble(Exception):
    """A network did not do what was asked. The text is fit to show to staff and holds no secret."""


class Refused(Trouble):
    """A definite no: nothing happened on the network, and asking again unchanged would get the same answer."""


class Busy(Trouble):
    """A definite not-now (rate limit, refused connection): nothing happened; ask again after `until` (aware UTC) if given."""

    def __init__(self, text: str, until: datetime | None = None) -> None:
        super().__init__(text)
        self.until = until


class Unsure(Trouble):
    """The answer was lost, or was one that does not tell (time-out, reset, 5xx): it may have happened. Read back first."""


class AccessLost(Trouble):
    """The credential no longer works (revoked, expired, suspended): a person must connect the account again."""


class Unsupported(Trouble):
    """The network does not offer this; the caller makes it a timed task for a person."""


@dataclass(frozen=True)
class Media:
    """One picture, as it will be sent."""

    data: bytes = field(repr=False)
    mime: str
    alt: str
    filename: str
    url: str = field(default="", repr=False)  # where the network can fetch it, for a network that pulls pictures


@dataclass(frozen=True)
class Outgoing:
    """One post, fixed when its intent was recorded: a retry sends the same bytes under the same key."""

    key: str  # unique to this release; 32 hexadecimal characters
    text: str
    planned_at: datetime  # aware UTC; the post's own creation time where the network lets us say it
    media: tuple[Media, ...] = ()
    reply_to: str | None = None  # remote id of the post answered
    reply_setting: str = "everyone"  # everyone | mentioned | nobody


@dataclass(frozen=True)
class Post:
    """One post or reply as the network shows it. Times are aware UTC."""

    remote_id: str
    text: str
    author_id: str
    author_handle: str
    at: datetime
    url: str
    parent_id: str | None = None
    root_id: str | None = None
    quoted_id: str | None = None  # the own post that it quotes, where cutting that off cannot be undone
    alts: tuple[str, ...] = ()
    media_count: int = 0
    hidden: bool | None = None  # None: the network does not say
    passed_on: bool = False  # somebody else's post, shown again: it has no replies of its own
    ends_at: datetime | None = None  # a story: gone by itself then, not counted among the posts, and without replies in public
    raw: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)  # what the network answered, through `raw.kept`

    @property
    def takes_replies(self) -> bool:
        """Whether it begins something of its own, which can be closed to replies."""
        return self.root_id is None and not self.passed_on and self.ends_at is None


@dataclass(frozen=True)
class Profile:
    """Who the credential belongs to. `remote_id` never changes; a handle may."""

    remote_id: str
    handle: str
    display_name: str = ""


@dataclass(frozen=True)
class Page:
    """Posts oldest first, and the cursor to store with them: asking again from it yields only what is newer.

    `more`: reading stopped before its end, and goes on from the cursor. Until a page without it, nobody may be called caught up.
    `unseen`: what the network did not show of this account this time, as a sentence for staff; all else was read.
    """

    posts: tuple[Post, ...]
    cursor: str | None
    more: bool = False
    unseen: str = ""


@runtime_checkable
class Platform(Protocol):
    """One account on one network."""

    name: str
    can: Capabilities

    def whoami(self) -> Profile:
        """The account the credential opens; compared with the register before anything else is done with it."""

    def resolve(self, handle: str) -> Profile | None:
        """Whose handle this is now: asked once, when an organisation is put on the allow-list. None when nobody's."""

    def publish(self, post: Outgoing) -> Post:
        """Put the post up once. Where the network takes a key, a repeat with the same key finds the first one."""

    def find(self, post: Outgoing) -> Post | None:
        """After a lost answer: is it up? By key where there is one, else own timeline since `planned_at`, same text."""

    def lookup(self, remote_ids: Sequence[str]) -> dict[str, Post | None]:
        """Own posts as they stand now; None for one that is gone. Every id asked for is in the answer."""

    def timeline(self, cursor: str | None) -> Page:
        """Own posts newer than the cursor, and stories. With None: the newest page the network gives, and a cursor from there on."""

    def replies(self, cursor: str | None) -> Page:
        """Replies and mentions by others newer than the cursor: until nothing newer is left, or with `more` when it takes too long."""

    def set_hidden(self, reply_id: str, root_id: str | None, hidden: bool) -> bool:
        """Hide or show a reply; returns what the network says it is now."""

    def is_hidden(self, reply_id: str, root_id: str | None) -> bool | None:
        """Read back, by another call than the one that hid it. None where the network does not tell."""

    def reply_setting(self, post_id: str) -> str:
        """Who may reply under an own post: everyone, mentioned, nobody, or the network's own words for anything else."""

    def set_reply_setting(self, post_id: str, setting: str) -> None:
        """Let those reply under an own post whom `reply_setting` named, or nobody. What was said before stays."""

    def delete(self, remote_id: str) -> None:
        """Remove an own post. Removing one that is already gone is success."""

    def mute(self, author_id: str) -> None:
        """Stop one person's posts reaching our notifications, where the network can."""

    def following(self) -> tuple[Profile, ...]:
        """Everyone the account follows: all pages. Profiles carry nothing but id and handle."""

    def followers(self) -> int:
        """How many follow the account: a count, never a list, because nobody here profiles a follower."""

    def follow(self, remote_id: str) -> None:
        """Only for an organisation on the allow-list; the guard is the only caller."""

    def unfollow(self, remote_id: str) -> None:
        """Undo a follow. Undoing one that is not there is success."""
