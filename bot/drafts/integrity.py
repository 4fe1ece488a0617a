"""Two night watches over drafts: those nobody decided in time, and rows that claim an approval nobody gave."""

from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.audit.actions import Act
from bot.audit.log import GATEPOST, append
from bot.clock import now
from bot.drafts.authority import tampered
from bot.drafts.lifecycle import ENDS, MOVES, Move, ReleaseState, State
from bot.drafts.models import Draft, Release
from bot.drafts.write import void
from bot.notify.models import Urgency
from bot.notify.send import tell_person, tell_roles
from bot.people.grants import profile_at
from bot.people.permissions import Role
from bot.platforms.registry import Means


def due_expiry(session: Session) -> list[int]:
    """Not changed for as many days as the profile gives a draft."""
    found = []
    for draft in session.exec(select(Draft).where(col(Draft.state).in_(MOVES[Move.EXPIRE]))):
        days = profile_at(session, draft.academy_id).draft_expiry_days.value
        if now() - draft.changed_at > timedelta(days=days):
            found.append(draft.id or 0)
    return found


def expire(session: Session, key: int) -> None:
    draft = session.get_one(Draft, key, with_for_update=True, populate_existing=True)
    if key not in due_expiry(session):
        session.rollback()
        return
    void(session, draft, "expired")
    draft.state = ENDS[Move.EXPIRE]
    session.add(draft)
    append(session, GATEPOST, Act.DRAFT_EXPIRED, f"draft:{key}", academy_id=draft.academy_id)
    tell_person(session, draft.academy_id, draft.author_id, f"Draft {key} expired: nobody decided it in time.", f"/drafts/{key}")
    session.commit()


def due_suspects(session: Session) -> list[int]:
    """Approved drafts without a release that counts: an approval that put nothing in the queue is not one."""
    counting = sa.exists().where(col(Release.draft_id) == col(Draft.id), col(Release.state) != ReleaseState.VOID)
    rows = session.exec(select(Draft).where(Draft.state == State.APPROVED, ~counting))
    return [draft.id or 0 for draft in rows]


def check(session: Session, key: int, means: Means) -> None:
    """Somebody wrote `approved` into the row. Put it back where it can do no harm, and raise the alarm (S13.2)."""
    draft = session.get_one(Draft, key, with_for_update=True, populate_existing=True)
    held = tampered(session, None, draft, means.vault)
    if draft.state is not State.APPROVED or held is None:
        session.rollback()
        return
    void(session, draft, "the row was changed outside Gatepost")
    draft.state, draft.note = State.NEEDS_CHANGES, held.sentence
    session.add(draft)
    append(session, GATEPOST, Act.TAMPERED, f"draft:{key}", academy_id=draft.academy_id, reason=held.sentence)
    text = f"Draft {key} said it was approved, but nobody approved it: {held.sentence}"
    tell_roles(session, draft.academy_id, [Role.HEAD, Role.SLT], text, f"/drafts/{key}", urgency=Urgency.SOON)
    session.commit()
