"""Many people at once: one row for what would otherwise be twenty alerts (control C15)."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from bot.clock import now


class PileOn(SQLModel, table=True):
    """Abusive or doubtful comments of several writers, under one post or in a short time. The replies point here."""

    __tablename__ = "pile_on"

    id: int | None = Field(default=None, primary_key=True)
    academy_id: int = Field(foreign_key="academy.id", index=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    root_id: str | None = None  # the post they stand under; None where they are spread over several
    post_text: str = ""  # the academy's own words, as far as they are known
    found_at: datetime = Field(default_factory=now, index=True)
    last_at: datetime = Field(default_factory=now)
    over_at: datetime | None = None
    over_by: int | None = Field(default=None, foreign_key="person.id")
