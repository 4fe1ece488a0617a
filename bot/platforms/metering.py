"""What a call costs: an adapter says what it took, and whoever opened it writes it down. Without a meter nothing is counted."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable


class Meter(Protocol):
    """Counts one kind of thing. `what` is a key of the network's table in `config/costs.toml`."""

    def __call__(self, what: str, times: int = 1, ids: Sequence[str] = (), pool: str = "") -> None:
        """`ids`: the things that an answer held, where the network charges each of them once a day; else `times`.

        `pool` names what several accounts draw on together. Called after the answer, outside any transaction of the caller's.
        Never raises: counting must not lose an answer.
        """

    def slowed(self) -> int:
        """How many times more rarely what is no safeguarding is read, because the month's budget nears its end. 1: as usual."""

    def taken(self, pool: str) -> int:
        """Counted in this pool on the network's own day, by all processes. Called outside any transaction; never raises."""


@runtime_checkable
class Metered(Protocol):
    """An adapter that counts: whoever opens it puts the account's meter here."""

    meter: Meter


class Unmetered:
    """Where nobody counts."""

    def __call__(self, what: str, times: int = 1, ids: Sequence[str] = (), pool: str = "") -> None:
        """Nothing."""

    def slowed(self) -> int:
        return 1

    def taken(self, pool: str) -> int:
        return 0


unmetered: Meter = Unmetered()
