"""Searching the record. Entries about safeguarding keep their place in the chain and show nothing to anyone but the lead."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlmodel import Session, col, select

from bot.audit.actions import EVERY
from bot.audit.models import Entry
from bot.cases.safeguarding_access import may_read_entry
from bot.clock import LONDON
from bot.people.permissions import Verb
from bot.web.access import Visit

A_PAGE = 50
SAFEGUARDING = "case:"
KEPT_BACK = "Safeguarding: kept for the safeguarding lead"


@dataclass(frozen=True)
class Filters:
    person: int | None = None
    act: str = ""
    subject: str = ""
    since: date | None = None
    until: date | None = None

    def spoken(self) -> dict[str, Any]:
        """What goes on record about this reading."""
        return {name: str(value) for name, value in vars(self).items() if value}


@dataclass(frozen=True)
class Line:
    entry: Entry
    open: bool


def found(visit: Visit, filters: Filters, before: int | None) -> tuple[list[Line], int | None]:
    """A page of the record, newest first, and where the next one begins. A search never finds what is kept back."""
    query = select(Entry).order_by(col(Entry.seq).desc())
    if before is not None:
        query = query.where(Entry.seq < before)
    if filters.person is not None:
        query = query.where(Entry.actor_id == filters.person)
    if filters.act:
        query = query.where(Entry.act == filters.act)
    if filters.subject:
        query = query.where(Entry.subject == filters.subject)
    if filters.since:
        query = query.where(Entry.at >= _midnight(filters.since))
    if filters.until:
        query = query.where(Entry.at < _midnight(filters.until + timedelta(days=1)))
    works_cases = visit.may(Verb.WORK_CASES)
    if not works_cases and (filters.person is not None or filters.act or filters.subject):
        query = query.where(~col(Entry.act).startswith(SAFEGUARDING), ~col(Entry.subject).startswith(SAFEGUARDING))
    rows = list(visit.session.exec(query.limit(A_PAGE + 1)))
    onward = rows[A_PAGE - 1].seq if len(rows) > A_PAGE else None
    lines = [Line(entry, _may_read(visit, entry)) for entry in rows[:A_PAGE]]
    searched = filters.person is not None or bool(filters.act or filters.subject)
    return [line for line in lines if line.open or not searched], onward


def acts() -> list[str]:
    return [act.value for act in EVERY]


def count(session: Session) -> int:
    last = session.exec(select(Entry).order_by(col(Entry.seq).desc()).limit(1)).first()
    return last.seq if last else 0


def _may_read(visit: Visit, entry: Entry) -> bool:
    if not (entry.act.startswith(SAFEGUARDING) or entry.subject.startswith(SAFEGUARDING)):
        return True
    return may_read_entry(visit.session, visit.me, entry.subject)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=LONDON).astimezone(UTC)
