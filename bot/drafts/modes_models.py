"""Sensitive periods (control C34): dated, for one academy or the whole trust, and what each of them holds back."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.clock import now
from bot.db import stored


class ModeKind(StrEnum):
    INCIDENT = "incident"
    MOURNING = "mourning"
    ELECTION = "election"
    INDUSTRIAL_ACTION = "industrial_action"
    RESULTS_DAY = "results_day"


class ModeState(StrEnum):
    PLANNED = "planned"
    ACTIVE = "active"
    ENDED = "ended"


class Mode(SQLModel, table=True):
    """One period. Without an academy it covers the whole trust; without an end it lasts until somebody ends it."""

    __tablename__ = "sensitive_period"

    id: int | None = Field(default=None, primary_key=True)
    kind: ModeKind = Field(sa_type=stored(ModeKind))
    academy_id: int | None = Field(default=None, foreign_key="academy.id", index=True)
    state: ModeState = Field(default=ModeState.PLANNED, sa_type=stored(ModeState), index=True)
    reason: str
    starts: datetime
    ends: datetime | None = None
    prepared_by: int = Field(foreign_key="person.id")
    prepared_at: datetime = Field(default_factory=now)
    agreed_by: int | None = Field(default=None, foreign_key="person.id")  # without this it never begins
    agreed_at: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by: int | None = Field(default=None, foreign_key="person.id")  # nobody when its end date passed
    reminded_at: datetime | None = None  # the Headteacher was told that its start has come and nobody agreed


class ModeHold(SQLModel, table=True):
    """A post that one period held back, so that it is found again when the period ends."""

    __tablename__ = "mode_hold"

    id: int | None = Field(default=None, primary_key=True)
    mode_id: int = Field(foreign_key="sensitive_period.id", index=True)
    release_id: int = Field(foreign_key="release.id", index=True)
    at: datetime = Field(default_factory=now)
    __table_args__ = (sa.UniqueConstraint("mode_id", "release_id"),)
