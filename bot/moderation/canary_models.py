"""Whether the judge still judges as it was tested."""

from datetime import datetime

from sqlmodel import Field

from bot.work import Work


class JudgeCheck(Work, table=True):
    """One row for the whole installation: the last time the canary comments were judged, and what came of it."""

    __tablename__ = "judge_check"

    id: int | None = Field(default=None, primary_key=True)
    checked_at: datetime | None = None
    broken_since: datetime | None = None  # empty while all is well
    why: str = ""
