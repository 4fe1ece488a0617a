"""Talking about drafts and planning them: comments, who saw which version, templates, and calendar feeds."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.clock import now


class DraftComment(SQLModel, table=True):
    """What somebody said about a draft. No part of the bundle: it is never signed and never sent."""

    __tablename__ = "draft_comment"

    id: int | None = Field(default=None, primary_key=True)
    draft_id: int = Field(foreign_key="draft.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    version: int  # of the draft when it was said
    text: str
    quote: str = ""  # the words of the draft it is about
    at: datetime = Field(default_factory=now)
    resolved_at: datetime | None = None
    resolved_by: int | None = Field(default=None, foreign_key="person.id")


class DraftSeen(SQLModel, table=True):
    """The newest version somebody opened, and the one before it, so that they are shown what changed since."""

    __tablename__ = "draft_seen"

    id: int | None = Field(default=None, primary_key=True)
    draft_id: int = Field(foreign_key="draft.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    version: int
    earlier: int | None = None
    __table_args__ = (sa.UniqueConstraint("draft_id", "person_id"),)


class PostTemplate(SQLModel, table=True):
    """The words of a post that comes again, with gaps such as {date}. Retired rather than deleted."""

    __tablename__ = "post_template"

    id: int | None = Field(default=None, primary_key=True)
    academy_id: int = Field(foreign_key="academy.id", index=True)
    name: str
    text: str
    account_ids: list[int] = Field(default_factory=list, sa_type=sa.JSON)
    reply_setting: str = "everyone"
    alt_hint: str = ""  # what the description of its picture should say
    made_by: int = Field(foreign_key="person.id")
    made_at: datetime = Field(default_factory=now)
    changed_by: int | None = Field(default=None, foreign_key="person.id")
    changed_at: datetime | None = None
    retired_by: int | None = Field(default=None, foreign_key="person.id")
    retired_at: datetime | None = None


class CalendarFeed(SQLModel, table=True):
    """One person's secret calendar address. The address itself is only with them; a new one replaces it."""

    __tablename__ = "calendar_feed"

    person_id: int = Field(primary_key=True, foreign_key="person.id")
    token_hash: str = Field(unique=True)
    shows_words: bool = False
    made_at: datetime = Field(default_factory=now)
    read_on: date | None = None  # the last day it was read, so that the record has one line a day
    hour: datetime | None = None  # the hour that `reads` counts
    reads: int = 0
