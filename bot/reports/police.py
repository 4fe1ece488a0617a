"""Threats to staff and the police: what waits for whom, and the numbers of the report. Never what a comment says."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.cases.police_models import Answer, PoliceStep
from bot.cases.police_record import whom
from bot.clock import spoken
from bot.moderation.models import Reply
from bot.moderation.police import threats
from bot.moderation.police.telling import is_open
from bot.notify.models import Urgency
from bot.people.models import Person
from bot.reports.moderation_counts import ordinary
from bot.reports.moderation_figures import count
from bot.reports.moderation_scope import Scope
from bot.reports.moderation_sections import Row, Section

Line = tuple[int, str, str, Urgency]


@dataclass(frozen=True)
class Item:
    """One comment, or one person's step. `since` is said beside it."""

    label: str
    link: str
    since: str


@dataclass(frozen=True)
class Group:
    """What is to be done, said for one and for several."""

    one: str
    several: str
    items: tuple[Item, ...]


NOT_ASKED = (
    "Ask the member of staff whom a comment threatens about the police",
    "Ask the members of staff whom {} comments threaten about the police",
)
Test = Callable[[PoliceStep, Person], bool]
# The first that fits counts.
STEPS: tuple[tuple[str, str, Test], ...] = (
    (
        "Sign, or leave locked: the police told of a threat without consent",
        "Sign, or leave locked: the police told of {} threats without consent",
        lambda step, me: step.unsigned and step.risk_by != me.id,
    ),
    (
        "Tell the police of a threat, and write it down",
        "Tell the police of {} threats, and write it down",
        lambda step, me: not step.told and is_open(step),  # noqa: ARG005 -- the same for everybody
    ),
    (
        "Hear from a threatened member of staff whether the police are told",
        "Hear from {} threatened members of staff whether the police are told",
        lambda step, me: not step.told and step.risk is None,  # noqa: ARG005 -- the same for everybody
    ),
)


def waiting(session: Session, me: Person) -> list[Group]:
    """For a leader: what nobody has asked yet, then what is on its way. Without anything about this leader."""
    new = tuple(
        Item(f"Comment {reply.id}", f"/comments/{reply.id}/police", f"First seen {spoken(reply.seen_at)}") for reply in threats.not_asked(session, me)
    )
    found: dict[int, list[Item]] = {number: [] for number in range(len(STEPS))}
    for step, reply in threats.begun(session, me):
        number = next((number for number, (_, _, test) in enumerate(STEPS) if test(step, me)), None)
        if number is not None:
            said = f"Asked {spoken(step.asked_at)}" if step.asked_at else f"Written down {spoken(step.opened_at)}"
            found[number].append(Item(f"Comment {reply.id}: {whom(session, step)}", f"/police/{step.id}", said))
    groups = [Group(*NOT_ASKED, new), *(Group(one, several, tuple(found[number])) for number, (one, several, _) in enumerate(STEPS))]
    return [group for group in groups if group.items]


def lines(session: Session, me: Person) -> list[Line]:
    """For Today: a leader's, and those of whoever was asked."""
    found: list[Line] = []
    for group in waiting(session, me):
        number = len(group.items)
        words, link = (group.one, group.items[0].link) if number == 1 else (group.several.format(number), "/police")
        found.append((number, words, link, Urgency.SOON))
    mine = threats.asked_of(session, me)
    return found + [(1, "Say whether the school tells the police of a threat to you", f"/police/{step.id}/mine", Urgency.SOON) for step in mine]


def section(session: Session, scope: Scope) -> Section:
    """By the day on which the comment was first seen. What people wanted is for the leaders."""
    replies = [reply for reply in session.exec(select(Reply).where(*ordinary(scope), *threats.where())) if threats.is_threat(reply)]
    query: Any = sa.select(PoliceStep).join(Reply, col(Reply.id) == col(PoliceStep.reply_id)).where(*ordinary(scope))
    steps: list[PoliceStep] = list(session.execute(query).scalars())
    staff = [step for step in steps if step.answer is not Answer.NOBODY]
    asked, told = [step for step in staff if step.asked_at], [step for step in staff if step.told]
    written = {step.reply_id for step in steps}
    rows = [
        ("Comments that threaten somebody", len({reply.id for reply in replies} | written)),
        ("…and nobody has written down yet whom", sum(reply.id not in written for reply in replies)),
        ("Members of staff whom a comment threatens", len(staff)),
        ("…asked whether the police are told", len(asked)),
    ]
    if scope.leads:
        wants = ((Answer.AGREES, "agreed"), (Answer.AGAINST, "did not want it"), (Answer.TIME, "wanted time"), (Answer.ASKED, "have not answered"))
        rows += [(f"…of these {words}", sum(step.answer is answer for step in asked)) for answer, words in wants]
    rows += [
        ("…and the police were told", len(told)),
        ("…of these because a life or a child was at risk, without consent", sum(step.risk is not None for step in told)),
        ("Signatures of a second leader that are missing", sum(step.unsigned for step in steps)),
    ]
    about = "The police are told of a threat when the threatened person agrees, or when two leaders say that a life or a child is at risk."
    return Section(
        "police", "Threats to staff, and the police", ("What", "Number"), tuple(Row(words, (count(number),)) for words, number in rows), about
    )
