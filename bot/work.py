"""A row that is also a job: the business row is the queue, so there is nothing to fall out of step with it.

One conditional UPDATE claims a row and raises its `attempts`; the claimer writes its result only while `attempts` is
still its own, so a worker that was presumed dead and wakes up cannot overwrite what its successor did.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col

from bot.clock import now

LEASE = timedelta(seconds=90)  # longer than all network time-outs of one job together (at most 3 calls of 20 s)
LONGEST = timedelta(hours=1)


class Work(SQLModel):
    """The columns of a row that waits for the worker."""

    not_before: datetime = Field(default_factory=now, index=True)
    lease_until: datetime | None = None
    attempts: int = 0
    failures: int = 0
    last_error: str | None = None


Row = TypeVar("Row", bound=Work)


def ready(model: type[Work], waiting: Sequence[StrEnum], working: StrEnum | None = None) -> sa.ColumnElement[bool]:
    """What `due` asks: waiting and its time has come, or being worked on by someone whose lease ran out."""
    state: Any = model.state  # type: ignore[attr-defined]
    moment = now()
    wanted = sa.and_(state.in_(waiting), col(model.not_before) <= moment, sa.or_(col(model.lease_until).is_(None), col(model.lease_until) <= moment))
    if working is None:
        return wanted
    return sa.or_(wanted, sa.and_(state == working, col(model.lease_until) <= moment))


def claim(
    session: Session,
    model: type[Work],
    key: int,
    waiting: Sequence[StrEnum],
    working: StrEnum | None = None,
    *,
    lease: timedelta = LEASE,
    take_over: bool = True,
) -> int | None:
    """Take the row, or None when somebody else has it. The number is the caller's fence for `settle`. Does not commit.

    With `take_over`, a row that somebody left in `working` counts too once their lease ran out. Leave it off where what they
    were doing must not simply be done again.
    """
    values: dict[str, Any] = {"attempts": col(model.attempts) + 1, "lease_until": now() + lease}
    if working is not None:
        values["state"] = working
    row_id: Any = model.id  # type: ignore[attr-defined]
    taken = session.execute(
        sa.update(model)
        .where(row_id == key, ready(model, waiting, working if take_over else None))
        .values(**values)
        .returning(col(model.attempts))
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    session.expire_all()
    return taken


def settle(session: Session, model: type[Work], key: int, attempt: int, **values: Any) -> bool:
    """Write the result and give the row back, if it is still ours. False: someone else has it now; drop the result."""
    row_id: Any = model.id  # type: ignore[attr-defined]
    done = session.execute(
        sa.update(model)
        .where(row_id == key, col(model.attempts) == attempt)
        .values(lease_until=None, **values)
        .returning(row_id)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    session.expire_all()
    return done is not None


def hand_back_all(session: Session) -> int:
    """Every lease ends now. Only for whoever knows that nobody is working: the rows belong to a process that died. Does not commit."""
    moment, freed = now(), 0
    for model in Work.__subclasses__():
        table = SQLModel.metadata.tables[str(model.__tablename__)]
        result = session.execute(sa.update(table).where(table.c.lease_until > moment).values(lease_until=moment))
        freed += result.rowcount  # type: ignore[attr-defined]
    session.expire_all()
    return freed


def backoff(failures: int) -> timedelta:
    """10 s, 20 s, 40 s ... to an hour."""
    return min(timedelta(seconds=10 * 2 ** min(failures, 12)), LONGEST)
