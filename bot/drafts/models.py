"""Drafts, the people who touched them, what was claimed and signed, and the releases that go out."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.clock import now
from bot.db import stored
from bot.drafts.lifecycle import Finding, ReleaseState, SignKind, State
from bot.work import Work


class Draft(SQLModel, table=True):
    """One outbound item before it is allowed out. `version` counts changes; `digest` is of the bundle as it stands."""

    id: int | None = Field(default=None, primary_key=True)
    academy_id: int = Field(foreign_key="academy.id", index=True)
    author_id: int = Field(foreign_key="person.id", index=True)
    state: State = Field(default=State.DRAFT, sa_type=stored(State), index=True)
    version: int = 1
    digest: str = ""
    text: str
    not_before: datetime | None = None
    not_after: datetime
    reply_setting: str = "everyone"
    continues_id: int | None = None  # the draft this one goes on from, as its answer
    sources: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    answers: dict[str, str] = Field(default_factory=dict, sa_type=sa.JSON)
    note: str = ""  # what the last person to send it back wrote
    refused_digest: str = ""  # the data protection officer refused exactly this
    created_at: datetime = Field(default_factory=now)
    changed_at: datetime = Field(default_factory=now)
    submitted_at: datetime | None = None
    waiting_since: datetime | None = None  # since it waits for the person whose turn it is now
    reminder_at: datetime | None = Field(default=None, index=True)  # when they are told again


class DraftTarget(SQLModel, table=True):
    __tablename__ = "draft_target"

    id: int | None = Field(default=None, primary_key=True)
    draft_id: int = Field(foreign_key="draft.id", index=True)
    account_id: int = Field(foreign_key="account.id")


class Blob(SQLModel, table=True):
    """A picture's bytes, once, under their own hash. In the database, so that one backup holds everything."""

    sha256: str = Field(primary_key=True)
    mime: str
    data: bytes = Field(sa_type=sa.LargeBinary)


class DraftMedia(SQLModel, table=True):
    __tablename__ = "draft_media"

    id: int | None = Field(default=None, primary_key=True)
    draft_id: int = Field(foreign_key="draft.id", index=True)
    position: int
    filename: str
    mime: str
    sha256: str = Field(foreign_key="blob.sha256")
    alt: str = ""
    shows: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    origin: str = ""
    transcript: str = ""
    people: list[int] = Field(default_factory=list, sa_type=sa.JSON)  # rows of the consent register
    event_id: int | None = None
    credit: str = ""
    faces_note: str = ""  # why more faces can be seen than people are declared


class Contribution(SQLModel, table=True):
    """Everyone who changed the bundle. They can never sign it (invariant I2)."""

    id: int | None = Field(default=None, primary_key=True)
    draft_id: int = Field(foreign_key="draft.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    at: datetime = Field(default_factory=now)
    __table_args__ = (sa.UniqueConstraint("draft_id", "person_id"),)


class Version(SQLModel, table=True):
    """What the draft was after each change, so that nothing typed is ever lost."""

    __tablename__ = "draft_version"

    id: int | None = Field(default=None, primary_key=True)
    draft_id: int = Field(foreign_key="draft.id", index=True)
    version: int
    digest: str
    content: dict[str, Any] = Field(sa_type=sa.JSON)
    by: int = Field(foreign_key="person.id")
    at: datetime = Field(default_factory=now)
    __table_args__ = (sa.UniqueConstraint("draft_id", "version"),)


class ClaimOrigin(StrEnum):
    SYSTEM = "system"
    AUTHOR = "author"


class Claim(SQLModel, table=True):
    """Something in the text that could be checked. Its finding counts for the digest it was made on, and no other."""

    id: int | None = Field(default=None, primary_key=True)
    draft_id: int = Field(foreign_key="draft.id", index=True)
    text: str
    kind: str
    start: int
    end: int
    origin: ClaimOrigin = Field(default=ClaimOrigin.SYSTEM, sa_type=stored(ClaimOrigin))
    source: str = ""
    finding: Finding = Field(default=Finding.NONE, sa_type=stored(Finding))
    finding_note: str = ""
    finding_digest: str = ""
    checked_by: int | None = Field(default=None, foreign_key="person.id")
    checked_at: datetime | None = None


class SignOff(SQLModel, table=True):
    """One person's word for one digest. `mark` is keyed, so a row written into the database by hand does not hold."""

    __tablename__ = "sign_off"

    id: int | None = Field(default=None, primary_key=True)
    draft_id: int = Field(foreign_key="draft.id", index=True)
    kind: SignKind = Field(sa_type=stored(SignKind))
    person_id: int = Field(foreign_key="person.id")
    digest: str
    mark: str
    at: datetime = Field(default_factory=now)
    reason: str = ""  # why it may go out although a check warned
    warnings: list[str] = Field(default_factory=list, sa_type=sa.JSON)  # what was warned of, as the approver read it
    profile_hash: str = ""  # the policy profile it was signed under
    seconds: int | None = None  # from opening the page to signing; None where that is not known
    voided_at: datetime | None = None
    void_reason: str = ""


class Release(Work, table=True):
    """One approved draft on its way to one account: the row is the queue."""

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)  # what the network is given, where it takes a key
    draft_id: int = Field(foreign_key="draft.id", index=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    digest: str
    state: ReleaseState = Field(default=ReleaseState.QUEUED, sa_type=stored(ReleaseState), index=True)
    reason: str = ""  # why held, failed, missed or unknown, as a sentence
    intent_at: datetime | None = None  # committed before the call
    looks: int = 0  # how often it was looked for since the answer was lost
    remote_id: str | None = Field(default=None, index=True)
    url: str = ""
    published_at: datetime | None = None
    verified_at: datetime | None = None


class StrayKind(StrEnum):
    UNKNOWN = "unknown"
    EDITED = "edited"
    GONE = "gone"
    BACKLOG = "backlog"  # it stood there before the gate, and a leader does not want it


class StrayState(StrEnum):
    OPEN = "open"
    ADOPTED = "adopted"
    REMOVING = "removing"
    REMOVED = "removed"
    LEFT = "left"


class Stray(Work, table=True):
    """The live account shows something the gate did not send, or no longer shows what it did (control C14)."""

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    remote_id: str
    kind: StrayKind = Field(sa_type=stored(StrayKind))
    state: StrayState = Field(default=StrayState.OPEN, sa_type=stored(StrayState), index=True)
    release_id: int | None = Field(default=None, foreign_key="release.id")
    approved_text: str = ""
    live_text: str = ""
    url: str = ""
    posted_at: datetime | None = None
    ends_at: datetime | None = None  # a story, which is gone by itself then
    seen_at: datetime = Field(default_factory=now)
    holders: list[str] = Field(default_factory=list, sa_type=sa.JSON)  # who held access then
    evidence_id: int | None = Field(default=None, foreign_key="evidence.id")
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None
    decision_reason: str = ""
    gone_at: datetime | None = None  # read back as removed
    __table_args__ = (sa.UniqueConstraint("account_id", "remote_id", "kind", "live_text"),)
