"""Questions that somebody asked first, and the links to help that are offered beside them."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.clock import now
from bot.db import stored


class Verdict(StrEnum):
    """What the adviser says should become of the draft."""

    GO_ON = "go on"
    CHANGE_FIRST = "change this first"


class Advice(SQLModel, table=True):
    """One question about one draft, and its answer, which stays with the draft whatever is changed afterwards."""

    id: int | None = Field(default=None, primary_key=True)
    draft_id: int = Field(foreign_key="draft.id", index=True)
    academy_id: int = Field(foreign_key="academy.id", index=True)
    roles: list[str] = Field(default_factory=list, sa_type=sa.JSON)  # who was asked, by the profile (P46); any one may answer
    asked_by: int = Field(foreign_key="person.id")
    asked_at: datetime = Field(default_factory=now)
    question: str
    chase_at: datetime = Field(index=True)  # when others are told that nobody answered
    chased_at: datetime | None = None
    answered_by: int | None = Field(default=None, foreign_key="person.id")
    answered_at: datetime | None = None
    answer: str = ""
    verdict: Verdict | None = Field(default=None, sa_type=stored(Verdict))
    digest: str = ""  # of the draft that the adviser read
    closed: bool = False  # answered, or the draft was withdrawn


class GuidanceLink(SQLModel, table=True):
    """How an address of the guidance answered. What is dead is hidden until it answers again (S31.2)."""

    __tablename__ = "guidance_link"

    id: int | None = Field(default=None, primary_key=True)
    url: str = Field(unique=True)
    check_at: datetime = Field(default_factory=now, index=True)
    checked_at: datetime | None = None
    status: int | None = None  # as HTTP has it; 0 when nothing answered
    failures: int = 0
    dead_since: datetime | None = None
