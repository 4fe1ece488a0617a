"""How a post will look on each account: its words in pieces, what fits, and what the network does with the rest."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

import regex

from bot.accounts.models import Account
from bot.drafts.models import DraftMedia
from bot.drafts.screens.find_links import find_links
from bot.drafts.screens.length import measure
from bot.platforms.capabilities import CAPABILITIES, Capabilities

TAG = regex.compile(r"(?<![\w&/])[#＃](?=\w*\p{L})[\p{L}\p{M}\p{N}_]+")
MENTION = regex.compile(r"(?<![\w/@.])@[\w][\w.-]*(?:@[\w-]+(?:\.[\w-]+)+)?(?<![.-])")
SHORTENS = {"x": 27, "mastodon": 30}  # letters of an address that the network shows before it cuts it
CUTS_HEAD = regex.compile(r"^https?://(?:www\.)?", regex.IGNORECASE)
ALL_MAY_REPLY = ("mastodon", "practice")  # networks without a setting for it
REPLIES = {"everyone": "Everyone may reply.", "mentioned": "Only those mentioned may reply.", "nobody": "Nobody may reply."}

Kind = Literal["words", "link", "tag", "mention"]


@dataclass(frozen=True)
class Piece:
    """Some of the text. `over` is beyond what the network takes; `full` is a link as typed, where it is shown shorter."""

    kind: Kind
    text: str
    over: bool = False
    full: str = ""


@dataclass(frozen=True)
class Shown:
    """One picture as the network gets it. `notes` say what it does not take."""

    sha256: str
    alt: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Look:
    account: Account
    network: str
    pieces: tuple[Piece, ...]
    used: int
    limit: int
    pictures: tuple[Shown, ...]
    notes: tuple[str, ...]

    @property
    def left(self) -> int:
        return self.limit - self.used


def look(account: Account, text: str, media: list[DraftMedia], reply_setting: str) -> Look | None:
    """None for a network that is not known here."""
    can = CAPABILITIES.get(account.platform)
    if can is None:
        return None
    used, limit = measure(text, can.name)
    return Look(
        account,
        can.label,
        tuple(pieces(text, can.name)),
        used,
        limit,
        tuple(_shown(number, row, can) for number, row in enumerate(media, start=1)),
        tuple(_notes(can, text, len(media), used - limit, reply_setting)),
    )


def pieces(text: str, platform: str) -> Iterator[Piece]:
    """The whole text in order. What is over the limit comes last and is marked."""
    fits = _fits(text, platform)
    at = 0
    for start, end, kind in _spans(text):
        yield from _cut("words", text, at, start, fits)
        short = _short(text[start:end], platform) if kind == "link" else ""
        if short and end <= fits:
            yield Piece(kind, short, full=text[start:end])
        else:
            yield from _cut(kind, text, start, end, fits)
        at = end
    yield from _cut("words", text, at, len(text), fits)


def _cut(kind: Kind, text: str, start: int, end: int, fits: int) -> Iterator[Piece]:
    for first, last, over in ((start, min(end, fits), False), (max(start, fits), end, True)):
        if first < last:
            yield Piece(kind, text[first:last], over)


def _spans(text: str) -> list[tuple[int, int, Kind]]:
    found: list[tuple[int, int, Kind]] = [(start, end, "link") for _, start, end in find_links(text)]
    for pattern, kind in ((MENTION, "mention"), (TAG, "tag")):
        for match in pattern.finditer(text):
            if all(match.end() <= start or match.start() >= end for start, end, _ in found):
                found.append((*match.span(), kind))  # type: ignore[arg-type]
    return sorted(found)


def _fits(text: str, platform: str) -> int:
    """How many letters of the text the network takes: all, or as many as its own count allows."""
    used, limit = measure(text, platform)
    if used <= limit:
        return len(text)
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if measure(text[:middle], platform)[0] <= limit:
            low = middle
        else:
            high = middle - 1
    return low


def _short(link: str, platform: str) -> str:
    """As X and Mastodon show a long address; other networks show it as it was typed."""
    longest = SHORTENS.get(platform)
    if longest is None or not urlsplit(link).netloc:
        return ""
    bare = CUTS_HEAD.sub("", link)
    return bare if len(bare) <= longest else f"{bare[:longest]}…"


def _shown(number: int, row: DraftMedia, can: Capabilities) -> Shown:
    notes = []
    if number > can.images:
        notes.append(f"{can.label} takes {can.images} pictures, so this one cannot go with it.")
    if not can.alt_characters and row.alt:
        notes.append(f"{can.label} takes no description, so people who cannot see the picture get none.")
    elif len(row.alt) > can.alt_characters:
        notes.append(f"The description is {len(row.alt) - can.alt_characters:,} characters longer than {can.label} takes.")
    return Shown(row.sha256, row.alt, tuple(notes))


def _notes(can: Capabilities, text: str, pictures: int, over: int, reply_setting: str) -> Iterator[str]:
    if over > 0:
        yield f"It is not cut and not split into a thread: it cannot go out on {can.label} until it is shorter."
    if not text.strip():
        yield "There are no words, only the picture."
    if pictures > can.images:
        yield f"{can.label} takes {can.images} pictures and there are {pictures}."
    if can.name in ALL_MAY_REPLY:
        yield f"Everyone may reply: there is no setting for it on {can.label}."
    else:
        yield REPLIES[reply_setting]
