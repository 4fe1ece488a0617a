"""What one account may cost in a month: set by an administrator, and how far it is used."""

import re
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, select

from bot.accounts import costs
from bot.accounts.costs_models import CostSetting
from bot.accounts.costs_prices import DOLLAR
from bot.accounts.costs_prices import costs as table
from bot.accounts.keeping import account
from bot.accounts.models import Account
from bot.audit.actions import Act
from bot.audit.log import recorded
from bot.clock import now
from bot.errors import BadInput, Refusal
from bot.people.grants import Place, actor, require
from bot.people.models import Person
from bot.people.permissions import Verb

AMOUNT = re.compile(r"\$?(\d{1,6})(?:\.(\d{1,2}))?")
MOST = 100_000 * DOLLAR


@dataclass(frozen=True)
class Budget:
    """One account's month. Amounts are millionths of a dollar; `slowed` is how many times more rarely is read."""

    spent: int
    limit: int
    owned: bool
    slowed: int

    @property
    def percent(self) -> int:
        return self.spent * 100 // self.limit if self.limit else 100


def of(session: Session, row: Account, month: date | None = None) -> Budget | None:
    """None for a network that asks for no money."""
    tariff = table().tariffs.get(row.platform)
    if tariff is None or not tariff.money or row.id is None:
        return None
    month = month or now().date()
    slowed = costs.slowed(session, row.id, row.platform)
    return Budget(costs.spent(session, row.id, month), costs.budget(session, row.id), owned(session, row.id), slowed)


def owned(session: Session, account_id: int) -> bool:
    found = session.exec(select(CostSetting.owned).where(CostSetting.account_id == account_id)).first()
    return found is not False


def set_budget(session: Session, me: Person, account_id: int, amount: str, *, app_owned: bool) -> CostSetting:
    """`amount` in dollars, as typed; nothing typed means the installation's default. What was counted already stays as it was."""
    row = account(session, account_id)
    subject = f"account:{account_id}"
    with recorded(session, actor(me), Act.ACCOUNT_BUDGET, subject, academy_id=row.academy_id, account_id=account_id, owned=app_owned) as note:
        require(session, me, Verb.CONNECT_ACCOUNT, Place(row.academy_id))
        if of(session, row) is None:
            raise Refusal("This network asks for no money, so there is nothing to limit.", rule="costs")
        limit = _typed(amount)
        note.detail["dollars"] = "default" if limit is None else f"{limit / DOLLAR:.2f}"
        found = session.exec(select(CostSetting).where(CostSetting.account_id == account_id)).first() or CostSetting(account_id=account_id)
        found.month_millionths, found.owned = limit, app_owned
        session.add(found)
    return found


def _typed(amount: str) -> int | None:
    text = amount.strip().replace(",", "")
    if not text:
        return None
    match = AMOUNT.fullmatch(text)
    limit = (int(match.group(1)) * 100 + int((match.group(2) or "0").ljust(2, "0"))) * (DOLLAR // 100) if match else 0
    if not match or not 0 < limit <= MOST:
        raise BadInput({"amount": "Enter an amount in US dollars between 0.01 and 100,000, like 25 or 12.50, or leave it empty."})
    return limit
