"""The text as the learned judge reads it: disguises off, so that "1d10t", "i d i o t" and "idiot" are one word to it.

It was taught on this reading, so a change to what ordinary comments read like needs `make judge`.
"""

import re
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass

from bot.words.views import Views

LONGEST = 600  # characters; longer comments are judged by their beginning and their end
_RUN = re.compile(r"([^\W\d_])\1{2,}")
_STRETCHED = re.compile(r"[^\W\d_]*([^\W\d_])\1{2,}[^\W\d_]*")
_WORD_LONGEST = 16

_Letter = tuple[str, int, int]  # a character, and from where to where it was written


@dataclass(frozen=True)
class Reading:
    """What the model is given, each character still knowing where it was written."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]` stands in the comment as written, in code points."""
        return self.starts[start], self.ends[end - 1]


def reading(views: Views, words: Container[str]) -> Reading:
    """What the model is given for a comment; `words` are those it knows whole."""
    letters = _shortened(list(_undisguised(views, words)), words)
    if len(letters) > LONGEST:
        middle = letters[LONGEST // 2]
        letters = [*letters[: LONGEST // 2], *((sign, middle[1], middle[2]) for sign in " … "), *letters[-LONGEST // 2 :]]
    return Reading("".join(x[0] for x in letters), tuple(x[1] for x in letters), tuple(x[2] for x in letters))


def _undisguised(views: Views, words: Container[str]) -> Iterator[_Letter]:
    """The normalised text, with each disguised strong word in its plain spelling."""
    plain = list(_apart(views, words))
    done = 0
    for seen in views.words:
        if seen.word not in views.lists.strong:
            continue
        first, last = _between(plain, done, seen.start, seen.end)
        if all(x[0].isalpha() or x[0] == " " for x in plain[first:last]):
            continue
        yield from plain[done:first]
        yield from ((letter, seen.start, seen.end) for letter in seen.word)
        done = last
    yield from plain[done:]


def _apart(views: Views, words: Container[str]) -> Iterator[_Letter]:
    """Letters that were spaced out are put together across words as well: "s a d m a n" is "sad man" again."""
    normal, listed = views.normal, views.lists.strong
    plain = list(zip(normal.text, normal.starts, normal.ends, strict=True))
    done = 0
    for start, end in normal.joined:
        yield from plain[done:start]
        done = start
        for length in _told_apart(normal.text[start:end], lambda word: word in words or word in listed):
            yield from plain[done : done + length]
            done += length
            if done < end:
                yield " ", plain[done - 1][2], plain[done][1]
    yield from plain[done:]


def _between(plain: list[_Letter], done: int, start: int, end: int) -> tuple[int, int]:
    first = next((n for n in range(done, len(plain)) if plain[n][1] >= start), len(plain))
    return first, next((n for n in range(first, len(plain)) if plain[n][1] >= end), len(plain))


def _told_apart(run: str, known: Callable[[str], bool]) -> list[int]:
    """The lengths of the words in a run of letters: as few and as well known ones as can be."""
    best: list[tuple[float, list[int]]] = [(0.0, [])]
    for end in range(1, len(run) + 1):
        ways = ((best[start][0] + _cost(run[start:end], known), start) for start in range(max(0, end - _WORD_LONGEST), end))
        cost, start = min(ways)
        best.append((cost, [*best[start][1], end - start]))
    return best[-1][1]


def _cost(word: str, known: Callable[[str], bool]) -> float:
    if len(word) == 1:
        return 1.5 if word in "ai" else 3.0
    if known(word):
        return 1.0 if len(word) > 2 else 1.5
    return 2.5 + 0.3 * len(word)


def _shortened(letters: list[_Letter], words: Container[str]) -> list[_Letter]:
    """Stretched letters as the word they stretch: "goooood" is "good" and "sooo" is "so"."""
    text = "".join(x[0] for x in letters)
    dropped: set[int] = set()
    for found in _STRETCHED.finditer(text):
        kept = 2 if _RUN.sub(r"\1\1", found.group()) in words else 1
        dropped.update(n for run in _RUN.finditer(found.group()) for n in range(found.start() + run.start() + kept, found.start() + run.end()))
    return [x for n, x in enumerate(letters) if n not in dropped] if dropped else letters
