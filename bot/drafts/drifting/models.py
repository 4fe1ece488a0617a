"""Faces of accounts as they were approved and as they were found, leads from counts, take-overs, and the backlog of an account."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.clock import now
from bot.db import stored
from bot.work import Work


class WatchState(StrEnum):
    WAITING = "waiting"
    READING = "reading"


class FaceWatch(Work, table=True):
    """When one account's face was last read, and what it showed then."""

    __tablename__ = "face_watch"

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", unique=True)
    state: WatchState = Field(default=WatchState.WAITING, sa_type=stored(WatchState), index=True)
    last_read: datetime | None = None
    handle: str = ""
    told: dict[str, str] = Field(default_factory=dict, sa_type=sa.JSON)


class ApprovedFace(SQLModel, table=True):
    """The face a reading is held against: the newest row of an account. Rows are only added, so what counted when can be shown."""

    __tablename__ = "approved_face"

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    told: dict[str, str] = Field(default_factory=dict, sa_type=sa.JSON)
    at: datetime = Field(default_factory=now)
    approved_by: int | None = Field(default=None, foreign_key="person.id")  # none: the first reading, or what was announced
    reason: str = ""


class FaceKind(StrEnum):
    PROFILE = "profile"
    HANDLE = "handle"
    IDENTITY = "identity"


class FaceState(StrEnum):
    OPEN = "open"
    PUT_BACK = "put back"  # a person has the steps; the alarm stays until a reading shows it
    RIGHT = "right"  # a leader said so, and it is the approved face
    EXPECTED = "expected"  # announced beforehand
    BACK = "back"  # a reading showed the approved face again
    RETIRED = "retired"  # the account was given up


class FaceDrift(SQLModel, table=True):
    """The account shows itself otherwise than approved. `before` and `after` hold only the fields that differ."""

    __tablename__ = "face_drift"

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    kind: FaceKind = Field(sa_type=stored(FaceKind))
    state: FaceState = Field(default=FaceState.OPEN, sa_type=stored(FaceState), index=True)
    before: dict[str, str] = Field(default_factory=dict, sa_type=sa.JSON)
    after: dict[str, str] = Field(default_factory=dict, sa_type=sa.JSON)
    seen_at: datetime = Field(default_factory=now, index=True)
    holders: list[str] = Field(default_factory=list, sa_type=sa.JSON)  # who held access then
    evidence_id: int | None = Field(default=None, foreign_key="evidence.id")
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None
    reason: str = ""
    closed_at: datetime | None = None


class FaceNotice(SQLModel, table=True):
    """A change of the profile that a leader announced: while it stands, what it names raises no alarm."""

    __tablename__ = "face_notice"

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    fields: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    what: str
    who: str  # who makes the change, as the leader wrote it
    announced_by: int = Field(foreign_key="person.id")
    announced_at: datetime = Field(default_factory=now)
    until: datetime
    ended_at: datetime | None = None


class PostCount(SQLModel, table=True):
    """How many posts the network said the account has; a row for each change of it."""

    __tablename__ = "post_count"

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    count: int
    at: datetime = Field(default_factory=now)
    weighed: bool = False  # compared with what Gatepost knows to have come and gone


class LeadKind(StrEnum):
    UP_THEN_DOWN = "up then down"
    FELL = "fell"


class CountLead(SQLModel, table=True):
    """The count moved by more than Gatepost saw come and go: no proof, but where to start asking (S14.4)."""

    __tablename__ = "count_lead"

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    kind: LeadKind = Field(sa_type=stored(LeadKind))
    posts: int  # how many nobody can account for
    before: int
    high: int
    after: int
    from_at: datetime
    to_at: datetime
    looked_by: int | None = Field(default=None, foreign_key="person.id")
    looked_at: datetime | None = None
    note: str = ""


class TakeOver(SQLModel, table=True):
    """Several incidents at once: somebody else may hold the account, and people go through the steps together."""

    __tablename__ = "take_over"

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    raised_at: datetime = Field(default_factory=now)
    incidents: list[str] = Field(default_factory=list, sa_type=sa.JSON)  # subjects
    closed_at: datetime | None = Field(default=None, index=True)
    closed_by: int | None = Field(default=None, foreign_key="person.id")
    finding: str = ""


class TakeOverStep(SQLModel, table=True):
    """One step that a named person did."""

    __tablename__ = "take_over_step"

    id: int | None = Field(default=None, primary_key=True)
    take_over_id: int = Field(foreign_key="take_over.id", index=True)
    step: str
    done_by: int = Field(foreign_key="person.id")
    done_at: datetime = Field(default_factory=now)
    note: str = ""
    __table_args__ = (sa.UniqueConstraint("take_over_id", "step"),)


class BacklogState(StrEnum):
    LISTING = "listing"
    LOOKING = "looking"
    DONE = "done"


class Backlog(Work, table=True):
    """What stood on an account when the gate was put up, to be gone through once."""

    __tablename__ = "backlog"

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", unique=True)
    state: BacklogState = Field(default=BacklogState.LISTING, sa_type=stored(BacklogState), index=True)
    began_at: datetime = Field(default_factory=now)
    cursor: str | None = None  # where the next older page begins; None before the first
    read: int = 0  # posts that the network showed, which some charge for
    capped: bool = False  # there were older ones, which nobody listed
    listed_at: datetime | None = None
    finished_at: datetime | None = None


class BacklogChoice(StrEnum):
    OPEN = "open"
    KEEP = "keep"
    REMOVE = "remove"


class BacklogPost(SQLModel, table=True):
    """One post from before the gate, with what the checks would say of it today."""

    __tablename__ = "backlog_post"

    id: int | None = Field(default=None, primary_key=True)
    backlog_id: int = Field(foreign_key="backlog.id", index=True)
    remote_id: str
    text: str = ""
    url: str = ""
    posted_at: datetime
    pictures: int = 0
    shown: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)  # the fields of its evidence, should it be removed
    findings: list[str] = Field(default_factory=list, sa_type=sa.JSON)  # what would block it today
    flagged: bool = False  # something would
    choice: BacklogChoice = Field(default=BacklogChoice.OPEN, sa_type=stored(BacklogChoice), index=True)
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None
    reason: str = ""
    stray_id: int | None = Field(default=None, foreign_key="stray.id")
    __table_args__ = (sa.UniqueConstraint("backlog_id", "remote_id"),)
