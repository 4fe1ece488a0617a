"""What is known of each web address, and which of them stand in posts that are live."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.clock import now
from bot.db import stored
from bot.work import Work


class CheckState(StrEnum):
    WAITING = "waiting"
    CHECKING = "checking"


class LinkCheck(Work, table=True):
    """One web address: where it led when it was last opened, and when it is opened again (`not_before`)."""

    __tablename__ = "link_check"

    id: int | None = Field(default=None, primary_key=True)
    url: str = Field(unique=True)
    state: CheckState = Field(default=CheckState.WAITING, sa_type=stored(CheckState), index=True)
    status: int = 0  # HTTP; 0 when nothing answered
    final_url: str = ""
    refused: str = ""  # why it was not followed to its end
    checked_at: datetime | None = None
    wanted_at: datetime = Field(default_factory=now)  # when a draft last asked for it


class LinkState(StrEnum):
    """Of an address in a live post."""

    SAFE = "safe"
    CHANGED = "changed"  # it leads to another site than when it was approved
    GONE_BAD = "gone bad"  # it is refused now, or nothing answers any more


class PostLink(SQLModel, table=True):
    """An address as it stood when a draft was approved: what the live post is compared with."""

    __tablename__ = "post_link"

    id: int | None = Field(default=None, primary_key=True)
    draft_id: int = Field(foreign_key="draft.id", index=True)
    url: str = Field(index=True)
    final_url: str
    state: LinkState = Field(default=LinkState.SAFE, sa_type=stored(LinkState))
    approved_at: datetime = Field(default_factory=now)
    compared_at: datetime | None = None
    noticed_at: datetime | None = None
    __table_args__ = (sa.UniqueConstraint("draft_id", "url"),)
