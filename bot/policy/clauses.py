"""Every clause of the five policies, what answers it, and how far: what `gatepost policy show` and the page of clauses print."""

import csv
from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from bot.errors import Misconfigured
from bot.policy.controls import CLAIMS, Control, State, controls
from bot.policy.profile import Profile
from bot.settings import ROOT

CLAUSES = ROOT / "config" / "clauses.csv"
COLUMNS = ("id", "duty", "class", "also", "controls", "how", "state")


class Class(StrEnum):
    """The strongest honest treatment of a clause, strongest first."""

    ENFORCE = "ENFORCE"
    DETECT = "DETECT"
    RECORD = "RECORD"
    INFORM = "INFORM"
    OUTSIDE = "OUTSIDE"


ALSO = {"E": "enforced", "D": "detected", "R": "recorded", "I": "shown", "O": "in part outside"}


class Clause(NamedTuple):
    """`how` is the concrete control, or, of a clause outside, why. `said` overrides the state that follows from the controls."""

    id: str
    duty: str
    kind: Class
    also: tuple[str, ...]
    controls: tuple[str, ...]
    how: str
    said: State | None

    @property
    def policy(self) -> str:
        return self.id.partition("-")[0]

    @property
    def state(self) -> State:
        """Outside stays outside, whatever its nearest hook does; the rest is as good as its controls together."""
        if self.said:
            return self.said
        if self.kind is Class.OUTSIDE:
            return State.OUTSIDE
        states = {known[each].state for each in self.controls} if (known := controls()) else set()
        if len(states) == 1:
            return states.pop()
        return State.PARTLY if states & CLAIMS else State.NOT_YET

    @property
    def answered_by(self) -> dict[str, Control]:
        return {each: controls()[each] for each in self.controls}

    @property
    def tests(self) -> list[str]:
        """Of every control that answers it, without repeats."""
        return list(dict.fromkeys(test for control in self.answered_by.values() for test in control.tests))

    @property
    def hook(self) -> str:
        """Of a clause outside: the nearest thing on an official account, and whether it works."""
        if self.kind is not Class.OUTSIDE or not self.controls:
            return ""
        return " ".join(f"Nearest hook: {control.name} ({control.state})." for control in self.answered_by.values())


@lru_cache
def register(file: Path = CLAUSES) -> dict[str, Clause]:
    """Every clause by its id, in the order of the policies. Raises Misconfigured with the line that cannot be used."""
    try:
        with file.open(encoding="utf-8", newline="") as source:
            reader = csv.DictReader(source)
            if tuple(reader.fieldnames or ()) != COLUMNS:
                raise Misconfigured(f"{file.name} must have the columns {', '.join(COLUMNS)}.")
            found = [_clause(row, f"{file.name}, line {reader.line_num}") for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error):
        raise Misconfigured(f"{file.name} cannot be read. Put it back as it came.") from None
    if len({clause.id for clause in found}) != len(found):
        raise Misconfigured(f"{file.name} has a clause twice. Take one out.")
    return {clause.id: clause for clause in found}


def _clause(row: dict[str, str], where: str) -> Clause:
    try:
        numbers = tuple(row["controls"].split())
        unknown = [each for each in numbers if each not in controls()]
        if unknown:
            raise Misconfigured(f"{where}: there is no control {unknown[0]}. Correct the control.")
        said = State(row["state"]) if row["state"] else None
        return Clause(row["id"], row["duty"], Class(row["class"]), tuple(row["also"].split()), numbers, row["how"], said)
    except (ValueError, AttributeError, TypeError):
        raise Misconfigured(f"{where} cannot be used. Give an id, a duty, a class ({', '.join(Class)}) and a state that is known or empty.") from None


def policies() -> list[str]:
    """The prefixes of the five policies, in their order."""
    return list(dict.fromkeys(clause.policy for clause in register().values()))


def clauses_of(profile: Profile) -> list[Clause]:
    """Those of the policy whose clauses the profile cites; none for the default profile, which speaks for no policy."""
    cited = {parameter.clause.partition("-")[0] for parameter in profile.parameters().values() if parameter.stated}
    return [clause for clause in register().values() if clause.policy in cited]


def counts(clauses: Sequence[Clause]) -> dict[Class, Counter[State]]:
    """How many clauses of each class are in each state."""
    counted: dict[Class, Counter[State]] = {kind: Counter() for kind in Class}
    for clause in clauses:
        counted[clause.kind][clause.state] += 1
    return counted


def clause_rows(profile: Profile) -> list[dict[str, Any]]:
    """One JSON-ready object for each clause of the profile's policy."""
    return [
        {
            "kind": "clause",
            "profile": profile.name,
            "clause": clause.id,
            "duty": clause.duty,
            "class": clause.kind.value,
            "also": [ALSO.get(letter, letter) for letter in clause.also],
            "controls": list(clause.controls),
            "state": clause.state.value,
            "tests": clause.tests,
            "why" if clause.kind is Class.OUTSIDE else "how": " ".join(filter(None, (clause.how, clause.hook))),
        }
        for clause in clauses_of(profile)
    ]
