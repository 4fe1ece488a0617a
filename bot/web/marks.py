"""Which words of a text to mark: those that a rule spoke about."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Piece:
    text: str
    marked: bool = False


def highlighted(text: str, spans: Iterable[tuple[int, int]]) -> list[Piece]:
    """The text in pieces; spans are code points, may overlap, and may lie outside the text."""
    pieces: list[Piece] = []
    at = 0
    for first, last in sorted(spans):
        start, end = max(first, at), min(last, len(text))
        if start < end:
            pieces += [Piece(text[at:start]), Piece(text[start:end], marked=True)]
            at = end
    return [p for p in (*pieces, Piece(text[at:])) if p.text]
