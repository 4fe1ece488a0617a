"""Closing one of the academy's own posts to replies for a time."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field

from bot.clock import now
from bot.db import stored
from bot.work import Work


class LockState(StrEnum):
    CLOSING = "closing"
    CLOSED = "closed"
    OPENING = "opening"
    OPEN = "open again"
    BY_HAND = "by hand"  # a person was asked to close it, and will be asked to open it


class ReplyLock(Work, table=True):
    """Reversible (invariant I6): `before` is who could reply, read before it was changed, and is put back when nobody wants it closed."""

    __tablename__ = "reply_lock"

    id: int | None = Field(default=None, primary_key=True)
    academy_id: int = Field(foreign_key="academy.id", index=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    root_id: str
    live_key: str | None = Field(default=None, unique=True)  # account and post while the lock is on: one lock for one post
    pile_on_id: int | None = Field(default=None, foreign_key="pile_on.id", index=True)
    state: LockState = Field(default=LockState.CLOSING, sa_type=stored(LockState), index=True)
    before: str | None = None
    blind_lock_id: int | None = Field(default=None, index=True)  # wanted, too, while the account's comments cannot be read
    reason: str
    ends_at: datetime | None = None  # for as long as a leader asked; None: no leader did
    asked_by: int | None = Field(default=None, foreign_key="person.id")  # the leader; None: Gatepost, as the profile says
    asked_at: datetime = Field(default_factory=now)
    ended_by: int | None = Field(default=None, foreign_key="person.id")
    closed_at: datetime | None = None
    opened_at: datetime | None = None
