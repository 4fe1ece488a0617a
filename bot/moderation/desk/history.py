"""What is known around a comment: the one it answers, and how its writer fared on this account. Never a profile, never across accounts (I7)."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.moderation.models import Reply, Review, Visibility


@dataclass(frozen=True)
class Writer:
    """Counts of one writer's comments on one account. What safeguarding holds is in none of them."""

    seen: int
    hidden: int
    restored: int
    removed: int = 0


def of_writer(session: Session, reply: Reply) -> Writer:
    was_hidden = sa.or_(col(Reply.state).in_((Visibility.HIDDEN, Visibility.HIDING)), col(Reply.hidden_at).is_not(None))
    hidden = sa.and_(was_hidden, col(Reply.state) != Visibility.REMOVED)
    query = select(
        sa.func.count(),
        sa.func.coalesce(sa.func.sum(sa.case((hidden, 1), else_=0)), 0),
        sa.func.coalesce(sa.func.sum(sa.case((col(Reply.restored).is_(True), 1), else_=0)), 0),
        sa.func.coalesce(sa.func.sum(sa.case((col(Reply.state) == Visibility.REMOVED, 1), else_=0)), 0),
    ).where(Reply.account_id == reply.account_id, Reply.author_id == reply.author_id, Reply.review != Review.SAFEGUARDING)
    return Writer(*session.exec(query).one())


def parent(session: Session, reply: Reply) -> tuple[str, bool]:
    """The words of the comment that this one answers, and whether they are grave; empty where it answers the academy's post itself."""
    if not reply.parent_id or reply.parent_id == reply.root_id:
        return "", False
    there = session.exec(select(Reply).where(Reply.account_id == reply.account_id, Reply.remote_id == reply.parent_id)).first()
    if there is None:
        return str(getattr(reply, "parent_text", "") or ""), True
    return ("", False) if there.review is Review.SAFEGUARDING else (there.text, there.severity <= 2)


def beside(session: Session, reply: Reply) -> int:
    """How many comments under the same post wait for a decision: where there are many, they are decided together."""
    if not reply.root_id:
        return 1
    query = select(sa.func.count()).where(Reply.account_id == reply.account_id, Reply.root_id == reply.root_id, Reply.review == Review.WAITING)
    return session.exec(query).one()
