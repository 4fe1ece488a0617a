"""Care for those who read abuse: a veil over grave words, and a count of what somebody opened today, which is first of all theirs to see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, col, select

from bot.clock import today
from bot.moderation.desk.models import DeskSetting, Exposure
from bot.moderation.models import Reply
from bot.people.models import Person

GRAVE = (0, 1, 2)
MANY = 15  # grave comments opened on one day, from where the page says that it is fine to stop
GENTLE = (
    "That is a lot of hard words for one day. It is fine to stop here: what is left can wait for a colleague, and its clock tells them. "
    "If some of it stays with you, talk to your line manager or a colleague you trust."
)


@dataclass(frozen=True)
class Day:
    """Of one academy: how many people opened how many grave comments. Nobody is named."""

    day: date
    people: int
    opened: int


def setting(session: Session, me: Person) -> DeskSetting:
    """How this person wants the desk; the careful way where they said nothing."""
    return session.get(DeskSetting, me.id) or DeskSetting(person_id=me.id or 0)


def keep_setting(session: Session, me: Person, *, veil: bool, letters: bool) -> None:
    row = setting(session, me)
    row.veil, row.letters = veil, letters
    session.add(row)
    session.commit()


def saw(session: Session, me: Person, replies: Iterable[Reply], academy_id: int) -> None:
    """Grave comments that somebody opened; each counts once a day. Commits nothing."""
    grave = {reply.id for reply in replies if reply.severity in GRAVE}
    if not grave:
        return
    there = select(Exposure).where(Exposure.person_id == me.id, Exposure.day == today(), col(Exposure.reply_id).in_(grave))
    new = grave - {row.reply_id for row in session.exec(there)}
    session.add_all([Exposure(person_id=me.id or 0, academy_id=academy_id, reply_id=key or 0, day=today()) for key in new])


def opened_today(session: Session, me: Person) -> int:
    query = select(Exposure.reply_id).where(Exposure.person_id == me.id, Exposure.day == today())
    return len(set(session.exec(query)))


def per_day(session: Session, academy_id: int, days: int = 30) -> list[Day]:
    """The last days on which anybody opened a grave comment, for the report to senior leadership."""
    rows = session.exec(select(Exposure).where(Exposure.academy_id == academy_id, col(Exposure.day) > today() - timedelta(days=days)))
    people: dict[date, set[int]] = {}
    opened: dict[date, set[tuple[int, int]]] = {}
    for row in rows:
        people.setdefault(row.day, set()).add(row.person_id)
        opened.setdefault(row.day, set()).add((row.person_id, row.reply_id))
    return [Day(day, len(people[day]), len(opened[day])) for day in sorted(people)]
