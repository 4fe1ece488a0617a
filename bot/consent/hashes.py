"""A table of keyed hashes and whose they are: nine bytes each, sorted, looked up where they lie.

A hash is the first 64 bits of an HMAC. Among a million hashes one lookup in 18 million million is wrong, and then a person looks.
"""

import hmac
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterator

import numpy as np

WIDTH = 8  # bytes of a hash that are kept


class Hasher:
    """HMAC-SHA-256 of a kind of name and its one spelling, so that a surname is never taken for a forename."""

    def __init__(self, key: bytes) -> None:
        if len(key) < 16:
            raise ValueError("The register needs a key of 16 bytes or more.")
        self._key = key

    def __call__(self, kind: str, folded: str) -> int:
        return int.from_bytes(hmac.digest(self._key, f"{kind}:{folded}".encode(), "sha256")[:WIDTH], "big")


class HashTable:
    """Numbers in ascending order with one byte of flags beside each."""

    def __init__(self, digests: "array[int]", flags: bytes) -> None:
        self._digests, self._flags = digests, flags

    def __len__(self) -> int:
        return len(self._digests)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return zip(self._digests, self._flags, strict=True)

    def get(self, digest: int) -> int:
        """The flags beside it; 0 when it is not here."""
        at = bisect_left(self._digests, digest)
        return self._flags[at] if at < len(self._digests) and self._digests[at] == digest else 0

    @classmethod
    def of(cls, digests: "array[int]", flags: bytearray) -> "HashTable":
        """From hashes in any order; where one comes several times its flags are put together."""
        if not digests:
            return cls(array("Q"), b"")
        numbers, marks = np.frombuffer(digests, dtype=np.uint64), np.frombuffer(flags, dtype=np.uint8)
        order = np.argsort(numbers, kind="stable")
        ordered = numbers[order]
        firsts = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))
        return cls(array("Q", ordered[firsts].tobytes()), np.bitwise_or.reduceat(marks[order], firsts).tobytes())

    def packed(self) -> bytes:
        """As it is kept: the count, the numbers, the flags; little-endian whatever the machine."""
        numbers = self._digests if sys.byteorder == "little" else _swapped(self._digests)
        return len(self._digests).to_bytes(8, "little") + numbers.tobytes() + self._flags

    @classmethod
    def unpacked(cls, packed: bytes) -> "HashTable":
        """Raises ValueError when the bytes are not whole."""
        count = int.from_bytes(packed[:8], "little")
        if len(packed) != 8 + count * (WIDTH + 1):
            raise ValueError("not a whole table of hashes")
        numbers = array("Q", packed[8 : 8 + count * WIDTH])
        return cls(numbers if sys.byteorder == "little" else _swapped(numbers), packed[8 + count * WIDTH :])


def _swapped(numbers: "array[int]") -> "array[int]":
    other = array("Q", numbers)
    other.byteswap()
    return other
