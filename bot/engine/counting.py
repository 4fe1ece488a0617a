"""What a working process counted since it started, in a shape that fits into its row: /metrics may be asked of another process."""

import threading
from collections import Counter
from typing import Any

SECONDS = (0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)  # upper ends of the buckets of a sweep's length


class Counted:
    """Safe to call from several threads."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._buckets = [0] * (len(SECONDS) + 1)
        self._together = 0.0
        self._jobs: Counter[tuple[str, str]] = Counter()

    def swept(self, seconds: float) -> None:
        with self._guard:
            self._buckets[sum(seconds > end for end in SECONDS)] += 1
            self._together += seconds

    def did(self, job: str, *, well: bool) -> None:
        with self._guard:
            self._jobs[job, "done" if well else "failed"] += 1

    def as_json(self) -> dict[str, Any]:
        """`sweeps`: (upper end, number), not yet added up; None is beyond the last end. `jobs`: (name, outcome, number)."""
        with self._guard:
            ends: list[float | None] = [*SECONDS, None]
            return {
                "sweeps": [list(each) for each in zip(ends, self._buckets, strict=True)],
                "seconds": round(self._together, 3),
                "jobs": [[job, outcome, number] for (job, outcome), number in sorted(self._jobs.items())],
            }
