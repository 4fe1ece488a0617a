"""`python -m tests.platforms.table`: what the contract found, network by capability.

Each cell comes from a test that ran: `yes` did it and saw it done, `refused` said no in a sentence, `-` has no such thing. A test
that failed is `FAILED`, and one that did not run is `?`.
"""

import sys
from collections.abc import Iterator

import pytest

from bot.platforms.capabilities import CAPABILITIES

from .test_contract import ACTS
from .test_contract_offers import OFFERS
from .twins import NETWORK, TWINS

ASKED = (*ACTS, *OFFERS)


class Outcomes:
    """What became of each (network, capability)."""

    def __init__(self) -> None:
        self.cells: dict[tuple[str, str], str] = {}
        self.failed: dict[str, int] = dict.fromkeys(TWINS, 0)
        self.passed: dict[str, int] = dict.fromkeys(TWINS, 0)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when != "call" and not (report.when == "setup" and report.failed):
            return
        inside = report.nodeid.partition("[")[2].rstrip("]").split("-")
        network = next((name for name in TWINS if name in inside), None)
        if network is None:
            return
        counted = self.failed if report.failed else self.passed
        counted[network] += not report.skipped
        asked = next((name for name in ASKED if name in inside), None)
        if asked is not None and "agree_on_what" in report.nodeid:
            self.cells[network, asked] = "FAILED" if report.failed else self._said(network, asked)

    @staticmethod
    def _said(network: str, asked: str) -> str:
        if getattr(CAPABILITIES[network], asked):
            return "yes"
        return "refused" if asked in ACTS else "-"


def lines(found: Outcomes, networks: list[str]) -> Iterator[str]:
    yield "| capability | " + " | ".join(CAPABILITIES[name].label for name in networks) + " |"
    yield "|---" * (len(networks) + 1) + "|"
    for asked in ASKED:
        yield f"| {asked.replace('_', ' ')} | " + " | ".join(found.cells.get((name, asked), "?") for name in networks) + " |"
    yield "| tests passed | " + " | ".join(str(found.passed[name]) for name in networks) + " |"
    yield "| tests failed | " + " | ".join(str(found.failed[name]) for name in networks) + " |"


def main(argv: list[str]) -> int:
    """With `--bluesky`, the real servers are started as well."""
    networks = [name for name in CAPABILITIES if name in TWINS and (name not in NETWORK or "--bluesky" in argv)]
    found = Outcomes()
    names = [f"tests/platforms/test_contract{part}.py" for part in ("", "_trouble", "_offers")]
    without = [] if "--bluesky" in argv else ["-m", "not network"]
    code = pytest.main([*names, "-q", "--no-header", *without], plugins=[found])
    sys.stdout.write("\n".join(lines(found, networks)) + "\n")
    return int(code)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
