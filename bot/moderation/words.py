"""The reviewed word lists of `config/words`, and the small phrase language they are written in (its README explains it)."""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Protocol

from bot.errors import Misconfigured
from bot.text import forms, normalise

FOLDER = Path(__file__).resolve().parent.parent.parent / "config" / "words"
BREAK = "."
_GAP = 4
_REPEATS = 3
_HEADER = re.compile(r"\[(?:(?P<band>[a-z]+): )?(?P<rule>[^\]]+)\]")


class Word(Protocol):
    """What a phrase is matched against: a word, and whether it could be a name."""

    @property
    def word(self) -> str: ...
    @property
    def named(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Element:
    """One place in a phrase: the alternatives that may stand there, and how often."""

    options: dict[str, tuple[tuple[str, ...], ...]]
    least: int = 1
    most: int = 1

    def step(self, words: Sequence[Word], places: set[int]) -> set[int]:
        out = set(places) if self.least == 0 else set()
        front = places
        for _ in range(self.most):
            front = {after for place in front for after in self._after(words, place)}
            if not front:
                break
            out |= front
        return out

    def _after(self, words: Sequence[Word], place: int) -> Iterator[int]:
        if place >= len(words):
            return
        here = words[place].word
        for first in (here, "<any>", "<name>"):
            for option in self.options.get(first, ()):
                if all(place + n < len(words) and _fits(atom, words[place + n]) for n, atom in enumerate(option)):
                    yield place + len(option)


def _fits(atom: str, word: Word) -> bool:
    if atom == "<any>":
        return word.word != BREAK
    return word.named if atom == "<name>" else word.word == atom


@dataclass(frozen=True, slots=True)
class Phrase:
    """One line of a list, ready to be matched."""

    elements: tuple[Element, ...]
    opens: bool  # only at the start of a sentence
    closes: bool  # only at its end

    def end(self, words: Sequence[Word], start: int) -> int:
        """Where the phrase ends if it begins at `start`, else -1. Sets of places, not backtracking, keep this bounded."""
        if self.opens and start and words[start - 1].word != BREAK:
            return -1
        places = {start}
        for element in self.elements:
            places = element.step(words, places)
            if not places:
                return -1
        if self.closes:
            places = {p for p in places if p == len(words) or words[p].word == BREAK}
        return max(places, default=-1)

    def firsts(self) -> set[str]:
        out: set[str] = set()
        for element in self.elements:
            out |= set(element.options)
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

    def find(self, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
        """Each place where a phrase of this section stands, as word numbers."""
        anywhere = self.by_first.get("<any>", [])
        for start, word in enumerate(words):
            candidates = self.by_first.get(word.word, []) if word.word != BREAK else []
            if word.named:
                candidates = candidates + self.by_first.get("<name>", [])
            best = max((phrase.end(words, start) for phrase in (*candidates, *anywhere)), default=-1)
            if best > start:
                yield start, best


class Lists:
    """All lists of one folder, each read when first asked for. A list that is missing or cannot be read is `Misconfigured`."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self.folder = folder
        self.vocabulary: set[str] = set()
        self._read: dict[str, list[Section]] = {}
        self.spelling = {line.split(" = ")[0]: tuple(line.split(" = ")[1].split()) for _, _, line in self._lines("spelling")}
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
            if not found:
                raise Misconfigured(f"The word list {name}.txt in config/words is empty; every comment is put before a person until it is back.")
            self._read[name] = list(found.values())
        return self._read[name]

    def _lines(self, name: str) -> Iterator[tuple[str, str, str]]:
        path = self.folder / f"{name}.txt"
        try:
            written = path.read_text(encoding="utf-8")
        except OSError as error:
            raise Misconfigured(
                f"The word list {path.name} in config/words is missing; every comment is put before a person until it is back."
            ) from error
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
            return Element({"<any>": (("<any>",),)}, 0, _GAP)
        least, most = {"?": (0, 1), "*": (0, _REPEATS)}.get(part[-1], (1, 1))
        options: dict[str, tuple[tuple[str, ...], ...]] = {}
        for piece in part.rstrip("?*").split("/"):
            for option in self._alternatives(piece[1:-1]) if piece.startswith("<") else (self._respelled(piece),):
                options[option[0]] = (*options.get(option[0], ()), option)
        return Element(options, least, most)

    def _expand(self, rule: str) -> tuple[tuple[str, ...], ...]:
        if rule in {"any", "name", "link", "email", "handle"}:
            return ((f"<{rule}>",),)
        if rule not in self._classes:
            raise Misconfigured(f"A word list uses <{rule}>, which classes.txt does not list.")
        out: list[tuple[str, ...]] = []
        for entry in self._classes[rule]:
            if entry.startswith("<") and " " not in entry:
                out.extend(self._alternatives(entry[1:-1]))
            else:
                out.append(tuple(atom for word in entry.split() for atom in ((word,) if word[0] == "<" else self._respelled(word))))
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
