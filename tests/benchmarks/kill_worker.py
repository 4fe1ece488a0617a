"""The real worker with a wrong clock and networks that settle quickly. Loaded only in the processes that the benchmark starts.

The clock of each process is moved by `SKEW`, as a machine without a time server has it; each network shows what it accepted after a
second, because a stand-in shows it at once. Everything else is `gatepost worker`.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot import clock

SETTLE_S = 1
SKEW = [timedelta()]


def skewed() -> datetime:
    return datetime.now(UTC) + SKEW[0]


clock.now = skewed  # before anything else takes the name from there

from bot.platforms.capabilities import CAPABILITIES  # noqa: E402 -- see above

for name, row in list(CAPABILITIES.items()):
    CAPABILITIES[name] = replace(row, settle_s=SETTLE_S, read_every_s=0)

import bot.cli.serving  # noqa: E402, F401 -- so that each worker begins with everything loaded
from bot.cli import main  # noqa: E402


def run(skew_s: float) -> int:
    """Works until it is killed."""
    SKEW[0] = timedelta(seconds=skew_s)
    return main(["worker"])
