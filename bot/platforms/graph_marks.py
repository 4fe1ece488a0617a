"""What was handed out before, known by its own address: times on Meta's networks are whole seconds, comments appear late, and its
cursors may not be kept.
"""

import base64
import hashlib
from collections.abc import Iterable

LEAST = 4_000  # marks remembered beside those in sight


def mark(text: str) -> str:
    """64 bits: enough that none is taken for another, and small enough to keep thousands of them in a cursor."""
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()[:8]).decode().rstrip("=")


class Marks:
    """A set of marks that remembers in which order they were last seen, so that the ones longest out of sight go first."""

    def __init__(self, kept: Iterable[str] = ()) -> None:
        self._old = dict.fromkeys(kept)
        self._seen: dict[str, None] = {}

    def __contains__(self, text: str) -> bool:
        """Whether it was there before this reading."""
        return mark(text) in self._old

    def see(self, text: str) -> None:
        self._seen[mark(text)] = None

    def kept(self, least: int = LEAST) -> list[str]:
        """To be stored: everything seen now, and as many of the others as there is room for."""
        others = [one for one in self._old if one not in self._seen]
        room = max(least - len(self._seen), 0)
        return [*others[len(others) - min(room, len(others)) :], *self._seen]
