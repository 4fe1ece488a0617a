"""What staff declare of themselves, for those alone whom the policy names (control C25)."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field

from bot.clock import now
from bot.db import stored
from bot.work import Work


class DeclarationKind(StrEnum):
    FRIEND_REQUEST = "friend_request"
    FAMILY = "family"
    RECENT_PUPIL = "recent_pupil"
    ODD_REQUESTS = "odd_requests"
    CONFLICT = "conflict"
    CLASS_SIGNPOST = "class_signpost"


class DeclarationState(StrEnum):
    MADE = "made"
    SEEN = "seen"
    DISCUSSED = "discussed"
    CLOSED = "closed"


class Declaration(Work, table=True):
    """No name of a pupil is asked for and nothing can be attached. The words are locked; the rest says only that there is one."""

    id: int | None = Field(default=None, primary_key=True)
    academy_id: int = Field(foreign_key="academy.id", index=True)
    kind: DeclarationKind = Field(sa_type=stored(DeclarationKind))
    declared_by: int = Field(foreign_key="person.id", index=True)
    declared_at: datetime = Field(default_factory=now)
    happened_at: datetime
    platform: str = ""
    pupil: bool = False  # a pupil is part of it
    text_locked: str
    recipients: list[str] = Field(default_factory=list, sa_type=sa.JSON)  # roles, as they were routed when it was made
    clause: str = "default"
    state: DeclarationState = Field(default=DeclarationState.MADE, sa_type=stored(DeclarationState), index=True)
    chased: int = 0
    seen_by: int | None = Field(default=None, foreign_key="person.id")
    seen_at: datetime | None = None
    discussed_by: int | None = Field(default=None, foreign_key="person.id")
    discussed_at: datetime | None = None
    closed_by: int | None = Field(default=None, foreign_key="person.id")
    closed_at: datetime | None = None
    outcome_locked: str = ""


class PermissionKind(StrEnum):
    SPEAKING = "speaking"
    CONTACT = "contact"
    PUPIL_CHANNEL = "pupil_channel"
    ALUMNI = "alumni"
    WORK_TIME = "work_time"


class PermissionState(StrEnum):
    ASKED = "asked"
    GRANTED = "granted"  # and its first day is still to come
    LIVE = "live"
    REFUSED = "refused"
    EXPIRED = "expired"
    REVOKED = "revoked"


class StaffPermission(Work, table=True):
    """A permission one member of staff asked for, with who gave it, for what, from and until. `not_before`: when its dates turn it."""

    __tablename__ = "staff_permission"

    id: int | None = Field(default=None, primary_key=True)
    academy_id: int = Field(foreign_key="academy.id", index=True)
    kind: PermissionKind = Field(sa_type=stored(PermissionKind))
    asked_by: int = Field(foreign_key="person.id", index=True)
    asked_at: datetime = Field(default_factory=now)
    purpose: str
    scope: str
    channel: str = ""  # of an alumni contact: the official account it is made from
    starts: datetime
    ends: datetime
    state: PermissionState = Field(default=PermissionState.ASKED, sa_type=stored(PermissionState), index=True)
    clause: str = "default"
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None
    reason: str = ""  # why it was refused or taken back, or the conditions it was given with
    revoked_by: int | None = Field(default=None, foreign_key="person.id")
    revoked_at: datetime | None = None
