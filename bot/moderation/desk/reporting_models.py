"""A report of a comment to the network's own moderators."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field

from bot.clock import now
from bot.db import stored
from bot.work import Work


class ReportState(StrEnum):
    """How far a report got. No network lets it be read back."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"  # the network took it
    UNSURE = "unsure"  # the answer was lost: it may have arrived
    REFUSED = "refused"


class ReplyReport(Work, table=True):
    """At most one for a comment; asking anew, where it did not surely arrive, begins the same row again."""

    __tablename__ = "reply_report"

    id: int | None = Field(default=None, primary_key=True)
    reply_id: int = Field(foreign_key="reply.id", unique=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    reason_code: str
    asked_by: int = Field(foreign_key="person.id")
    asked_at: datetime = Field(default_factory=now)
    state: ReportState = Field(default=ReportState.WAITING, sa_type=stored(ReportState), index=True)
    sent_at: datetime | None = None
