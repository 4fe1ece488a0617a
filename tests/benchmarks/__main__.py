"""`python -m tests.benchmarks NAME`: what the product was measured with. Each file says its method; the figures depend on the machine.

- `kill`: publishes with `kill -9` at random moments. Nothing may go out twice, nothing may be lost.
- `claims`: how much of what could be checked the claim finder finds, by kind, on posts marked by hand.
- `check`: how many drafts a second `gatepost check-draft` judges, screens and claims together.
- `classify`: how many comments a second `gatepost classify` judges.
- `report`: the report on moderation over a year with 100,000 comments; `--database` for PostgreSQL.
- `x_month`: what an ordinary month of one academy costs on X, beside the least that it could.
- `names`: a register of 100,000 names: the import, a post checked, memory and room; `--database` for PostgreSQL.

Without a name, all of them run with their own defaults.
"""

import argparse
import json
import sys
from collections.abc import Callable

from tests.benchmarks import claims, kill, moderation_report, names, rates, x_month

BENCHMARKS: dict[str, Callable[[list[str]], dict[str, object]]] = {
    "kill": kill.main,
    "claims": claims.main,
    "check": rates.check_main,
    "classify": rates.classify_main,
    "names": names.main,
    "report": moderation_report.main,
    "x_month": x_month.main,
}


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", nargs="?", choices=list(BENCHMARKS), help="which one; all of them when left out")
    chosen, rest = parser.parse_known_args(arguments)
    good = True
    for name in [chosen.name] if chosen.name else list(BENCHMARKS):
        figures = BENCHMARKS[name](rest if chosen.name else [])
        good = good and figures.get("good") is not False
        sys.stdout.write(json.dumps({"benchmark": name, **figures}) + "\n")
        sys.stdout.flush()
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
