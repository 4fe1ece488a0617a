"""Keeping a school's calendar: ranges typed in or read from an iCal file, and the hours in which somebody is there."""

from datetime import date, time, timedelta

from sqlmodel import Session, select

from bot.audit.actions import Act
from bot.audit.log import recorded
from bot.clock import EARLIEST, LATEST, now
from bot.errors import BadInput, NotFound
from bot.people.calendar import of_academy
from bot.people.calendar_file import Found, read
from bot.people.calendar_models import Closure, ClosureKind, StaffedHours
from bot.people.grants import Place, academy, actor, require
from bot.people.models import Person
from bot.people.permissions import Verb

LONGEST = timedelta(days=70)  # no school holiday is longer; a year typed wrongly is
LONGEST_NAME = 100
SHORTEST_DAY = timedelta(hours=1)


def add(
    session: Session, me: Person, academy_id: int, *, kind: str, name: str, first: date | None, last: date | None, staffed: bool = False
) -> Closure:
    """One range, the last day included; without a last day, one day."""
    with recorded(session, actor(me), Act.CALENDAR_SET, f"academy:{academy_id}", academy_id=academy_id) as note:
        _require(session, me, academy_id)
        wrong = _wrong(kind, name, first, last)
        if wrong or first is None:
            raise BadInput(wrong)
        row = Closure(
            academy_id=academy_id,
            kind=ClosureKind(kind),
            name=" ".join(name.split()) or kind.capitalize(),
            first=first,
            last=last or first,
            staffed=staffed,
            added_by=me.id,
        )
        if _there(session, row):
            raise BadInput({"first": "These days are in the calendar already."})
        session.add(row)
        note.detail.update(first=row.first, last=row.last, kind=row.kind, staffed=staffed)
    return row


def remove(session: Session, me: Person, academy_id: int, closure_id: int) -> None:
    """The days count as ordinary ones again, for what begins to wait from now."""
    row = session.get(Closure, closure_id, with_for_update=True)
    with recorded(session, actor(me), Act.CALENDAR_SET, f"academy:{academy_id}", academy_id=academy_id) as note:
        _require(session, me, academy_id)
        if row is None or row.academy_id != academy_id:
            raise NotFound("Those days are not in this calendar.")
        note.detail.update(removed=True, first=row.first, last=row.last, kind=row.kind)
        session.delete(row)


def take_in(session: Session, me: Person, academy_id: int, data: bytes) -> tuple[int, list[str]]:
    """The days of an iCal file. Returns how many ranges are new, and a sentence for each row that was not used."""
    found = read(data)  # outside the transaction: a large file takes its time
    problems = list(found.problems)
    with recorded(session, actor(me), Act.CALENDAR_SET, f"academy:{academy_id}", academy_id=academy_id) as note:
        _require(session, me, academy_id)
        if not found.ranges:
            raise BadInput({"file": " ".join(["Nothing was taken in.", *problems[:3]])})
        new = 0
        for each in found.ranges:
            row = _row(academy_id, me, each)
            if wrong := _wrong(row.kind.value, row.name, row.first, row.last):
                problems.append(f"{each.name}: {' '.join(wrong.values())}")
            elif not _there(session, row):
                session.add(row)
                session.flush()
                new += 1
        note.detail.update(imported=new, not_used=len(problems))
    return new, problems


def set_hours(session: Session, me: Person, academy_id: int, opens: str, closes: str) -> StaffedHours:
    """Both as typed, like 08:00."""
    with recorded(session, actor(me), Act.CALENDAR_SET, f"academy:{academy_id}", academy_id=academy_id) as note:
        _require(session, me, academy_id)
        typed = {"opens": _time(opens), "closes": _time(closes)}
        wrong = {name: "Enter a time of day, like 08:00." for name, value in typed.items() if value is None}
        begin, end = typed["opens"], typed["closes"]
        if wrong or begin is None or end is None:
            raise BadInput(wrong)
        if _minutes(end) - _minutes(begin) < SHORTEST_DAY.total_seconds() / 60:
            raise BadInput({"closes": "The day must be an hour long at least, and end after it begins."})
        row = next(iter(_hours(session, academy_id)), None) or StaffedHours(academy_id=academy_id, opens=begin, closes=end)
        row.opens, row.closes, row.set_by, row.set_at = begin, end, me.id, now()
        session.add(row)
        note.detail.update(opens=begin.isoformat("minutes"), closes=end.isoformat("minutes"))
    return row


def _require(session: Session, me: Person, academy_id: int) -> None:
    academy(session, academy_id)
    require(session, me, Verb.KEEP_CALENDAR, Place(academy_id))


def _row(academy_id: int, me: Person, found: Found) -> Closure:
    return Closure(
        academy_id=academy_id, kind=found.kind, name=found.name[:LONGEST_NAME], first=found.first, last=found.last, staffed=False, added_by=me.id
    )


def _there(session: Session, row: Closure) -> bool:
    return any((each.first, each.last) == (row.first, row.last) for each in of_academy(session, row.academy_id) if each is not row)


def _wrong(kind: str, name: str, first: date | None, last: date | None) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if kind not in list(ClosureKind):
        wrong["kind"] = "Choose what kind of days these are."
    if len(name) > LONGEST_NAME:
        wrong["name"] = f"Keep the name to {LONGEST_NAME} characters."
    if first is None:
        wrong["first"] = "Enter the first day."
    elif not EARLIEST <= first.year <= LATEST:
        wrong["first"] = "Check the year."
    elif last is not None and last < first:
        wrong["last"] = "The last day cannot be before the first."
    elif last is not None and last - first > LONGEST:
        wrong["last"] = f"That is longer than {LONGEST.days} days. Check the year."
    return wrong


def _hours(session: Session, academy_id: int) -> list[StaffedHours]:
    return list(session.exec(select(StaffedHours).where(StaffedHours.academy_id == academy_id).with_for_update()))


def _time(text: str) -> time | None:
    try:
        return time.fromisoformat(text.strip()).replace(tzinfo=None)
    except ValueError:
        return None


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute
