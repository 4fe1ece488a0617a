"""What a screen is: a pure function from a bundle and its setting to findings. It reads no database and no clock."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, Protocol

from bot.consent.events_known import EventKnown
from bot.consent.images import Consents
from bot.consent.names import NameMatch
from bot.consent.rights_known import Known
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
    """What following an address led to. `status` is the HTTP status, 0 when nothing answered; `refused` says why it was not followed to its end."""

    status: int
    final_url: str
    refused: str = ""


class Names(Protocol):
    """The register of people whose names are watched for; `bot.consent` provides it."""

    def matches(self, text: str) -> Iterable[NameMatch]: ...

    def resembles(self, written: str) -> bool: ...

    def holds(self, contact: str) -> bool: ...


@dataclass(frozen=True)
class Setting:
    """Everything a screen may look at besides the bundle."""

    profile: Profile
    platforms: tuple[str, ...]
    today: date
    names: Names | None = None
    names_problem: str = ""  # why the register cannot be used, as a sentence: then nothing goes out
    seen_words: Mapping[str, str | None] | None = None  # words read in pictures, by SHA-256; None beside one that could not be read
    links: Mapping[str, LinkAnswer] = field(default_factory=dict)  # answers already fetched; a screen never fetches
    links_must_answer: bool = False  # the last look before it goes out: an address nobody has opened stops it
    source_texts: Mapping[str, str] = field(default_factory=dict)  # words of kept sources, by SHA-256
    read_media: bool = True
    official_domains: tuple[str, ...] = ()  # the academy's own; its office phone and address are no secret
    official_contacts: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()  # the sensitive periods that stand (control C34)
    rights: Mapping[str, Known] | None = None  # picture's hash -> what is on record; None in a rehearsal, which has no record
    events: Mapping[int, EventKnown] | None = None  # likewise, of the events the pictures were taken at
    removed: tuple[str, ...] = ()  # a sentence for each post with these words that was taken down from an account it is for
    consents: Consents | None = None  # the people in its pictures; None in a rehearsal, where nothing is known of them


Screen = Callable[[Bundle, Setting], Iterable[Finding]]
