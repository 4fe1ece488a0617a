"""A text too long for its networks, divided into the parts of a thread (issue D, "X in full").

It breaks at paragraph ends first, then at sentence ends, then between words; never inside a word, a link, a hashtag, a mention or a
title with its name. Pure: it reads no database and no clock.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import product

from bot.drafts.screens.length import measure, problem
from bot.drafts.splitting_places import Place, Span, places
from bot.drafts.threads import MOST
from bot.errors import BadInput
from bot.platforms.capabilities import CAPABILITIES

LEVELS: tuple[Place, ...] = ("paragraph", "line", "sentence", "word")
TIGHT = len(LEVELS)
EVEN = 10**11  # more than the squared lengths of all parts together, which make parts of the same number alike in length
STEP = 10**4  # more breaks than any text has, so that one break of a worse kind outweighs all of a better kind


@dataclass(frozen=True)
class Costs:
    """What one part costs, and one break at each level."""

    part: int
    breaks: tuple[int, ...]


WELL = Costs(EVEN, (0, *(EVEN * STEP**level for level in range(1, TIGHT + 1))))
FEW = replace(WELL, part=EVEN * STEP ** (TIGHT + 1))
SHOWN = 40
MANY = 300
Fits = Callable[[str], bool]


@dataclass(frozen=True)
class Unit:
    """Words that stay together, and what kind of place comes after them. `tight`: a break there is the last resort."""

    start: int
    end: int
    after: Place
    tight: bool

    @property
    def level(self) -> int:
        return TIGHT if self.tight else LEVELS.index(self.after)


def offered(text: str, platforms: Iterable[str]) -> bool:
    """Whether a text is too long for one of its networks and all of them can carry a thread."""
    return refusal(text, platforms) is None


def refusal(text: str, platforms: Iterable[str]) -> str | None:
    """Why it is not offered, as a sentence."""
    chosen = list(dict.fromkeys(platforms))
    for row in (CAPABILITIES[platform] for platform in chosen):
        if not (row.answer and row.publish):
            return f"On {row.label} a post cannot continue another one. Take that account out, or shorten the text."
    if not any(problem(text, platform) for platform in chosen):
        return "This is not too long for the networks it is for, so there is nothing to split."
    return None


def as_sent(text: str, number: int, of: int, *, numbered: bool) -> str:
    """A part as it goes out. Its number stands on a line of its own, where it is taken for no date and no figure."""
    return f"{text}\n{number}/{of}".lstrip("\n") if numbered else text


def split(text: str, platforms: Iterable[str], *, numbered: bool = False, whole: Iterable[tuple[int, int]] = (), most: int = MOST) -> list[str]:
    """The parts in order, without their numbers, each fitting every network with its number.

    `whole` are stretches (start, end) to be broken only where nothing else helps, such as facts. Raises BadInput for a text
    that cannot be divided.
    """
    chosen = tuple(dict.fromkeys(platforms))
    words = [Unit(*place) for place in places(text, whole)]
    least = max((-(-used // limit) for used, limit in (measure(text, platform) for platform in chosen)), default=1)
    highest = [widest for widest in ((9, MOST) if numbered else (MOST,)) if widest >= least]  # a number above 9 takes one more letter
    for way, widest in product((_well, _few, _full), highest):
        found = way(text, words, partial(_fits, platforms=chosen, widest=widest if numbered else 0))
        if len(found) <= min(widest, most):
            return [text[begin:end] for begin, end in found]
    raise BadInput({"text": f"This makes more than the {most} parts that a thread can have here. Shorten it."})


def _fits(part: str, platforms: Sequence[str], widest: int) -> bool:
    return all(problem(as_sent(part, widest, widest, numbered=bool(widest)), platform) is None for platform in platforms)


def _units(text: str, words: Sequence[Unit], level: int, fits: Fits) -> Iterator[Unit]:
    """Paragraphs that fit stay whole, and only what does not fit by itself is taken apart, into ever smaller pieces."""
    begin = 0
    for end, last in enumerate(words, start=1):
        if end < len(words) and last.level > level:
            continue
        group, together = words[begin:end], text[words[begin].start : last.end]
        begin = end
        if fits(together):
            yield replace(last, start=group[0].start)
        elif level < TIGHT:
            yield from _units(text, group, level + 1, fits)
        else:
            shown = together[:SHOWN] + ("…" if len(together) > SHOWN else "")
            raise BadInput({"text": f"“{shown}” cannot be divided, and it alone is longer than one part can be. Shorten it."})


def _reach(text: str, units: Sequence[Unit], fits: Fits) -> list[int]:
    """For each unit, where the longest part that begins with it ends. A later beginning never ends earlier, so each place is asked once."""
    found, end = [], 0
    for begin, unit in enumerate(units):
        end = max(end, begin + 1)  # each fits by itself
        while end < len(units) and fits(text[unit.start : units[end].end]):
            end += 1
        found.append(end)
    return found


def _best(units: Sequence[Unit], ends: Sequence[int], costs: Costs) -> list[Span]:
    """The cheapest way through, from the last unit back."""
    total = [0] * (len(units) + 1)
    cut = [0] * len(units)
    for begin in reversed(range(len(units))):
        ways = []
        for end in range(begin + 1, ends[begin] + 1):
            last = units[end - 1]
            broken = 0 if end == len(units) else costs.breaks[last.level] + costs.breaks[LEVELS.index(last.after)]
            ways.append((costs.part + broken + (last.end - units[begin].start) ** 2 + total[end], end))
        total[begin], cut[begin] = min(ways)
    found, begin = [], 0
    while begin < len(units):
        found.append((units[begin].start, units[cut[begin] - 1].end))
        begin = cut[begin]
    return found


def _well(text: str, words: Sequence[Unit], fits: Fits) -> list[Span]:
    """With as few breaks of the worse kinds as can be."""
    return _weighed(text, list(_units(text, words, 0, fits)), fits, WELL)


def _few(text: str, words: Sequence[Unit], fits: Fits) -> list[Span]:
    """With as few parts as whole sentences make, where breaking well makes more than a thread may have."""
    return _weighed(text, list(_units(text, words, LEVELS.index("sentence"), fits)), fits, FEW)


def _full(text: str, words: Sequence[Unit], fits: Fits) -> list[Span]:
    """Each part filled to the brim: the last resort."""
    return _filled(text, list(_units(text, words, TIGHT, fits)), fits)


def _weighed(text: str, units: Sequence[Unit], fits: Fits, costs: Costs) -> list[Span]:
    """A sentence of hundreds of words is not worth the seconds that the best way through it takes."""
    return _best(units, _reach(text, units, fits), costs) if len(units) <= MANY else _filled(text, units, fits)


def _filled(text: str, units: Sequence[Unit], fits: Fits) -> list[Span]:
    """In long steps first, because counting takes milliseconds."""
    found, begin = [], 0
    while begin < len(units):
        end = begin + 1
        for step in (16, 4, 1):
            while end + step <= len(units) and fits(text[units[begin].start : units[end + step - 1].end]):
                end += step
        found.append((units[begin].start, units[end - 1].end))
        begin = end
    return found
