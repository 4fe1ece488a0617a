"""The controls C01-C35: what each is called, whether it works, and one sentence on what can be relied on and what cannot."""

import tomllib
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from bot.errors import Misconfigured
from bot.settings import ROOT

CONTROLS = ROOT / "config" / "controls.toml"
COVERAGE = ROOT / "config" / "coverage.toml"


class State(StrEnum):
    WORKING = "working"
    PARTLY = "partly"
    NOT_YET = "not yet"
    OUTSIDE = "outside"


CLAIMS = frozenset({State.WORKING, State.PARTLY})
"""States that must be proved by a test."""


class Control(BaseModel):
    """`tests` are the tests that prove it, as `tests/file.py::test_name`, from the coverage file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    state: State
    works: str = ""
    missing: str = ""
    tests: tuple[str, ...] = ()


@lru_cache
def controls(file: Path = CONTROLS, coverage: Path = COVERAGE) -> dict[str, Control]:
    """Every control by its number, in order. Raises Misconfigured when either file cannot be used."""
    rows = _toml(file)
    tests = {key: tuple(found) for key, found in _toml(coverage).items()}
    try:
        made = TypeAdapter(dict[str, Control]).validate_python({key: {**row, "tests": tests.get(key, ())} for key, row in rows.items()}, strict=False)
    except ValidationError as invalid:
        where = " ".join(str(part) for part in invalid.errors()[0]["loc"])
        raise Misconfigured(f"{file.name} cannot be used at {where}. Correct that line.") from None
    return dict(sorted(made.items()))


def _toml(path: Path) -> dict[str, dict[str, object]]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        raise Misconfigured(f"{path.name} cannot be read. Put it back as it came.") from None
