"""Whom a message for a role reaches today: its holders, the deputy of whoever is away, and somebody higher up while nobody holds it.

Nothing is dropped (control C01). A row for somebody outside Gatepost carries how to reach them, and the Headteacher sees it to pass it on.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlmodel import Session, col, select

from bot.notify.models import Notice, Urgency
from bot.people import directory
from bot.people.directory import Contact, StandIn
from bot.people.permissions import Role
from bot.policy.parameter import RoutedRole

SAFEGUARDING = (RoutedRole.DSL, RoutedRole.DEPUTY_DSL)
UNWATCHED = (
    "A safeguarding alarm was raised, and nobody who may open it is there. Find the safeguarding lead now, or name one under People. "
    "Immediate danger: ring 999."
)
ALARM = (Role.HEAD, Role.ADMIN)


@dataclass(frozen=True)
class Message:
    """What is to be said at one academy, and the rows that say it."""

    academy_id: int
    text: str
    link: str
    subject: str = ""
    urgency: Urgency = Urgency.ROUTINE

    def to_role(self, role: Role, *, copied: bool = False) -> Notice:
        return Notice(
            academy_id=self.academy_id, role=role, text=self.text, link=self.link, subject=self.subject, urgency=self.urgency, copied=copied
        )

    def to_contact(self, contact: Contact, outside: RoutedRole | None = None) -> Notice:
        """`outside` is the role they hold where they do not sign in: a channel of that role may reach them directly."""
        if contact.person_id is None:
            passed_on = replace(self, text=f"Pass this on to {contact.name} ({contact.route}), who does not use Gatepost. {self.text}")
            found = passed_on.to_role(Role.HEAD)
            found.outside = outside
        else:
            found = self.to_role(Role.HEAD)
            found.role, found.person_id = None, contact.person_id
        found.route = contact.route
        return found


def notices(session: Session, role: RoutedRole, message: Message) -> Iterator[Notice]:
    """The rows that tell one role of one thing, so that somebody who is there hears of it."""
    inside = directory.signed_in_holders(session, message.academy_id, role)
    outside = directory.outsiders(session, message.academy_id, role)
    stand_ins = directory.stand_ins(session, message.academy_id, role)
    gone = {each.holder.person_id for each in stand_ins}
    if inside:  # whoever is away is told too, for their information
        told = message.to_role(Role(role.value), copied=inside <= gone)
        told.route = directory.night_routes(session, message.academy_id, role, inside)
        yield told
    for contact in outside:
        yield message.to_contact(contact, role)
    for each in stand_ins:
        if each.deputy is not None:
            yield replace(message, text=f"{_instead(each)} {message.text}").to_contact(each.deputy)
    if not inside - gone and not outside and not any(each.deputy for each in stand_ins):
        yield from _higher_up(session, role, message)


def _instead(each: StandIn) -> str:
    until = each.entry.absent_until
    return f"You stand in for {each.holder.name}, who is away{f' until {until.day} {until:%B}' if until else ''}."


def _higher_up(session: Session, role: RoutedRole, message: Message) -> Iterator[Notice]:
    """Nobody holds the role, or nobody who does is there: its deputy, then the Headteacher, then the executive lead, and an alarm."""
    words = directory.WORDS[role]
    passed_up = replace(message, text=f"Nobody is there as {words.lower()}, so this comes to you. {message.text}")
    yield from _alarm(session, role, message)
    if role.value in set(Role):
        yield message.to_role(Role(role.value))  # it waits for whoever is named next
    deputies = directory.deputies_of_vacant(session, message.academy_id, role)
    for contact in deputies:
        yield passed_up.to_contact(contact)
    if deputies:
        return
    for other in directory.NEXT_UP.get(role, directory.ELSE_UP):
        told = passed_up if role not in SAFEGUARDING or other in SAFEGUARDING else replace(message, text=UNWATCHED, link="/")
        outside = directory.outsiders(session, message.academy_id, other)
        if directory.signed_in_holders(session, message.academy_id, other):
            yield told.to_role(Role(other.value))
            return
        if outside:
            yield from (told.to_contact(contact, other) for contact in outside)
            return


def _alarm(session: Session, role: RoutedRole, message: Message) -> Iterator[Notice]:
    """Once for each role, until somebody read it."""
    subject = f"role-gap:{message.academy_id}:{role.value}"
    if session.exec(select(Notice.id).where(Notice.subject == subject, col(Notice.read_at).is_(None))).first() is not None:
        return
    text = f"Nobody is there as {directory.WORDS[role].lower()}: name somebody, or a deputy. What is sent to the role goes higher up until then."
    alarm = Message(message.academy_id, text, f"/academies/{message.academy_id}/directory", subject, Urgency.SOON)
    yield from (alarm.to_role(each) for each in ALARM)
