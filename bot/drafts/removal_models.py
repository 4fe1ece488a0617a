"""Published posts that have to come down because a consent was withdrawn, or children were seen (control C09)."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field

from bot.clock import now
from bot.db import stored
from bot.work import Work


class RemovalState(StrEnum):
    OPEN = "open"
    REMOVING = "removing"
    CANNOT_REMOVE = "cannot remove"  # a person has the steps; the account is read until it is gone
    REMOVED = "removed"
    NOT_OUT = "not out"  # it turned out never to have been published


class Removal(Work, table=True):
    """One post on one account. The clock runs from the withdrawal, whoever presses the button when (invariant I10)."""

    __tablename__ = "picture_removal"

    id: int | None = Field(default=None, primary_key=True)
    academy_id: int = Field(foreign_key="academy.id", index=True)
    release_id: int = Field(foreign_key="release.id", unique=True)
    state: RemovalState = Field(default=RemovalState.OPEN, sa_type=stored(RemovalState), index=True)
    why: str  # a sentence for those who may read the draft: initials, never a name
    since: datetime = Field(default_factory=now)
    begun_by: int | None = Field(default=None, foreign_key="person.id")
    begun_at: datetime | None = None
    gone_at: datetime | None = None
