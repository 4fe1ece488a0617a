"""Watch only: the machine judges and shows, and does nothing; for a whole account, or for one rule."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.clock import now


class Watch(SQLModel, table=True):
    """A stretch of time in which an account, or where `rule` is named a rule at an academy, only watches."""

    __tablename__ = "watch_only"

    id: int | None = Field(default=None, primary_key=True)
    academy_id: int = Field(foreign_key="academy.id", index=True)
    account_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    rule: str = ""
    reason: str
    review_on: date
    began_by: int = Field(foreign_key="person.id")
    began_at: datetime = Field(default_factory=now)
    ended_by: int | None = Field(default=None, foreign_key="person.id")
    ended_at: datetime | None = None


class WouldHide(SQLModel, table=True):
    """A comment that the machine would have hidden, had it not been told to watch only."""

    __tablename__ = "would_hide"

    reply_id: int = Field(foreign_key="reply.id", primary_key=True)
    academy_id: int = Field(foreign_key="academy.id", index=True)
    account_id: int = Field(foreign_key="account.id")
    rules: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    at: datetime = Field(default_factory=now, index=True)
