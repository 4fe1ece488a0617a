"""What a network can do, as one row of a table; the rows stand beside this file, and `bot.platforms.capabilities` is the table.

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
    after_block: str = ""  # what muting or blocking somebody takes from Gatepost's own reading, for who decides it; empty: nothing known
    tells_reply: bool = False  # offers.TellsReplies
    report: bool = False  # offers.ReportsReplies
    detach_quote: bool = False  # offers.DetachesQuotes
    cut_off_means: str = ""  # what cutting off a quote is where it cannot be undone; elsewhere hiding a quote does it
    reposts: bool = False  # a post of somebody else's that the account passes on is read on its timeline, and can be taken back
    stories: bool = False  # what stands for a day is read beside the posts; a person removes it ("delete_story")
    unseen: str = ""  # what stands on an account and is not read there, in words for staff; empty: nothing known
    older: bool = False  # offers.ListsOlder
    list_blocks: bool = False  # offers.ListsBlocks
    blocks_public: bool = False  # anybody can read whom the account blocks
    face: bool = False  # offers.ShowsFace
    rights: bool = False  # offers.TellsRights
    oauth: bool = False  # connected by signing in at the network, not by typing keys
    watched_by_hand: bool = False  # no door yet: a person looks every month (C02, UNCONTROLLED)
    steps: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # act -> what a person does instead
