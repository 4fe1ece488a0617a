"""A figure in the text beside the figures in its own source: "Your text says 87%, the source says 78%".

Careful with alarms: something is said only when the source has figures of the same sort, none of them is the claim's, and one
stands in the same words' company. A source that merely speaks of something else proves nothing and is left to the checker.
"""

# ruff: noqa: E501 - a pattern reads better on one line than cut in the middle
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal

import regex

from bot.drafts.date_spans import spans

Sort = Literal["percentage", "money", "place", "count", "day"]

_UNITS: tuple[str, ...] = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_PLACES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
SPELT: dict[str, Decimal] = {word: Decimal(n) for n, word in enumerate(_UNITS, start=1)}
SPELT |= {
    f"{ten}{joint}{unit}": Decimal(20 + 10 * n + m) for n, ten in enumerate(_TENS) for m, unit in enumerate(_UNITS[:9], start=1) for joint in "- "
}
SPELT |= {ten: Decimal(20 + 10 * n) for n, ten in enumerate(_TENS)}
SPELT_PLACE: dict[str, Decimal] = {word: Decimal(n) for n, word in enumerate(_PLACES, start=1)}
SCALE = {"k": 1_000, "thousand": 1_000, "m": 1_000_000, "million": 1_000_000, "hundred": 100, "bn": 1_000_000_000, "billion": 1_000_000_000}

_SPELT = "|".join(sorted(SPELT, key=len, reverse=True))
FIGURE = regex.compile(
    rf"(?<![\w.:/])(?<!\d,)(?P<money>£\s?)?(?:(?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)|(?P<spelt>(?:{_SPELT})\b))"
    r"(?P<scale>\s?(?:k|m|bn|million|thousand|hundred|billion)\b)?(?P<sign>\s?(?:%|per ?cent\b|percentage points?\b)|(?P<th>st|nd|rd|th)\b|\s?(?P<pounds>pounds?|quid)\b)?(?![\w:/]|[.,]\d)",
    regex.IGNORECASE,
)
PLACE = regex.compile(rf"\b(?:{'|'.join(_PLACES)})\b(?= (?:place|in|out of|overall|nationally))", regex.IGNORECASE)
ROUGH = regex.compile(
    r"\b(?:over|more than|nearly|almost|around|about|at least|up to|approximately|some|under|fewer than|less than|just)\s*$", regex.IGNORECASE
)
WORD = regex.compile(r"[^\W\d_][\w’'-]*")
LINE = regex.compile(r"\S[^!?\n.]*(?:\.(?=\d)[^!?\n.]*)*[.!?]?")
SENTENCE_END = regex.compile(r"[!?\n]|\.(?!\d)")
DULL = frozenset(
    [
        "the",
        "and",
        "for",
        "our",
        "with",
        "that",
        "this",
        "from",
        "have",
        "has",
        "had",
        "were",
        "was",
        "are",
        "all",
        "who",
        "will",
        "their",
        "they",
        "them",
        "than",
        "then",
        "into",
        "your",
        "you",
        "its",
        "not",
        "but",
        "more",
        "most",
        "over",
        "under",
        "about",
        "been",
        "also",
        "just",
        "only",
        "very",
        "said",
        "says",
        "there",
        "here",
        "when",
        "what",
        "which",
        "where",
        "after",
        "before",
        "out",
        "per",
        "cent",
    ]
)
LONG_ENOUGH = 3  # letters
COMPANY = 2  # words a source's line must share with the claim's sentence
FEW = 3  # figures named in one message
NOT_A_COUNT = range(1900, 2100)  # more likely a year


@dataclass(frozen=True)
class Figure:
    sort: Sort
    value: Decimal
    words: str
    start: int
    noun: str = ""  # of a count: what is counted


@dataclass(frozen=True)
class Difference:
    """`says` and `source_says` are as written; `passage` is the line of the source."""

    says: str
    source_says: str
    passage: str


def figures(text: str) -> list[Figure]:
    """Every figure that can be compared, with its sort. Days of the year are one sort; what stands inside them is no other."""
    days = spans(text)
    found = [Figure("day", Decimal(day.month * 100 + day.day), day.words, day.start) for day in days]
    for match in FIGURE.finditer(text):
        if any(day.start <= match.start() < day.end for day in days):
            continue
        figure = _figure(text, match)
        if figure:
            found.append(figure)
    found += [Figure("place", SPELT_PLACE[match[0].lower()], match[0], match.start()) for match in PLACE.finditer(text)]
    return sorted(found, key=lambda each: each.start)


def difference(text: str, start: int, end: int, source: str) -> Difference | None:
    """The first figure of a claim (offsets into the text) that its source gives otherwise; None where nothing can be said."""
    mine = [figure for figure in figures(text) if start <= figure.start < end]
    if not mine:
        return None
    theirs = figures(source)
    company = _company(_sentence(text, start, end))
    for figure in mine:
        same = [each for each in theirs if each.sort == figure.sort]
        if not same or any(_agree(text, figure, each) for each in theirs if each.sort in (figure.sort, "count")):
            continue
        near = list(_near(source, figure, same, company))
        if near and (figure.sort == "percentage" or len({each.value for each, _ in near}) == 1):
            said = list(dict.fromkeys(each.words for each, _ in near))[:FEW]
            return Difference(figure.words, " and ".join(said), near[0][1])
    return None


def passage(text: str, start: int, end: int, source: str) -> tuple[int, int] | None:
    """Where in its source a claim is most likely spoken of: the line with its figure, else the one that shares most words."""
    company = _company(_sentence(text, start, end)) | _company(text[start:end])
    values = {(figure.sort, figure.value) for figure in figures(text) if start <= figure.start < end}
    found = figures(source)
    best, place = 0, None
    for line in LINE.finditer(source):
        shared = len(company & _company(line[0]))
        same = any((each.sort, each.value) in values for each in found if line.start() <= each.start < line.end())
        score = shared + (3 if same else 0)
        if score > best and (same or shared >= COMPANY):
            best, place = score, line.span()
    return place


def _near(source: str, figure: Figure, same: list[Figure], company: set[str]) -> Iterator[tuple[Figure, str]]:
    """Those in the best company, with their lines. A count must also count the same thing."""
    ranked = []
    for each in same:
        line = _sentence(source, each.start, each.start + len(each.words))
        shared = len(company & _company(line))
        alike = figure.sort != "count" or (each.noun and each.noun == figure.noun)
        if alike and shared >= min(COMPANY, len(company)) and shared > 0:
            ranked.append((shared, each, " ".join(line.split())))
    best = max((shared for shared, _, _ in ranked), default=0)
    for shared, each, line in ranked:
        if shared == best:
            yield each, line


def _agree(text: str, mine: Figure, theirs: Figure) -> bool:
    """Equal, equal when rounded as the text rounds, or near enough for "nearly" and "over"."""
    if mine.value == theirs.value:
        return True
    exponent = mine.value.as_tuple().exponent
    try:
        if isinstance(exponent, int) and theirs.value.quantize(Decimal(1).scaleb(exponent)) == mine.value:
            return True
    except InvalidOperation:
        return False
    rough = ROUGH.search(text[max(0, mine.start - 20) : mine.start])
    round_number = bool(mine.value) and mine.value % 10 == 0 and abs(mine.value - theirs.value) <= abs(mine.value) / 50
    return bool(round_number or (rough and abs(mine.value - theirs.value) <= abs(mine.value) / 10))


def _figure(text: str, match: regex.Match[str]) -> Figure | None:
    groups = match.groupdict()
    value = Decimal(groups["digits"].replace(",", "")) if groups["digits"] else SPELT[groups["spelt"].lower()]
    value *= SCALE.get((groups["scale"] or "").strip().lower(), 1)
    sign = (groups["sign"] or "").strip().lower()
    if groups["money"] or groups["pounds"]:
        return Figure("money", value, match[0].strip(), match.start())
    if sign.startswith(("%", "per")):
        return Figure("percentage", value, match[0].strip(), match.start())
    if groups["th"]:
        return Figure("place", value, match[0].strip(), match.start())
    if int(value) in NOT_A_COUNT and "," not in (groups["digits"] or ""):
        return None
    after = [_stem(word) for word in WORD.findall(text[match.end() : match.end() + 40]) if _telling(word)]
    return Figure("count", value, match[0].strip(), match.start(), after[0] if after else "")


def _sentence(text: str, start: int, end: int) -> str:
    before = [match.end() for match in SENTENCE_END.finditer(text, 0, start)]
    after = SENTENCE_END.search(text, end)
    return text[before[-1] if before else 0 : after.start() if after else len(text)]


def _company(words: str) -> set[str]:
    return {_stem(word) for word in WORD.findall(words) if _telling(word)} - {_stem(word) for word in SPELT}


def _telling(word: str) -> bool:
    return len(word) >= LONG_ENOUGH and word.lower() not in DULL


def _stem(word: str) -> str:
    """Enough to see that "achieved" and "achieving", "pupil" and "pupils" are one word."""
    word = word.lower().removesuffix("’s").removesuffix("'s")
    return regex.sub(r"(?:ing|ed|es|s)$", "", word) if len(word) > 4 else word
