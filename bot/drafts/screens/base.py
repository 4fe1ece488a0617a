"""What a screen is: a pure function from a bundle and its setting to findings. It reads no database and no clock."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, Protocol

from bot.consent.names import NameMatch
from bot.drafts.bundle import Bundle
from bot.policy.profile import Profile

__all__ = ["Finding", "Level", "LinkAnswer", "NameMatch", "Names", "Screen", "Setting"]

# block: cannot go out. warn: goes out only when the approver writes down why. ask: somebody has to look, no more.
Level = Literal["block", "warn", "ask"]


@dataclass(frozen=True)
class Finding:
    """One thing a person should know before this goes out. Offsets are code points into the text, or None."""

    screen: str
    level: Level
    message: str
    clause: str | None = None
    start: int | None = None
    end: int | None = None
    topic: str = ""  # of a sensitive_topic finding: the topic as the profile names it (P16)


@dataclass(frozen=True)
class LinkAnswer:
    """What following an address led to. `status` is the HTTP status, 0 when nothing answered."""

    status: int
    final_url: str


class Names(Protocol):
    """The register of people whose names are watched for; `bot.consent` provides it."""

    def matches(self, text: str) -> Iterable[NameMatch]: ...


@dataclass(frozen=True)
class Setting:
    """Everything a screen may look at besides the bundle."""

    profile: Profile
    platforms: tuple[str, ...]
    today: date
    names: Names | None = None
    links: Mapping[str, LinkAnswer] = field(default_factory=dict)  # answers already fetched; a screen never fetches
    read_media: bool = True
    official_domains: tuple[str, ...] = ()  # the academy's own; its office phone and address are no secret
    official_contacts: tuple[str, ...] = ()


Screen = Callable[[Bundle, Setting], Iterable[Finding]]
