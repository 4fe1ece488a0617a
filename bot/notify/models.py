"""The outbox of notices: who should know what, written in the transaction of the thing itself."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.clock import now
from bot.db import stored
from bot.people.permissions import Role
from bot.policy.parameter import RoutedRole


class Urgency(StrEnum):
    """S0 is `now`: a child may be at risk."""

    NOW = "now"
    SOON = "soon"
    ROUTINE = "routine"


class Notice(SQLModel, table=True):
    """For a role at an academy, or for one person. Names the thing and links to it; holds nothing of its content."""

    __table_args__ = (sa.Index("ix_notice_urgency_read_at", "urgency", "read_at"),)

    id: int | None = Field(default=None, primary_key=True)
    academy_id: int = Field(foreign_key="academy.id", index=True)
    role: Role | None = Field(default=None, sa_type=stored(Role), index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    urgency: Urgency = Field(default=Urgency.ROUTINE, sa_type=stored(Urgency))
    text: str
    link: str
    subject: str = Field(default="", index=True)
    route: str = ""  # how to reach who it is for now, in words: an email, a telephone number, a text message at night
    copied: bool = False  # for their information: somebody stands in for them
    at: datetime = Field(default_factory=now, index=True)
    read_at: datetime | None = None
    read_by: int | None = Field(default=None, foreign_key="person.id")
    outside: RoutedRole | None = Field(default=None, sa_type=stored(RoutedRole))  # of the trust's people whom the Headteacher passes it on to
    spread_at: datetime | None = Field(default=None, index=True)  # when its deliveries were written; nothing: not yet
