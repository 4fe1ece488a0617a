"""The hours of one academy, read from its calendar. Whatever counts staffed time asks here for its `Hours`."""

from datetime import date, timedelta

from sqlmodel import Session, col, select

from bot.clock import today
from bot.people.calendar_models import Closure, StaffedHours
from bot.people.hours import DAY, USUAL, Hours

LOOKED_BACK = timedelta(days=120)  # a wait that began before the summer is still counted right


def hours_at(session: Session, academy_id: int | None) -> Hours:
    """With no academy, what is usual."""
    if academy_id is None:
        return USUAL
    with session.no_autoflush:  # asked in the middle of making other rows
        row = session.exec(select(StaffedHours).where(StaffedHours.academy_id == academy_id)).first()
        closures = of_academy(session, academy_id, since=today() - LOOKED_BACK)
    closed = {day: closure.name or closure.kind.value for closure in closures if not closure.staffed for day in days(closure)}
    anyway = frozenset(day for closure in closures if closure.staffed for day in days(closure))
    if row is None and not closures:
        return USUAL
    opens, closes = (row.opens, row.closes) if row else (USUAL.opens, USUAL.closes)
    return Hours(opens, closes, closed, anyway)


def of_academy(session: Session, academy_id: int, since: date | None = None) -> list[Closure]:
    """Its ranges, the next first; those that were over before `since` left out."""
    query = select(Closure).where(Closure.academy_id == academy_id)
    if since is not None:
        query = query.where(col(Closure.last) >= since)
    return list(session.exec(query.order_by(col(Closure.first), col(Closure.id))))


def days(closure: Closure) -> list[date]:
    return [closure.first + DAY * number for number in range((closure.last - closure.first).days + 1)]
