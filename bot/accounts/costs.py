"""The ledger of what calls cost: written after each answer, in a transaction of its own, and never in a call's way.

A network charges for a thing it shows once a UTC day. Two workers may be shown the same thing, and a worker may be killed and
start again, so what was charged today is a unique row in the database, not a memory.
"""

import threading
from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
import structlog
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Engine
from sqlmodel import Session, SQLModel, col, func, select

from bot.accounts.costs_models import CostLine, CostSeen, CostSetting
from bot.accounts.costs_prices import Price, costs
from bot.clock import now
from bot.db import open_session

log = structlog.get_logger()
AT_ONCE = 200  # things in one statement
KEPT = 1_000  # calls that wait to be written while the database cannot be reached
REMEMBERED_S = 60  # how long a budget's state is believed


class Ledger:
    """The meter of one account. `__call__` never raises: what cannot be written now is written with the next."""

    def __init__(self, engine: Engine, account_id: int, platform: str) -> None:
        self._engine, self._account_id, self._platform = engine, account_id, platform
        self._waiting: list[tuple[str, int, tuple[str, ...], str, date]] = []
        self._lock = threading.Lock()
        self._slowed = (0.0, 1)

    def __call__(self, what: str, times: int = 1, ids: Sequence[str] = (), pool: str = "") -> None:
        try:
            tariff = costs().tariffs.get(self._platform)
            price = tariff.prices.get(what) if tariff else None
            if price is None:
                log.warning("no price", network=self._platform, what=what)
                return
            if price.by_thing and not ids:
                return
            self._write(what, times, tuple(dict.fromkeys(ids)), pool)
        except Exception as problem:
            log.exception("costs not written", kind=type(problem).__name__)

    def slowed(self) -> int:
        try:
            at = now().timestamp()
            if not 0 <= at - self._slowed[0] < REMEMBERED_S:
                with open_session(self._engine) as session:
                    self._slowed = (at, slowed(session, self._account_id, self._platform))
        except Exception as problem:
            log.exception("budget not read", kind=type(problem).__name__)
        return self._slowed[1]

    def taken(self, pool: str) -> int:
        tariff = costs().tariffs.get(self._platform)
        try:
            with open_session(self._engine) as session:
                return counted(session, pool, tariff.day()) if tariff else 0
        except Exception as problem:
            log.exception("costs not read", kind=type(problem).__name__)
        return 0

    def _write(self, what: str, times: int, ids: tuple[str, ...], pool: str) -> None:
        with self._lock:
            self._waiting = [*self._waiting[-KEPT:], (what, times, ids, pool, costs().tariffs[self._platform].day())]
            with open_session(self._engine) as session:
                for each in self._waiting:
                    count(session, self._account_id, self._platform, *each)
                session.commit()
            self._waiting = []


def count(session: Session, account_id: int, platform: str, what: str, times: int, ids: Sequence[str], pool: str, day: date) -> int:
    """Add to the day's line. Returns how many were charged for. Commits nothing."""
    price = costs().tariffs[platform].prices[what]
    owned = session.exec(select(CostSetting.owned).where(CostSetting.account_id == account_id)).first()
    paid = price.paid(owned=owned is not False)
    again = 0
    if price.by_thing:
        fresh = [one for start in range(0, len(ids), AT_ONCE) for one in _charged(session, account_id, price, ids[start : start + AT_ONCE], day)]
        times, again = len(fresh), _paid_before(session, account_id, price, fresh, day)
    if times:
        _add(session, account_id, day, what, pool, times=times, millionths=times * paid, again=again, again_millionths=again * paid)
    return times


def counted(session: Session, pool: str, day: date) -> int:
    """What all accounts took of one pool on a day of its network."""
    return int(session.exec(select(func.coalesce(func.sum(CostLine.times), 0)).where(CostLine.day == day, CostLine.pool == pool)).one())


def spent(session: Session, account_id: int, month: date) -> int:
    """Millionths of a dollar since the first of that month."""
    total = select(func.coalesce(func.sum(CostLine.millionths), 0)).where(CostLine.account_id == account_id, *within(month))
    return int(session.exec(total).one())


def budget(session: Session, account_id: int) -> int:
    own = session.exec(select(CostSetting.month_millionths).where(CostSetting.account_id == account_id)).first()
    return costs().month if own is None else own


def slowed(session: Session, account_id: int, platform: str) -> int:
    """How many times more rarely what is no safeguarding is read now. Networks without prices are never slowed by money."""
    tariff = costs().tariffs.get(platform)
    if tariff is None or not tariff.money:
        return 1
    limit = budget(session, account_id)
    return costs().slowed(100 * spent(session, account_id, now().date()) / limit) if limit else costs().slowed(100)


def within(month: date) -> tuple[sa.ColumnElement[bool], ...]:
    begins = month.replace(day=1)
    ends = date(begins.year + begins.month // 12, begins.month % 12 + 1, 1)
    return (col(CostLine.day) >= begins, col(CostLine.day) < ends)


def _charged(session: Session, account_id: int, price: Price, ids: Sequence[str], day: date) -> list[str]:
    """Those of these things that were not charged for on this day yet, now noted."""
    if not ids:
        return []
    rows = [{"account_id": account_id, "day": day, "what": price.what, "thing": one} for one in ids]
    query = _insert(session, CostSeen).values(rows).on_conflict_do_nothing().returning(col(CostSeen.thing))
    return list(session.execute(query).scalars())


def _paid_before(session: Session, account_id: int, price: Price, fresh: Sequence[str], day: date) -> int:
    found: set[str] = set()
    for start in range(0, len(fresh), AT_ONCE):
        mine = (CostSeen.account_id == account_id, CostSeen.what == price.what, col(CostSeen.thing).in_(fresh[start : start + AT_ONCE]))
        found |= set(session.exec(select(CostSeen.thing).where(*mine, CostSeen.day < day, CostSeen.day >= day.replace(day=1))))
    return len(found)


def _add(session: Session, account_id: int, day: date, what: str, pool: str, **values: int) -> None:
    made = _insert(session, CostLine).values(account_id=account_id, day=day, what=what, pool=pool, **values)
    summed = {"pool": pool} | {name: getattr(CostLine, name) + value for name, value in values.items()}
    session.execute(made.on_conflict_do_update(index_elements=["account_id", "day", "what"], set_=summed))


def _insert(session: Session, model: type[SQLModel]) -> sqlite.Insert | postgresql.Insert:
    """Both databases say ON CONFLICT the same way, and SQLAlchemy has it in each one's own place."""
    made = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    return made(SQLModel.metadata.tables[str(model.__tablename__)])
