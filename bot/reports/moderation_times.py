"""How long things took: from posted to seen, from seen to hidden, from opened to decided; and who was in time, by role."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlmodel import Session, col, select

from bot.audit.actions import Act, Outcome
from bot.audit.models import Entry
from bot.clock import now
from bot.moderation.desk.models import Decided
from bot.moderation.models import Reply, Review
from bot.people.models import RoleHolding, Standing
from bot.people.permissions import ROLE_WORDS, Role
from bot.reports.moderation_counts import number_of, ordinary, safeguarding
from bot.reports.moderation_figures import Times, times
from bot.reports.moderation_scope import Scope, Stretch

LONGEST_LOOK = timedelta(hours=1)  # whoever opened a comment longer ago than this did not read it all the while
QUICK = 5  # seconds: nobody reads a comment and what it answers in less
DECIDERS = (Role.HEAD, Role.SLT)  # in the order in which somebody who is both is counted
OTHERS = "Somebody who no longer holds such a role"
Waits = dict[int, list[float]]
"""Seconds, by month."""


class seconds_between(FunctionElement[float]):  # noqa: N801 -- reads as a function of the database
    """From one moment to another, worked out where the rows are: 100,000 pairs of moments are slow to carry away."""

    inherit_cache = True
    name = "seconds_between"
    type = sa.Float()


@compiles(seconds_between)
def _on_sqlite(element: Any, compiler: Any, **kw: Any) -> str:
    first, second = (compiler.process(each, **kw) for each in element.clauses)
    return f"((julianday({second}) - julianday({first})) * 86400.0)"


@compiles(seconds_between, "postgresql")
def _on_postgresql(element: Any, compiler: Any, **kw: Any) -> str:
    first, second = (compiler.process(each, **kw) for each in element.clauses)
    return f"CAST(EXTRACT(EPOCH FROM ({second} - {first})) AS DOUBLE PRECISION)"


def all_of(waits: Waits) -> list[float]:
    return [each for found in waits.values() for each in found]


def seen_to_hidden(session: Session, scope: Scope, months: Sequence[Stretch]) -> tuple[Waits, Waits]:
    """By the machine and by people. What the machine hid, people showed and people hid again is theirs."""
    by_people = sa.or_(col(Reply.machine_hid).is_(False), sa.and_(col(Reply.restored), col(Reply.decision) == "hide"))
    waited = seconds_between(col(Reply.seen_at), col(Reply.hidden_at))
    hidden = sa.and_(col(Reply.hidden_at).is_not(None), sa.or_(sa.not_(by_people), col(Reply.decision) == "hide"))
    found: tuple[Waits, Waits] = ({}, {})
    for month, theirs, seconds in session.execute(
        sa.select(number_of(months, col(Reply.seen_at)), by_people, waited).where(*ordinary(scope), hidden)
    ):
        found[bool(theirs)].setdefault(int(month), []).append(float(seconds))
    return found


def protected_after(session: Session, scope: Scope) -> tuple[int, list[float]]:
    """How many safeguarding comments came, and from seen to hidden of those that were hidden to protect whoever wrote them."""
    waited = seconds_between(col(Reply.seen_at), col(Reply.hidden_at))
    found = [seconds for (seconds,) in session.execute(sa.select(waited).where(*safeguarding(scope)))]
    return len(found), [float(each) for each in found if each is not None]


def posted_to_seen(session: Session, scope: Scope) -> Times:
    """To the second. Without what stood there before the account was first connected: nobody could have seen it."""
    ours = [sa.and_(col(Reply.account_id) == each.id, col(Reply.platform_at) >= each.connected_at) for each in scope.accounts if each.connected_at]
    if not ours:
        return times(())
    waited = sa.cast(sa.func.round(seconds_between(col(Reply.platform_at), col(Reply.seen_at))), sa.Integer).label("waited")
    query = sa.select(waited, sa.func.count()).where(*ordinary(scope), sa.or_(*ours)).group_by(sa.literal_column("waited"))
    return times(list(Counter({int(seconds): int(number) for seconds, number in session.execute(query)}).elements()))


@dataclass(frozen=True)
class Looks:
    """Seconds from opening a comment to deciding it, and how many were decided from a list, without being opened."""

    seconds: tuple[float, ...]
    unopened: int

    @property
    def quick(self) -> int:
        return sum(each < QUICK for each in self.seconds)


def looks(session: Session, scope: Scope) -> Looks:
    """Whether the desk reads or stamps. From the first opening by whoever decided, within the hour before.

    Put together here: joined in the database over a made-up key, PostgreSQL compared each decision with each opening.
    """
    opened: dict[tuple[str, int | None], list[datetime]] = {}
    entries = select(Entry.subject, Entry.actor_id, Entry.at).where(
        Entry.act == Act.REPLY_OPENED.value,
        Entry.outcome == Outcome.READ,
        col(Entry.account_id).in_(scope.account_ids),
        Entry.at >= scope.whole.begins,
    )
    for subject, who, at in session.exec(entries):
        opened.setdefault((subject, who), []).append(at)
    decided = select(Decided.reply_id, Decided.person_id, Decided.at).join(Reply, col(Reply.id) == col(Decided.reply_id))
    seconds: list[float] = []
    unopened = 0
    for key, decider, moment in session.exec(decided.where(*ordinary(scope), col(Decided.undone_at).is_(None))):
        looked = [at for at in opened.get((f"reply:{key}", decider), ()) if timedelta() <= moment - at <= LONGEST_LOOK]
        if looked:
            seconds.append((moment - min(looked)).total_seconds())
        else:
            unopened += 1
    return Looks(tuple(seconds), unopened)


@dataclass(frozen=True)
class InTime:
    """Decisions by the profile's clock (P22), by the role of whoever decided. `late` stays true when somebody does at last (I10)."""

    by_role: tuple[tuple[str, int, int], ...]  # role in words, in time, late
    waiting: int
    overdue: int


def in_time(session: Session, scope: Scope) -> InTime:
    decided, moment = col(Reply.decided_by), now()
    late = sa.or_(col(Reply.late), sa.and_(col(Reply.review) == Review.WAITING, col(Reply.decide_by) <= moment)).label("was_late")
    stands: Any = col(Reply.review).label("stands")
    query = sa.select(decided, late, stands, sa.func.count()).where(*ordinary(scope), col(Reply.decide_by).is_not(None))
    rows = session.execute(query.group_by(decided, sa.literal_column("was_late"), sa.literal_column("stands"))).all()
    words = _roles(session, scope, {who for who, _, _, _ in rows if who is not None})
    good, bad = Counter[str](), Counter[str]()
    waiting = overdue = 0
    for who, was_late, review, number in rows:
        if review is Review.WAITING:
            waiting, overdue = (waiting, overdue + number) if was_late else (waiting + number, overdue)
        elif who is not None:
            (bad if was_late else good)[words[who]] += number
    order = [ROLE_WORDS[role] for role in DECIDERS] + [OTHERS]
    return InTime(tuple((role, good[role], bad[role]) for role in order if good[role] or bad[role]), waiting, overdue)


def _roles(session: Session, scope: Scope, people: Iterable[int]) -> dict[int, str]:
    """Never who: what they are here, or were last."""
    keys = set(people)
    query = select(RoleHolding.person_id, RoleHolding.role).where(
        col(RoleHolding.person_id).in_(keys),
        col(RoleHolding.role).in_(DECIDERS),
        RoleHolding.standing != Standing.PROPOSED,
        sa.or_(col(RoleHolding.academy_id).is_(None), col(RoleHolding.academy_id).in_(scope.academy_ids)),
    )
    held: dict[int, set[Role]] = {}
    for who, role in session.exec(query):
        held.setdefault(who, set()).add(Role(role))
    return {who: next((ROLE_WORDS[role] for role in DECIDERS if role in held.get(who, ())), OTHERS) for who in keys}
