"""What calls cost: one line for each account, day and kind, what was shown today, and the month's budget."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field, SQLModel


class CostLine(SQLModel, table=True):
    """A day's count of one kind of call. Days as the network counts them. `again`: things that were paid for on an earlier day of the month."""

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    day: date = Field(index=True)
    what: str
    pool: str = ""  # what several accounts draw on together
    times: int = 0
    millionths: int = Field(default=0, sa_type=sa.BigInteger)
    again: int = 0
    again_millionths: int = Field(default=0, sa_type=sa.BigInteger)
    __table_args__ = (sa.UniqueConstraint("account_id", "day", "what"),)


class CostSeen(SQLModel, table=True):
    """A thing that was charged for on a day, so that nobody counts it twice. Ids only, and gone when the month is over."""

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id")
    day: date = Field(index=True)
    what: str
    thing: str
    __table_args__ = (sa.UniqueConstraint("account_id", "what", "thing", "day"),)


class CostSetting(SQLModel, table=True):
    """What an administrator set for one account. No row: the defaults of `config/costs.toml`, and an app that the account owns."""

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", unique=True)
    month_millionths: int | None = Field(default=None, sa_type=sa.BigInteger)
    owned: bool = True


class CostWarning(SQLModel, table=True):
    """That people were told of one part of a month's budget being used: once."""

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    month: date  # its first day
    percent: int
    __table_args__ = (sa.UniqueConstraint("account_id", "month", "percent"),)
