"""What was being sent at the moment a stop switch was pressed."""

import sqlalchemy as sa
from sqlmodel import Field, SQLModel


class InFlight(SQLModel, table=True):
    """A post whose intent was committed before the stop was. What became of it says its release."""

    __tablename__ = "stop_in_flight"

    id: int | None = Field(default=None, primary_key=True)
    stop_id: int = Field(foreign_key="stop.id", index=True)
    release_id: int = Field(foreign_key="release.id")
    __table_args__ = (sa.UniqueConstraint("stop_id", "release_id"),)
