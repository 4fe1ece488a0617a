"""Each process that works, when it last swept well, and the times in which none did (control C33)."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.clock import now


class WorkerProcess(SQLModel, table=True):
    """One process that sweeps, from its start on. It writes its own row and nobody else's."""

    __tablename__ = "worker_process"

    id: int | None = Field(default=None, primary_key=True)
    host: str
    pid: int
    started_at: datetime = Field(default_factory=now)
    beat_at: datetime = Field(default_factory=now, index=True)  # when a sweep was last completed as it should be
    every_s: int  # how far its beats lie apart
    doing: str = ""  # the jobs in hand at the last beat
    trouble: str = ""  # why its sweeps are not as they should be; nothing: they are
    stopped_at: datetime | None = None  # somebody stopped it, and it finished what was in hand
    signal_at: datetime | None = None  # when the address outside last took its signal
    signal_since: datetime | None = None  # since when that address does not
    signal_trouble: str = ""
    counted: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)  # for /metrics: see `bot.engine.counting`


class Outage(SQLModel, table=True):
    """A time without a working worker. `since` is the last beat before it, so two who find the same one write it once."""

    __tablename__ = "worker_outage"

    id: int | None = Field(default=None, primary_key=True)
    since: datetime = Field(unique=True)
    why: str
    told_at: datetime | None = None  # when the administrator and senior leadership were told
    until: datetime | None = Field(default=None, index=True)
