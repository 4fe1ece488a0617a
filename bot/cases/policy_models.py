"""The laws a policy rests on, the question whether it is reviewed earlier, and the notices that its review comes due."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.clock import now
from bot.db import stored


class LegalReference(SQLModel, table=True):
    """One edition of one law or guidance, for the whole trust. It stands until a newer one replaces it."""

    __tablename__ = "legal_reference"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(index=True)
    edition: str
    in_force_since: date
    checked_on: date
    checked_by: int = Field(foreign_key="person.id")
    replaced_at: datetime | None = None


class Raised(StrEnum):
    """What put the question."""

    EDITION = "edition"
    CONCERN = "concern"


class Answer(StrEnum):
    EARLIER = "earlier"
    AS_PLANNED = "as_planned"


class PolicyQuestion(SQLModel, table=True):
    """Is the policy of this academy reviewed earlier than planned? The answer and its reason are the minute (C27)."""

    __tablename__ = "policy_question"

    id: int | None = Field(default=None, primary_key=True)
    academy_id: int = Field(foreign_key="academy.id", index=True)
    raised: Raised = Field(sa_type=stored(Raised))
    about: str
    raised_by: int = Field(foreign_key="person.id")
    raised_at: datetime = Field(default_factory=now)
    answer: Answer | None = Field(default=None, sa_type=stored(Answer))
    reason: str = ""
    answered_by: int | None = Field(default=None, foreign_key="person.id")
    answered_at: datetime | None = None


class PolicyAlarm(SQLModel, table=True):
    """That a notice went out: once for each review date and each number of days before it."""

    __tablename__ = "policy_alarm"
    __table_args__ = (sa.UniqueConstraint("academy_id", "review_due", "days"),)

    id: int | None = Field(default=None, primary_key=True)
    academy_id: int = Field(foreign_key="academy.id", index=True)
    review_due: date
    days: int
    at: datetime = Field(default_factory=now)
