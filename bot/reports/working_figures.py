"""Numbers about this installation for a machine that draws curves: how many of what, never who. No handle, no name, no text."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.accounts import streams
from bot.accounts.models import Account, Stream
from bot.accounts.register import LIVE
from bot.accounts.streams import Health
from bot.clock import now
from bot.drafts.models import Draft, Release
from bot.moderation.models import Reply, Review
from bot.moderation.verdict import Severity
from bot.notify.channel_models import NoticeDelivery
from bot.notify.models import Notice, Urgency
from bot.reports import working
from bot.reports.working_models import WorkerProcess

Labelled = tuple[tuple[str, ...], float]
UNSEEN = (Health.BLIND, Health.RECOVERING)


@dataclass(frozen=True)
class Gauge:
    """One number, or one for each set of labels."""

    name: str
    about: str
    labels: tuple[str, ...] = ()
    values: tuple[Labelled, ...] = field(default=())


def gauges(session: Session) -> Iterator[Gauge]:
    yield Gauge("drafts", "Drafts by state", ("state",), _by_state(session, Draft))
    yield Gauge("releases", "Posts on their way to a network, and those that were, by state", ("state",), _by_state(session, Release))
    yield from _replies(session)
    yield from _streams(session)
    yield Gauge("notices", "Deliveries of notices by state", ("state",), _by_state(session, NoticeDelivery))
    alarms = sa.select(sa.func.count()).where(col(Notice.urgency) == Urgency.NOW, col(Notice.read_at).is_(None))
    yield Gauge("alarms_open", "Alarms that nobody has acknowledged", (), _one(session.execute(alarms).scalar_one()))
    yield from _workers(working.standing(session).rows)


def _one(value: float) -> tuple[Labelled, ...]:
    return (((), value),)


def _by_state(session: Session, model: Any) -> tuple[Labelled, ...]:
    rows = session.execute(sa.select(model.state, sa.func.count()).group_by(model.state))
    return tuple(sorted(((str(state),), float(number)) for state, number in rows))


def _replies(session: Session) -> Iterator[Gauge]:
    """Comments before a leader. Those with the safeguarding lead are not counted here: that there is one is not everybody's."""
    waits = col(Reply.review) == Review.WAITING
    rows = session.execute(sa.select(col(Reply.severity), sa.func.count()).where(waits).group_by(col(Reply.severity)))
    found = {Severity(int(severity)): float(number) for severity, number in rows}
    yield Gauge(
        "replies_waiting", "Comments that wait for a decision", ("severity",), tuple(((each.name,), found.get(each, 0.0)) for each in Severity)
    )
    oldest = session.execute(sa.select(sa.func.min(Reply.seen_at)).where(waits)).scalar_one()
    yield Gauge("replies_oldest_waiting_seconds", "How long the oldest of them waits", (), _one(_age(oldest)))


def _streams(session: Session) -> Iterator[Gauge]:
    rows = session.exec(select(Stream, Account).join(Account, col(Account.id) == col(Stream.account_id)).where(col(Account.state).in_(LIVE))).all()
    label = ("account", "network", "kind")
    named = [((str(account.id), account.platform, stream.kind.value), stream) for stream, account in rows]
    yield Gauge("stream_failures", "Readings that failed since the last that did not", label, tuple((n, float(s.failures)) for n, s in named))
    read = tuple((n, _age(s.last_read)) for n, s in named if s.last_read is not None)
    yield Gauge("stream_read_age_seconds", "How long ago it was last read", label, read)
    stands = [(streams.health(stream), account.id) for stream, account in rows]
    by_health = Counter(health for health, _ in stands)
    yield Gauge("streams", "What is read, by how it stands", ("state",), tuple(((each.name.lower(),), float(by_health[each])) for each in Health))
    blind = {account_id for health, account_id in stands if health in UNSEEN}
    yield Gauge("accounts_blind", "Accounts of which something was not read for a quarter of an hour", (), _one(len(blind)))


def _workers(rows: Sequence[WorkerProcess]) -> Iterator[Gauge]:
    alive = [row for row in rows if working.alive(row)]
    yield Gauge("workers", "Processes that work", (), _one(len(alive)))
    yield Gauge("workers_troubled", "Those of them whose sweeps are not as they should be", (), _one(sum(bool(row.trouble) for row in alive)))
    if rows:
        yield Gauge("heartbeat_age_seconds", "How long ago the last sweep was completed", (), _one(_age(rows[0].beat_at)))
    taken = [row.signal_at for row in rows if row.signal_at is not None]
    if taken:
        yield Gauge("signal_age_seconds", "How long ago the address outside took a signal", (), _one(_age(max(taken))))


def _age(moment: Any) -> float:
    return max(0.0, (now() - moment).total_seconds()) if moment is not None else 0.0


@dataclass
class Counts:
    """What the working processes counted since each of them started, added up."""

    sweeps: dict[float | None, int] = field(default_factory=dict)
    seconds: float = 0.0
    jobs: dict[tuple[str, str], int] = field(default_factory=dict)


def counts(session: Session) -> Counts:
    found = Counts()
    for row in working.standing(session).rows:
        if not working.alive(row):
            continue
        for end, number in row.counted.get("sweeps", ()):
            found.sweeps[end] = found.sweeps.get(end, 0) + number
        found.seconds += row.counted.get("seconds", 0.0)
        for job, outcome, number in row.counted.get("jobs", ()):
            found.jobs[job, outcome] = found.jobs.get((job, outcome), 0) + number
    return found
