"""Taking a hashtag apart into its words, with a list of words that school hashtags are made of."""

from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

import regex

from bot.errors import Misconfigured
from bot.words.lists import FOLDER

VOCABULARY = FOLDER / "hashtags" / "vocabulary.txt"
LONGEST_WORD = 18
LONGEST_TAG = 80
_PIECES = regex.compile(r"\d+|\p{L}+")
_SHORT = 2  # letters; so short a word costs more, or every name falls to pieces


@cache
def vocabulary(path: Path = VOCABULARY) -> dict[str, str]:
    """Each known word in small letters -> as it is written in a hashtag. Raises Misconfigured when the list cannot be read."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise Misconfigured(f"The word list hashtags/{path.name} in config/words cannot be read. Until it is put back, no draft goes out.") from error
    words = [word for line in lines if not line.startswith("#") for word in line.split()]
    if not words:
        raise Misconfigured(f"The word list hashtags/{path.name} in config/words is empty. Until it is filled, no draft goes out.")
    return {word.lower(): word if word.lower() != word else word.capitalize() for word in words}


@lru_cache(maxsize=2048)
def _split(run: str, more: frozenset[str]) -> tuple[str, ...]:
    """The fewest known words that make up a run of letters; empty when none do."""
    known = vocabulary()
    best: list[tuple[float, tuple[str, ...]] | None] = [(0, ())] + [None] * len(run)
    for end in range(1, len(run) + 1):
        for start in range(max(0, end - LONGEST_WORD), end):
            before, word = best[start], run[start:end]
            if before is not None and (written := _written(word, known, more)):
                cost = before[0] + (1.5 if len(word) <= _SHORT else 1)
                here = best[end]
                if here is None or cost < here[0]:
                    best[end] = (cost, (*before[1], written))
    found = best[-1]
    return found[1] if found else ()


def _written(word: str, known: dict[str, str], more: frozenset[str]) -> str | None:
    """How a known word stands in a hashtag; a word with an s behind it is known as well."""
    if word in known or word in more:
        return known.get(word, word.capitalize())
    return word.capitalize() if len(word) > _SHORT + 2 and word.endswith("s") and word[:-1] in known else None


def words_in(tag: str, more: Iterable[str]) -> list[str] | None:
    """The words and figures of a hashtag as they should be written, in order; None where a piece of it is no known word."""
    beside = frozenset(word for word in more if len(word) > _SHORT)
    out: list[str] = []
    for piece in _PIECES.findall(tag.lower()[:LONGEST_TAG]):
        found = (piece,) if piece.isdigit() else _split(piece, beside)
        if not found:
            return None
        out.extend(found)
    return out
