"""How a number of the report is said: counts, times, shares with their doubt, and small numbers that could point at a child."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

FEWEST = 5
"""Where a child could be recognised, a smaller count is not given, nothing at all included: that there is one is telling too."""
FEWER = f"fewer than {FEWEST}"
_SURE = 1.96  # of a normal distribution: 95 in 100


@dataclass(frozen=True)
class Cell:
    """`value` is for machines (a count, or seconds), `words` for people. None: there is none, or it is kept back."""

    value: float | int | None
    words: str


NONE = Cell(None, "none yet")


def count(number: int) -> Cell:
    return Cell(number, f"{number:,}")


def small(number: int) -> Cell:
    """A count where a child could be recognised. Rounded down to fives, so that two reports cannot be taken from each other."""
    floor = number // FEWEST * FEWEST
    return Cell(None, f"{floor:,} or more" if floor else FEWER)


def guarded(number: int, *, open_to: bool) -> Cell:
    return count(number) if open_to else small(number)


@dataclass(frozen=True)
class Times:
    """Of so many waits, in seconds: the middle one, the one that 95 of 100 do not exceed, and the longest."""

    number: int
    middle: float = 0.0
    p95: float = 0.0
    worst: float = 0.0


def times(seconds: Sequence[float]) -> Times:
    """A wait below zero (the clocks of two machines differ) counts as none."""
    found = sorted(max(0.0, each) for each in seconds)
    if not found:
        return Times(0)
    return Times(len(found), median(found), found[math.ceil(0.95 * len(found)) - 1], found[-1])


def lasted(seconds: float) -> str:
    """`31 seconds`, `2 hours 5 minutes`: the two largest units."""
    whole = round(seconds)
    if whole < 1:
        return "less than a second"
    if whole > 90 and whole < 3600:
        whole = round(whole / 60) * 60  # nobody needs the seconds of twenty minutes
    parts = []
    for size, unit in ((86400, "day"), (3600, "hour"), (60, "minute"), (1, "second")):
        number, whole = divmod(whole, size)
        if number:
            parts.append(f"{number:,} {unit}{'' if number == 1 else 's'}")
    return " ".join(parts[:2])


def time_cells(found: Times) -> tuple[Cell, Cell, Cell, Cell]:
    """How many, the middle case, 95 of 100, the longest."""
    if not found.number:
        return (count(0), NONE, NONE, NONE)
    seconds = (found.middle, found.p95, found.worst)
    return (count(found.number), *(Cell(round(each, 1), lasted(each)) for each in seconds))  # type: ignore[return-value]


def between(part: int, whole: int) -> tuple[float, float]:
    """Wilson's interval: where the true share lies with 95 chances in 100. Holds for few and for none, unlike the simple one."""
    if not whole:
        return 0.0, 1.0
    share, square = part / whole, _SURE * _SURE
    middle = (share + square / (2 * whole)) / (1 + square / whole)
    half = _SURE / (1 + square / whole) * math.sqrt(share * (1 - share) / whole + square / (4 * whole * whole))
    return (0.0 if part == 0 else max(0.0, middle - half)), (1.0 if part == whole else min(1.0, middle + half))


def share_words(part: int, whole: int) -> str:
    """`3 of 120, so between 1% and 7%`."""
    if not whole:
        return "none yet, so nothing can be said"
    low, high = between(part, whole)
    return f"{part:,} of {whole:,}, so between {_percent(low)} and {_percent(high)}"


def _percent(share: float) -> str:
    if 0 < share < 0.005:
        return f"{share * 100:.1f}%"
    if 0.995 < share < 1:
        return f"{math.floor(share * 1000) / 10:.1f}%"
    return f"{share * 100:.0f}%"
