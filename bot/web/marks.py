"""Which words of a text to mark: those that a rule spoke about, and those that differ between two texts."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

WORDS = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True)
class Piece:
    text: str
    marked: bool = False


def highlighted(text: str, spans: Iterable[tuple[int, int]]) -> list[Piece]:
    """The text in pieces; spans are code points, may overlap, and may lie outside the text."""
    pieces: list[Piece] = []
    at = 0
    for start, end in sorted(spans):
        start, end = max(start, at), min(end, len(text))
        if start >= end:
            continue
        pieces += [Piece(text[at:start]), Piece(text[start:end], marked=True)]
        at = end
    return [p for p in (*pieces, Piece(text[at:])) if p.text]


def beside(approved: str, live: str) -> tuple[list[Piece], list[Piece]]:
    """The two texts, each with the words marked that the other does not have."""
    old, new = WORDS.findall(approved), WORDS.findall(live)
    left: list[Piece] = []
    right: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        left.append(Piece("".join(old[a:b]), marked=kind != "equal"))
        right.append(Piece("".join(new[c:d]), marked=kind != "equal"))
    return [p for p in left if p.text], [p for p in right if p.text]
