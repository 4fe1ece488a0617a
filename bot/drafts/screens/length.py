"""How long a post may be on each network, counted the way that network counts."""

from collections.abc import Callable, Iterator, Mapping

import regex

from bot.drafts.bundle import Bundle
from bot.drafts.screens.base import Finding, Setting
from bot.drafts.screens.weighted import parse_tweet
from bot.platforms.capabilities import CAPABILITIES, Length

GRAPHEME = regex.compile(r"\X")
WEB_ADDRESS = regex.compile(r"https?://[^\s<>\"]+", regex.IGNORECASE)
REMOTE_MENTION = regex.compile(r"(?<![\w/])@(\w[\w.-]*)@[\w-]+(?:\.[\w-]+)+")
HOPELESS = 20_000  # code points; the weighted count is slow, and nothing this long is near any limit
PERHAPS_AN_ADDRESS = regex.compile(r"[a-z0-9_-]\.[a-z]|://", regex.IGNORECASE)
DOTTED = regex.compile(r"(?:[^\s./]{0,63}\.){25}")  # no address has so many parts, and the library takes minutes over them


def screen(bundle: Bundle, setting: Setting) -> Iterator[Finding]:
    if not bundle.text.strip() and not bundle.media:
        yield Finding("length", "block", "There is nothing to post yet. Write some text or add a picture.")
    for platform in setting.platforms:
        if platform not in CAPABILITIES:
            known = ", ".join(sorted(CAPABILITIES))
            yield Finding(
                "length",
                "block",
                f"No network called {platform!r} is known here, so nothing can be checked for it. Choose one of: {known}.",
            )
            continue
        if sentence := problem(bundle.text, platform):
            yield Finding("length", "block", sentence)


def problem(text: str, platform: str) -> str | None:
    """Why a network does not take a text of this length, as a sentence. Raises KeyError for a network that is not known."""
    row, (used, limit) = CAPABILITIES[platform], measure(text, platform)
    if used > limit:
        return f"This is {used - limit:,} too long for {row.label}: {used:,} of {limit:,} {_units(row.length)}. Shorten it."
    if row.length.bytes and (size := len(text.encode("utf-8", "surrogatepass"))) > row.length.bytes:
        over = size - row.length.bytes
        return f"This is {over:,} bytes too long for {row.label}: emoji and accents take several bytes each. Use fewer of them."
    return None


def measure(text: str, platform: str) -> tuple[int, int]:
    """What of the limit a text uses, and the limit, both in the network's own units. Raises KeyError for a network that is not known."""
    length = CAPABILITIES[platform].length
    return COUNTING[length.counting](text, length), length.limit


def _weighted(text: str, length: Length) -> int:  # noqa: ARG001 - one shape for every way of counting
    if len(text) > HOPELESS or DOTTED.search(text):
        return sum(1 if ord(letter) < 4352 else 2 for letter in text)
    if text.isascii() and not PERHAPS_AN_ADDRESS.search(text):
        return len(text.replace("\r\n", "\n"))  # the library takes a millisecond to say the same
    return int(parse_tweet(text.encode("utf-8", "replace").decode()).weightedLength)  # half a surrogate pair cannot be counted


def _graphemes(text: str, length: Length) -> int:  # noqa: ARG001
    return sum(1 for _ in GRAPHEME.finditer(text))


def _characters(text: str, length: Length) -> int:
    """Code points, which is never fewer than the network counts; where links cost a fixed sum, a far-off account's server is free too."""
    if length.url is None:
        return len(text)
    return len(REMOTE_MENTION.sub(r"@\1", WEB_ADDRESS.sub("x" * length.url, text)))


COUNTING: Mapping[str, Callable[[str, Length], int]] = {"weighted": _weighted, "graphemes": _graphemes, "characters": _characters}


def _units(length: Length) -> str:
    return "characters, each link counted as 23" if length.url else "characters"
