"""Private messages to an official account, what was sent from one outside Gatepost, blocks, and how far each account is guarded."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.clock import now
from bot.db import stored
from bot.work import Work


class Category(StrEnum):
    """All that is kept of most messages."""

    SAFEGUARDING = "safeguarding"
    ABUSE = "abuse"
    UNSURE = "unsure"  # the judge asks, or could not judge
    CRITICISM = "criticism"
    SPAM = "spam"
    ORDINARY = "ordinary"


class MessageState(StrEnum):
    WAITING = "waiting"
    SAFEGUARDING = "safeguarding"  # with the safeguarding lead alone
    CLOSED = "closed"  # without a reply, as every message is
    SIGNPOSTED = "signposted"
    BLOCK_PROPOSED = "block proposed"


class PrivateMessage(SQLModel, table=True):
    """Who, when and what kind. The words are nowhere, or in sealed evidence, or in the safeguarding case."""

    __tablename__ = "private_message"

    id: int | None = Field(default=None, primary_key=True)
    academy_id: int = Field(foreign_key="academy.id", index=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    remote_id: str
    sender_id: str = ""  # empty once it is forgotten
    sender_handle: str = ""
    url: str = ""
    at: datetime
    seen_at: datetime = Field(default_factory=now, index=True)
    category: Category = Field(sa_type=stored(Category))
    severity: int
    rules: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    repeats: int = 0  # messages of the same sender to this account in the 30 days before
    state: MessageState = Field(default=MessageState.WAITING, sa_type=stored(MessageState), index=True)
    decide_by: datetime | None = None
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None
    logged_by: int | None = Field(default=None, foreign_key="person.id")  # nobody: Gatepost read it itself
    evidence_id: int | None = Field(default=None, foreign_key="evidence.id")
    forget_at: datetime | None = Field(default=None, index=True)  # when who wrote it is forgotten
    __table_args__ = (sa.UniqueConstraint("account_id", "remote_id"),)


class BlockState(StrEnum):
    PROPOSED = "proposed"
    REFUSED = "refused"
    ACTING = "acting"  # the worker asks the network
    BLOCKED = "blocked"
    BY_HAND = "by hand"  # a person has a task
    ENDED = "ended"


class SenderBlock(Work, table=True):
    """One sender, blocked on one account by decision of a leader, with a reason and a day on which it is looked at again."""

    __tablename__ = "sender_block"

    id: int | None = Field(default=None, primary_key=True)
    academy_id: int = Field(foreign_key="academy.id", index=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    message_id: int = Field(foreign_key="private_message.id", index=True)
    sender_id: str
    sender_handle: str
    url: str = ""
    wanted: bool = True  # False: the block is being lifted
    reason: str
    proposed_by: int | None = Field(default=None, foreign_key="person.id")  # nobody: the policy asks for it
    proposed_at: datetime = Field(default_factory=now)
    state: BlockState = Field(default=BlockState.PROPOSED, sa_type=stored(BlockState), index=True)
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None
    decision: str = ""  # the leader's words
    done_at: datetime | None = None  # read back on the network
    review_on: date | None = None


class SentOutside(SQLModel, table=True):
    """A private message sent from the account outside Gatepost: nobody may, so it is an incident (S18.4)."""

    __tablename__ = "message_sent_outside"

    id: int | None = Field(default=None, primary_key=True)
    academy_id: int = Field(foreign_key="academy.id", index=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    remote_id: str
    to_id: str
    to_handle: str
    at: datetime
    seen_at: datetime = Field(default_factory=now)
    holders: list[str] = Field(default_factory=list, sa_type=sa.JSON)  # who could have sent it, by name
    holder_ids: list[int] = Field(default_factory=list, sa_type=sa.JSON)
    evidence_id: int | None = Field(default=None, foreign_key="evidence.id")
    case_id: int | None = Field(default=None, foreign_key="safeguarding_case.id")
    settled_by: int | None = Field(default=None, foreign_key="person.id")
    settled_at: datetime | None = None
    outcome: str = ""
    __table_args__ = (sa.UniqueConstraint("account_id", "remote_id"),)


class GuardState(StrEnum):
    WATCHING = "watching"


class MessageGuard(Work, table=True):
    """How far the private messages of one account are closed and seen, looked at every day."""

    __tablename__ = "message_guard"

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", unique=True)
    state: GuardState = Field(default=GuardState.WATCHING, sa_type=stored(GuardState))
    open: bool | None = None  # None: nobody can tell from here
    checked_at: datetime | None = None  # when the network last said so
    closed_at: datetime | None = None  # when Gatepost last closed them
    look_at: datetime = Field(default_factory=now)  # when a person is next asked to look
    asked_to_close: bool = False
