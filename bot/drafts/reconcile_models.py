"""A database that was put back from a backup, what has to be looked for because of it, and what was found (control C13, invariant I11)."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.clock import now
from bot.db import stored
from bot.work import Work


class FoundBy(StrEnum):
    """How it was noticed that the database is older than what happened."""

    COMMAND = "command"  # `gatepost restore`
    SEAL = "seal"  # the seal file vouches for an entry that this record does not hold


class Restoration(SQLModel, table=True):
    """One life of the database. While `ended_at` is empty Gatepost only reads, hides and looks; it sends nothing."""

    id: int | None = Field(default=None, primary_key=True)
    began_at: datetime = Field(default_factory=now)
    found_by: FoundBy = Field(sa_type=stored(FoundBy))
    backup_at: datetime  # of the newest entry that was put back
    last_seq: int  # and its number
    sealed_seq: int = 0  # the newest entry that the seal file vouched for
    sealed_hash: str = Field(default="", index=True)
    ended_at: datetime | None = None
    ended_by: int | None = Field(default=None, foreign_key="person.id")
    reason: str = ""


class LookState(StrEnum):
    """Of one account: whether its own posts since the backup have been read."""

    TO_LOOK = "to look"
    LOOKED = "looked"
    CANNOT = "cannot look"
    BY_HAND = "looked by hand"


class RestoredAccount(Work, table=True):
    """One account whose posts since the backup are to be read. `cursor` is how far it was read when the backup was made."""

    __tablename__ = "restored_account"

    id: int | None = Field(default=None, primary_key=True)
    restoration_id: int = Field(foreign_key="restoration.id", index=True)
    account_id: int = Field(foreign_key="account.id")
    state: LookState = Field(default=LookState.TO_LOOK, sa_type=stored(LookState), index=True)
    cursor: str | None = None
    looked_at: datetime | None = None
    looked_by: int | None = Field(default=None, foreign_key="person.id")  # where a person had to
    __table_args__ = (sa.UniqueConstraint("restoration_id", "account_id"),)


class Wish(StrEnum):
    """What a leader wants done with a post that is not up."""

    NONE = "not decided"
    SEND = "send"
    LEAVE = "leave"


class RestoredRelease(SQLModel, table=True):
    """One post that may have gone out since the backup. Whether it is up says its release; whether it may be sent says a leader."""

    __tablename__ = "restored_release"

    id: int | None = Field(default=None, primary_key=True)
    restoration_id: int = Field(foreign_key="restoration.id", index=True)
    release_id: int = Field(foreign_key="release.id")
    account_id: int = Field(foreign_key="account.id")
    wish: Wish = Field(default=Wish.NONE, sa_type=stored(Wish))
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None
    __table_args__ = (sa.UniqueConstraint("restoration_id", "release_id"),)


class FoundPost(SQLModel, table=True):
    """An own post since the backup that no release here knows: its draft may stand in the database as if it had never gone out."""

    __tablename__ = "found_post"

    id: int | None = Field(default=None, primary_key=True)
    restoration_id: int = Field(foreign_key="restoration.id")
    account_id: int = Field(foreign_key="account.id", index=True)
    remote_id: str
    text: str
    url: str = ""
    seen_at: datetime = Field(default_factory=now)
    __table_args__ = (sa.UniqueConstraint("restoration_id", "account_id", "remote_id"),)
