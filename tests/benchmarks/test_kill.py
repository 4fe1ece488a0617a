"""The measurement of `kill.py`, small enough for every test run."""

import random
import shutil
from pathlib import Path

from tests.benchmarks import kill


def test_S13_1_posts_on_two_networks_go_out_once_while_the_worker_is_killed(tmp_path: Path, sqlite_template: Path) -> None:
    file = shutil.copy(sqlite_template, tmp_path / "gate.sqlite3")
    chance = random.Random(4)  # noqa: S311 -- repeatable on purpose
    rows, told, _ = kill.run(f"sqlite:///{file}", tmp_path, ("practice", "x"), 20, 2, chance, 240, longest_s=0.8)
    assert [row.network for row in rows] == ["practice", "x"]
    assert [(row.asked, row.once, row.twice, row.lost) for row in rows] == [(10, 10, 0, 0)] * 2
    assert all(row.good for row in rows)
    assert told.kills == 2
    assert sum(row.unknown for row in rows) > 0
