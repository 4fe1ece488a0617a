"""Academies, the people who work for them, what they may do and how they sign in."""

from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel

from bot.clock import now
from bot.db import stored
from bot.people.permissions import Role, Verb


class Capacity(StrEnum):
    STAFF = "staff"
    GOVERNOR = "governor"
    VOLUNTEER = "volunteer"
    SUPPLIER = "supplier"


class Standing(StrEnum):
    """Of a role or a grant. Proposed counts for nothing until a second person co-signs."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    ENDED = "ended"


class Academy(SQLModel, table=True):
    """One academy of the trust, and the policy profile it is held to."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    policy: str = "default"
    email_domain: str
    contacts: str = ""  # the academy's own published telephone numbers and addresses, one a line
    practice: bool = False
    proposed_policy: str = ""
    policy_proposed_by: int | None = None  # a person; no foreign key, because people and academies would need each other


class Person(SQLModel, table=True):
    """One human being. Two logins that share a staff id or a telephone are the same human (control C03)."""

    id: int | None = Field(default=None, primary_key=True)
    name: str
    email: str = Field(unique=True)
    staff_id: str = Field(index=True)
    phone: str = ""
    capacity: Capacity = Field(default=Capacity.STAFF, sa_type=stored(Capacity))
    password_hash: str | None = None
    registered_by: int | None = Field(default=None, foreign_key="person.id")
    registered_at: datetime = Field(default_factory=now)
    left_at: datetime | None = None


class RoleHolding(SQLModel, table=True):
    """A person holds a role at one academy, or, with no academy, across the trust."""

    __tablename__ = "role_holding"

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    role: Role = Field(sa_type=stored(Role))
    academy_id: int | None = Field(default=None, foreign_key="academy.id")
    standing: Standing = Field(default=Standing.PROPOSED, sa_type=stored(Standing))
    starts: datetime = Field(default_factory=now)
    ends: datetime | None = None
    proposed_by: int | None = Field(default=None, foreign_key="person.id")
    cosigned_by: int | None = Field(default=None, foreign_key="person.id")


class Grant(SQLModel, table=True):
    """A person may do one thing on one account, from, until, on somebody's word."""

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    verb: Verb = Field(sa_type=stored(Verb))
    standing: Standing = Field(default=Standing.PROPOSED, sa_type=stored(Standing))
    starts: datetime
    ends: datetime
    sponsor_id: int = Field(foreign_key="person.id")
    no_images: bool = False
    proposed_by: int | None = Field(default=None, foreign_key="person.id")
    cosigned_by: int | None = Field(default=None, foreign_key="person.id")
    ended_reason: str = ""


class Training(SQLModel, table=True):
    """A course a person completed. Without a date and evidence it did not happen (S04.2)."""

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    course: str
    completed_on: date
    expires_on: date | None = None
    evidence: str
    recorded_by: int | None = Field(default=None, foreign_key="person.id")


class Attestation(SQLModel, table=True):
    """A person's own word that they read and understood one version of one policy."""

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    policy: str
    version_hash: str
    at: datetime = Field(default_factory=now)


class SignedIn(SQLModel, table=True):
    """A session. The token itself is only in the person's browser."""

    __tablename__ = "signed_in"

    token_hash: str = Field(primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    began: datetime = Field(default_factory=now)
    seen: datetime = Field(default_factory=now)


class SignInAttempt(SQLModel, table=True):
    """Kept to slow guessing down; the key is a fingerprint of the address typed, not the address."""

    __tablename__ = "sign_in_attempt"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(index=True)
    at: datetime = Field(default_factory=now, index=True)


class Invitation(SQLModel, table=True):
    """A link with which a person chooses their own password, once."""

    token_hash: str = Field(primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    expires: datetime
    used_at: datetime | None = None
