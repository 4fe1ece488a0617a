"""The phrase language of `config/words`, matched over the words of one comment with sets of places, never by backtracking."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

BREAK = "."
_OPEN = frozenset({"<any>", "<name>"})
_WHO = ("<who>", "<whose>")
_SIGNS = _OPEN.union(_WHO)
_WINDOW = 30  # words; signs further apart than this do not speak of one thing
_MOST_PLACES = 12  # of one sign that are looked at in one comment


@dataclass(frozen=True)
class Line:
    """The words of a comment in order, and which of them could be names."""

    words: tuple[str, ...]
    named: tuple[bool, ...]
    who: dict[int, tuple[int, ...]] = field(default_factory=dict)  # where words for a person begin, and where each may end
    whose: dict[int, tuple[int, ...]] = field(default_factory=dict)  # the same for "your", "his", "that teacher's"
    held: dict[int, bool] = field(default_factory=dict)  # which elements could stand somewhere in it; filled when asked

    @cached_property
    def distinct(self) -> frozenset[str]:
        return frozenset(self.words)

    def holds(self, element: "Element") -> bool:
        """Whether any word here could begin this element: a cheap no that spares the search."""
        known = self.held.get(id(element))
        if known is None:
            known = self.held[id(element)] = not element.literal.isdisjoint(self.distinct)
        return known


class Element:
    """One place in a phrase: the alternatives that may stand there, and how often."""

    def __init__(self, options: Iterable[tuple[str, ...]], least: int = 1, most: int = 1) -> None:
        self.least = least
        self.most = most
        self.single: set[str] = set()
        self.several: dict[str, dict[int, set[tuple[str, ...]]]] = {}
        self.open: dict[str, list[tuple[str, ...]]] = {}
        for option in options:
            if _OPEN.intersection(option):
                self.open.setdefault(option[0], []).append(option)
            elif len(option) == 1:
                self.single.add(option[0])
            else:
                self.several.setdefault(option[0], {}).setdefault(len(option), set()).add(option)
        self.person, self.owner = (kind in self.single for kind in _WHO)
        self.literal = frozenset(self.single | set(self.several))
        self.sought = least > 0 and not self.open and self.literal.isdisjoint(_WHO)

    def firsts(self) -> set[str]:
        return self.single | set(self.several) | set(self.open)

    def step(self, line: Line, places: set[int]) -> set[int]:
        """Where the next place of the phrase may begin, if this one begins at any of `places`."""
        if self.most == 1:
            out: set[int] = set(places) if self.least == 0 else set()
            for place in places:
                if place < len(line.words):
                    self._after(line, place, out)
            return out
        out = set(places)
        front = places
        for _ in range(self.most):
            after: set[int] = set()
            for place in front:
                if place < len(line.words):
                    self._after(line, place, after)
            front = after - out
            if not front:
                break
            out |= front
        return out

    def _after(self, line: Line, place: int, out: set[int]) -> None:
        here = line.words[place]
        if here in self.single:
            out.add(place + 1)
        if here in self.several:
            out.update(place + n for n, options in self.several[here].items() if line.words[place : place + n] in options)
        if self.person:
            out.update(line.who.get(place, ()))
        if self.owner:
            out.update(line.whose.get(place, ()))
        if self.open:
            for first in (here, "<any>", "<name>"):
                for option in self.open.get(first, ()):
                    if place + len(option) <= len(line.words) and all(_fits(atom, line, place + n) for n, atom in enumerate(option)):
                        out.add(place + len(option))


def _fits(atom: str, line: Line, place: int) -> bool:
    if atom == "<any>":
        return line.words[place] != BREAK
    return line.named[place] if atom == "<name>" else line.words[place] == atom


@dataclass(frozen=True, slots=True)
class Phrase:
    """One line of a list, ready to be matched."""

    elements: tuple[Element, ...]
    opens: bool  # only at the start of a sentence
    closes: bool  # only at its end

    def end(self, line: Line, start: int) -> int:
        """Where the phrase ends if it begins at `start`, else -1. Sets of places, not backtracking, keep this bounded."""
        if self.opens and start and line.words[start - 1] != BREAK:
            return -1
        places = {start}
        for element in self.elements:
            places = element.step(line, places)
            if not places:
                return -1
        if self.closes:
            places = {p for p in places if p == len(line.words) or line.words[p] == BREAK}
        return max(places, default=-1)

    def needed(self) -> tuple[Element, ...]:
        """The elements that must be there; without them the phrase is not looked for."""
        return tuple(element for element in self.elements if element.sought)

    def firsts(self) -> set[str]:
        out: set[str] = set()
        for element in self.elements:
            out |= element.firsts()
            if element.least:
                break
        return out


@dataclass(frozen=True, slots=True)
class Together:
    """A line such as `{carer} + {drink} - {film}`: signs that mean something beside each other, in any order."""

    signs: tuple[str, ...]
    without: tuple[str, ...]

    def find(self, signs: dict[str, list[tuple[int, int]]]) -> tuple[int, int] | None:
        """The first and last word of the earliest set of signs that stand near each other without sharing a word."""
        for name in self.signs:  # most often the first is not there, and this is asked very often
            if name not in signs:
                return None
        if any(name in signs for name in self.without):
            return None
        sets: list[list[tuple[int, int]]] = [[]]
        for name in self.signs:
            sets = [[*taken, here] for taken in sets for here in signs[name][:_MOST_PLACES] if _apart(taken, here)][:_MOST_PLACES]
        return next(((min(a for a, _ in taken), max(b for _, b in taken)) for taken in sets), None)


def _apart(taken: list[tuple[int, int]], here: tuple[int, int]) -> bool:
    return all((here[1] <= a or b <= here[0]) and max(b, here[1]) - min(a, here[0]) <= _WINDOW for a, b in taken)


@dataclass(slots=True)
class Section:
    """Phrases under one heading, such as `[hide: threat]`."""

    band: str
    rule: str
    together: list[Together] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Entry:
    section: Section
    phrase: Phrase
    firsts: frozenset[str]
    also: Element | None  # a second sign that must stand somewhere, asked before the phrase is looked for


@dataclass(frozen=True, slots=True)
class _Ordered:
    by_word: dict[str, list[_Entry]]
    always: list[_Entry]  # phrases of open places alone


class Index:
    """All phrases of one list, each under its rarest word: a comment without that word never meets the phrase."""

    def __init__(self) -> None:
        self._phrases: list[tuple[Section, Phrase]] = []
        self._ordered: _Ordered | None = None

    def add(self, section: Section, phrase: Phrase) -> None:
        self._phrases.append((section, phrase))
        self._ordered = None

    def _put_in_order(self) -> "_Ordered":
        """What many phrases ask for ("you", "the") is common in comments too, so each is put under what the fewest ask for."""
        asked = Counter(word for _, phrase in self._phrases for element in phrase.needed() for word in element.literal)
        made = _Ordered({}, [])
        for section, phrase in self._phrases:
            needed = sorted(phrase.needed(), key=lambda element: sum(asked[word] for word in element.literal))
            entry = _Entry(section, phrase, frozenset(phrase.firsts()), needed[1] if len(needed) > 1 else None)
            if not needed:
                made.always.append(entry)
            for word in needed[0].literal if needed else ():
                made.by_word.setdefault(word, []).append(entry)
        self._ordered = made  # at once: several threads judge at the same time
        return made

    def find(self, line: Line) -> Iterator[tuple[Section, int, int]]:
        """Each place where a section has a phrase, and the longest it has there, as word numbers."""
        by_first = self._possible(line)
        if not by_first:
            return
        people = [(by_first[kind], ends) for kind, ends in zip(_WHO, (line.who, line.whose), strict=True) if kind in by_first]
        named, anything = by_first.get("<name>"), by_first.get("<any>")
        for start, word in enumerate(line.words):
            begun = [found] if (found := by_first.get(word)) else []
            if people:
                begun += [entries for entries, ends in people if start in ends]
            if named and line.named[start]:
                begun.append(named)
            if anything and word != BREAK:
                begun.append(anything)
            if not begun:
                continue
            best: dict[tuple[str, str], tuple[Section, int]] = {}
            for entries in begun:
                for entry in entries:
                    if (end := entry.phrase.end(line, start)) > start:
                        section = entry.section
                        key = (section.band, section.rule)
                        best[key] = (section, max(end, best.get(key, (section, end))[1]))
            yield from [(section, start, end) for section, end in best.values()]

    def _possible(self, line: Line) -> dict[str, list[_Entry]]:
        """Those whose words are all somewhere in the line, by how they begin."""
        ordered = self._ordered or self._put_in_order()
        found: dict[int, _Entry] = {id(entry): entry for entry in ordered.always}
        held, holds = line.held, line.holds
        for word in line.distinct:
            for entry in ordered.by_word.get(word, ()):
                if entry.also is None or (holds(entry.also) if (known := held.get(id(entry.also))) is None else known):
                    found[id(entry)] = entry
        by_first: dict[str, list[_Entry]] = {}
        here = line.distinct | _SIGNS
        for entry in found.values():
            for first in entry.firsts & here:
                by_first.setdefault(first, []).append(entry)
        return by_first
