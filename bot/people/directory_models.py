"""The role directory (control C01): who holds each role that a policy sends something to, and who stands in for them."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from bot.clock import now
from bot.db import stored
from bot.policy.parameter import RoutedRole


class DirectoryEntry(SQLModel, table=True):
    """One holder of one role, at one academy or, with no academy, for the whole trust.

    Holder and deputy are each a person of the register, or a name with an official email for somebody who never signs in.
    All days are London days, the last one included.
    """

    __tablename__ = "directory_entry"

    id: int | None = Field(default=None, primary_key=True)
    academy_id: int | None = Field(default=None, foreign_key="academy.id", index=True)
    role: RoutedRole = Field(sa_type=stored(RoutedRole), index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    name: str = ""
    email: str = ""
    phone: str = ""
    out_of_hours: str = ""  # how they are reached at night and at weekends, in words: "Text 07700 900123"
    deputy_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    deputy_name: str = ""
    deputy_email: str = ""
    deputy_phone: str = ""
    deputy_out_of_hours: str = ""
    starts: date
    ends: date | None = None
    absent_from: date | None = None
    absent_until: date | None = None
    recorded_by: int | None = Field(default=None, foreign_key="person.id")
    recorded_at: datetime = Field(default_factory=now)
