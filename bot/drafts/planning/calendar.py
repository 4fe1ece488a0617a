"""What goes out when: one line for each draft in a stretch of days, read from the rows as they stand."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.accounts.models import Account
from bot.clock import LONDON, london
from bot.drafts.lifecycle import GONE_OUT, ReleaseState, State, overall
from bot.drafts.models import Draft, DraftTarget, Release
from bot.drafts.modes_models import Mode, ModeState

OVER = (State.REJECTED, State.WITHDRAWN, State.EXPIRED)
MOST = 400  # drafts in one stretch; beyond, the page says that there are more


@dataclass(frozen=True)
class Entry:
    """One draft on the calendar. Without a set time it stands at its latest time, and `fixed` is False."""

    draft: Draft
    accounts: tuple[Account, ...]
    at: datetime
    fixed: bool
    state: State | ReleaseState
    gone: bool  # it has gone out, or may have

    @property
    def day(self) -> date:
        return london(self.at).date()


@dataclass(frozen=True)
class Stretch:
    """What was found, in order of time. `more` says that not everything fits."""

    entries: tuple[Entry, ...]
    more: bool = False


def span(first: date, last: date) -> tuple[datetime, datetime]:
    """From the first minute of one day to the first minute after another, in London."""
    return datetime.combine(first, time(), LONDON), datetime.combine(last + timedelta(days=1), time(), LONDON)


def stretch(session: Session, academies: Collection[int], first: date, last: date, account_id: int | None = None) -> Stretch:
    """Everything of these academies that is planned, waits or went out between two days, both included."""
    begin, end = span(first, last)
    found = list(session.exec(_query(academies, begin, end, account_id).limit(MOST + 1)))
    keys = [draft.id for draft in found[:MOST]]
    accounts: dict[int, list[Account]] = {}
    targets = select(DraftTarget.draft_id, Account).join(Account, col(Account.id) == col(DraftTarget.account_id))
    for draft_id, account in session.exec(targets.where(col(DraftTarget.draft_id).in_(keys)).order_by(col(Account.id))):
        accounts.setdefault(draft_id, []).append(account)
    releases: dict[int, list[Release]] = {}
    for release in session.exec(select(Release).where(col(Release.draft_id).in_(keys), Release.state != ReleaseState.VOID)):
        releases.setdefault(release.draft_id, []).append(release)
    made = (_entry(draft, accounts.get(draft.id or 0, []), releases.get(draft.id or 0, []), account_id) for draft in found[:MOST])
    inside = sorted((e for e in made if begin <= e.at < end), key=lambda e: (e.at, e.draft.id))
    return Stretch(tuple(inside), more=len(found) > MOST)


def _query(academies: Collection[int], begin: datetime, end: datetime, account_id: int | None) -> SelectOfScalar[Draft]:
    sent = select(Release.draft_id).where(Release.state != ReleaseState.VOID, col(Release.published_at) >= begin, col(Release.published_at) < end)
    planned = sa.func.coalesce(Draft.not_before, Draft.not_after)
    query = select(Draft).where(
        col(Draft.academy_id).in_(academies),
        col(Draft.state).not_in(OVER),
        sa.or_(sa.and_(planned >= begin, planned < end), col(Draft.id).in_(sent)),
    )
    if account_id is not None:
        query = query.where(col(Draft.id).in_(select(DraftTarget.draft_id).where(DraftTarget.account_id == account_id)))
    return query.order_by(planned, col(Draft.id))


def _entry(draft: Draft, accounts: list[Account], releases: list[Release], account_id: int | None) -> Entry:
    """With an account chosen, only how it fares there counts."""
    mine = [r for r in releases if account_id is None or r.account_id == account_id] if draft.state is State.APPROVED else []
    sent = min((r.published_at for r in mine if r.published_at), default=None)
    return Entry(
        draft,
        tuple(accounts),
        sent or draft.not_before or draft.not_after,
        fixed=bool(sent or draft.not_before),
        state=overall(draft.state, [r.state for r in mine]),
        gone=any(r.state in GONE_OUT for r in mine),
    )


def periods(session: Session, academies: Collection[int], first: date, last: date, *, prepared: bool = False) -> list[Mode]:
    """Sensitive periods that touch these days. With `prepared`, also those that the Headteacher has not agreed to yet."""
    begin, end = span(first, last)
    query = select(Mode).where(
        sa.or_(col(Mode.academy_id).is_(None), col(Mode.academy_id).in_(academies)),
        col(Mode.starts) < end,
        sa.or_(col(Mode.ends).is_(None), col(Mode.ends) >= begin),
        sa.or_(col(Mode.ended_at).is_(None), col(Mode.ended_at) >= begin),
        sa.or_(col(Mode.state) != ModeState.ENDED, col(Mode.started_at).is_not(None)),
    )
    if not prepared:
        query = query.where(col(Mode.agreed_by).is_not(None))
    return list(session.exec(query.order_by(col(Mode.starts), col(Mode.id))))


def covers(mode: Mode, academy_id: int, moment: datetime) -> bool:
    """Whether a period that is planned or stands reaches one academy at one moment."""
    over = mode.ended_at or mode.ends
    return mode.academy_id in (None, academy_id) and mode.starts <= moment and (over is None or moment < over)


def touches(mode: Mode, day: date) -> bool:
    begin, end = span(day, day)
    over = mode.ended_at or mode.ends
    return mode.starts < end and (over is None or over > begin)


def of_day(entries: Iterable[Entry], day: date) -> list[Entry]:
    return [entry for entry in entries if entry.day == day]
