"""An event with pupils of several schools, what each school answered, who was briefed, and the table of moves (control C10)."""

from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.clock import now
from bot.db import stored
from bot.errors import Refusal


class EventState(StrEnum):
    PLANNED = "planned"
    ASKED = "schools asked"
    ANSWERED_ALL = "all schools settled"
    BRIEFED = "briefing held"
    LIVE = "live"
    CLOSED = "closed"
    PURGED = "sheet deleted"


class Answer(StrEnum):
    """Of one school. All but the two answers mean the same for a picture: every child of that school counts as no consent."""

    NOT_ASKED = "not asked"
    ASKED = "asked"
    NONE = "answered: no child"
    LIST = "answered with a list"
    SILENT = "silent"


ANSWERED = (Answer.NONE, Answer.LIST)
SETTLED = (*ANSWERED, Answer.SILENT)


class EventMove(StrEnum):
    ASK = "ask the schools"
    ANSWER = "write down an answer"
    SETTLE = "go on without a silent school"
    BRIEF = "hold the briefing"
    GO_LIVE = "start the event"
    CLOSE = "close the event"
    PURGE = "delete the sheet"


class Step(NamedTuple):
    """Where a move may start, and where it ends (None: the event stays where it is)."""

    starts: tuple[EventState, ...]
    ends: EventState | None


S, M = EventState, EventMove
BEFORE = (S.PLANNED, S.ASKED, S.ANSWERED_ALL, S.BRIEFED)
MOVES: dict[EventMove, Step] = {
    M.ASK: Step((S.PLANNED,), S.ASKED),
    M.ANSWER: Step((S.ASKED, S.ANSWERED_ALL, S.BRIEFED, S.LIVE), None),  # a late answer is still written down
    M.SETTLE: Step((S.ASKED,), S.ANSWERED_ALL),
    M.BRIEF: Step((S.ANSWERED_ALL,), S.BRIEFED),
    M.GO_LIVE: Step((S.BRIEFED,), S.LIVE),
    M.CLOSE: Step((*BEFORE, S.LIVE), S.CLOSED),  # an event that is called off is closed too: its sheet must go
    M.PURGE: Step((*BEFORE, S.LIVE, S.CLOSED), S.PURGED),
}


class Event(SQLModel, table=True):
    """One event. The lead answers for it; nobody else but senior leadership moves it on."""

    id: int | None = Field(default=None, primary_key=True)
    academy_id: int = Field(foreign_key="academy.id", index=True)
    name: str
    day: date
    lead_id: int = Field(foreign_key="person.id")
    state: EventState = Field(default=EventState.PLANNED, sa_type=stored(EventState), index=True)
    marker: str = ""  # how those children are marked out, in a positive way
    unsigned_reason: str = ""  # why it went live although somebody had not signed the briefing
    created_by: int = Field(foreign_key="person.id")
    created_at: datetime = Field(default_factory=now)
    closed_at: datetime | None = None
    purged_at: datetime | None = None


class EventSchool(SQLModel, table=True):
    """One school that comes, and its answer. `names_locked` is under the vault's key, so the names are nowhere in plain text."""

    __tablename__ = "event_school"

    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id", index=True)
    name: str
    contact: str = ""
    answer: Answer = Field(default=Answer.NOT_ASKED, sa_type=stored(Answer))
    children: int = 0  # how many are on its list; 0 once the sheet is deleted
    names_locked: str = ""
    asked_at: datetime | None = None
    answered_at: datetime | None = None
    __table_args__ = (sa.UniqueConstraint("event_id", "name"),)


class EventBriefing(SQLModel, table=True):
    """One member of staff or volunteer who is to be briefed. Without a login, the lead writes down that they signed on paper."""

    __tablename__ = "event_briefing"

    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id", index=True)
    name: str
    person_id: int | None = Field(default=None, foreign_key="person.id")
    signed_at: datetime | None = None
    recorded_by: int | None = Field(default=None, foreign_key="person.id")


class EventNote(SQLModel, table=True):
    """Something that happened there, such as somebody asked to stop photographing. Locked, because it may name a child."""

    __tablename__ = "event_note"

    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id", index=True)
    text_locked: str
    by: int = Field(foreign_key="person.id")
    at: datetime = Field(default_factory=now)


class EventPicture(SQLModel, table=True):
    """Which schools' children are in one picture of one event, as somebody declared. An empty name is the academy's own."""

    __tablename__ = "event_picture"

    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id", index=True)
    sha256: str = Field(index=True)
    schools: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    declared_by: int = Field(foreign_key="person.id")
    declared_at: datetime = Field(default_factory=now)
    __table_args__ = (sa.UniqueConstraint("event_id", "sha256"),)


def move(event: Event, wanted: EventMove) -> None:
    """Takes the event where the table says. Raises the Refusal a person reads when it is not where the move starts."""
    step = MOVES[wanted]
    if event.state not in step.starts:
        raise Refusal(
            f"You cannot {wanted.value} now: this event is at “{event.state.value}”.",
            rule="move",
            next_step="Reload the page to see where it is and what comes next.",
        )
    event.state = step.ends or event.state
