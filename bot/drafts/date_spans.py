"""Where a text names a day of the year, as UK schools write it: "Tues 3 March", "March 3rd, 2026", "3/3/26", "Monday 5 to Friday 9 January"."""

# ruff: noqa: E501 - a pattern reads better on one line than cut in the middle
from collections.abc import Iterator
from dataclasses import dataclass

import regex

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")

_WEEKDAY = r"(?:mon|tue|wed|thu|fri|sat|sun)(?:s|sday|nesday|r|rs|rsday|urday|day)?(?!\w)(?<![^y]\.)"
_GAP = r"(?:\.(?<!day\.))?[ ,(]{1,3}(?:the )?"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:\s?(?:st|nd|rd|th)(?!\w))?(?!\d)"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?!\w)"
)
_YEAR = r"(?:\.?,? (?P<year>(?:1[0-9]|20)\d\d)(?!\d|,\d|[:.]\d)|[ ,]{1,2}[’'](?P<short>\d\d)(?!\d))?"
_TO = r"\s?(?:to|until|till|and|&|-|–|—|/|or|,)\s?"
_NUMBERED = r"(?<!\b(?:years?|yrs?|rooms?|forms?|class|classes|ks|stage|stages|unit|paper|no\.?|number|[£$€#])\s?)(?<![\d.,:/£$€#-])"

_PATTERNS = tuple(
    regex.compile(pattern, regex.IGNORECASE)
    for pattern in (
        # the second day of a range lends its month and year to the first
        rf"{_NUMBERED}(?:(?<![\w’'])(?P<weekday>{_WEEKDAY}){_GAP})?(?P<day>{_DAY})(?={_TO}(?:{_WEEKDAY}{_GAP})?(?P<then>{_DAY}) (?:of )?(?P<month>{_MONTH}){_YEAR})",
        rf"{_NUMBERED}(?:(?<![\w’'])(?P<weekday>{_WEEKDAY}){_GAP})?(?P<day>{_DAY}) ?(?:of )?(?P<month>{_MONTH}){_YEAR}",
        rf"(?:(?<![\w’'])(?P<weekday>{_WEEKDAY}){_GAP})?(?<!\w)(?P<month>{_MONTH})\.? (?:the )?(?P<day>{_DAY})(?![:.]\d|\s?(?:[ap]m|%)){_YEAR}",
        rf"(?<![\d/.,:£-])(?:(?<![\w’'])(?P<weekday>{_WEEKDAY}){_GAP})?(?<!\w)(?P<day>\d{{1,2}})(?P<mark>[/.-])(?P<month>\d{{1,2}})(?P=mark)(?P<year>20\d\d|\d\d)(?![\d/]|[.-]\d)",
        rf"(?<![\w’'])(?P<weekday>{_WEEKDAY}){_GAP}(?P<day>\d{{1,2}})/(?P<month>\d{{1,2}})(?![\d/])",
    )
)
_NOT_A_MONTH = frozenset({"may", "mar", "march"})  # in small letters they are more often another word


@dataclass(frozen=True)
class Span:
    """A day as written. `weekday` counts from Monday, 0; `year` is None where none stands there. The day need not exist."""

    start: int
    end: int
    words: str
    day: int
    month: int
    year: int | None
    weekday: int | None
    loose: bool = False  # figures that may be no date at all: "24-17-12"


def spans(text: str) -> list[Span]:
    """In order; where two readings overlap, the longer one."""
    found: list[Span] = []
    for span in sorted(_all(text), key=lambda each: each.start - each.end):
        if all(span.end <= other.start or span.start >= other.end for other in found):
            found.append(span)
    return sorted(found, key=lambda each: each.start)


def _all(text: str) -> Iterator[Span]:
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            span = _span(text, match)
            if span is not None:
                yield span


def _span(text: str, match: regex.Match[str]) -> Span | None:
    groups = match.groupdict()
    named = groups["month"]
    if named in _NOT_A_MONTH or regex.match(r" (?:half|bank|fair)\b", text[match.end() :]):
        return None
    day, month = _number(groups["day"]), _month(named)
    if groups.get("then") and day > _number(groups["then"]):
        month = (month - 2) % 12 + 1  # "Monday 30 to Friday 4 December"
    year = int(groups["year"]) if groups.get("year") else 2000 + int(groups["short"]) if groups.get("short") else None
    if year is not None and year < 100:
        year += 2000
    if year and groups.get("then") and month == 12 and _month(named) == 1:
        year -= 1
    written = groups.get("weekday")
    shared = written and regex.search(rf"(?<!\w){_WEEKDAY}\.?{_TO}$", text[: match.start("weekday")], regex.IGNORECASE)
    weekday = (
        None if not written or (shared and groups.get("then")) else next(n for n, name in enumerate(DAYS) if name[:3].lower() == written[:3].lower())
    )
    loose = bool(groups.get("mark")) and weekday is None and (groups["mark"] != "/" or len(groups["year"]) == 2)
    return Span(*match.span(), match[0], day, month, year, weekday, loose)


def _number(written: str) -> int:
    return int("".join(c for c in written if c.isdigit()))


def _month(named: str) -> int:
    return int(named) if named.isdigit() else next(n for n, name in enumerate(MONTHS, start=1) if name[:3].lower() == named[:3].lower())
