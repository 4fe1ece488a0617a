"""What surrounds the comments: tasks by hand, safeguarding cases, appeals, watch only, and the times in which an account was blind."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.accounts.models import StreamKind
from bot.accounts.streams_windows import windows
from bot.cases.models import Case, Task, TaskState
from bot.clock import now
from bot.moderation.act import TITLES
from bot.moderation.desk.appeals_models import Appeal, AppealState
from bot.moderation.desk.shadow_models import WouldHide
from bot.moderation.desk.shadow_report import Tally
from bot.moderation.models import Reply
from bot.reports import working_outages
from bot.reports.moderation_counts import SAFEGUARDING
from bot.reports.moderation_figures import Times, times
from bot.reports.moderation_scope import Scope


@dataclass(frozen=True)
class ByHand:
    """Comments that the network did not let Gatepost hide: a person was asked, with exact steps and a time (I8)."""

    asked: int
    done: int
    late: int
    open: int
    not_needed: int


def by_hand(session: Session, scope: Scope) -> ByHand:
    query = select(Task.state, Task.done_by, Task.late).where(
        col(Task.account_id).in_(scope.account_ids), Task.title == TITLES["hide", False], *_within(scope, col(Task.set_at))
    )
    rows = session.exec(query).all()
    over = [row for row in rows if row[0] is TaskState.DONE]
    done = [row for row in over if row[1] is not None]
    return ByHand(len(rows), len(done), sum(row[2] for row in done), len(rows) - len(over), len(over) - len(done))


@dataclass(frozen=True)
class Cases:
    """Safeguarding cases that the reader may know of. Never what they are about."""

    raised: int
    acknowledged: Times
    waiting: int
    escalations: int
    set_aside: int


def cases(session: Session, scope: Scope) -> Cases:
    where = col(Case.account_id).in_(scope.account_ids) if scope.one_account else col(Case.academy_id).in_(scope.academy_ids)
    columns: list[Any] = [col(Case.raised_at), col(Case.acknowledged_at), col(Case.escalations), col(Case.set_aside), col(Case.closed_at)]
    query = sa.select(*columns)
    rows = session.execute(query.where(where, col(Case.id).not_in(scope.own_cases), *_within(scope, col(Case.raised_at)))).all()
    waits = [(acknowledged - raised).total_seconds() for raised, acknowledged, *_ in rows if acknowledged is not None]
    waiting = sum(acknowledged is None and closed is None for _, acknowledged, _, _, closed in rows)
    return Cases(len(rows), times(waits), waiting, sum(row[2] for row in rows), sum(bool(row[3]) for row in rows))


@dataclass(frozen=True)
class Appeals:
    received: int
    restored: int
    upheld: int
    stands: int
    open: int
    late: int


def appeals(session: Session, scope: Scope) -> Appeals:
    """By the day on which they were written down."""
    query = select(Appeal.state, Appeal.late, Appeal.due_at)
    rows = session.exec(query.where(col(Appeal.account_id).in_(scope.account_ids), *_within(scope, col(Appeal.recorded_at)))).all()
    number = {state: sum(row[0] is state for row in rows) for state in AppealState}
    late = sum(was_late or (state is AppealState.OPEN and due < now()) for state, was_late, due in rows)
    return Appeals(len(rows), number[AppealState.RESTORED], number[AppealState.UPHELD], number[AppealState.STANDS], number[AppealState.OPEN], late)


def watched(session: Session, scope: Scope) -> Tally:
    """What the machine would have hidden while it only watched, and what people said to it."""
    tally = Tally("watch only")
    query = select(Reply).join(WouldHide, col(WouldHide.reply_id) == col(Reply.id)).where(col(WouldHide.account_id).in_(scope.account_ids))
    for reply in session.exec(query.where(sa.not_(SAFEGUARDING), *_within(scope, col(WouldHide.at)))):
        tally.add(reply)
    return tally


@dataclass(frozen=True)
class Blind:
    """Times of at least a quarter of an hour in which comments could not be read, as far as they lie within the stretch."""

    windows: int
    together: timedelta
    longest: timedelta
    still: int  # accounts that cannot be read now
    outages: int = 0  # in which no worker worked, for no account
    asleep: timedelta = timedelta()


def blind(session: Session, scope: Scope) -> Blind:
    begins, ends = scope.whole.begins, min(scope.whole.ends, now())
    found = [window for window in windows(session, scope.account_ids, begins, now()) if window.kind is StreamKind.REPLIES]
    spans = [until - since for since, until in (window.inside(begins, ends) for window in found) if until > since]
    asleep = [until - since for since, until in working_outages.within(session, begins, ends)]
    return Blind(
        len(spans),
        sum(spans, timedelta()),
        max(spans, default=timedelta()),
        sum(window.until is None for window in found),
        len(asleep),
        sum(asleep, timedelta()),
    )


def _within(scope: Scope, moment: Any) -> Iterable[sa.ColumnElement[bool]]:
    return moment >= scope.whole.begins, moment < scope.whole.ends
