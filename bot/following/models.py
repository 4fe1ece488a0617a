"""The allow-list of organisations, and follows that were made outside. Nothing here is about a person (invariant I7)."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field

from bot.clock import now
from bot.db import stored
from bot.work import Work


class AllowState(StrEnum):
    REQUESTED = "requested"
    APPROVED = "approved"  # on the list; the follow itself is on its way
    ACTIVE = "active"
    REFUSED = "refused"
    REMOVED = "removed"


class Allowed(Work, table=True):
    """One organisation an account may follow."""

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    handle: str
    organisation: str
    purpose: str
    website: str = ""
    remote_id: str = ""
    state: AllowState = Field(default=AllowState.REQUESTED, sa_type=stored(AllowState), index=True)
    reason: str = ""
    asked_by: int = Field(foreign_key="person.id")
    asked_at: datetime = Field(default_factory=now)
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None


class StrayFollowState(StrEnum):
    BACKLOG = "followed before Gatepost"
    UNDOING = "being undone"
    BY_HAND = "to be undone by hand"
    UNDONE = "undone"
    ALLOWED = "put on the list"


class StrayFollow(Work, table=True):
    """A follow that is not on the list. Holds the id and times, and no other word about whom (S17.1)."""

    __tablename__ = "stray_follow"

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    remote_id: str
    state: StrayFollowState = Field(default=StrayFollowState.UNDOING, sa_type=stored(StrayFollowState), index=True)
    seen_at: datetime = Field(default_factory=now)
    undone_at: datetime | None = None
    holders: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    evidence_id: int | None = Field(default=None, foreign_key="evidence.id")
