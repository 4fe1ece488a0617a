"""Reminding whoever's turn it is: after four working hours, then every day (S05.4). Nothing is ever approved by waiting."""

from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.audit.actions import Act
from bot.audit.log import GATEPOST, append
from bot.clock import now, spoken
from bot.drafts import turns
from bot.drafts.lifecycle import WORDS, State
from bot.drafts.models import Draft
from bot.drafts.pool import by_pool_alone
from bot.drafts.routing import named
from bot.drafts.waiting import WAITING, first_reminder, since, subject
from bot.notify.models import Notice, Urgency
from bot.notify.reach import Message
from bot.notify.send import settled, tell_person, tell_roles
from bot.people.calendar import hours_at
from bot.people.directory import acting_for, away_at, deputies_of, holder
from bot.people.models import Person
from bot.people.permissions import Role

AGAIN = timedelta(hours=24)


def due(session: Session) -> list[int]:
    """Waiting drafts whose reminder is due, or that have none set yet."""
    time_came = sa.or_(col(Draft.reminder_at).is_(None), col(Draft.reminder_at) <= now())
    return [d.id or 0 for d in session.exec(select(Draft).where(col(Draft.state).in_(WAITING), time_came))]


def remind(session: Session, key: int) -> str:
    """One transaction under the draft's lock: whoever comes second finds that it is not due."""
    draft = session.get(Draft, key, with_for_update=True, populate_existing=True)
    if draft is None or draft.state not in WAITING or (draft.reminder_at is not None and draft.reminder_at > now()):
        session.rollback()
        return "not due"
    first = first_reminder(session, draft.academy_id, since(draft))
    if draft.reminder_at is None and first > now():
        draft.reminder_at = first
        session.add(draft)
        session.commit()
        return "set"
    settled(session, subject(draft))
    people = turns.who_can(session, draft)
    for person in people:
        tell_person(session, draft.academy_id, person.id or 0, _words(session, draft, person), f"/drafts/{key}", subject=subject(draft))
    away = away_at(session, draft.academy_id)
    if people and all(p.id in away for p in people):
        session.add_all(_for_deputies(session, draft, people))
    if not people:
        text = f"Nobody can make the next step of {named(draft)}. {WORDS[draft.state]}, since {spoken(since(draft))}. Name somebody who can."
        tell_roles(session, draft.academy_id, [Role.HEAD, Role.ADMIN], text, f"/drafts/{key}", subject=subject(draft), urgency=Urgency.SOON)
    draft.reminder_at = hours_at(session, draft.academy_id).next_staffed(now() + AGAIN)
    session.add(draft)
    append(session, GATEPOST, Act.DRAFT_REMINDED, f"draft:{key}", academy_id=draft.academy_id, people=[p.id for p in people], state=draft.state)
    session.commit()
    return "told"


def _for_deputies(session: Session, draft: Draft, people: list[Person]) -> list[Notice]:
    """Everybody who could decide is away: their deputies hear of it, though they may not decide in their place."""
    text = f"{WORDS[draft.state]}, who is away, since {spoken(since(draft))}: {named(draft)}. You stand in: find out who else may decide."
    message = Message(draft.academy_id, text, f"/drafts/{draft.id}", subject(draft))
    contacts = {c.email: c for p in people for c in deputies_of(session, p.id or 0, draft.academy_id)}
    return [message.to_contact(contact) for contact in contacts.values()]


def _words(session: Session, draft: Draft, person: Person) -> str:
    for entry in acting_for(session, person, draft.academy_id):
        return f"You stand in for {holder(session, entry).name}, who is away. Waiting since {spoken(since(draft))}: {named(draft)}"
    if draft.state is State.AWAITING_APPROVAL and by_pool_alone(session, person, draft):
        return f"Nobody there has decided since {spoken(since(draft))}, so you may, as one of the trust approver pool: {named(draft)}"
    return f"This waits for you since {spoken(since(draft))}: {named(draft)}"
