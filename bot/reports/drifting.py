"""What else drifted on the official accounts, for those who decide it; and how often each is read, said honestly (S14.4)."""

from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session, col, select

from bot.accounts import costs_budget
from bot.accounts.costs_prices import costs, dollars
from bot.accounts.models import Account, AccountState
from bot.drafts.drifting import backlog_decide, counts, face_decide, faces, incidents, take_over
from bot.drafts.drifting.compare import COUNT, every
from bot.drafts.drifting.models import Backlog, BacklogState, CountLead, FaceDrift, FaceNotice, FaceState, TakeOver
from bot.errors import NotFound
from bot.notify.models import Urgency
from bot.people.models import Person
from bot.people.permissions import Verb
from bot.platforms.capabilities import CAPABILITIES
from bot.reports.outside import NOT_HERE, account_where, accounts_where

SHOWN = 50
WATCHED = (AccountState.CONNECTED, AccountState.SUSPENDED)


@dataclass(frozen=True)
class Pace:
    """How often one account is looked at, whether its count of posts is told, and what is not seen on it."""

    account: Account
    posts: str
    profile: str
    counted: bool
    unseen: str


@dataclass(frozen=True)
class Drifted:
    """Everything on the page of stray posts that is not a post."""

    take_overs: list[TakeOver]
    faces: list[FaceDrift]
    past: list[FaceDrift]
    notices: list[FaceNotice]
    leads: list[CountLead]
    backlogs: list[tuple[Backlog, backlog_decide.Progress]]
    paces: list[Pace]


def lines(session: Session, me: Person) -> list[tuple[int, str, str, Urgency]]:
    """(count, sentence, link, urgency) for Today."""
    mine = {a.id or 0: a for a in accounts_where(session, me, Verb.WORK_TAKE_OVER)}
    found = [
        (1, f"@{mine[row.account_id].handle} may have been taken over: go through the steps", take_over.link(row), Urgency.NOW)
        for row in take_over.standing(session, list(mine))
    ]
    deciding = {a.id or 0: a for a in accounts_where(session, me, Verb.DECIDE_STRAYS)}
    for drift in _faces(session, list(deciding), (FaceState.OPEN,)):
        handle = deciding[drift.account_id].handle
        found.append((1, f"Decide about the {drift.kind.value} of @{handle}: it is not as approved", incidents.link(drift), Urgency.SOON))
    leads = len(counts.open_leads(session, list(deciding)))
    found.append((leads, "Look into why the number of posts on an account moved", "/strays", Urgency.ROUTINE))
    for row, at in _backlogs(session, list(deciding)):
        sentence = f"Go through {at.left} of {at.total} posts that stood on @{deciding[row.account_id].handle} before Gatepost"
        found.append((at.left, sentence, f"/strays/backlogs/{row.account_id}", Urgency.ROUTINE))
    return found


def drifted(session: Session, me: Person, poll_s: int) -> Drifted:
    accounts = accounts_where(session, me, Verb.DECIDE_STRAYS)
    ids = [a.id or 0 for a in accounts]
    over = tuple(state for state in FaceState if state not in incidents.STANDING)
    return Drifted(
        take_overs=take_over.standing(session, ids),
        faces=_faces(session, ids, incidents.STANDING),
        past=_faces(session, ids, over)[::-1][:SHOWN],
        notices=face_decide.announced(session, ids),
        leads=counts.open_leads(session, ids),
        backlogs=_backlogs(session, ids),
        paces=[_pace(session, a, poll_s) for a in accounts if a.state in WATCHED and a.credential],
    )


def face(session: Session, me: Person, drift_id: int) -> tuple[FaceDrift, Account]:
    row = session.get(FaceDrift, drift_id)
    if row is None:
        raise NotFound(NOT_HERE)
    return row, account_where(session, me, Verb.WORK_TAKE_OVER, row.account_id)


def taken_over(session: Session, me: Person, take_over_id: int) -> tuple[TakeOver, Account]:
    row = session.get(TakeOver, take_over_id)
    if row is None:
        raise NotFound(NOT_HERE)
    return row, account_where(session, me, Verb.WORK_TAKE_OVER, row.account_id)


def backlog(session: Session, me: Person, account_id: int) -> tuple[Backlog, Account]:
    account = account_where(session, me, Verb.DECIDE_STRAYS, account_id)
    row = session.exec(select(Backlog).where(Backlog.account_id == account_id)).first()
    if row is None:
        raise NotFound(NOT_HERE)
    return row, account


def backlog_cost(session: Session, row: Backlog, account: Account) -> str:
    """What reading the list cost, on a network that charges for each post shown. Empty elsewhere."""
    tariff = costs().tariffs.get(account.platform)
    price = tariff.prices.get("own_post_read") if tariff else None
    if price is None or not price.price or not row.read:
        return ""
    paid = price.paid(owned=costs_budget.owned(session, account.id or 0)) * row.read
    return f"{CAPABILITIES[account.platform].label} charged at most {dollars(paid)} for showing {row.read:,} posts."


def spell(length: timedelta) -> str:
    seconds = int(length.total_seconds())
    number, unit = (seconds, "second") if seconds < 60 else (seconds // 60, "minute")
    return f"every {unit}" if number == 1 else f"every {number} {unit}s"


def _pace(session: Session, account: Account, poll_s: int) -> Pace:
    can = CAPABILITIES[account.platform]
    often = can.read_every_s or poll_s
    watch = faces.watch(session, account.id or 0)
    posts = spell(timedelta(seconds=min(often, poll_s)))
    return Pace(account, posts, spell(every(account.platform)), watch is not None and COUNT in watch.told, can.unseen)


def _faces(session: Session, account_ids: list[int], states: tuple[FaceState, ...]) -> list[FaceDrift]:
    query = select(FaceDrift).where(col(FaceDrift.account_id).in_(account_ids), col(FaceDrift.state).in_(states))
    return list(session.exec(query.order_by(col(FaceDrift.id))))


def _backlogs(session: Session, account_ids: list[int]) -> list[tuple[Backlog, backlog_decide.Progress]]:
    """Those with something to decide, also while older posts are still being listed."""
    query = select(Backlog).where(col(Backlog.account_id).in_(account_ids), Backlog.state != BacklogState.DONE)
    found = [(row, backlog_decide.progress(session, row.id or 0)) for row in session.exec(query.order_by(col(Backlog.id)))]
    return [(row, at) for row, at in found if at.left]
