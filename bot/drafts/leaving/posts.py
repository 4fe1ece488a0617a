"""A leaver's posts: what is scheduled is held before its time comes, what is unfinished is offered to others."""

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.drafts import holding
from bot.drafts.lifecycle import MOVES, Move, ReleaseState, State
from bot.drafts.models import Draft, Release, SignOff
from bot.notify.send import tell_roles
from bot.people.models import Person
from bot.people.permissions import Role

UNFINISHED = tuple(state for state in MOVES[Move.ADOPT] if state is not State.APPROVED)


def hold(session: Session, leaver: Person) -> list[int]:
    """Posts in the queue that they wrote or signed, which the last test before sending would hold anyway. Commits nothing."""
    signed = select(SignOff.draft_id).where(SignOff.person_id == leaver.id, col(SignOff.voided_at).is_(None))
    theirs = sa.or_(col(Draft.author_id) == leaver.id, col(Draft.id).in_(signed))
    query = select(Release, Draft).join(Draft, col(Draft.id) == col(Release.draft_id)).where(Release.state == ReleaseState.QUEUED, theirs)
    held = []
    for release, draft in session.exec(query.order_by(col(Release.id))).all():
        wrote = draft.author_id == leaver.id
        reason = f"{leaver.name}, who {'wrote' if wrote else 'signed'} it, has left."
        reason += " Somebody who may write for this account can take it over." if wrote else " It needs somebody else's signature: send it back."
        if holding.hold(session, release, draft, reason, rule="authority", to=(Role.AUTHOR, Role.SLT), author=not wrote):
            held.append(release.id or 0)
    return held


def offer(session: Session, leaver: Person) -> list[int]:
    """Drafts of theirs that are not finished: those who write here are told that they may take them over. Commits nothing."""
    drafts = session.exec(select(Draft).where(Draft.author_id == leaver.id, col(Draft.state).in_(UNFINISHED)).order_by(col(Draft.id))).all()
    for draft in drafts:
        text = f"{leaver.name} has left. Take over draft {draft.id}, or let it expire."
        tell_roles(session, draft.academy_id, [Role.AUTHOR, Role.SLT], text, f"/drafts/{draft.id}", subject=f"orphan:{draft.id}")
    return [draft.id or 0 for draft in drafts]
