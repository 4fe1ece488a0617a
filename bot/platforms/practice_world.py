"""The world of the practice network: its people, posts and follows, and the faults that were ordered."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, select

from bot.clock import now
from bot.db import stored


class Fault(StrEnum):
    """What may go wrong on demand, and what a real network does like it."""

    REFUSE = "refuse"  # 400, 403: a definite no
    BUSY = "busy"  # 429 with a reset time
    LOST = "lost"  # accepts, then the answer never comes
    DOWN = "down"  # 503 before anything was done
    TURNED_AWAY = "turned away"  # 401


class PracticeAccount(SQLModel, table=True):
    """Anybody on the practice network: the academy, parents, pupils, strangers."""

    __tablename__ = "practice_account"

    id: int | None = Field(default=None, primary_key=True)
    handle: str = Field(unique=True)
    display_name: str = ""
    bio: str = ""


class PracticePost(SQLModel, table=True):
    __tablename__ = "practice_post"

    id: int | None = Field(default=None, primary_key=True)
    author_id: int = Field(foreign_key="practice_account.id", index=True)
    text: str
    at: datetime = Field(default_factory=now)
    parent_id: int | None = Field(default=None, foreign_key="practice_post.id", index=True)
    root_id: int | None = Field(default=None, foreign_key="practice_post.id", index=True)
    to_id: int | None = Field(default=None, foreign_key="practice_account.id", index=True)
    alts: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    hidden: bool = False
    gone: bool = False


class PracticeFollow(SQLModel, table=True):
    __tablename__ = "practice_follow"

    id: int | None = Field(default=None, primary_key=True)
    follower_id: int = Field(foreign_key="practice_account.id", index=True)
    followed_id: int = Field(foreign_key="practice_account.id", index=True)
    __table_args__ = (sa.UniqueConstraint("follower_id", "followed_id"),)


class PracticeMute(SQLModel, table=True):
    __tablename__ = "practice_mute"

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="practice_account.id", index=True)
    muted_id: int = Field(foreign_key="practice_account.id")


class PracticeFault(SQLModel, table=True):
    """The next `times` calls of `call` (or of anything, when empty) go wrong in this way."""

    __tablename__ = "practice_fault"

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="practice_account.id", index=True)
    call: str = ""
    kind: Fault = Field(sa_type=stored(Fault))
    times: int = 1
    wait_s: float = 0.0  # how long the caller is kept waiting first


def follow(session: Session, follower_id: int, followed_id: int) -> None:
    """Anybody follows anybody, once."""
    there = session.exec(
        select(PracticeFollow).where(PracticeFollow.follower_id == follower_id, PracticeFollow.followed_id == followed_id)
    ).first()
    if there is None:
        session.add(PracticeFollow(follower_id=follower_id, followed_id=followed_id))
        session.commit()


def someone(session: Session, handle: str, display_name: str = "", bio: str = "") -> PracticeAccount:
    """The account of this handle, made when it is not there."""
    row = session.exec(select(PracticeAccount).where(PracticeAccount.handle == handle)).first()
    if row is None:
        row = PracticeAccount(handle=handle, display_name=display_name or handle, bio=bio)
        session.add(row)
        session.commit()
    return row


def say(session: Session, author: PracticeAccount, text: str, reply_to: int | None = None, mention: int | None = None) -> PracticePost:
    """Anybody says something: to the world, under a post, or to an account."""
    parent = session.get(PracticePost, reply_to) if reply_to else None
    row = PracticePost(
        author_id=author.id or 0,
        text=text,
        parent_id=parent.id if parent else None,
        root_id=(parent.root_id or parent.id) if parent else None,
        to_id=mention or (_owner(session, parent) if parent else None),
    )
    session.add(row)
    session.commit()
    return row


def order_fault(session: Session, account_id: int, kind: Fault, *, call: str = "", times: int = 1, wait_s: float = 0.0) -> None:
    session.add(PracticeFault(account_id=account_id, kind=kind, call=call, times=times, wait_s=wait_s))
    session.commit()


def _owner(session: Session, parent: PracticePost) -> int:
    """A reply anywhere in a thread reaches the one whose thread it is."""
    root = session.get(PracticePost, parent.root_id) if parent.root_id else parent
    return root.author_id if root else parent.author_id
