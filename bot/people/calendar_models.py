"""A school's calendar: the days without staffed hours, and the hours of the others (control C33)."""

from datetime import date, datetime, time
from enum import StrEnum

from sqlmodel import Field, SQLModel

from bot.clock import now
from bot.db import stored


class ClosureKind(StrEnum):
    HOLIDAY = "school holiday"
    INSET = "inset day"
    OTHER = "other closure"


class Closure(SQLModel, table=True):
    """Days that differ from the usual week, London days, the last one included. Bank holidays come by rule and are not in it."""

    __tablename__ = "school_closure"

    id: int | None = Field(default=None, primary_key=True)
    academy_id: int = Field(foreign_key="academy.id", index=True)
    kind: ClosureKind = Field(sa_type=stored(ClosureKind))
    name: str
    first: date
    last: date
    staffed: bool = False  # somebody watches the accounts all the same, on bank holidays among these days too
    added_by: int | None = Field(default=None, foreign_key="person.id")
    added_at: datetime = Field(default_factory=now)


class StaffedHours(SQLModel, table=True):
    """When one academy's desks are staffed, on the days that are not closed. Without a row: 8am to 5pm."""

    __tablename__ = "staffed_hours"

    id: int | None = Field(default=None, primary_key=True)
    academy_id: int = Field(foreign_key="academy.id", unique=True)
    opens: time
    closes: time
    set_by: int | None = Field(default=None, foreign_key="person.id")
    set_at: datetime = Field(default_factory=now)
