"""Official accounts, who keeps them, how far each was read, and the stop switch."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.clock import now
from bot.db import stored
from bot.work import Work


class AccountState(StrEnum):
    PROPOSED = "proposed"
    RETURNED = "returned"
    REFUSED = "refused"
    APPROVED = "approved"
    CONNECTED = "connected"
    SUSPENDED = "suspended"
    RETIRED = "retired"
    UNCONTROLLED = "watched by hand"  # official, on a network that Gatepost has no door to


class Doubt(StrEnum):
    """Whether the network still shows the account that is registered (control C02)."""

    NONE = "none"
    HANDLE = "another handle"  # it is read, and nothing is changed on it
    IDENTITY = "another account"  # its credential is not used at all


class Account(SQLModel, table=True):
    """One official account. `remote_id` is the network's permanent id: a handle may change hands, this may not."""

    id: int | None = Field(default=None, primary_key=True)
    academy_id: int = Field(foreign_key="academy.id", index=True)
    platform: str
    handle: str
    remote_id: str = ""
    purpose: str
    audience: str = "public"
    pupil_facing: bool = False
    official_email: str
    state: AccountState = Field(default=AccountState.PROPOSED, sa_type=stored(AccountState), index=True)
    reason: str = ""  # why it was returned, refused or suspended
    credential: str | None = None  # locked by the vault; never shown
    reauthorise: bool = False  # the network turned the credential away
    doubt: Doubt = Field(default=Doubt.NONE, sa_type=stored(Doubt))
    proposed_by: int | None = Field(default=None, foreign_key="person.id")
    proposed_at: datetime = Field(default_factory=now)
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    connected_by: int | None = Field(default=None, foreign_key="person.id")
    connected_at: datetime | None = None
    acknowledged_by: int | None = Field(default=None, foreign_key="person.id")
    next_review: date | None = None


class Custodian(SQLModel, table=True):
    """Somebody who answers for an account's keys. Below the profile's minimum, publishing stops (S02.4)."""

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    __table_args__ = (sa.UniqueConstraint("account_id", "person_id"),)


class StreamKind(StrEnum):
    """What is read from an account."""

    REPLIES = "replies"
    TIMELINE = "timeline"
    FOLLOWING = "following"
    MESSAGES = "messages"  # only where the network shows them to whoever may not send any


class StreamState(StrEnum):
    WAITING = "waiting"
    READING = "reading"


class Stream(Work, table=True):
    """How far one account was read. The cursor moves in the same transaction as the rows that it read."""

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    kind: StreamKind = Field(sa_type=stored(StreamKind))
    state: StreamState = Field(default=StreamState.WAITING, sa_type=stored(StreamState))
    cursor: str | None = None
    last_read: datetime | None = None
    blind_since: datetime | None = None
    catching_up: bool = False  # read again, but not yet to the end of what piled up
    __table_args__ = (sa.UniqueConstraint("account_id", "kind"),)


class Stop(SQLModel, table=True):
    """The stop switch. With an account: that account. With an academy: all its accounts. With neither: the trust."""

    id: int | None = Field(default=None, primary_key=True)
    academy_id: int | None = Field(default=None, foreign_key="academy.id", index=True)
    account_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    reason: str
    pressed_by: int = Field(foreign_key="person.id")
    pressed_at: datetime = Field(default_factory=now)
    lifted_by: int | None = Field(default=None, foreign_key="person.id")
    lifted_at: datetime | None = None
