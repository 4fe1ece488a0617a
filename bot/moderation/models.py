"""Replies by others to the academy's accounts: what was judged, what is visible, who decided what."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from bot.clock import now
from bot.db import stored
from bot.moderation.verdict import Word
from bot.platforms.base import Post
from bot.work import Work


class Visibility(StrEnum):
    """What other people see, as far as the network lets us know. Hidden is never called removed (invariant I8)."""

    VISIBLE = "visible"
    HIDING = "hiding"
    HIDDEN = "hidden"
    SHOWING = "showing"
    CANNOT_HIDE = "cannot hide"
    REMOVING = "removing"  # decided by a person; waits until it can no longer be taken back
    REMOVED = "removed"  # gone from the network for good: read so, or a person's word
    CUTTING_OFF = "cutting off"  # a quote, decided by a person; waits likewise
    CUT_OFF = "cut off"  # for good: the quote stands, and no longer shows our post


class Review(StrEnum):
    """Whether a person still has to look."""

    NONE = "none"
    WAITING = "waiting"
    DECIDED = "decided"
    SAFEGUARDING = "safeguarding"  # with the safeguarding lead alone


class Reply(Work, table=True):
    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    remote_id: str
    root_id: str | None = None
    parent_id: str | None = None
    quoted_id: str | None = None  # the own post that it quotes
    author_handle: str
    author_id: str
    text: str
    url: str
    platform_at: datetime
    seen_at: datetime = Field(default_factory=now, index=True)
    word: Word = Field(sa_type=stored(Word))
    severity: int
    score: float
    reasons: list[dict[str, Any]] = Field(default_factory=list, sa_type=sa.JSON)  # rule, span, start, end
    state: Visibility = Field(default=Visibility.VISIBLE, sa_type=stored(Visibility), index=True)
    review: Review = Field(default=Review.NONE, sa_type=stored(Review), index=True)
    decide_by: datetime | None = Field(default=None, index=True)
    late: bool = False  # nobody decided in time; stays true when somebody does (invariant I10)
    hidden_at: datetime | None = None
    read_back: bool | None = None  # True: read as hidden; None: the network only answered that it is
    machine_hid: bool = False
    decision: str = ""
    reason_code: str = ""
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None
    restored: bool = False  # a false hide; never hidden by the machine again (S15.3)
    evidence_id: int | None = Field(default=None, foreign_key="evidence.id")
    parent_text: str = ""  # what it answers, as far as that is the academy's own or stored here
    voice: str = ""  # why its writer is listed: an own account, a member of staff, an organisation that is followed
    repeats: int = 0  # comments of the same writer hidden on this account before it, by decision of a person
    clock_note: str = ""  # what is unusual about `decide_by`, as a sentence
    tell_at: datetime | None = Field(default=None, index=True)  # outside staffed hours: when people hear of it
    pile_on_id: int | None = Field(default=None, index=True)
    raw: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)  # what the network answered, for the evidence
    __table_args__ = (sa.UniqueConstraint("account_id", "remote_id"),)

    def as_post(self) -> Post:
        """The comment as it was read."""
        return Post(
            remote_id=self.remote_id,
            text=self.text,
            author_id=self.author_id,
            author_handle=self.author_handle,
            at=self.platform_at,
            url=self.url,
            parent_id=self.parent_id,
            root_id=self.root_id,
            quoted_id=self.quoted_id,
            raw=self.raw,
        )
