"""Days that cannot be right: a weekday on the wrong date, a day that is not in the calendar, an invitation to what is over.

A parent who reads "Tuesday 25 December" on an official account comes on one of two days, so a plain contradiction blocks.
Where the year had to be guessed it only warns.
"""

# ruff: noqa: E501 - a pattern reads better on one line than cut in the middle
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import regex

from bot.clock import london
from bot.drafts.bundle import Bundle
from bot.drafts.date_spans import DAYS, MONTHS, Span, spans
from bot.drafts.screens.base import Finding, Setting

LOOKS_BACK = 60  # days: a date without a year that far back is the one meant; further back, next year's is
RECENT = 1  # years back, and
SOON = 5  # years ahead, within which a wrong weekday sends somebody to the wrong day
GREGORIAN = 1753  # the first full year of today's calendar in Britain
DIGIT = regex.compile(r"\d")
SENTENCE = regex.compile(r"[^.!?\n]*(?:\.(?=\w)[^.!?\n]*)*")
PAST = regex.compile(
    r"\b(?:was|were|had|took place|thank(?:s| you)|last|yesterday|ago|since|held|visited|raised|enjoyed|went|came|won|celebrated|welcomed|performed"
    r"|on this day|anniversary|back (?:in|on)|founded|opened|born|died|joined us|said)\b",
    regex.IGNORECASE,
)
FUTURE = regex.compile(
    r"\b(?:join us|come along|come and|come to|see you|don[’']?t forget|do not forget|remember to|remind(?:er|ing)|save the date|book (?:now|your|a)|upcoming"
    r"|look(?:ing)? forward|deadline|closing date|apply by|return (?:it |them |forms? |slips? )?by|rsvp|will (?:be|take|start|open|close|run|hold|host|return|begin|perform|welcome)"
    r"|takes? place|tickets (?:are|on sale|available)|you(?:[’']re| are) invited|invites? you|tomorrow|we(?:[’']re| are) holding|starts on|begins on|closes on|open until)\b",
    regex.IGNORECASE,
)
IS_ON = regex.compile(r"\b(?:is|are)(?: held| due| back)?(?: on| by)?\s*$", regex.IGNORECASE)
LAST = regex.compile(r"\blast\s*$", regex.IGNORECASE)
NAMED_YEAR = regex.compile(r"(?<![\d,.£$€/-])(?:1[0-9]|20)\d\d(?!\d|,\d|[/-]\d)")


@dataclass(frozen=True)
class _Said:
    """A day as written, with what the sentence around it says about when that is."""

    span: Span
    past: bool
    future: bool
    years: tuple[int, ...]  # named elsewhere in the sentence: "In 1815, on Sunday 18 June"


def screen(bundle: Bundle, setting: Setting) -> Iterator[Finding]:
    if not DIGIT.search(bundle.text):
        return
    goes_out = max(setting.today, london(bundle.not_before).date()) if bundle.not_before else setting.today
    for span in spans(bundle.text):
        said = _said(bundle.text, span)
        found = _impossible(said, goes_out) or _wrong_weekday(said, goes_out) or _over(said, goes_out)
        if found:
            level, message = found
            yield Finding("date", "block" if level else "warn", message, None, span.start, span.end)


def _said(text: str, span: Span) -> _Said:
    begin = max(text.rfind(mark, 0, span.start) for mark in ("\n", "! ", "? ", ". ")) + 1
    rest = SENTENCE.match(text, span.end)
    sentence = text[begin : span.start] + " " + (rest[0] if rest else "")
    before = text[max(0, span.start - 20) : span.start]
    last = bool(LAST.search(before))
    return _Said(
        span,
        past=last or bool(PAST.search(sentence)),
        future=not last and bool(FUTURE.search(sentence) or IS_ON.search(before)),
        years=tuple(int(year[0]) for year in NAMED_YEAR.finditer(sentence)) if span.year is None else (),
    )


_Found = tuple[bool, str]  # whether it blocks, and the sentence


def _impossible(said: _Said, today: date) -> _Found | None:
    span = said.span
    if span.loose:
        return None
    if not 1 <= span.month <= len(MONTHS):
        if 1 <= span.month <= 31 and 1 <= span.day <= len(MONTHS):
            return False, f"“{span.words}” puts the month first. Write the day first, as UK readers expect, or name the month."
        return True, f"There is no such date as “{span.words}”. Correct it."
    if span.day == 29 and span.month == 2 and span.year is None:
        year = _inferred(said, today)
        return (
            None
            if _exists(year, span) or not (said.future or span.weekday is not None)
            else (False, f"There is no 29 February in {year}. Check the date.")
        )
    if _exists(span.year or 2024, span):
        return None
    when = f"{span.day} {MONTHS[span.month - 1]}{f' {span.year}' if span.year else ''}"
    return True, f"There is no {when}. Correct the date."


def _wrong_weekday(said: _Said, today: date) -> _Found | None:
    span = said.span
    year = span.year or _inferred(said, today)
    if span.weekday is None or year < GREGORIAN or not _exists(year, span) or _matches(span, year, *said.years):
        return None
    if span.year is None and said.past and not said.future and _matches(span, today.year, today.year - 1):
        return None
    sure = span.year is not None and today.year - RECENT <= year <= today.year + SOON
    day, name = date(year, span.month, span.day), f"{span.day} {MONTHS[span.month - 1]}"
    right = f"in {year}, {name} is a {DAYS[day.weekday()]}, not a {DAYS[span.weekday]}"
    other = next((each for each in (today.year, today.year + 1) if each != year and sure and _matches(span, each)), None)
    hint = f" In {other} it is a {DAYS[span.weekday]}." if other else ""
    return sure, f"The weekday does not match the date: {right}.{hint} Correct one of them."


def _over(said: _Said, today: date) -> _Found | None:
    """An invitation to a day that has passed."""
    span = said.span
    year = span.year or _inferred(said, today)
    if not said.future or said.past or not _exists(year, span) or year < today.year - RECENT:
        return None
    day = date(year, span.month, span.day)
    if day >= today:
        return None
    when = f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    return False, f"“{span.words}” is over when this goes out (it is read as {when}), but the text speaks of it as still to come. Check the date."


def _inferred(said: _Said, today: date) -> int:
    """The year meant where none is written: an old one that the sentence names, else the coming one, unless the day was not long ago."""
    span = said.span
    old = [year for year in said.years if year < today.year - RECENT]
    if old:
        return old[0]
    days = [date(year, span.month, span.day) for year in (today.year - 1, today.year, today.year + 1) if _exists(year, span)]
    if said.past and not said.future:
        return max((day.year for day in days if day <= today), default=today.year)
    return min((day.year for day in days if day >= today - timedelta(days=LOOKS_BACK)), default=today.year + 1)


def _matches(span: Span, *years: int) -> bool:
    return any(_exists(year, span) and date(year, span.month, span.day).weekday() == span.weekday for year in years)


def _exists(year: int, span: Span) -> bool:
    try:
        date(year, span.month, span.day)
    except ValueError:
        return False
    return True
