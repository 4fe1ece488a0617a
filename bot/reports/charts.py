"""Bars that stand beside their number: how long each is, never what it says. The number is always in the text."""

from collections.abc import Iterable
from dataclasses import dataclass

WIDTH = 100
LEAST = 1.0  # a bar of something is never invisible


@dataclass(frozen=True)
class Bar:
    """Lengths out of `WIDTH`; `part` lies inside `whole`."""

    whole: float
    part: float = 0.0


def length(value: float | None, most: float) -> float:
    if not value or value < 0 or most <= 0:
        return 0.0
    return round(min(WIDTH, max(LEAST, WIDTH * value / most)), 1)


def bars(pairs: Iterable[tuple[float | None, float | None]]) -> list[Bar | None]:
    """One for each (whole, part) on one scale. None where the number is kept back: its bar would tell it."""
    rows = list(pairs)
    most = max((whole for whole, _ in rows if whole), default=0.0)
    return [None if whole is None else Bar(length(whole, most), min(length(part, most), length(whole, most))) for whole, part in rows]
