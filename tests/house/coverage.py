"""Which tests prove which control: `python -m tests.house.coverage` reads tests/ and writes config/coverage.toml.

A test names the control by its scenario: `test_S05_3_...` or `test_C05_...`. The product reads the file, because once installed it
has no tests.
"""

import re
import sys
from pathlib import Path

from bot.policy.controls import COVERAGE
from bot.settings import ROOT

NAMED = re.compile(r"^ *(?:async )?def (test_(?:S|C)(\d\d)_\w+)", re.MULTILINE)
HEAD = "# Written by `python -m tests.house.coverage` from the names of the tests. Do not edit: run it again.\n"


def found(tests: Path) -> dict[str, list[str]]:
    """Control -> its tests, in the order of their files and of their lines."""
    by_control: dict[str, list[str]] = {}
    for file in sorted(tests.rglob("test_*.py")):
        if "node_modules" in file.parts:
            continue
        for name, number in NAMED.findall(file.read_text(encoding="utf-8")):
            by_control.setdefault(f"C{number}", []).append(f"{file.relative_to(tests.parent).as_posix()}::{name}")
    return {control: list(dict.fromkeys(by_control[control])) for control in sorted(by_control)}


def written(by_control: dict[str, list[str]]) -> str:
    """As TOML. Names of tests hold nothing that needs escaping."""
    blocks = [f"{control} = [\n" + "".join(f'  "{test}",\n' for test in tests) + "]\n" for control, tests in by_control.items()]
    return HEAD + "\n" + "\n".join(blocks)


def main() -> int:
    """Writes the file anew."""
    by_control = found(ROOT / "tests")
    COVERAGE.write_text(written(by_control), encoding="utf-8")
    sys.stdout.write(f"{sum(map(len, by_control.values()))} tests prove {len(by_control)} controls: {COVERAGE.name} is written.\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
