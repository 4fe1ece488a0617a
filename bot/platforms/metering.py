"""What a call costs: an adapter says what it took, and whoever opened it writes it down. Without a meter nothing is counted."""

from collections.abc import Sequence
from typing import Protocol


class Meter(Protocol):
    """Counts one kind of thing. `what` is a key of the network's table in `config/costs.toml`."""

    def __call__(self, what: str, times: int = 1, ids: Sequence[str] = ()) -> None:
        """`ids`: the things that an answer held, where the network charges each of them once a day; else `times`.

        Called after the answer, outside any transaction of the caller's. Never raises: counting must not lose an answer.
        """


def unmetered(what: str, times: int = 1, ids: Sequence[str] = ()) -> None:
    """Where nobody counts."""
