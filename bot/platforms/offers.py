"""What some networks offer besides the protocol of `base`. An adapter offers one by having its methods, and its row in
`capabilities` says so; a contract test holds the two together.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, runtime_checkable

from bot.platforms.base import Post, Profile


@runtime_checkable
class TellsReplies(Protocol):
    """A network that says of a reply by others whether it is still there, hidden or not."""

    def reply_stands(self, reply_id: str) -> bool:
        """By another call than one that removes. False only where the account itself can be read."""


@runtime_checkable
class DeletesReplies(TellsReplies, Protocol):
    """A network where the owner of a post can remove what others wrote under it. For good: only a person decides it (I6)."""

    def delete_reply(self, reply_id: str) -> None:
        """Removing one that is already gone is success."""


@runtime_checkable
class ReportsReplies(Protocol):
    """A network that takes a report to its own moderators from a program."""

    def report(self, reply_id: str, author_id: str, words: str) -> None:
        """`words` say why, and name nobody."""


@runtime_checkable
class DetachesQuotes(Protocol):
    """A network where a quote of an own post can be cut off from it. Quotes come with `replies`; `parent_id` is what they quote.

    Where it can be undone, `set_hidden` does it too, so that a quote is hidden and shown like a reply. Where it cannot,
    `capabilities.cut_off_means` says so, posts carry `quoted_id`, and only a person decides it (I6).
    """

    def detach_quote(self, quote_id: str, own_id: str) -> None:
        """The quote no longer shows our post. Detaching twice is success."""

    def is_detached(self, quote_id: str, own_id: str) -> bool:
        """Read back."""


@runtime_checkable
class ListsBlocks(Protocol):
    """A network that says whom the account blocks. Where everybody can read that list, `capabilities.blocks_public`."""

    def blocked(self) -> tuple[Profile, ...]:
        """All pages. Profiles carry nothing but id and handle."""


@runtime_checkable
class CountsFollowing(Protocol):
    """A network that tells how many the account follows, and not whom (S17.3)."""

    def following_count(self) -> int:
        """As the network says it."""


@dataclass(frozen=True)
class Face:
    """How the account shows itself and how it is set: what a take-over changes first (C14). Fields that a network does not
    tell are absent, not empty. Pictures are named by a hash or an address that changes with them.
    """

    remote_id: str
    handle: str
    told: dict[str, str] = field(default_factory=dict)  # keys of FACE_FIELDS


# What a face can tell -> what people call it. The order is the order on the page.
FACE_FIELDS: dict[str, str] = {
    "name": "Name",
    "bio": "Description",
    "link": "Link",
    "avatar": "Profile picture",
    "banner": "Banner picture",
    "private": "Posts only for followers",  # yes | no
    "approves_followers": "Follow requests have to be accepted",  # yes | no
    "messages": "Who may send private messages",
    "email": "E-mail address shown",
    "category": "Kind of page",
    "comments": "Who may comment",
    "admins": "People with a role on the account",  # names and roles, sorted, one per line
    "posts": "Number of posts",
}


@runtime_checkable
class ShowsFace(Protocol):
    """A network where the account's own profile and settings can be read."""

    def face(self) -> Face:
        """As it stands now. Tells the same twice when nothing changed."""


@dataclass(frozen=True)
class Rights:
    """What a credential may do, in the network's own names. `expires_at` is aware UTC; None where it does not end."""

    held: tuple[str, ...]
    missing: tuple[str, ...] = ()  # without these something Gatepost does would fail
    excess: tuple[str, ...] = ()  # further than needed; sending private messages above all
    expires_at: datetime | None = None


@runtime_checkable
class TellsRights(Protocol):
    """A network that says what a credential may do."""

    def rights(self) -> Rights:
        """Asked when an account is connected, and every night."""


def compared(held: Sequence[str], needed: Sequence[str], allowed: Sequence[str] = (), expires_at: datetime | None = None) -> Rights:
    """Sort the rights held into what is there, lacking and too much. `allowed` are harmless ones beyond those needed."""
    have = tuple(dict.fromkeys(held))
    return Rights(
        held=have,
        missing=tuple(one for one in needed if one not in have),
        excess=tuple(one for one in have if one not in needed and one not in allowed),
        expires_at=expires_at,
    )


@runtime_checkable
class NamesWriters(Protocol):
    """A network that charges for each name: replies come without handles, and are named once a person will read them."""

    def handles(self, author_ids: Sequence[str]) -> dict[str, str]:
        """Id to handle, for those that the network still knows."""


@dataclass(frozen=True)
class Older:
    """A page of own posts, in no certain order, and where the page behind it begins. None: there is nothing behind it."""

    posts: tuple[Post, ...]
    cursor: str | None


@runtime_checkable
class ListsOlder(Protocol):
    """A network whose own posts can be read back in time, a page at a time."""

    def older(self, cursor: str | None) -> Older:
        """With None the newest page. Where a network forgets a place, it begins anew, so a post may come twice; none is passed over."""
