"""What calls cost, as `config/costs.toml` says. Amounts are millionths of a dollar, because a read costs a thousandth."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, Literal
from zoneinfo import ZoneInfo

from bot.clock import now
from bot.errors import Misconfigured
from bot.settings import ROOT

COSTS = ROOT / "config" / "costs.toml"
DOLLAR = 1_000_000
GENERAL = ("budget", "slowing")


@dataclass(frozen=True)
class Price:
    """One line of the table. `by_thing`: charged for each thing shown, once a UTC day."""

    what: str
    label: str
    kind: Literal["read", "write"]
    price: int
    not_owned: int
    by_thing: bool = False
    verified: bool = True
    note: str = ""

    def paid(self, *, owned: bool) -> int:
        return self.price if owned else self.not_owned


@dataclass(frozen=True)
class Tariff:
    """One network. `unit`: what it counts in where it asks for no money."""

    platform: str
    source: str
    checked: date
    unit: str = ""
    midnight: str = "UTC"  # where the network's day begins
    prices: Mapping[str, Price] = field(default_factory=dict)

    @property
    def money(self) -> bool:
        return any(each.price for each in self.prices.values())

    def day(self) -> date:
        """Today, as the network counts days."""
        return now().astimezone(ZoneInfo(self.midnight)).date()


@dataclass(frozen=True)
class Costs:
    tariffs: Mapping[str, Tariff]
    month: int  # budget of one account and month, in millionths of a dollar
    warn: tuple[int, ...]
    slowing: Mapping[int, int]  # percent of the budget -> times more rarely

    def slowed(self, percent: float) -> int:
        return max((times for at, times in self.slowing.items() if percent >= at), default=1)


@cache
def costs() -> Costs:
    """Raises Misconfigured in plain words when the file cannot be used."""
    try:
        told = tomllib.loads(COSTS.read_text())
        tariffs = {name: _tariff(name, rows) for name, rows in told.items() if name not in GENERAL}
        budget = told["budget"]
        slowing = {int(at): int(times) for at, times in told["slowing"].items()}
        return Costs(tariffs, int(budget["month_usd"] * DOLLAR), tuple(sorted(budget["warn_percent"])), slowing)
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as problem:
        raise Misconfigured(f"config/costs.toml cannot be used: {problem}") from None


def _tariff(name: str, rows: Mapping[str, Any]) -> Tariff:
    prices = {what: _price(what, row) for what, row in rows.items() if isinstance(row, dict)}
    return Tariff(name, rows["source"], rows["checked"], rows.get("unit", ""), rows.get("midnight", "UTC"), prices)


def _price(what: str, row: Mapping[str, Any]) -> Price:
    if row["kind"] not in ("read", "write") or row["price"] < 0:
        raise ValueError(what)
    return Price(
        what,
        row["label"],
        row["kind"],
        row["price"],
        row.get("not_owned", row["price"]),
        row.get("by_thing", False),
        row.get("verified", True),
        row.get("note", ""),
    )


def dollars(millionths: int) -> str:
    """To the cent, as people read it."""
    return f"${millionths / DOLLAR:,.2f}"
