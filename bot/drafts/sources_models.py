"""Files and pasted words that authors gave as the source of a fact."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel

from bot.clock import now
from bot.db import stored


class SourceKind(StrEnum):
    FILE = "file"
    TEXT = "text"


class ClaimSourceText(SQLModel, table=True):
    """What was given for one fact of one draft. The bytes are in `blob`; the fact names them by their hash, so the digest covers them."""

    __tablename__ = "claim_source_text"

    id: int | None = Field(default=None, primary_key=True)
    draft_id: int = Field(foreign_key="draft.id", index=True)
    claim_text: str
    kind: SourceKind = Field(sa_type=stored(SourceKind))
    name: str
    mime: str
    sha256: str = Field(foreign_key="blob.sha256")
    added_by: int = Field(foreign_key="person.id")
    added_at: datetime = Field(default_factory=now)
