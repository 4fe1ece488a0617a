"""The table of comments, and the disguises abusive ones are put through."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.moderation.verdict import Word


@dataclass(frozen=True)
class Row:
    """A comment written for these tests and what must happen to it."""

    verdict: Word
    kind: str
    text: str


def rows() -> list[Row]:
    """Every row of `comments.tsv`."""
    lines = (Path(__file__).parent / "comments.tsv").read_text(encoding="utf-8").splitlines()
    return [Row(Word(v), k, t) for v, k, t in (line.split("\t") for line in lines if line and not line.startswith("#"))]


_LEET = str.maketrans("oieast", "013457")
_LOOKALIKE = str.maketrans({"a": "а", "e": "е", "o": "о", "i": "і", "c": "с", "p": "р", "x": "х", "y": "у"})
_VOWELS = "aeiou"


def _words(change: Callable[[str], str]) -> Callable[[str], str]:
    return lambda text: " ".join(change(word) if word.isalpha() and len(word) > 3 else word for word in text.split(" "))


def _stretch(word: str) -> str:
    place = next((n for n, c in enumerate(word) if c in _VOWELS), 0)
    return word[:place] + word[place] * 5 + word[place + 1 :]


DISGUISES: dict[str, Callable[[str], str]] = {
    "leet": _words(lambda word: word.lower().translate(_LEET)),
    "spacing": _words(" ".join),
    "dots": _words(".".join),
    "zero width": _words("\u200b".join),
    "look-alike": lambda text: text.translate(_LOOKALIKE),
    "repeats": _words(_stretch),
    "wide": lambda text: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text),
    "accents": lambda text: "".join(c + "\u0301" if c in _VOWELS else c for c in text),
    "capitals": str.upper,
}
