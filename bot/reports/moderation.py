"""How well moderation works, said honestly: read in about a dozen questions to the database, for a stretch of days and some accounts."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from bot.clock import now
from bot.people.models import Person
from bot.reports import moderation_around as around
from bot.reports import moderation_counts as counts
from bot.reports import moderation_sections as sections
from bot.reports import moderation_times as timing
from bot.reports import police
from bot.reports.moderation_figures import Times, times
from bot.reports.moderation_gaps import gaps
from bot.reports.moderation_judge import JudgeCard
from bot.reports.moderation_judge import read as judge_card
from bot.reports.moderation_scope import Scope, scope, split_months, split_terms
from bot.reports.moderation_sections import Section
from bot.reports.moderation_words import sentence


@dataclass(frozen=True)
class Report:
    """`lines` say it in words; `gaps` what could not be counted. Holds no name of a person and no word of a comment."""

    scope: Scope
    made_at: datetime
    lines: tuple[str, ...]
    sections: tuple[Section, ...]
    gaps: tuple[str, ...]
    judge: JudgeCard
    hidden: Times
    came: int
    hidden_by_machine: int
    restored: int


def report(session: Session, me: Person, where: str = "", first: date | None = None, last: date | None = None) -> Report:
    """Raises BadInput for days that cannot be, NotFound for what is not the reader's to know of."""
    asked = scope(session, me, where, first, last)
    months, terms = split_months(asked.whole), split_terms(asked.whole)
    piles = counts.piles(session, asked, months)
    unjudged = counts.not_judged(session, asked, months)
    gone = counts.wrongly_gone(session, asked, months)
    machine, people = timing.seen_to_hidden(session, asked, months)
    grave, protected = timing.protected_after(session, asked)
    by_rule = counts.hidden_by_rule(session, asked, terms)
    hidden, exact = times(timing.all_of(machine)), asked.leads or asked.cases
    tables = [
        sections.months(months, piles, machine, unjudged),
        sections.severities(asked, piles, grave),
        sections.treated(piles, sum(gone.values()), sum(unjudged.values())),
        sections.waits(timing.posted_to_seen(session, asked), hidden, times(timing.all_of(people)), timing.looks(session, asked)),
        sections.clocks(timing.in_time(session, asked)),
        sections.wrong(piles),
        sections.criticism(terms, by_rule, exact=exact),
        sections.rules(by_rule, exact=exact),
        police.section(session, asked),
        sections.by_hand(around.by_hand(session, asked)),
        sections.appeals(around.appeals(session, asked)),
    ]
    watched = around.watched(session, asked)
    if watched.would:
        tables.append(sections.watched(watched))
    if asked.cases:
        tables.append(sections.safeguarding(grave, times(protected), around.cases(session, asked)))
    lines = [sentence(asked.whole, piles, hidden, wrongly_gone=sum(gone.values()))]
    if len(months) > 1:
        newest = len(months) - 1
        lines.append(sentence(months[newest], piles, times(machine.get(newest, ())), newest, wrongly_gone=gone.get(newest, 0)))
    return Report(
        asked,
        now(),
        tuple(lines),
        tuple(tables),
        tuple(gaps(asked, around.blind(session, asked))),
        judge_card(),
        hidden,
        counts.total(piles, "came"),
        counts.total(piles, "hidden_by_machine"),
        counts.total(piles, "restored"),
    )
