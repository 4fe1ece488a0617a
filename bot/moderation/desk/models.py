"""What the desk keeps beside a comment: who is at it, each decision as it was made, whom it is about, and what reading it costs people."""

from datetime import date, datetime

from sqlmodel import Field, Session, SQLModel, col, select

from bot.clock import now
from bot.db import stored
from bot.moderation.models import Review, Visibility


class Hold(SQLModel, table=True):
    """One person is deciding this comment, until a time. A hold that ran out counts for nothing."""

    __tablename__ = "comment_hold"

    reply_id: int = Field(foreign_key="reply.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    since: datetime = Field(default_factory=now)
    until: datetime


class Decided(SQLModel, table=True):
    """One decision, with how everything stood before it, so that it can be undone."""

    __tablename__ = "comment_decision"

    id: int | None = Field(default=None, primary_key=True)
    reply_id: int = Field(foreign_key="reply.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    at: datetime = Field(default_factory=now)
    decision: str
    reason_code: str
    was_state: Visibility = Field(sa_type=stored(Visibility))
    was_review: Review = Field(sa_type=stored(Review))
    was_decision: str = ""
    was_reason_code: str = ""
    was_decided_by: int | None = None
    was_decided_at: datetime | None = None
    was_restored: bool = False
    attempts: int = 0  # of the reply when this was saved: unchanged means that nobody went to the network since
    undone_at: datetime | None = None
    by_appeal: bool = False


def last(session: Session, reply_id: int) -> Decided | None:
    """The decision that counts now, as the desk keeps it."""
    query = select(Decided).where(Decided.reply_id == reply_id, col(Decided.undone_at).is_(None))
    return session.exec(query.order_by(col(Decided.id).desc()).limit(1)).first()


class About(SQLModel, table=True):
    """A person said that a comment is about somebody, or that it is not. Over what the names in its words say."""

    __tablename__ = "comment_about"

    id: int | None = Field(default=None, primary_key=True)
    reply_id: int = Field(foreign_key="reply.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    is_about: bool = True
    set_by: int = Field(foreign_key="person.id")
    set_at: datetime = Field(default_factory=now)


class Exposure(SQLModel, table=True):
    """Somebody opened a grave comment. Counted for the care of those who read them, and for nothing else."""

    __tablename__ = "comment_exposure"

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    academy_id: int = Field(foreign_key="academy.id")
    reply_id: int = Field(foreign_key="reply.id")
    day: date = Field(index=True)


class DeskSetting(SQLModel, table=True):
    """How one person wants the desk."""

    __tablename__ = "desk_setting"

    person_id: int = Field(foreign_key="person.id", primary_key=True)
    veil: bool = True
    letters: bool = True
