"""Evidence, tasks for people, and safeguarding cases."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.clock import now
from bot.db import stored
from bot.people.permissions import Role
from bot.work import Work


class Evidence(SQLModel, table=True):
    """What was there, as the network showed it, before anything was done about it (invariant I5)."""

    id: int | None = Field(default=None, primary_key=True)
    academy_id: int = Field(foreign_key="academy.id", index=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    subject: str = Field(index=True)  # "reply:12", "stray:3", "follow:8"
    captured_at: datetime = Field(default_factory=now, index=True)
    restricted: bool = False  # for the safeguarding lead alone
    content: dict[str, Any] = Field(sa_type=sa.JSON)  # {} at the end of its time
    sha256: str
    captured_by: int | None = None  # nobody: Gatepost
    expired_at: datetime | None = Field(default=None, index=True)  # its time is over; it is emptied a week later, unless held
    deleted_at: datetime | None = None


class TaskState(StrEnum):
    OPEN = "open"
    OVERDUE = "overdue"
    DONE = "done"


class Task(Work, table=True):
    """What a network does not let us do, asked of a person with exact steps and a time (invariant I8)."""

    id: int | None = Field(default=None, primary_key=True)
    academy_id: int = Field(foreign_key="academy.id", index=True)
    account_id: int | None = Field(default=None, foreign_key="account.id")
    subject: str = Field(index=True)
    role: Role = Field(sa_type=stored(Role))
    title: str
    steps: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    link: str = ""
    state: TaskState = Field(default=TaskState.OPEN, sa_type=stored(TaskState), index=True)
    set_at: datetime = Field(default_factory=now)
    due_at: datetime
    done_by: int | None = Field(default=None, foreign_key="person.id")
    done_at: datetime | None = None
    late: bool = False  # stays true when it is done late (invariant I10)


class CaseState(StrEnum):
    """How a case moves is the table in `safeguarding_moves`."""

    RAISED = "raised"  # and nobody who may open it could be told yet
    PAGED = "paged"
    ACKNOWLEDGED = "acknowledged"
    ACTING = "acting"
    REFERRED = "referred"
    TRANSFERRED = "transferred"
    CLOSED = "closed"


class About(StrEnum):
    """Which member of staff a case concerns: whoever it is about neither sees nor works it (invariant I12)."""

    NOBODY = "nobody"
    STAFF = "staff"
    LEAD = "lead"
    HEAD = "head"


class Case(Work, table=True):
    """A child or a life may be at risk. Only those whom `safeguarding_access` lets work it see it or close it (C16)."""

    __tablename__ = "safeguarding_case"

    id: int | None = Field(default=None, primary_key=True)
    academy_id: int = Field(foreign_key="academy.id", index=True)
    account_id: int | None = Field(default=None, foreign_key="account.id")  # empty where a worry is about no account
    subject: str = Field(unique=True)  # one case for one reply, however often it is judged
    rule: str
    text: str
    author_handle: str
    url: str
    platform_at: datetime | None = None
    evidence_id: int | None = Field(default=None, foreign_key="evidence.id")
    state: CaseState = Field(default=CaseState.PAGED, sa_type=stored(CaseState), index=True)
    raised_at: datetime = Field(default_factory=now)
    acknowledged_by: int | None = Field(default=None, foreign_key="person.id")
    acknowledged_at: datetime | None = None
    escalations: int = 0
    closed_by: int | None = Field(default=None, foreign_key="person.id")
    closed_at: datetime | None = None
    outcome: str = ""
    link: str = ""  # what it is about, where that is not the subject: "reply:12", "draft:3"
    about: About = Field(default=About.NOBODY, sa_type=stored(About))
    about_person_id: int | None = None
    tags: list[str] = Field(default_factory=list, sa_type=sa.JSON)  # codes of `safeguarding_tags`
    raised_by: int | None = None  # nobody: the machine
    set_aside: bool = False  # closed because it was no safeguarding matter
    system: str = ""  # the school's own system that has the record now, and its reference there
    system_reference: str = ""

    @property
    def linked(self) -> str:
        return self.link or self.subject


class CaseNote(SQLModel, table=True):
    __tablename__ = "case_note"

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="safeguarding_case.id", index=True)
    at: datetime = Field(default_factory=now)
    by: int = Field(foreign_key="person.id")
    text: str
