"""What the data protection officer decided, and when her silence was passed on."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from bot.clock import now
from bot.db import stored


class Answer(StrEnum):
    CLEARED = "cleared"
    REFUSED = "refused"
    WITH_CHANGES = "cleared with changes"


class DataDecision(SQLModel, table=True):
    """One decision about one digest. `words` are the basis of a clearance, the reason of a refusal, or what has to change first."""

    __tablename__ = "data_decision"

    id: int | None = Field(default=None, primary_key=True)
    draft_id: int = Field(foreign_key="draft.id", index=True)
    digest: str
    answer: Answer = Field(sa_type=stored(Answer))
    words: str
    by: int = Field(foreign_key="person.id")
    at: datetime = Field(default_factory=now)


class DataEscalation(SQLModel, table=True):
    """The Headteacher was told that a draft waits too long for the data protection officer. Once for each wait."""

    __tablename__ = "data_escalation"

    id: int | None = Field(default=None, primary_key=True)
    draft_id: int = Field(foreign_key="draft.id", index=True)
    since: datetime
    at: datetime = Field(default_factory=now)
    __table_args__ = (sa.UniqueConstraint("draft_id", "since"),)


def last_decision(session: Session, draft_id: int) -> DataDecision | None:
    query = select(DataDecision).where(DataDecision.draft_id == draft_id).order_by(col(DataDecision.id).desc())
    return session.exec(query).first()


def open_condition(session: Session, draft_id: int) -> bool:
    """She refused, or wanted something changed, and has not seen what became of it: whatever comes next is hers to see again."""
    last = last_decision(session, draft_id)
    return last is not None and last.answer is not Answer.CLEARED
