"""The second opinion: a linear model over pieces of words. It knows less than the network and errs in other places,
so where the two disagree strongly a person decides."""

import zlib
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

BUCKETS = 1 << 16
_SHORTEST, _LONGEST = 2, 5  # letters in a piece


def pieces(word: str) -> Iterator[str]:
    """A word, and the pieces of two to five letters inside it and over its edges."""
    yield word
    edged = f"<{word[:40]}>"
    for size in range(_SHORTEST, _LONGEST + 1):
        yield from (edged[n : n + size] for n in range(len(edged) - size + 1))


@lru_cache(maxsize=8192)
def _of_word(word: str) -> tuple[int, ...]:
    """Where a word's pieces stand. Most words of a comment were in one before it."""
    return tuple(_bucket(piece) for piece in pieces(word))


def _bucket(piece: str) -> int:
    return zlib.crc32(piece.encode()) % BUCKETS


def buckets(reading: str) -> npt.NDArray[np.int64]:
    """Where a text's words, their pieces and its pairs of words stand in the table of weights, each once."""
    words = reading.split()
    found = {_bucket(f"{a} {b}") for a, b in pairwise(words)}.union(*map(_of_word, words))
    return np.fromiter(sorted(found), dtype=np.int64, count=len(found))


def scores(weights: npt.NDArray[np.float32], reading: str) -> npt.NDArray[np.float32]:
    """One number for each head; the pieces of a long text weigh less each. `weights` is (buckets + 1, heads), the last row the bias."""
    found = buckets(reading)
    total: npt.NDArray[np.float32] = np.array(weights[-1], dtype=np.float32)
    return total + weights[found].sum(axis=0) / np.float32(len(found) ** 0.5) if len(found) else total
