"""House rule: a clause claims nothing that no test proves, and every clause of the five policies has its row."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from bot.errors import Misconfigured
from bot.policy import clauses
from bot.policy.clauses import Class
from bot.policy.controls import CLAIMS, COVERAGE, State, controls
from bot.policy.profile import load, names

from . import coverage
from .documents import ROOT

COUNTS = {  # ENFORCE, DETECT, RECORD, INFORM, OUTSIDE
    "ATT": (9, 16, 14, 6, 15),
    "BET": (14, 16, 19, 6, 14),
    "CORE": (16, 22, 27, 11, 12),
    "ACET": (14, 7, 3, 5, 16),
    "INSP": (20, 38, 44, 19, 11),
}
ALL = list(clauses.register().values())


def test_the_coverage_file_is_what_the_tests_say() -> None:
    written = coverage.written(coverage.found(ROOT / "tests"))
    assert COVERAGE.read_text(encoding="utf-8") == written, "Run `python -m tests.house.coverage`."


def test_every_control_is_there_and_none_that_claims_to_work_is_without_a_test() -> None:
    assert list(controls()) == [f"C{number:02}" for number in range(1, 36)]
    unproved = [number for number, control in controls().items() if control.state in CLAIMS and not control.tests]
    assert unproved == [], "Write a scenario test, or say `not yet` in config/controls.toml."
    assert [number for number, control in controls().items() if control.state in CLAIMS and not control.works] == []
    assert [number for number, control in controls().items() if control.state is not State.WORKING and not control.missing] == []


def test_no_clause_claims_what_no_test_proves() -> None:
    assert [clause.id for clause in ALL if clause.state in CLAIMS and not clause.tests] == []


def test_every_clause_is_registered_once_in_its_class() -> None:
    assert len(ALL) == 394
    counted = Counter((clause.policy, clause.kind) for clause in ALL)
    assert {policy: tuple(counted[policy, kind] for kind in Class) for policy in COUNTS} == COUNTS


def test_every_clause_that_is_not_outside_names_a_control() -> None:
    assert [clause.id for clause in ALL if clause.kind is not Class.OUTSIDE and not clause.controls] == []
    assert [clause.id for clause in ALL if not clause.duty or not clause.how] == []
    assert [clause.id for clause in ALL if clause.kind is Class.OUTSIDE and clause.state is not State.OUTSIDE] == []


def test_every_clause_that_a_profile_cites_is_in_the_register() -> None:
    known = {clause.id for clause in ALL}
    for name in names():
        profile = load(name)
        cited = {parameter.clause for parameter in profile.parameters().values() if parameter.stated}
        noted = " ".join(parameter.note or "" for parameter in profile.parameters().values())
        cited |= {clause.rstrip(".") for clause in re.findall(r"\b(?:ATT|BET|CORE|ACET|INSP)-[\dA-Za-z.]+", noted)}
        unknown = {clause for clause in cited - known if not any(each.startswith(clause) for each in known)}
        assert unknown == set(), name


def test_every_test_in_the_coverage_file_is_there() -> None:
    for control in controls().values():
        for test in control.tests:
            file, _, name = test.partition("::")
            assert f"def {name}(" in (ROOT / file).read_text(encoding="utf-8"), test


def test_the_generator_reads_names_of_tests_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "tests"
    folder.mkdir()
    (folder / "test_a.py").write_text(
        "def test_S05_3_an_editor() -> None: ...\nasync def test_C05_more(): ...\ndef test_other(): ...\n# def test_S06_1_no\n"
    )
    (folder / "helper.py").write_text("def test_S07_1_not_a_test_file(): ...\n")
    assert coverage.found(folder) == {"C05": ["tests/test_a.py::test_S05_3_an_editor", "tests/test_a.py::test_C05_more"]}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (["ATT-0.1", "Duty", "FORCE", "", "C27", "How", ""], "line 2 cannot be used"),
        (["ATT-0.1", "Duty", "RECORD", "", "C99", "How", ""], "there is no control C99"),
        (["ATT-0.1", "Duty", "RECORD", "", "C27", "How", "done"], "line 2 cannot be used"),
        (["ATT-0.1", "Duty"], "line 2 cannot be used"),
    ],
)
def test_a_register_that_cannot_be_used_says_where(tmp_path: Path, row: list[str], said: str) -> None:
    file = tmp_path / "clauses.csv"
    with file.open("w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows([clauses.COLUMNS, row])
    with pytest.raises(Misconfigured, match=said):
        clauses.register(file)
