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
    exist: bool = True  # False where the network has no private messages at all: nobody is asked to look or to close


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
        read=True,
        close=False,
        block=True,
        why="On Mastodon a private message is a post that only those named in it see, so whoever may post could send one: Gatepost posts "
        "in public only. It sees those that arrive and those sent by hand, but none that the account's settings ignore, and cannot turn that "
        "setting.",
        look=(
            "Sign in to the academy's Mastodon server. Open Private mentions, then Notifications and its filtered requests.",
            "Look whether anything was sent from the academy's account. If so, tell the safeguarding lead and the Headteacher now.",
        ),
        shut=(
            "Sign in to the academy's Mastodon server. Open Notifications, then its settings.",
            "Set unsolicited private mentions to Filter. Do not choose Ignore: then nobody sees a message of a child who asks for help.",
        ),
        blocking=("Sign in to the academy's Mastodon server.", "Open the sender's page. Press the three dots, then Block."),
        unblocking=("Sign in to the academy's Mastodon server.", "Open the sender's page. Press Unblock."),
    ),
    "youtube": Messaging(
        read=False,
        close=False,
        block=False,
        exist=False,
        why="YouTube has no private messages, so there is nothing to watch or to close. An address shown on the channel's page is e-mail.",
    ),
    "facebook": Messaging(
        read=False,
        close=False,
        block=True,
        why="Facebook shows a Page's messages only to programs that hold the right to answer them, which Gatepost never asks for. "
        "Gatepost sees neither what arrives nor what is sent.",
        look=(
            "Sign in to Facebook and switch to the academy's Page. Open Inbox, then Message requests and Spam.",
            "Look whether anything was sent from the Page. If so, tell the safeguarding lead and the Headteacher now.",
        ),
        shut=(
            "Sign in to Facebook and switch to the academy's Page. Open Settings, then Privacy, then Page and tagging.",
            "Turn off: Allow people to contact the Page privately by showing the Message button.",
        ),
    ),
    "instagram": Messaging(
        read=False,
        close=False,
        block=False,
        why="Instagram shows private messages only to programs that hold the right to answer them, which Gatepost never asks for. "
        "Gatepost sees neither what arrives nor what is sent.",
        look=(
            "Sign in to Instagram as the academy. Open Messages, then Requests, and the hidden requests below them.",
            "Look whether anything was sent from the academy's account. If so, tell the safeguarding lead and the Headteacher now.",
        ),
        shut=(
            "Sign in to Instagram as the academy. Open Settings, then Messages and story replies, then Message controls.",
            "For everybody who can be chosen, choose Don't receive requests. Under Story replies, choose Don't allow.",
        ),
        blocking=("Sign in to Instagram as the academy.", "Open the sender's page. Press the three dots, then Block."),
        unblocking=("Sign in to Instagram as the academy.", "Open the sender's page. Press Unblock."),
    ),
    "threads": Messaging(
        read=False,
        close=False,
        block=False,
        why="Threads shows private messages to no program. Gatepost sees neither what arrives nor what is sent.",
        look=(
            "Sign in to Threads as the academy. Open Messages, then Requests.",
            "Look whether anything was sent from the academy's account. If so, tell the safeguarding lead and the Headteacher now.",
        ),
        shut=(
            "Sign in to Threads as the academy. Open Settings, then Privacy, then Messages.",
            "Choose the narrowest group that is offered. Where messages come from Instagram, close them there too.",
        ),
        blocking=("Sign in to Threads as the academy.", "Open the sender's page. Press the three dots, then Block."),
        unblocking=("Sign in to Threads as the academy.", "Open the sender's page. Press the three dots, then Unblock."),
    ),
    "linkedin": Messaging(
        read=False,
        close=False,
        block=False,
        why="Gatepost has no connection to LinkedIn. It sees neither what arrives nor what is sent.",
        look=(
            "Sign in to LinkedIn, open the academy's page as an admin, then Inbox.",
            "Look whether anything was sent from the academy's page. If so, tell the safeguarding lead and the Headteacher now.",
        ),
        shut=("Sign in to LinkedIn, open the academy's page as an admin, then Settings, then Manage messaging. Turn it off.",),
        blocking=("Open the sender's page. Press More, then Report or block.",),
        unblocking=("Open Settings, then Visibility, then Blocking, and press Unblock.",),
    ),
    "tiktok": Messaging(
        read=False,
        close=False,
        block=False,
        why="Gatepost has no connection to TikTok. It sees neither what arrives nor what is sent.",
        look=(
            "Sign in to TikTok as the academy. Open Inbox, then Message requests.",
            "Look whether anything was sent from the academy's account. If so, tell the safeguarding lead and the Headteacher now.",
        ),
        shut=("Sign in to TikTok as the academy. Open Settings and privacy, then Privacy, then Direct messages. Choose No one.",),
        blocking=("Open the sender's page. Press the three dots, then Block.",),
        unblocking=("Open the sender's page. Press the three dots, then Unblock.",),
    ),
}
