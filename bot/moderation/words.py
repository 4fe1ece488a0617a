"""The reviewed word lists of `config/words`, and the small phrase language they are written in (its README explains it)."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import chain, product
from pathlib import Path

from bot.errors import Misconfigured
from bot.text import forms, normalise

FOLDER = Path(__file__).resolve().parent.parent.parent / "config" / "words"
BREAK = "."
_GAP = 4
_REPEATS = 3
_OPEN = frozenset({"<any>", "<name>"})
_HEADER = re.compile(r"\[(?:(?P<band>[a-z]+): )?(?P<rule>[^\]]+)\]")


@dataclass(frozen=True)
class Line:
    """The words of a comment in order, and which of them could be names."""

    words: tuple[str, ...]
    named: tuple[bool, ...]


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

    def firsts(self) -> set[str]:
        return self.single | set(self.several) | set(self.open)

    def step(self, line: Line, places: set[int]) -> set[int]:
        """Where the next place of the phrase may begin, if this one begins at any of `places`."""
        if self.most == 1:
            out: set[int] = set(places) if self.least == 0 else set()
            for place in places:
                self._after(line, place, out)
            return out
        out = set(places)
        front = places
        for _ in range(self.most):
            after: set[int] = set()
            for place in front:
                self._after(line, place, after)
            front = after - out
            if not front:
                break
            out |= front
        return out

    def _after(self, line: Line, place: int, out: set[int]) -> None:
        if place >= len(line.words):
            return
        here = line.words[place]
        if here in self.single:
            out.add(place + 1)
        if here in self.several:
            out.update(place + n for n, options in self.several[here].items() if line.words[place : place + n] in options)
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

    def firsts(self) -> set[str]:
        out: set[str] = set()
        for element in self.elements:
            out |= element.firsts()
            if element.least:
                break
        return out


@dataclass(slots=True)
class Section:
    """Phrases under one heading, such as `[hide: threat]`, found by their first word."""

    band: str
    rule: str
    phrases: list[Phrase] = field(default_factory=list)
    by_first: dict[str, list[Phrase]] = field(default_factory=dict)

    def add(self, phrase: Phrase) -> None:
        self.phrases.append(phrase)
        for first in phrase.firsts():
            self.by_first.setdefault(first, []).append(phrase)

    def find(self, line: Line) -> Iterator[tuple[int, int]]:
        """Each place where a phrase of this section stands, as word numbers."""
        anywhere = self.by_first.get("<any>", ())
        names = self.by_first.get("<name>", ())
        for start, word in enumerate(line.words):
            best = -1
            for phrase in self.by_first.get(word, ()):
                best = max(best, phrase.end(line, start))
            for phrase in names if line.named[start] else ():
                best = max(best, phrase.end(line, start))
            for phrase in anywhere if word != BREAK else ():
                best = max(best, phrase.end(line, start))
            if best > start:
                yield start, best


class Lists:
    """All lists of one folder, each read when first asked for. A list that is missing or cannot be read is `Misconfigured`."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self.folder = folder
        self.vocabulary: set[str] = set()
        self._read: dict[str, list[Section]] = {}
        self.spelling = self._spellings()
        self._classes: dict[str, list[str]] = {}
        for _, rule, line in self._lines("classes"):
            self._classes.setdefault(rule, []).extend(part.strip() for part in line.split(",") if part.strip())
        self._alternatives = cache(self._expand)
        for name in sorted(path.stem for path in folder.glob("*.txt")):
            if name not in {"spelling", "classes"}:
                with suppress(Misconfigured):  # raised again when the phase asks for its list
                    self.sections(name)
        for rule in self._classes:
            self._alternatives(rule)
        self.strong = dict.fromkeys("".join(option) for rule in ("swear", "strong", "slur") for option in self._alternatives(rule))
        self.masked = lru_cache(maxsize=4096)(self._masked)
        self.vocabulary |= set(self.spelling)

    def sections(self, name: str) -> list[Section]:
        """The sections of one list, in the order of the file."""
        if name not in self._read:
            found: dict[tuple[str, str], Section] = {}
            for band, rule, line in self._lines(name):
                found.setdefault((band, rule), Section(band, rule)).add(self._phrase(line, name))
            self._read[name] = list(found.values())
        return self._read[name]

    def _spellings(self) -> dict[str, tuple[str, ...]]:
        out = {}
        for _, _, line in self._lines("spelling"):
            short, sign, full = line.partition(" = ")
            if not sign or not full:
                raise Misconfigured(f"The line {line!r} of the word list spelling.txt should read: short = what it stands for.")
            out[short] = tuple(full.split())
        return out

    def _lines(self, name: str) -> Iterator[tuple[str, str, str]]:
        path = self.folder / f"{name}.txt"
        try:
            written = path.read_text(encoding="utf-8")
        except OSError as error:
            raise Misconfigured(
                f"The word list {path.name} in config/words is missing; every comment is put before a person until it is back."
            ) from error
        if not any(line.split("#")[0].strip() for line in written.splitlines()):
            raise Misconfigured(f"The word list {path.name} in config/words is empty; comments go to a person until it is filled.")
        band = rule = ""
        for raw in written.splitlines():
            line = raw.split("#")[0].strip()
            if header := _HEADER.fullmatch(line):
                band, rule = header["band"] or "", header["rule"]
            elif line:
                yield band, rule, line

    def _phrase(self, line: str, name: str) -> Phrase:
        parts = line.split()
        opens, closes = parts[0] == "^", parts[-1] == "$"
        elements = [self._element(part) for part in parts[opens : len(parts) - closes]]
        if not any(element.least for element in elements):
            raise Misconfigured(f"The line {line!r} of the word list {name}.txt matches everything. Put a word in it that must be there.")
        return Phrase(tuple(elements), opens, closes)

    def _element(self, part: str) -> Element:
        if part == "...":
            return Element([("<any>",)], 0, _GAP)
        pieces = part.split("/")
        least, most = (0, _REPEATS) if part.endswith("*") else (0, 1) if any(piece.endswith("?") for piece in pieces) else (1, 1)
        options: list[tuple[str, ...]] = []
        for piece in (written.rstrip("?*") for written in pieces):
            options.extend(self._alternatives(piece[1:-1]) if piece.startswith("<") else (self._respelled(piece),))
        return Element(options, least, most)

    def _expand(self, rule: str) -> tuple[tuple[str, ...], ...]:
        if rule in {"any", "name", "link", "email", "handle"}:
            return ((f"<{rule}>",),)
        if rule not in self._classes:
            raise Misconfigured(f"A word list uses <{rule}>, which classes.txt does not list.")
        out: list[tuple[str, ...]] = []
        for entry in self._classes[rule]:
            places = [self._alternatives(word[1:-1]) if word[0] == "<" else (self._respelled(word),) for word in entry.split()]
            out.extend(tuple(chain.from_iterable(choice)) for choice in product(*places))
        return tuple(dict.fromkeys(out))

    def _respelled(self, word: str) -> tuple[str, ...]:
        folded = normalise(word).plain.replace("'", "")
        atoms = self.spelling.get(folded, (folded,))
        self.vocabulary.update((folded, *atoms))
        return atoms

    def known(self, piece: str) -> str | None:
        """The listed word this piece stands for, through figures and stretched letters; None when it stands for none."""
        bare = piece.replace("'", "")
        if bare in self.vocabulary:
            return bare
        return next((form for form in forms(bare) if form in self.vocabulary), None)

    def _masked(self, core: str) -> str | None:
        """The strong word behind `f*ck` or `c**t`: same length, same letters where letters stand."""
        for word in self.strong:
            if len(word) == len(core) and all(a == b or not a.isalnum() for a, b in zip(core, word, strict=True)):
                return word
        return None


@cache
def standard() -> Lists:
    """The lists this product ships."""
    return Lists()
