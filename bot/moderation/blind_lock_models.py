"""Closing an account's latest posts to replies while its comments cannot be read."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field

from bot.clock import now
from bot.db import stored
from bot.work import Work


class BlindLockState(StrEnum):
    FINDING = "finding the posts"
    LOCKED = "locked"  # each post has a lock of its own, which says how far it got
    BY_HAND = "by hand"  # a person was asked
    OVER = "over"  # comments are read again, or a leader opened the posts


class BlindLock(Work, table=True):
    """One for each time in which a stream is blind: what a leader opened is not closed again before the next."""

    __tablename__ = "blind_lock"

    id: int | None = Field(default=None, primary_key=True)
    academy_id: int = Field(foreign_key="academy.id", index=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    stream_id: int = Field(foreign_key="stream.id")
    since: datetime  # the stream's `blind_since`
    unseen_since: datetime  # the last reading before it, which a dead worker moves far back
    posts: int  # how many of the latest, as the profile said when it began
    state: BlindLockState = Field(default=BlindLockState.FINDING, sa_type=stored(BlindLockState), index=True)
    begun_at: datetime = Field(default_factory=now)
    over_at: datetime | None = None
    ended_by: int | None = Field(default=None, foreign_key="person.id")
    __table_args__ = (sa.UniqueConstraint("stream_id", "since"),)
