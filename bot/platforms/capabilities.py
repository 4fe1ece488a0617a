"""What each network can do, as data: read by the screens, the actions, the account page and the contract tests.

Sources are PLATFORMS.md's vendor pages; a cell that says a person must do it comes with the steps that person follows.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Counting = Literal["weighted", "graphemes", "characters"]


@dataclass(frozen=True)
class Length:
    """How long a post may be. `weighted` is X's own count; `url` is what any link costs, where it is fixed."""

    counting: Counting
    limit: int
    bytes: int | None = None
    url: int | None = None


@dataclass(frozen=True)
class Capabilities:
    name: str  # as stored
    label: str  # as people say it
    length: Length
    images: int
    image_bytes: int
    alt_characters: int
    keyed: bool  # the network itself makes a repeated publish harmless
    reads_own: bool  # after `settle_s`, a post that is not in the own timeline was never accepted
    hide: bool
    hidden_means: str  # what "hidden" is on this network, in words for staff
    read_hidden: bool  # whether hidden can be read back
    delete_own: bool
    delete_reply: bool
    mute: bool
    list_following: bool
    follow: bool
    unfollow: bool
    edits: bool  # whether a live post can change its text
    settle_s: int  # a post sent at all is readable this many seconds after its intent, however late the network took it
    read_every_s: int = 0  # how often it is read at the least; 0 leaves it to the settings
    lock: bool = False  # whether an own post can be closed to replies, and opened again as it was
    publish: bool = True
    needs_picture: bool = False  # a post without a picture is refused
    pulls_pictures: bool = False  # the network fetches pictures from an address of ours (`Media.url`) instead of taking them
    answer: bool = True  # whether we can answer a reply or continue a post of ours
    reply_settings: tuple[str, ...] = ("everyone", "mentioned", "nobody")  # who may be let reply to a new post
    mentions: bool = True  # whether posts that name the account elsewhere can be read
    counts_following: bool = False  # only how many are followed is told (`following_count`), not who
    report: bool = False  # offers.ReportsReplies
    detach_quote: bool = False  # offers.DetachesQuotes
    list_blocks: bool = False  # offers.ListsBlocks
    blocks_public: bool = False  # anybody can read whom the account blocks
    face: bool = False  # offers.ShowsFace
    rights: bool = False  # offers.TellsRights
    oauth: bool = False  # connected by signing in at the network, not by typing keys
    watched_by_hand: bool = False  # no door yet: a person looks every month (C02, UNCONTROLLED)
    steps: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # act -> what a person does instead


CAPABILITIES: dict[str, Capabilities] = {
    row.name: row
    for row in (
        Capabilities(
            name="practice",
            label="Practice network",
            length=Length("characters", 500),
            images=4,
            image_bytes=5_000_000,
            alt_characters=1_000,
            keyed=False,
            reads_own=True,
            hide=True,
            hidden_means="Nobody but its writer sees it. It can be shown again.",
            read_hidden=True,
            delete_own=True,
            delete_reply=False,
            mute=True,
            list_following=True,
            follow=True,
            unfollow=True,
            edits=True,
            settle_s=4,
            lock=True,
            read_every_s=10,  # somebody learning to use Gatepost is watching
        ),
        Capabilities(
            name="x",
            label="X",
            length=Length("weighted", 280, url=23),
            images=4,
            image_bytes=5_000_000,
            alt_characters=1_000,
            keyed=False,
            reads_own=False,
            hide=True,
            hidden_means="Out of the main view; anyone can still open it with one more tap. It can be shown again.",
            read_hidden=False,
            delete_own=True,
            delete_reply=False,
            mute=True,
            list_following=True,
            follow=False,
            unfollow=True,
            edits=True,
            settle_s=90,
            steps={
                "hide": (
                    "Sign in to X as the academy.",
                    "Open the reply. Press the three dots, then Hide reply.",
                    "If Hide reply is not offered (the conversation is not the academy's own), press Report post instead.",
                ),
                "lock": (
                    "Sign in to X as the academy.",
                    "On the post press the three dots, then Change who can reply.",
                    "Choose the narrowest group.",
                ),
                "unlock": ("Sign in to X as the academy.", "On the post press the three dots, then Change who can reply.", "Choose Everyone."),
                "block": ("Sign in to X as the academy.", "Open the writer's page. Press the three dots, then Block."),
                "unfollow": ("Sign in to X as the academy.", "Open Following.", "Press Following beside the account, then Unfollow."),
                "delete": ("Sign in to X as the academy.", "Open the post. Press the three dots, then Delete."),
            },
        ),
        Capabilities(
            name="bluesky",
            label="Bluesky",
            length=Length("graphemes", 300, bytes=3_000),
            images=4,
            image_bytes=2_000_000,
            alt_characters=2_000,
            keyed=True,
            reads_own=True,
            hide=True,
            hidden_means="Folded away under the post; a reader can still open it. It can be shown again.",
            read_hidden=True,
            delete_own=True,
            delete_reply=False,
            mute=True,
            list_following=True,
            follow=True,
            unfollow=True,
            edits=True,
            settle_s=30,
            lock=True,
            steps={
                "hide": (
                    "Sign in to Bluesky as the academy.",
                    "Open the reply. Press the three dots, then Hide reply for everyone.",
                    "If that is not offered (the thread is not the academy's own), press Report post instead.",
                ),
                "lock": (
                    "Sign in to Bluesky as the academy.",
                    "On the post press the three dots, then Edit interaction settings.",
                    "Choose Nobody.",
                ),
                "unlock": (
                    "Sign in to Bluesky as the academy.",
                    "On the post press the three dots, then Edit interaction settings.",
                    "Choose Anyone.",
                ),
                "block": ("Sign in to Bluesky as the academy.", "Open the writer's page. Press the three dots, then Block account."),
                "unfollow": ("Sign in to Bluesky as the academy.", "Open Following.", "Press Following beside the account."),
                "delete": ("Sign in to Bluesky as the academy.", "Open the post. Press the three dots, then Delete post."),
            },
        ),
        Capabilities(
            name="mastodon",
            label="Mastodon",
            length=Length("characters", 500, url=23),
            images=4,
            image_bytes=16_000_000,
            alt_characters=1_500,
            keyed=True,
            reads_own=False,
            hide=False,
            hidden_means="Mastodon cannot hide a reply. It stays visible until its server's moderators act.",
            read_hidden=False,
            delete_own=True,
            delete_reply=False,
            mute=True,
            list_following=True,
            follow=True,
            unfollow=True,
            edits=True,
            settle_s=90,
            steps={
                "hide": (
                    "Sign in to Mastodon as the academy.",
                    "Open the reply. Press the three dots, then Report.",
                    "Block the account if it repeats.",
                )
            },
        ),
    )
}
