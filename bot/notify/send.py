"""Telling people: a notice is a row in the same transaction as what it is about, shown on Today until it is read."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.clock import now
from bot.notify.models import Notice, Urgency
from bot.notify.reach import Message, notices
from bot.people.grants import academies, roles
from bot.people.models import Person
from bot.people.permissions import Role
from bot.policy.parameter import RoutedRole


def tell_roles(
    session: Session,
    academy_id: int,
    to: Iterable[Role | RoutedRole],
    text: str,
    link: str,
    *,
    subject: str = "",
    urgency: Urgency = Urgency.ROUTINE,
) -> None:
    """Commits nothing. One notice for each role, which whoever holds it sees; the deputies of those who are away get their own."""
    message = Message(academy_id, text, link, subject, urgency)
    for role in dict.fromkeys(to):
        if role.value in set(RoutedRole):
            session.add_all(list(notices(session, RoutedRole(role.value), message)))
        else:
            session.add(message.to_role(Role(role.value)))


def tell_person(session: Session, academy_id: int, person_id: int, text: str, link: str, *, subject: str = "") -> None:
    """Commits nothing."""
    session.add(Notice(academy_id=academy_id, person_id=person_id, text=text, link=link, subject=subject))


def unread(session: Session, me: Person) -> list[Notice]:
    """Most urgent first, then newest."""
    mine = [col(Notice.person_id) == me.id]
    for academy in academies(session, me):
        held = roles(session, me, academy.id)
        mine.append(sa.and_(col(Notice.academy_id) == academy.id, col(Notice.role).in_(held)))
    rows = session.exec(select(Notice).where(col(Notice.read_at).is_(None), sa.or_(*mine)).order_by(col(Notice.at).desc()).limit(200)).all()
    order = list(Urgency)
    return sorted(rows, key=lambda n: order.index(n.urgency))


def mark_read(session: Session, me: Person, notice_id: int) -> None:
    """A notice of the first urgency stays until what it is about was acknowledged, so it cannot be swiped away."""
    for notice in unread(session, me):
        if notice.id == notice_id and notice.urgency is not Urgency.NOW:
            notice.read_at, notice.read_by = now(), me.id
    session.commit()


def settled(session: Session, subject: str) -> None:
    """What the notices were about is dealt with: they leave everyone's page. Commits nothing."""
    for notice in session.exec(select(Notice).where(Notice.subject == subject, col(Notice.read_at).is_(None))):
        notice.read_at = now()


def settled_like(session: Session, kind: str, link: str) -> None:
    """The same for every notice of one kind that leads to one page. Commits nothing."""
    about = select(Notice).where(Notice.link == link, col(Notice.subject).startswith(kind), col(Notice.read_at).is_(None))
    for notice in session.exec(about):
        notice.read_at = now()
