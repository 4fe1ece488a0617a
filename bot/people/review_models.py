"""The review of who may still do what, three times a year: each role and permission is kept or ended by a leader (control C28)."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel

from bot.clock import now
from bot.db import stored
from bot.work import Work


class ReviewState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class Verdict(StrEnum):
    KEEP = "keep"
    END = "end"
    LAPSED = "lapsed"  # nobody decided, and it had not been used
    OVER = "over"  # it ended in some other way meanwhile


class AccessReview(SQLModel, table=True):
    __tablename__ = "access_review"

    id: int | None = Field(default=None, primary_key=True)
    academy_id: int = Field(foreign_key="academy.id", index=True)
    state: ReviewState = Field(default=ReviewState.OPEN, sa_type=stored(ReviewState))
    opened_at: datetime = Field(default_factory=now)
    due_at: datetime
    closed_at: datetime | None = None


class ReviewItem(Work, table=True):
    """One live role or permission. `not_before` is when a dormant permission ends by itself."""

    __tablename__ = "review_item"

    id: int | None = Field(default=None, primary_key=True)
    review_id: int = Field(foreign_key="access_review.id", index=True)
    academy_id: int = Field(foreign_key="academy.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    holding_id: int | None = Field(default=None, foreign_key="role_holding.id")
    grant_id: int | None = Field(default=None, foreign_key="grant.id")
    last_used: datetime | None = None
    dormant: bool = False
    verdict: Verdict | None = Field(default=None, sa_type=stored(Verdict))
    reason: str = ""
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None
