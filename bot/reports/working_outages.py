"""Times in which Gatepost did not work: found from outside or by whoever works next, told once, and said when they are over (S33.2)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from bot.audit.actions import Act
from bot.audit.log import GATEPOST, append
from bot.clock import now, spoken
from bot.notify.models import Urgency
from bot.notify.send import settled, tell_roles
from bot.people.models import Academy
from bot.people.permissions import Role
from bot.reports import working
from bot.reports.moderation_figures import lasted
from bot.reports.working import MISSED, Standing, State
from bot.reports.working_models import Outage

PAGE = "/watching"
WORTH_TELLING = timedelta(minutes=15)  # afterwards, where nobody was told while it lasted
WHY = {State.SILENT: "its beats ended", State.OFF: "it was stopped"}


def look(session: Session) -> Standing:
    """From outside, without the worker: tell of an outage once, or say that it is over. Commits."""
    found = working.standing(session)
    if found.alarming:
        _begin(session, found)
    elif found.state is State.WORKING and _open(session):
        over(session)
    session.commit()
    return found


def over(session: Session) -> None:
    """Somebody works from now on: write down the time before it, and end what was open. To be called before the first beat. Commits nothing."""
    found = working.standing(session)
    if found.since is not None and found.state in WHY and now() - found.since > timedelta(seconds=MISSED * found.rows[0].every_s):
        _write(session, found)
    for outage in _open(session):
        _end(session, outage)


def within(session: Session, begins: datetime, ends: datetime) -> list[tuple[datetime, datetime]]:
    """The stretches of this time in which Gatepost did not work, as far as they lie inside it."""
    query = select(Outage).where(Outage.since < ends, sa.or_(col(Outage.until).is_(None), col(Outage.until) > begins))
    return [(max(row.since, begins), min(row.until or now(), ends)) for row in session.exec(query.order_by(col(Outage.since)))]


def newest(session: Session, number: int = 20) -> Sequence[Outage]:
    return session.exec(select(Outage).order_by(col(Outage.since).desc()).limit(number)).all()


def _open(session: Session) -> Sequence[Outage]:
    return session.exec(select(Outage).where(col(Outage.until).is_(None)).order_by(col(Outage.id))).all()


def _write(session: Session, found: Standing) -> Outage | None:
    """None when somebody else wrote it down first; then nothing of this transaction stands."""
    if session.exec(select(Outage).where(Outage.since == found.since)).first() is not None:
        return None
    row = Outage(since=found.since or now(), why=WHY[found.state])
    session.add(row)
    try:
        session.flush()
    except IntegrityError:
        session.rollback()
        return None
    return row


def _begin(session: Session, found: Standing) -> None:
    row = _write(session, found)
    if row is None:
        return
    row.told_at = now()
    append(session, GATEPOST, Act.WORKER_SILENT, _subject(row), since=row.since, why=row.why)
    for home in session.exec(select(Academy)):
        tell_roles(session, home.id or 0, (Role.ADMIN, Role.SLT), working.sentence(found), PAGE, subject=_subject(row), urgency=Urgency.NOW)


def _end(session: Session, row: Outage) -> None:
    ended = sa.update(Outage).where(col(Outage.id) == row.id, col(Outage.until).is_(None)).values(until=now()).returning(col(Outage.id))
    if session.execute(ended).scalar_one_or_none() is None:
        return  # somebody else said so
    settled(session, _subject(row))
    append(session, GATEPOST, Act.WORKER_BACK, _subject(row), since=row.since, until=now())
    long = now() - row.since
    if row.told_at is None and long < WORTH_TELLING:
        return
    text = (
        f"Gatepost works again. It did not from {spoken(row.since)} until {spoken(now())}, {lasted(long.total_seconds())}. "
        "What was said meanwhile is read now, and nothing is sent twice."
    )
    for home in session.exec(select(Academy)):
        if row.told_at is not None or not home.practice:  # a practice academy is switched off every evening
            tell_roles(session, home.id or 0, (Role.ADMIN, Role.SLT), text, PAGE, subject=_subject(row), urgency=Urgency.SOON)


def _subject(row: Outage) -> str:
    return f"outage:{row.id}"
