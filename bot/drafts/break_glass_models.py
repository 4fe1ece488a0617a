"""Posting outside Gatepost in an emergency: who may, what they say about it, and the second review that must follow."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel

from bot.clock import now
from bot.db import stored


class NoticeState(StrEnum):
    DECLARED = "declared"  # no post seen yet
    MATCHED = "matched"  # the post is live and waits for a second leader
    ADOPTED = "adopted"
    OVERDUE = "overdue"  # nobody adopted it in time
    CLOSED = "closed"  # no post came, or it was removed


class BreakGlass(SQLModel, table=True):
    """A leader's own word that they post natively, and why (S14.2)."""

    __tablename__ = "break_glass"

    id: int | None = Field(default=None, primary_key=True)
    academy_id: int = Field(foreign_key="academy.id", index=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    state: NoticeState = Field(default=NoticeState.DECLARED, sa_type=stored(NoticeState), index=True)
    declared_by: int = Field(foreign_key="person.id")
    declared_at: datetime = Field(default_factory=now)
    reason: str
    expected_text: str = ""
    due_at: datetime = Field(index=True)  # first by when the post is to be seen, then by when it must be adopted
    stray_id: int | None = Field(default=None, foreign_key="stray.id", unique=True)
    matched_at: datetime | None = None
    overdue_at: datetime | None = None  # stays, also when it is adopted late
    reviewed_by: int | None = Field(default=None, foreign_key="person.id")
    reviewed_at: datetime | None = None
    facts_seen: str = ""  # what the second leader looked at, and where
    review_reason: str = ""


class BreakGlassLeader(SQLModel, table=True):
    """Somebody in senior leadership whom the Headteacher named. The Headteacher need not be named."""

    __tablename__ = "break_glass_leader"

    id: int | None = Field(default=None, primary_key=True)
    academy_id: int = Field(foreign_key="academy.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    named_by: int = Field(foreign_key="person.id")
    named_at: datetime = Field(default_factory=now)
    ended_at: datetime | None = None
