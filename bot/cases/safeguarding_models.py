"""What happened to a safeguarding case, step by step, and the concerns that members of staff raised."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.cases.models import About, CaseState
from bot.clock import now
from bot.db import stored


class Move(StrEnum):
    """Everything that is written into a case's chronology. Which of them change its state: `safeguarding_moves`."""

    RAISE = "raise"
    PAGE = "page"
    ACKNOWLEDGE = "acknowledge"
    ACT = "act"
    REFER = "refer"
    TRANSFER = "transfer"
    CLOSE = "close"
    SET_ASIDE = "set_aside"
    JOIN = "join"
    ROUTE = "route"
    TAG = "tag"
    HIDE = "hide"
    EXPORT = "export"


class CaseStep(SQLModel, table=True):
    """Who did what, when. Rows are only ever added."""

    __tablename__ = "case_step"

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="safeguarding_case.id", index=True)
    at: datetime = Field(default_factory=now)
    by: int | None = Field(default=None, foreign_key="person.id")  # nobody: Gatepost
    move: Move = Field(sa_type=stored(Move))
    state: CaseState = Field(sa_type=stored(CaseState))  # afterwards
    words: str = ""


class Concern(SQLModel, table=True):
    """A member of staff is worried about a child. Whoever raised it is told to which role it went, and nothing more."""

    id: int | None = Field(default=None, primary_key=True)
    academy_id: int = Field(foreign_key="academy.id", index=True)
    raised_by: int = Field(foreign_key="person.id", index=True)
    raised_at: datetime = Field(default_factory=now)
    words: str
    link: str = ""
    about: About = Field(default=About.NOBODY, sa_type=stored(About))
    imagery: bool = False
    case_id: int = Field(foreign_key="safeguarding_case.id", index=True)
    passed_to: list[str] = Field(default_factory=list, sa_type=sa.JSON)  # roles, as it was routed
