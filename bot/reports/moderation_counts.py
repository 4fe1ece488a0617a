"""Comments counted: one question to the database puts comments that are alike on one pile, and every number is a sum over piles.

Whatever happened to a comment later counts in the month in which it came, so that the numbers of a month belong together.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bot.moderation import clocks
from bot.moderation.desk import for_good
from bot.moderation.desk.appeals_models import Appeal, AppealState
from bot.moderation.desk.decide import HAS_HIDDEN
from bot.moderation.models import Reply, Review, Visibility
from bot.moderation.verdict import Severity, Word
from bot.reports.moderation_scope import Scope, Stretch

SHOWS = ("restore", "leave")
SAFEGUARDING = sa.or_(col(Reply.severity) == Severity.S0, col(Reply.review) == Review.SAFEGUARDING)
"""These are the safeguarding lead's. No other number of the report holds them, so that none can be worked out from the rest."""


@dataclass(frozen=True)
class Pile:
    """So many comments that are alike. `month` counts from the first of the stretch."""

    month: int
    severity: int
    word: Word
    review: Review
    state: Visibility
    machine_hid: bool
    restored: bool
    decision: str
    before_people: bool  # somebody had to decide about it
    was_hidden: bool
    number: int

    @property
    def asked(self) -> bool:
        return self.before_people and not self.machine_hid

    @property
    def gone(self) -> bool:
        return self.state in for_good.ENDED

    @property
    def open(self) -> bool:
        return self.review is Review.WAITING


Test = Callable[[Pile], bool]
TESTS: dict[str, Test] = {
    "came": lambda p: True,  # noqa: ARG005 -- every one of them
    "kept": lambda p: not p.before_people and p.word is Word.KEEP,
    "machine_hid": lambda p: p.machine_hid,
    "hidden_by_machine": lambda p: p.machine_hid and p.was_hidden,
    "not_hidden_yet": lambda p: p.machine_hid and not p.was_hidden and not p.restored and not p.gone,
    "cannot_hide": lambda p: p.state is Visibility.CANNOT_HIDE,
    "looked_at": lambda p: p.machine_hid and bool(p.decision),
    "restored": lambda p: p.machine_hid and bool(p.decision) and p.restored,
    "kept_hidden": lambda p: p.machine_hid and p.decision in HAS_HIDDEN and not p.restored and not p.gone,
    "hide_open": lambda p: p.machine_hid and p.open,
    "hidden_by_people": lambda p: p.decision in HAS_HIDDEN and (not p.machine_hid or p.restored) and not p.gone,
    "removed": lambda p: p.state is Visibility.REMOVED and p.decision == for_good.REMOVE.decision,
    "cut_off": lambda p: p.state is Visibility.CUT_OFF and p.decision == for_good.CUT_OFF.decision,
    "asked": lambda p: p.asked,
    "asked_kept": lambda p: p.asked and p.decision in SHOWS,
    "asked_hidden": lambda p: p.asked and p.decision in HAS_HIDDEN and not p.gone,
    "asked_open": lambda p: p.asked and p.open,
    "missed": lambda p: p.word is Word.KEEP and p.decision in HAS_HIDDEN,
    "criticism_hidden": lambda p: p.severity == Severity.S3 and p.decision in HAS_HIDDEN,
}


def total(piles: Iterable[Pile], name: str, *, month: int | None = None, severity: int | None = None) -> int:
    """How many comments the named test counts."""
    test = TESTS[name]
    return sum(p.number for p in piles if month in (None, p.month) and severity in (None, p.severity) and test(p))


def ordinary(scope: Scope) -> list[sa.ColumnElement[bool]]:
    """The comments that the report is about."""
    return [*_came(scope), sa.not_(SAFEGUARDING)]


def safeguarding(scope: Scope) -> list[sa.ColumnElement[bool]]:
    """Those of the safeguarding lead, without any that are about the reader."""
    return [*_came(scope), SAFEGUARDING, col(Reply.id).not_in(scope.own_replies)]


def _came(scope: Scope) -> list[sa.ColumnElement[bool]]:
    seen = col(Reply.seen_at)
    return [col(Reply.account_id).in_(scope.account_ids), seen >= scope.whole.begins, seen < scope.whole.ends]


def number_of(stretches: Sequence[Stretch], moment: Any) -> sa.ColumnElement[int]:
    """Which of these stretches, which follow on each other, a moment falls into; from 0."""
    last = len(stretches) - 1
    if not last:
        return sa.literal_column("0", sa.Integer)
    return sa.case(*((moment < each.ends, number) for number, each in enumerate(stretches[:-1])), else_=last)


def piles(session: Session, scope: Scope, months: Sequence[Stretch]) -> list[Pile]:
    attributes: list[Any] = [
        number_of(months, col(Reply.seen_at)),
        col(Reply.severity),
        col(Reply.word),
        col(Reply.review),
        col(Reply.state),
        col(Reply.machine_hid),
        col(Reply.restored),
        col(Reply.decision),
        col(Reply.decide_by).is_not(None),
        col(Reply.hidden_at).is_not(None),
    ]
    named = [each.label(f"a{number}") for number, each in enumerate(attributes)]
    query = sa.select(*named, sa.func.count()).where(*ordinary(scope)).group_by(*[sa.literal_column(each.name) for each in named])
    return [Pile(*row) for row in session.execute(query)]


def by_month(session: Session, where: Sequence[sa.ColumnElement[bool]], months: Sequence[Stretch]) -> dict[int, int]:
    bucket = number_of(months, col(Reply.seen_at)).label("bucket")
    rows = session.execute(sa.select(bucket, sa.func.count()).where(*where).group_by(sa.literal_column("bucket")))
    return {int(month): int(number) for month, number in rows}


def not_judged(session: Session, scope: Scope, months: Sequence[Stretch]) -> dict[int, int]:
    """The machine failed, in part or altogether, so a person was the judge."""
    said = sa.cast(col(Reply.reasons), sa.Text).like(f'%"rule": "{clocks.UNJUDGED}%')
    return by_month(session, [*ordinary(scope), col(Reply.word) == Word.ASK, said], months)


def wrongly_gone(session: Session, scope: Scope, months: Sequence[Stretch]) -> dict[int, int]:
    """Removed or cut off, and an appeal found that wrong: nothing could be shown again."""
    found = sa.select(col(Appeal.reply_id)).where(col(Appeal.state) == AppealState.UPHELD)
    return by_month(session, [*ordinary(scope), col(Reply.id).in_(found)], months)


@dataclass(frozen=True)
class Hidden:
    """So many comments that people hid, kept hidden, removed or cut off, by term, severity and the house rule they named."""

    term: int
    severity: int
    reason_code: str
    number: int


def hidden_by_rule(session: Session, scope: Scope, terms: Sequence[Stretch]) -> list[Hidden]:
    term = number_of(terms, col(Reply.seen_at)).label("term")
    query = sa.select(term, col(Reply.severity), col(Reply.reason_code), sa.func.count()).where(*ordinary(scope), col(Reply.decision).in_(HAS_HIDDEN))
    return [Hidden(*row) for row in session.execute(query.group_by(sa.literal_column("term"), col(Reply.severity), col(Reply.reason_code)))]
