"""Private messages on the practice network: what is said between two accounts there, and who blocked whom."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from bot.clock import now
from bot.platforms.base import Refused
from bot.platforms.messaging import Inbox, Message
from bot.platforms.practice_world import PracticeAccount
from bot.platforms.raw import kept


class PracticeMessage(SQLModel, table=True):
    __tablename__ = "practice_message"

    id: int | None = Field(default=None, primary_key=True)
    from_id: int = Field(foreign_key="practice_account.id", index=True)
    to_id: int = Field(foreign_key="practice_account.id", index=True)
    text: str
    at: datetime = Field(default_factory=now)


class PracticeBlock(SQLModel, table=True):
    __tablename__ = "practice_block"

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="practice_account.id", index=True)
    blocked_id: int = Field(foreign_key="practice_account.id")
    __table_args__ = (sa.UniqueConstraint("account_id", "blocked_id"),)


def write(session: Session, who: PracticeAccount, to: PracticeAccount, text: str) -> PracticeMessage:
    """Somebody writes to somebody on the network itself. Raises Refused where they are blocked."""
    if blocked(session, to.id or 0, who.id or 0):
        raise Refused("This account has blocked you.")
    row = PracticeMessage(from_id=who.id or 0, to_id=to.id or 0, text=text)
    session.add(row)
    session.commit()
    return row


def inbox(session: Session, me: int, cursor: str | None) -> Inbox:
    """Everything newer than the cursor, both ways."""
    mine = sa.or_(col(PracticeMessage.to_id) == me, col(PracticeMessage.from_id) == me)
    newer = col(PracticeMessage.id) > int(cursor or 0)
    rows = session.exec(select(PracticeMessage).where(mine, newer).order_by(col(PracticeMessage.id))).all()
    return Inbox(tuple(_shown(session, me, row) for row in rows), str(rows[-1].id) if rows else cursor or "0")


def recent(session: Session, me: int, most: int = 20) -> list[PracticeMessage]:
    """Newest first, both ways."""
    mine = sa.or_(col(PracticeMessage.to_id) == me, col(PracticeMessage.from_id) == me)
    return list(session.exec(select(PracticeMessage).where(mine).order_by(col(PracticeMessage.id).desc()).limit(most)))


def blocked(session: Session, account_id: int, other_id: int) -> bool:
    query = select(PracticeBlock.id).where(PracticeBlock.account_id == account_id, PracticeBlock.blocked_id == other_id)
    return session.exec(query).first() is not None


def set_blocked(session: Session, account_id: int, other_id: int, on: bool) -> None:
    if on and not blocked(session, account_id, other_id):
        session.add(PracticeBlock(account_id=account_id, blocked_id=other_id))
    if not on:
        session.execute(sa.delete(PracticeBlock).where(col(PracticeBlock.account_id) == account_id, col(PracticeBlock.blocked_id) == other_id))
    session.commit()


def _shown(session: Session, me: int, row: PracticeMessage) -> Message:
    ours = row.from_id == me
    other = session.get_one(PracticeAccount, row.to_id if ours else row.from_id)
    return Message(
        remote_id=str(row.id),
        text=row.text,
        other_id=str(other.id),
        other_handle=other.handle,
        at=row.at,
        url=f"/practice/{other.handle}",
        ours=ours,
        raw=kept({"message": row.model_dump(mode="json"), "other": {"id": other.id, "handle": other.handle, "name": other.display_name}}),
    )
