"""People in pictures and what was said about showing them (control C09).

A name is sealed like a credential and found by a keyed hash of itself: it is matched, not browsed. Comms staff see initials
and the form; only the consent officer opens a row. Protects a stolen database, not one stolen together with the keys.
"""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.clock import now
from bot.db import stored


class PersonKind(StrEnum):
    PUPIL = "pupil"
    ADULT = "adult"


class Giver(StrEnum):
    """Whose word it is. Two parents are told apart, so that one's refusal is not lifted by the other's consent."""

    PARENT = "parent or carer"
    SECOND_PARENT = "second parent or carer"
    PUPIL = "the pupil"
    ADULT = "the adult themself"
    ORGANISATION = "the organisation that holds the form"


class Word(StrEnum):
    """What a record says. Withdrawn is a consent that was taken back; expired and unknown are judged, never stored."""

    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Pictured(SQLModel, table=True):
    """One person who may be seen in a picture."""

    __tablename__ = "pictured_person"

    id: int | None = Field(default=None, primary_key=True)
    academy_id: int = Field(foreign_key="academy.id", index=True)
    name_mark: str = Field(index=True)  # keyed hash of forename and surname
    kind: PersonKind = Field(sa_type=stored(PersonKind))
    form: str = ""  # as the school writes it, like 7B; empty for adults
    initials: str
    sealed: str  # forename and surname, locked
    no_identify: bool = False
    sealed_reason: str = ""  # why not, locked: for the consent officer alone
    added_at: datetime = Field(default_factory=now)
    added_by: int = Field(foreign_key="person.id")

    @property
    def label(self) -> str:
        """What comms staff are shown."""
        return f"{self.initials}, {self.form}" if self.form else self.initials


class ImageConsent(SQLModel, table=True):
    """One person's word about pictures of one person: for one use, or with an empty `use` for all."""

    __tablename__ = "image_consent"

    id: int | None = Field(default=None, primary_key=True)
    academy_id: int = Field(foreign_key="academy.id", index=True)
    pictured_id: int = Field(foreign_key="pictured_person.id", index=True)
    giver: Giver = Field(sa_type=stored(Giver))
    word: Word = Field(sa_type=stored(Word))
    form_ref: str = ""  # where the signed paper is; empty where nothing is in writing
    given_on: date
    use: str = ""
    platforms: list[str] = Field(default_factory=list, sa_type=sa.JSON)  # empty: wherever the academy publishes
    starts: date
    ends: date | None = None  # the last day on which it counts
    recorded_at: datetime = Field(default_factory=now)
    recorded_by: int = Field(foreign_key="person.id")
    withdrawn_at: datetime | None = None
    withdrawn_by: int | None = Field(default=None, foreign_key="person.id")
    withdrawn_note: str = ""
