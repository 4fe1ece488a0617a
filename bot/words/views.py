"""A comment made ready for judging: its words with the disguises off, each with its place as written."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from bot.text import EMAIL, LINK, Normalised, forms, normalise, unleet
from bot.words.lists import Lists
from bot.words.phrases import BREAK, Line, Section

_CHUNK = re.compile(r"\S+")
_PIECE = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[\u2600-\u27bf\U0001f000-\U0001faff]")
_EDGE = "\"'()[]{}<>,.;:?!*_~#“”…/\\|+-"
_STOP = re.compile(r"(?<![.!?])[.?!]+[\"')”]*$")
_MASKS = re.compile(r"[a-z][a-z]*[*#%_.-]{1,5}[a-z*#%_-]*")
_QUOTES = re.compile(r"[\"“”][^\"“”]{1,200}[\"“”]")
_DENIALS = frozenset({"not", "never", "nobody", "none", "no", "nor", "neither", "without"})
_NO_DENIAL = frozenset(
    {"joking", "kidding", "lying", "playing", "even", "only", "just", "scared", "being", "bothered", "surprised", "wonder", "messing"}
)
_HELD_OF = frozenset({"say", "think", "believe", "call", "mean", "agree", "claim", "suggest", "saying", "calling", "true"})
_SUBJECTS = frozenset({"you", "i", "he", "she", "they", "we", "someone", "your"})
_REACH = 5  # words back in which a denial still reaches
_LONGEST_JOIN = 60
_LISTED_BEGINNING = 4
_RUN_TOGETHER = 9  # letters; a shorter word is not searched for words run together
_FEWEST_RUN = 3  # words in it, so that "therapist" stays what it is


@dataclass(frozen=True, slots=True)
class Seen:
    """One word as judged; `named` when it is written like a name and stands in no list."""

    word: str
    start: int
    end: int
    named: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase of a list that was found, where, and what its section says should happen."""

    band: str
    rule: str
    start: int
    end: int
    first: int
    last: int


class Views:
    """Both views of a text: as written and normalised, with the lists to search it by."""

    def __init__(self, written: str, lists: Lists) -> None:
        self.written = written
        self.lists = lists
        self.normal: Normalised = normalise(written)
        self.words: tuple[Seen, ...] = tuple(self._words())
        self.line = lists.people.read(Line(tuple(seen.word for seen in self.words), tuple(seen.named for seen in self.words)))

    @cached_property
    def counter_speech(self) -> bool:
        """Whether the writer reports or rebukes such words rather than using them; then no word of theirs is hidden unasked."""
        return any(True for _ in self.hits("counter_speech"))

    def hits(self, name: str) -> list[Hit]:
        """What one list finds, less what its own `safe` section covers."""
        return self.outright(name) + self.pointed(name)

    def outright(self, name: str) -> list[Hit]:
        """What is said in so many words."""
        found = [self._hit(*place) for place in self.lists.find(name, self.line)]
        safe = [hit for hit in found if hit.band == "safe"]
        return [hit for hit in found if hit.band != "safe" and not any(s.first < hit.last and hit.first < s.last for s in safe)]

    def pointed(self, name: str) -> list[Hit]:
        """What only signs near each other point at."""
        signs = self.signs
        if not signs:
            return []
        asked = ((section, each) for section in self.lists.sections(name) for each in section.together)
        return [self._hit(section, *place) for section, each in asked if (place := each.find(signs))]

    def _hit(self, section: Section, first: int, last: int) -> Hit:
        return Hit(section.band, section.rule, self.words[first].start, self.words[last - 1].end, first, last)

    @cached_property
    def signs(self) -> dict[str, list[tuple[int, int]]]:
        """Where each sign of `signs.txt` stands; a sign alone decides nothing."""
        found: dict[str, list[tuple[int, int]]] = {}
        for section, first, last in self.lists.find("signs", self.line):
            found.setdefault(section.rule, []).append((first, last))
        return found

    def denied(self, hit: Hit) -> bool:
        """Whether the writer says that this is not so: "never", "nobody", "I do not think that ..." in the same sentence, just before."""
        before = self.line.words[max(0, hit.first - _REACH) : hit.first]
        if BREAK in before:
            before = before[len(before) - before[::-1].index(BREAK) :]
        place = max((n for n, word in enumerate(before) if word in _DENIALS), default=None)
        if place is None or (place + 1 < len(before) and before[place + 1] in _NO_DENIAL):
            return False
        near = len(before) - place <= 2
        spoken = bool(_HELD_OF.intersection(before[place:]))
        subject = self.line.words[hit.first] in _SUBJECTS or bool(_SUBJECTS.intersection(before[place + 1 :]))
        return near or spoken or not subject

    def mild(self, hits: list[Hit]) -> bool:
        """Whether a reader could take these words for a report, a rebuke or a denial; then a person decides, not the machine."""
        return self.counter_speech or all(self.quoted(hit) for hit in hits)

    def quoted(self, hit: Hit) -> bool:
        """Whether the words stand in quotation marks."""
        return any(mark.start() < hit.start and hit.end < mark.end() for mark in _QUOTES.finditer(self.written))

    def _words(self) -> Iterable[Seen]:
        shouting = sum(c.isupper() for c in self.written) > sum(c.islower() for c in self.written)
        spaced = {start for start, _ in self.normal.joined}
        for found in _CHUNK.finditer(self.normal.plain):
            joined = any(n in spaced for n in range(found.start(), min(found.end(), found.start() + 3))) if spaced else False
            for word, a, b in _resolve(self.lists, found.group(), joined):
                start, end = self.normal.span(found.start() + a, found.start() + b)
                capital = not shouting and self.written[start].isupper() and self.written[start + 1 : start + 2].islower()
                yield Seen(word, start, end, capital and word not in self.lists.vocabulary)


def _resolve(lists: Lists, chunk: str, joined: bool) -> tuple[tuple[str, int, int], ...]:  # noqa: FBT001 - part of the cache key
    return _resolved(lists, chunk, joined) if len(chunk) <= _LONGEST_JOIN else tuple(_read(lists, chunk, joined=False))


@lru_cache(maxsize=32768)
def _resolved(lists: Lists, chunk: str, joined: bool) -> tuple[tuple[str, int, int], ...]:  # noqa: FBT001
    return tuple(_read(lists, chunk, joined=joined))


def _read(lists: Lists, chunk: str, *, joined: bool) -> list[tuple[str, int, int]]:
    left = len(chunk) - len(chunk.lstrip(_EDGE))
    core = chunk.strip(_EDGE)
    place = (left, left + len(core))
    out = [(word, *place) for word in _whole(lists, chunk, core, joined=joined)]
    if not out:
        for piece in _PIECE.finditer(chunk):
            known = piece.group() if piece.group() in lists.spelling else lists.known(piece.group()) or piece.group().replace("'", "")
            out.extend((atom, *piece.span()) for atom in lists.spelling.get(known, (known,)))
    if _STOP.search(chunk):
        out.append((BREAK, len(chunk) - 1, len(chunk)))
    return out


def _whole(lists: Lists, chunk: str, core: str, *, joined: bool) -> list[str]:
    """Readings of a chunk as one thing: a place on the web, a disguised strong word, or words run together."""
    if chunk.startswith("@") and len(core) > 2:
        bare = unleet(chunk.strip("@" + _EDGE))
        return [f"a{bare}"] if f"a{bare}" in lists.strong else ["<handle>"]
    if EMAIL.fullmatch(core):
        return ["<email>"]
    if ("." in core or "/" in core) and LINK.fullmatch(core) and not joined and _strong(lists, core) is None:
        return ["<link>"]
    if joined or chunk.startswith("#") or (core.isalpha() and len(core) >= _RUN_TOGETHER and lists.known(core) is None):
        return _segments(lists, core, joined=joined) if joined or chunk.startswith("#") else _run_together(lists, core)
    if not core.isalpha() and len(core) <= _LONGEST_JOIN:
        strong = _strong(lists, core)
        if strong is None and _MASKS.fullmatch(masked := core + chunk.rstrip("\"'),.?!")[chunk.find(core) + len(core) :]):
            strong = lists.masked(masked)
        return list(lists.spelling.get(strong, (strong,))) if strong else []
    return []


def _strong(lists: Lists, core: str) -> str | None:
    """A strong word with signs between its letters, such as `id.iot`."""
    if core.isalpha() or len(core) < 4:
        return None
    bare = "".join(c for c in core if c.isalnum() or c in "@$!|")
    return next((form for form in forms(bare) if form in lists.strong), None)


def _run_together(lists: Lists, core: str) -> list[str]:
    """Words written without spaces, where one of them runs somebody down and there are enough of them to mean it."""
    words = _segments(lists, core, joined=False)
    return words if len(words) >= _FEWEST_RUN and lists.telling.intersection(words) else []


def _segments(lists: Lists, core: str, *, joined: bool) -> list[str]:
    """Words written without spaces, or letter by letter: the fewest listed words that make them up, if any do."""
    text = unleet(core)[:_LONGEST_JOIN]
    if (known := lists.known(core)) is not None:
        return list(lists.spelling.get(known, (known,)))
    best: list[list[str] | None] = [[]] + [None] * len(text)
    for end in range(1, len(text) + 1):
        for start in range(max(0, end - 15), end):
            before = best[start]
            if before is not None and text[start:end] in lists.vocabulary:
                now = best[end]
                if now is None or len(before) + 1 < len(now):
                    best[end] = [*before, text[start:end]]
    words = best[-1]
    if words is None and joined:  # a listed beginning and a rest that is in no list, as a name would be
        end = max(n for n, found in enumerate(best) if found is not None)
        words = [*(best[end] or []), text[end:]] if end >= _LISTED_BEGINNING else None
    return [atom for word in words or [] for atom in lists.spelling.get(word, (word,))]
