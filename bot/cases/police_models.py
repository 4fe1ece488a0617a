"""Whether the police are told of a threat to a member of staff: what that person wants, who may overrule it, and what was done (P49)."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel

from bot.clock import now
from bot.db import stored


class Answer(StrEnum):
    """What the threatened person wants."""

    ASKED = "asked"  # and has not answered
    AGREES = "agrees"
    AGAINST = "against"
    TIME = "time"
    CANNOT = "cannot"  # be asked; why is written down
    NOBODY = "nobody"  # nobody on the staff is threatened, so there is nobody to ask


class Risk(StrEnum):
    """Why the police are told without consent."""

    LIFE = "life"
    CHILD = "child"


class Way(StrEnum):
    """How the police were told."""

    EMERGENCY = "999"
    NUMBER = "101"
    ONLINE = "online"
    IN_PERSON = "in_person"


class PoliceStep(SQLModel, table=True):
    """One threatened person, for one comment. What changes is in the record too, which keeps what stood here before."""

    __tablename__ = "police_step"

    id: int | None = Field(default=None, primary_key=True)
    academy_id: int = Field(foreign_key="academy.id", index=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    reply_id: int = Field(foreign_key="reply.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    named: str = ""  # somebody who does not use Gatepost
    answer: Answer = Field(sa_type=stored(Answer), index=True)
    words: str = ""  # what they said, or why nobody could ask
    may_read: bool = False  # they read the comment on their own page
    opened_at: datetime = Field(default_factory=now)
    asked_by: int = Field(foreign_key="person.id")
    asked_at: datetime | None = None  # None: nobody was asked
    answered_at: datetime | None = None
    written_by: int = Field(foreign_key="person.id")  # who wrote the answer down: a leader, or the person themselves
    risk: Risk | None = Field(default=None, sa_type=stored(Risk))
    risk_reason: str = ""
    risk_by: int | None = Field(default=None, foreign_key="person.id")
    risk_at: datetime | None = None
    signed_by: int | None = Field(default=None, foreign_key="person.id")  # the second leader
    signed_at: datetime | None = None
    way: Way | None = Field(default=None, sa_type=stored(Way))
    force: str = ""
    reference: str = ""  # the police's own; may come later
    told_at: datetime | None = Field(default=None, index=True)
    told_by: int | None = Field(default=None, foreign_key="person.id")

    @property
    def told(self) -> bool:
        return self.told_at is not None

    @property
    def unsigned(self) -> bool:
        """A second leader has still to look at why consent is passed over."""
        return self.risk is not None and self.signed_at is None
