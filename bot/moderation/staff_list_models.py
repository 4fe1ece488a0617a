"""Staff accounts that an academy lists, so that a comment of a colleague is asked about and not hidden."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.clock import now


class StaffAccount(SQLModel, table=True):
    """One account of a member of staff who agreed to be listed. Ends by itself; says nothing else about anybody (invariant I7)."""

    __tablename__ = "staff_account"

    id: int | None = Field(default=None, primary_key=True)
    academy_id: int = Field(foreign_key="academy.id", index=True)
    platform: str
    remote_id: str = Field(index=True)  # the network's permanent id: a handle may change hands
    handle: str
    reason: str
    ends: date  # London, the last day included
    added_by: int = Field(foreign_key="person.id")
    added_at: datetime = Field(default_factory=now)
    removed_by: int | None = Field(default=None, foreign_key="person.id")
    removed_at: datetime | None = None
    __table_args__ = (sa.Index("ix_staff_account_known", "platform", "remote_id"),)
