"""Posts that wait because a network no longer let Gatepost in."""

import sqlalchemy as sa
from sqlmodel import Field, SQLModel


class AccessHold(SQLModel, table=True):
    """One held post, and the words it was held with: when somebody has held it for another reason since, those differ."""

    __tablename__ = "access_hold"

    id: int | None = Field(default=None, primary_key=True)
    release_id: int = Field(foreign_key="release.id")
    account_id: int = Field(foreign_key="account.id", index=True)
    reason: str
    __table_args__ = (sa.UniqueConstraint("release_id"),)
