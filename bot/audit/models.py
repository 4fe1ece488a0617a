"""One entry of the chain. The database refuses UPDATE and DELETE on this table (see the first migration)."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.audit.actions import Outcome
from bot.db import stored


class Entry(SQLModel, table=True):
    __tablename__ = "audit_entry"

    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime
    actor_id: int | None = None
    actor: str
    act: str = Field(index=True)
    outcome: Outcome = Field(sa_type=stored(Outcome))
    subject: str = Field(default="", index=True)
    academy_id: int | None = None
    account_id: int | None = None
    detail: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    prev_hash: str = Field(unique=True)
    hash: str
