"""The measurement of `kill.py`, small enough for every test run."""

import random
import shutil
from pathlib import Path

from tests.benchmarks import kill


def test_S13_1_twenty_posts_go_out_once_while_the_worker_is_killed_four_times(tmp_path: Path, sqlite_template: Path) -> None:
    file = shutil.copy(sqlite_template, tmp_path / "gate.sqlite3")
    chance = random.Random(4)  # noqa: S311 -- repeatable on purpose
    counts = kill.run(f"sqlite:///{file}", tmp_path, publishes=20, kills=4, chance=chance, limit_s=240, waits=False)
    assert (counts.once, counts.twice, counts.lost, counts.verified) == (20, 0, 0, 20)
    assert counts.kills == 4
    assert counts.answers_lost > 0
    assert counts.strays == 0
