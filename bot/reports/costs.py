"""What an account's calls cost in a month: what was read, what was written, the money, and the least it could have been.

The least is each thing that was shown paid for once in the month, and every write: what was counted, without what was paid for again
on a later day. It says nothing of things that need not have been read at all.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlmodel import Session, col, func, select

from bot.accounts import costs as ledger
from bot.accounts import costs_budget
from bot.accounts.costs_models import CostLine
from bot.accounts.costs_prices import DOLLAR, Price, Tariff, costs
from bot.accounts.keeping import of_academy
from bot.accounts.models import Account
from bot.reports.charts import Bar, bars


@dataclass(frozen=True)
class Kind:
    """One row of an account's month."""

    price: Price
    times: int
    millionths: int
    again: int
    least: int
    bar: Bar | None = None


@dataclass(frozen=True)
class Month:
    """One account in one month. `budget` None: the network asks for no money."""

    account: Account
    month: date
    tariff: Tariff
    kinds: tuple[Kind, ...] = ()
    budget: costs_budget.Budget | None = None
    unverified: tuple[Price, ...] = field(default=())

    @property
    def millionths(self) -> int:
        return sum(kind.millionths for kind in self.kinds)

    @property
    def least(self) -> int:
        return sum(kind.least for kind in self.kinds)

    def count(self, kind: str) -> int:
        return sum(each.times for each in self.kinds if each.price.kind == kind)

    def as_json(self) -> dict[str, Any]:
        return {
            "account": self.account.id,
            "handle": self.account.handle,
            "network": self.account.platform,
            "month": f"{self.month:%Y-%m}",
            "reads": self.count("read"),
            "writes": self.count("write"),
            "dollars": self.millionths / DOLLAR,
            "least_dollars": self.least / DOLLAR,
            "budget_dollars": self.budget.limit / DOLLAR if self.budget else None,
            "kinds": {k.price.what: {"times": k.times, "dollars": k.millionths / DOLLAR, "again": k.again} for k in self.kinds},
        }


def months(session: Session, academy_ids: Iterable[int], month: date) -> list[Month]:
    """Every account of these academies on a network that counts, the dearest first."""
    accounts = [row for academy_id in academy_ids for row in of_academy(session, academy_id)]
    found = [made for row in accounts if (made := of(session, row, month)) is not None]
    return sorted(found, key=lambda each: -each.millionths)


def of(session: Session, row: Account, month: date) -> Month | None:
    tariff = costs().tariffs.get(row.platform)
    if tariff is None:
        return None
    sums = [func.sum(column) for column in (CostLine.times, CostLine.millionths, CostLine.again, CostLine.again_millionths)]
    query = select(CostLine.what, *sums).where(CostLine.account_id == row.id, *ledger.within(month)).group_by(col(CostLine.what))
    told = {str(row[0]): tuple(int(value) for value in row[1:]) for row in session.execute(query).all()}
    kinds = [Kind(price, n, paid, again, paid - paid_again) for price, (n, paid, again, paid_again) in _listed(tariff, told)]
    drawn = bars((kind.millionths, kind.least) for kind in kinds)
    rows = tuple(Kind(k.price, k.times, k.millionths, k.again, k.least, bar) for k, bar in zip(kinds, drawn, strict=True))
    unsure = tuple(kind.price for kind in rows if not kind.price.verified)
    return Month(row, month.replace(day=1), tariff, rows, costs_budget.of(session, row, month), unsure)


def kept_months(session: Session) -> list[date]:
    """The months there are lines of, newest first."""
    days = session.exec(select(col(CostLine.day)).distinct())
    return sorted({day.replace(day=1) for day in days}, reverse=True)


def _listed(tariff: Tariff, told: dict[str, tuple[int, ...]]) -> list[tuple[Price, tuple[int, ...]]]:
    """In the order of the table; what is no longer in the table comes last, under its key."""
    known = [(price, told[what]) for what, price in tariff.prices.items() if what in told]
    gone = [(Price(what, what.replace("_", " "), "read", 0, 0), values) for what, values in told.items() if what not in tariff.prices]
    return known + gone
