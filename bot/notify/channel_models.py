"""Channels, deliveries and what each person chose: how a notice leaves Gatepost."""

from datetime import datetime, time
from enum import StrEnum

from sqlmodel import Field, SQLModel

from bot.clock import now
from bot.db import stored
from bot.notify.models import Urgency
from bot.platforms.channels import Kind
from bot.policy.parameter import RoutedRole
from bot.work import Work


class NoticeChannel(SQLModel, table=True):
    """One way out at one academy: for a role, for one person, or for everybody, each at their own official email.

    The address is a secret and stands only in `credential`, encrypted; `shown` is what pages may say of it.
    """

    __tablename__ = "notice_channel"

    id: int | None = Field(default=None, primary_key=True)
    academy_id: int = Field(foreign_key="academy.id", index=True)
    label: str
    kind: Kind = Field(sa_type=stored(Kind))
    credential: str
    shown: str
    role: RoutedRole | None = Field(default=None, sa_type=stored(RoutedRole))
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    digest: bool = False  # what can wait comes twice a day; for a role's channel, a person's own is their choice
    added_by: int = Field(foreign_key="person.id")
    added_at: datetime = Field(default_factory=now)
    agreed_by: int | None = Field(default=None, foreign_key="person.id")
    agreed_at: datetime | None = None
    ended_by: int | None = Field(default=None, foreign_key="person.id")
    ended_at: datetime | None = None
    worked_at: datetime | None = None  # when something last went through
    failing_since: datetime | None = None
    trouble: str = ""  # why it fails, in plain words

    @property
    def each(self) -> bool:
        """For everybody, each at their own address."""
        return self.role is None and self.person_id is None


class DeliveryState(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"  # under a lease: whoever had it and died is followed by another
    FAILED = "failed"  # and tried again
    SENT = "sent"
    GIVEN_UP = "given_up"
    OVERTAKEN = "overtaken"  # what it was about was settled before it left


class NoticeDelivery(Work, table=True):
    """One notice over one channel, for a mail channel of everybody to one person. `key` keeps it to one."""

    __tablename__ = "notice_delivery"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    notice_id: int = Field(foreign_key="notice.id", index=True)
    channel_id: int = Field(foreign_key="notice_channel.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    urgency: Urgency = Field(sa_type=stored(Urgency))
    digest: bool = False
    state: DeliveryState = Field(default=DeliveryState.WAITING, sa_type=stored(DeliveryState), index=True)
    made_at: datetime = Field(default_factory=now)
    done_at: datetime | None = None


class NoticePreference(SQLModel, table=True):
    """What one person chose for notices that can wait. An alarm asks nobody's leave."""

    __tablename__ = "notice_preference"

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", unique=True)
    digest: bool = False
    quiet_from: time | None = None
    quiet_until: time | None = None
