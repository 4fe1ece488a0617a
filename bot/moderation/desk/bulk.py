"""Several comments decided at once, as a pile-on needs: one reason, and each is checked and recorded by itself."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlmodel import Session

from bot.errors import BadInput, GatepostError
from bot.moderation.desk.decide import HIDE_REASONS, KEEP_REASONS, choices, decide, mine
from bot.people.models import Person

MOST = 100


class Choice(NamedTuple):
    """What is chosen for all, and what it means for one that is hidden and for one that is visible."""

    words: str
    where_hidden: str
    where_visible: str
    reasons: dict[str, str]


CHOICES: dict[str, Choice] = {
    "hide": Choice("Hide them, or keep them hidden", "keep_hidden", "hide", HIDE_REASONS),
    "show": Choice("Leave them visible, or show them again", "restore", "leave", KEEP_REASONS),
}


@dataclass
class Together:
    """What became of each."""

    done: list[int] = field(default_factory=list)
    failed: dict[int, str] = field(default_factory=dict)  # comment -> why not


def decide_many(session: Session, me: Person, picked: Iterable[tuple[int, int]], choice: str, reason_code: str) -> Together:
    """`picked` is (comment, id of the last decision the person saw). One that fails does not stop the others."""
    chosen = dict(picked)
    wrong = {} if chosen else {"picked": "Tick the comments you decide about."}
    if len(chosen) > MOST:
        wrong["picked"] = f"Decide at most {MOST} at once."
    if choice not in CHOICES:
        wrong["choice"] = "Choose what should happen."
    elif reason_code not in CHOICES[choice].reasons:
        wrong["reason_code"] = "Choose the reason: it must be one of the published house rules."
    if wrong:
        raise BadInput(wrong)
    result = Together()
    for key, seen in chosen.items():
        try:
            decide(session, me, key, _for(session, me, key, choice), reason_code, seen=seen)
        except GatepostError as problem:
            session.rollback()
            result.failed[key] = problem.sentence
        else:
            result.done.append(key)
    return result


def _for(session: Session, me: Person, key: int, choice: str) -> str:
    """What the choice means for this one, from where it is now."""
    chosen = CHOICES[choice]
    return chosen.where_hidden if chosen.where_hidden in choices(*mine(session, me, key)) else chosen.where_visible
