"""Somebody complains that their comment was hidden, removed or cut off."""

from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel

from bot.clock import now
from bot.db import stored


class AppealState(StrEnum):
    OPEN = "open"
    RESTORED = "restored"
    STANDS = "stands"
    UPHELD = "upheld"  # it was wrong, and nothing brings the comment back


class Channel(StrEnum):
    """How the complaint reached the academy."""

    EMAIL = "email"
    LETTER = "letter"
    TELEPHONE = "telephone"
    IN_PERSON = "in_person"
    PUBLIC = "public"  # another comment


class Appeal(SQLModel, table=True):
    """Written down by a member of staff, decided by somebody who did not decide against the comment."""

    __tablename__ = "comment_appeal"

    id: int | None = Field(default=None, primary_key=True)
    academy_id: int = Field(foreign_key="academy.id", index=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    reply_id: int | None = Field(default=None, foreign_key="reply.id", index=True)  # None until a leader says which comment is meant
    handle: str = ""  # as the writer gave it
    channel: Channel = Field(sa_type=stored(Channel))
    words: str
    complained_on: date
    recorded_by: int = Field(foreign_key="person.id")
    recorded_at: datetime = Field(default_factory=now)
    due_at: datetime
    state: AppealState = Field(default=AppealState.OPEN, sa_type=stored(AppealState), index=True)
    outcome: str = ""
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None
    late: bool = False  # decided after it was due; stays true (invariant I10)
