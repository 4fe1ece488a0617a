"""Telling people, once for each part of a month's budget, that an account's calls used it up."""

from datetime import date

from sqlmodel import Session, col, func, select

from bot.accounts import costs as ledger
from bot.accounts.costs_models import CostLine, CostSeen, CostSetting, CostWarning
from bot.accounts.costs_prices import costs, dollars
from bot.accounts.models import Account
from bot.audit.actions import Act
from bot.audit.log import GATEPOST, append
from bot.clock import now
from bot.notify.models import Urgency
from bot.notify.send import tell_roles
from bot.people.permissions import Role


def due(session: Session) -> list[int]:
    """Accounts whose month has used more of its budget than people were told of, or that keep ids of an earlier month."""
    month = now().date().replace(day=1)
    paid = select(CostLine.account_id, func.sum(CostLine.millionths)).where(*ledger.within(month)).group_by(col(CostLine.account_id))
    limits = dict(session.exec(select(CostSetting.account_id, CostSetting.month_millionths)).all())
    told = select(CostWarning.account_id, func.max(CostWarning.percent)).where(CostWarning.month == month).group_by(col(CostWarning.account_id))
    warned = dict(session.exec(told).all())
    found = []
    for account_id, total in session.exec(paid).all():
        limit = limits.get(account_id)
        reached = _reached(int(total), costs().month if limit is None else limit)
        if reached and reached > warned.get(account_id, 0):
            found.append(account_id)
    old = session.exec(select(CostSeen.account_id).where(CostSeen.day < month).distinct())
    return sorted({*found, *old})


def run(session: Session, account_id: int) -> str:
    """Writes and forgets in one transaction; a worker that dies before it leaves the same to the next."""
    month = now().date().replace(day=1)
    for seen in session.exec(select(CostSeen).where(CostSeen.account_id == account_id, CostSeen.day < month).limit(5_000)):
        session.delete(seen)
    said = _warn(session, session.get_one(Account, account_id), month)
    session.commit()
    return said


def _warn(session: Session, account: Account, month: date) -> str:
    key = account.id or 0
    spent, limit = ledger.spent(session, key, month), ledger.budget(session, key)
    reached = _reached(spent, limit)
    before = select(func.max(CostWarning.percent)).where(CostWarning.account_id == key, CostWarning.month == month)
    if not reached or reached <= (session.exec(before).one() or 0):
        return "forgotten"
    session.add(CostWarning(account_id=key, month=month, percent=reached))
    append(
        session,
        GATEPOST,
        Act.BUDGET_REACHED,
        f"account:{key}",
        academy_id=account.academy_id,
        account_id=key,
        percent=reached,
        spent=dollars(spent),
        budget=dollars(limit),
    )
    tell_roles(
        session,
        account.academy_id,
        [Role.ADMIN, Role.SLT],
        f"@{account.handle} has used {reached}% of this month's budget: {dollars(spent)} of {dollars(limit)}. {_goes_on(reached)}",
        "/costs",
        subject=f"costs:{key}:{month:%Y-%m}",
        urgency=Urgency.SOON if reached >= 100 else Urgency.ROUTINE,
    )
    return f"{reached}%"


def _goes_on(percent: int) -> str:
    times = costs().slowed(percent)
    slower = f"Its own posts and whom it follows are read {times} times more rarely until the month ends" if times > 1 else "Nothing is slowed yet"
    over = " Approved posts still go out and cost more than was planned." if percent >= 100 else ""
    return f"{slower}; replies are read, and hidden, as always.{over} An administrator can raise the budget."


def _reached(spent: int, limit: int) -> int:
    percent = spent * 100 // limit if limit else 100
    return max((step for step in costs().warn if percent >= step), default=0)
