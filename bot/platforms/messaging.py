"""Private messages: what each network lets Gatepost see, close and block, as data, and what an adapter offers that can.

There is no way to send one. No adapter asks for the right to, and a house test looks that none can.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, runtime_checkable


@dataclass(frozen=True)
class Message:
    """One private message as the network shows it. `ours`: sent from the academy's account, by whoever holds its password."""

    remote_id: str
    text: str = field(repr=False)
    other_id: str  # whoever else is in the conversation
    other_handle: str
    at: datetime  # aware UTC
    url: str
    ours: bool = False
    raw: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True)
class Inbox:
    """Messages oldest first, both ways, and the cursor from which only newer ones follow."""

    messages: tuple[Message, ...]
    cursor: str | None


@runtime_checkable
class ReadsMessages(Protocol):
    """A network that shows private messages to whoever may not send any."""

    def messages(self, cursor: str | None) -> Inbox:
        """Everything newer than the cursor, both ways."""


@runtime_checkable
class ClosesMessages(Protocol):
    """A network whose switch for private messages can be turned from here."""

    def messages_open(self) -> bool:
        """Whether anybody can begin a conversation. What the network does not say counts as open."""

    def close_messages(self) -> None:
        """Nobody can begin one. Closing what is closed is success."""


@runtime_checkable
class BlocksSenders(Protocol):
    """A network where blocking somebody can be done from here, and read back."""

    def set_blocked(self, other_id: str, blocked: bool) -> None:
        """Doing it twice is success."""

    def is_blocked(self, other_id: str) -> bool:
        """Read back."""


@dataclass(frozen=True)
class Messaging:
    """`why` says in a sentence what Gatepost cannot see or do here; empty where it sees and does everything."""

    read: bool
    close: bool
    block: bool
    why: str = ""
    look: tuple[str, ...] = ()  # what a person does every week where Gatepost cannot see
    shut: tuple[str, ...] = ()  # how a person closes messages where Gatepost cannot
    blocking: tuple[str, ...] = ()
    unblocking: tuple[str, ...] = ()


# Steps name menus as they were in 2026; a network may move them.
MESSAGING: dict[str, Messaging] = {
    "practice": Messaging(
        read=True,
        close=False,
        block=True,
        why="The practice network has no switch for private messages, so that staff can see what happens when one arrives.",
    ),
    "x": Messaging(
        read=False,
        close=False,
        block=False,
        why="X shows private messages only to programs that hold further rights, which Gatepost never asks for, and has no switch for programs. "
        "Gatepost sees neither what arrives nor what is sent.",
        look=(
            "Sign in to X as the academy. Open Messages, then Message requests, and the hidden requests below them.",
            "Look whether anything was sent from the academy's account. If so, tell the safeguarding lead and the Headteacher now.",
        ),
        shut=(
            "Sign in to X as the academy. Open More, then Settings and privacy, then Privacy and safety, then Direct Messages.",
            "Under Allow message requests from, choose No one. Whoever wrote before, or is followed, can still write.",
        ),
        blocking=("Sign in to X as the academy.", "Open the sender's page. Press the three dots, then Block."),
        unblocking=("Sign in to X as the academy.", "Open the sender's page. Press Blocked, then Unblock."),
    ),
    "bluesky": Messaging(
        read=False,
        close=True,
        block=False,
        why="Bluesky shows private messages only to a password that may also send them, which Gatepost never asks for. "
        "Gatepost keeps them closed, and sees neither what arrives in older conversations nor what is sent.",
        look=(
            "Sign in to Bluesky as the academy. Open Chat, then Chat requests.",
            "Look whether anything was sent from the academy's account. If so, tell the safeguarding lead and the Headteacher now.",
        ),
        shut=("Sign in to Bluesky as the academy. Open Chat, then its settings.", "Under Allow new messages from, choose No one."),
        blocking=(
            "Anybody can look up whom an account blocks on Bluesky. If the sender may be a pupil, mute them and leave the conversation instead.",
            "Sign in to Bluesky as the academy. Open Chat and the conversation. Press the three dots, then Leave conversation.",
            "Open the sender's page. Press the three dots, then Mute account (or Block account, if you decided that it may be public).",
        ),
        unblocking=("Sign in to Bluesky as the academy.", "Open the sender's page. Press the three dots, then Unmute (or Unblock) account."),
    ),
    "mastodon": Messaging(
        read=False,
        close=False,
        block=False,
        why="On Mastodon a private message is a post that only those named in it see. Gatepost does not read Mastodon yet.",
        look=(
            "Sign in to Mastodon as the academy. Open Private mentions, then Notifications and its filtered requests.",
            "Look whether anything was sent from the academy's account. If so, tell the safeguarding lead and the Headteacher now.",
        ),
        shut=("Sign in to Mastodon as the academy. Open Notifications, then its settings.", "Set unsolicited private mentions to Ignore."),
        blocking=("Sign in to Mastodon as the academy.", "Open the sender's page. Press the three dots, then Block."),
        unblocking=("Sign in to Mastodon as the academy.", "Open the sender's page. Press Unblock."),
    ),
}
