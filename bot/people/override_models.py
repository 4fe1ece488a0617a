"""What one academy decided about one value of its trust's policy: confirmed, tightened or loosened, by two people."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel

from bot.clock import now
from bot.db import stored
from bot.policy.stricter import Change


class OverrideStanding(StrEnum):
    """Only ACTIVE counts. LEFT was never agreed to; SUPERSEDED gave way to a later one."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    LEFT = "left"
    SUPERSEDED = "superseded"


class ProfileOverride(SQLModel, table=True):
    """One proposal and what became of it. It belongs to one profile: under another the academy begins anew."""

    __tablename__ = "profile_override"

    id: int | None = Field(default=None, primary_key=True)
    academy_id: int = Field(foreign_key="academy.id", index=True)
    policy: str
    parameter: str
    value: str  # JSON
    old: str  # JSON: what counted when this was proposed
    change: Change = Field(sa_type=stored(Change))
    reason: str
    standing: OverrideStanding = Field(default=OverrideStanding.PROPOSED, sa_type=stored(OverrideStanding), index=True)
    proposed_by: int = Field(foreign_key="person.id")
    proposed_at: datetime = Field(default_factory=now)
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None
