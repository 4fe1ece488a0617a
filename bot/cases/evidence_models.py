"""Beside the sealed capture: its page on paper, the files staff add, legal holds, what was taken out, and the nightly check."""

from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel

from bot.clock import now
from bot.db import stored
from bot.work import Work


class EvidenceState(StrEnum):
    """Worked out from what is on record of an item (`evidence_state`), never stored: a stored word could be altered alone."""

    CAPTURED = "captured"  # a row that the record does not speak of
    SEALED = "sealed"
    HELD = "held"
    EXPORTED = "exported"
    EXPIRED = "expired"
    DELETED = "deleted"


class PaperState(StrEnum):
    WAITING = "waiting"
    MADE = "made"
    EMPTIED = "emptied"  # with its item, at the end of its time; the hash stays


class EvidencePaper(Work, table=True):
    """One item as a PDF page. Made after the transaction that sealed it: hiding never waits for paper."""

    __tablename__ = "evidence_paper"

    id: int | None = Field(default=None, primary_key=True)
    evidence_id: int = Field(foreign_key="evidence.id", unique=True)
    state: PaperState = Field(default=PaperState.WAITING, sa_type=stored(PaperState), index=True)
    data: bytes | None = None
    sha256: str = ""
    made_at: datetime | None = None


class EvidenceFile(SQLModel, table=True):
    """What a member of staff added. Its hash is part of the sealed content, so it is in the record too."""

    __tablename__ = "evidence_file"

    id: int | None = Field(default=None, primary_key=True)
    evidence_id: int = Field(foreign_key="evidence.id", index=True)
    name: str
    mime: str
    data: bytes | None = None  # None at the end of its time
    sha256: str


class EvidenceHold(SQLModel, table=True):
    """A legal hold: nothing of the item is deleted while one is open."""

    __tablename__ = "evidence_hold"

    id: int | None = Field(default=None, primary_key=True)
    evidence_id: int = Field(foreign_key="evidence.id", index=True)
    reason: str
    review_on: date
    set_by: int = Field(foreign_key="person.id")
    set_at: datetime = Field(default_factory=now)
    lifted_by: int | None = Field(default=None, foreign_key="person.id")
    lifted_at: datetime | None = None
    lift_reason: str = ""


class EvidenceExport(SQLModel, table=True):
    __tablename__ = "evidence_export"

    id: int | None = Field(default=None, primary_key=True)
    evidence_id: int = Field(foreign_key="evidence.id", index=True)
    by: int = Field(foreign_key="person.id")
    at: datetime = Field(default_factory=now)
    purpose: str
    recipient: str


class RunState(StrEnum):
    RUNNING = "running"
    DONE = "done"


class EvidenceRun(Work, table=True):
    """One walk over the record and everything it speaks of, in batches; it remembers how far it came."""

    __tablename__ = "evidence_run"

    id: int | None = Field(default=None, primary_key=True)
    night: date | None = Field(default=None, unique=True)  # none: somebody asked for it
    state: RunState = Field(default=RunState.RUNNING, sa_type=stored(RunState), index=True)
    began_at: datetime = Field(default_factory=now)
    finished_at: datetime | None = None
    total: int = 0
    checked: int = 0
    found: int = 0
    at_entry: int = 0  # every item that the record speaks of, up to here
    at_row: int = 0  # then every row, to find one that the record does not speak of


class EvidenceFlaw(SQLModel, table=True):
    """Something that is not as it was sealed. Stays when the thing is put back: that it was altered is part of its story."""

    __tablename__ = "evidence_flaw"

    id: int | None = Field(default=None, primary_key=True)
    evidence_id: int = Field(index=True)  # no foreign key: the row itself may be gone
    academy_id: int | None = None
    what: str
    sentence: str
    found_at: datetime = Field(default_factory=now)
