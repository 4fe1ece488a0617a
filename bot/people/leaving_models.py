"""Somebody leaves: what was announced, what ended by itself, and what people still have to look at (control C28)."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field

from bot.clock import now
from bot.db import stored
from bot.work import Work


class LeavingState(StrEnum):
    NOTIFIED = "notified"
    REVOKED = "revoked"
    CHECKING = "checking"
    ATTESTED = "attested"
    NOT_ATTESTED = "not_attested"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Leaving(Work, table=True):
    """One person's leaving. `not_before` is when the job looks next: the time of leaving, then the day their word is overdue."""

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    academy_ids: list[int] = Field(default_factory=list, sa_type=sa.JSON)  # where they worked: their roles end, and this stays
    leaves_at: datetime
    state: LeavingState = Field(default=LeavingState.NOTIFIED, sa_type=stored(LeavingState), index=True)
    successor_id: int | None = Field(default=None, foreign_key="person.id")  # keeps their accounts from then on
    held_items: str = ""  # a shared telephone, a mailbox that gets sign-in codes; one a line
    recorded_by: int = Field(foreign_key="person.id")
    recorded_at: datetime = Field(default_factory=now)
    attested_at: datetime | None = None
    attested_text: str = ""  # exactly what they confirmed
    paper_date: date | None = None  # of the signed paper, where the office has one
    paper_seen_by: int | None = Field(default=None, foreign_key="person.id")
    reason: str = ""  # why it was cancelled
    closed_by: int | None = Field(default=None, foreign_key="person.id")
    closed_at: datetime | None = None


class CheckKind(StrEnum):
    ADMINISTRATOR = "administrator"  # are they still in the network's own list of who runs the account
    KEYS = "keys"  # they connected it, so they may have kept the credential
    HELD = "held"  # a device or mailbox


class CheckState(StrEnum):
    OPEN = "open"
    STILL_THERE = "still_there"
    GONE = "gone"


class LeavingCheck(Work, table=True):
    """One thing a person has to look at themselves. No network lets Gatepost read who else runs an account."""

    __tablename__ = "leaving_check"

    id: int | None = Field(default=None, primary_key=True)
    leaving_id: int = Field(foreign_key="leaving.id", index=True)
    academy_id: int = Field(foreign_key="academy.id", index=True)
    account_id: int | None = Field(default=None, foreign_key="account.id")
    kind: CheckKind = Field(sa_type=stored(CheckKind))
    question: str
    state: CheckState = Field(default=CheckState.OPEN, sa_type=stored(CheckState), index=True)
    due_at: datetime
    found_there: int = 0  # how often somebody looked and it was still so
    note: str = ""
    answered_by: int | None = Field(default=None, foreign_key="person.id")
    answered_at: datetime | None = None
