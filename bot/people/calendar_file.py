"""Days out of an iCal file (RFC 5545), as schools and councils publish their term dates. Pure: bytes in, ranges and sentences out."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

from bot.clock import london
from bot.people.calendar_models import ClosureKind

MOST = 2_000  # events in one file
LONGEST_FILE = 1_000_000
DAY = timedelta(days=1)
WHOLE_DAY = timedelta(hours=6)
# What an event's name says about the day. Events that say nothing of it (a concert, the first day of term) are not closures.
KINDS: tuple[tuple[ClosureKind, re.Pattern[str]], ...] = (
    (ClosureKind.INSET, re.compile(r"\b(?:inset|baker|staff training|staff development|teacher training|twilight)\b", re.IGNORECASE)),
    (
        ClosureKind.HOLIDAY,
        re.compile(r"\b(?:holidays?|half[- ]term|(?:summer|christmas|winter|easter|spring|autumn|october) (?:break|closure))\b", re.IGNORECASE),
    ),
    (ClosureKind.OTHER, re.compile(r"\bclos(?:ed|ure)\b", re.IGNORECASE)),
)
BANK = re.compile(r"\b(?:bank|public) holiday|good friday|easter monday\b", re.IGNORECASE)
NOT_THE_DAYS = re.compile(r"\b(?:begins?|starts?|ends?|last day|first day|return|back to school|re-?opens?)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Found:
    kind: ClosureKind
    name: str
    first: date
    last: date


@dataclass(frozen=True)
class Read:
    ranges: tuple[Found, ...]
    problems: tuple[str, ...]  # a sentence for each row that was not used


def read(data: bytes) -> Read:
    """Never fails: what cannot be read is a sentence."""
    if not data:
        return Read((), ("Choose an .ics file.",))
    if len(data) > LONGEST_FILE:
        return Read((), ("The file is larger than a school calendar is.",))
    try:
        calendar = Calendar.from_ical(data)
        events = [part for part in calendar.walk("VEVENT") if isinstance(part, Event)]
    except Exception:  # noqa: BLE001 -- whatever a stranger's file does to the parser, it is a file that cannot be read
        return Read((), ("This is not an iCal file. Download the calendar as .ics and try again.",))
    if len(events) > MOST:
        return Read((), (f"The file has more than {MOST} events. Download the term dates alone.",))
    ranges: dict[tuple[date, date], Found] = {}
    problems: list[str] = []
    for number, event in enumerate(events, 1):
        name = " ".join(str(event.get("SUMMARY") or "").split()) or f"Event {number}"
        found = _one(event, name)
        if isinstance(found, str):
            problems.append(f"{name[:60]}: {found}")
        else:
            ranges.setdefault((found.first, found.last), found)
    return Read(tuple(ranges.values()), tuple(problems))


def _one(event: Event, name: str) -> Found | str:
    kind = next((kind for kind, words in KINDS if words.search(name)), None)
    doubts = (
        (event.get("RRULE") is not None, "it repeats. Enter its days by hand."),
        (BANK.search(name), "bank holidays are known already."),
        (kind is None, "its name does not say that the school is closed."),
        (NOT_THE_DAYS.search(name), "it marks where the days begin or end. Enter them by hand."),
    )
    if (doubt := next((sentence for there, sentence in doubts if there), None)) or kind is None:
        return doubt or ""
    try:
        first, last = _days(event)
    except ValueError as unusable:
        return str(unusable)
    except Exception:  # noqa: BLE001 -- a broken date is a row that cannot be used
        return "its dates cannot be read."
    return Found(kind, name, first, last)


def _days(event: Event) -> tuple[date, date]:
    """First and last, London days. Raises ValueError with a sentence for what is not whole days."""
    starts = event.decoded("DTSTART")
    ends = event.decoded("DTEND") if event.get("DTEND") is not None else None
    if ends is None and event.get("DURATION") is not None:
        ends = starts + event.decoded("DURATION")
    if not isinstance(starts, date) or not (ends is None or isinstance(ends, date)):
        raise ValueError("its dates cannot be read.")
    if isinstance(starts, datetime):
        if not isinstance(ends, datetime) or ends - starts < WHOLE_DAY:
            raise ValueError("it is not for whole days.")
        return london(starts).date(), london(ends - timedelta(seconds=1)).date()
    if ends is not None and ends < starts:
        raise ValueError("it ends before it begins.")
    return starts, ends - DAY if ends is not None and ends > starts else starts  # the end of an all-day event is the day after
