"""The reviewed word lists of `config/words`, and the small phrase language they are written in (its README explains it)."""

import re
from collections.abc import Iterator
from contextlib import suppress
from functools import cache, lru_cache
from itertools import chain, product
from pathlib import Path

from bot.errors import Misconfigured
from bot.text import forms, normalise
from bot.words.people import PARTS, People
from bot.words.phrases import Element, Index, Line, Phrase, Section, Together

FOLDER = Path(__file__).resolve().parent.parent.parent / "config" / "words"
UNTIL_THEN = "Until it is put right, every comment is put before a person and no draft goes out."
_GAP = 4
_REPEATS = 3
_SLIPS = {"group": 5, "groupone": 5, "slur": 6}  # classes whose words are known with one slip of the finger, and from which length
_REAL_WORDS = frozenset({"back", "backs", "lack", "lacks", "tans", "whit", "whits", "wits", "pols", "poes", "gils", "sits", "cons", "dyes", "brow"})
_HEADER = re.compile(r"\[(?:(?P<band>[a-z]+): )?(?P<rule>[^\]]+)\]")


class Lists:
    """All lists of one folder, and of one `room` inside it, each read when first asked for.

    A list that is missing or cannot be read is `Misconfigured`. A room's lists are called `room/name` and bring their own classes.
    """

    def __init__(self, folder: Path = FOLDER, room: str = "") -> None:
        self.folder = folder
        self.vocabulary: set[str] = set()
        self._read: dict[str, tuple[list[Section], Index]] = {}
        self._elements: dict[str, Element] = {}
        self.spelling = self._spellings()
        self._classes: dict[str, list[str]] = {}
        classes = ["classes", f"{room}/classes"] if room else ["classes"]
        for _, rule, line in chain.from_iterable(map(self._lines, classes)):
            self._classes.setdefault(rule, []).extend(part.strip() for part in line.split(",") if part.strip())
        self._alternatives = cache(self._expand)
        inside = folder / room
        for name in sorted(path.relative_to(folder).with_suffix("").as_posix() for each in {folder, inside} for path in each.glob("*.txt")):
            if name not in {"spelling", *classes}:
                with suppress(Misconfigured):  # raised again when the phase asks for its list
                    self.sections(name)
        for rule in self._classes:
            self._alternatives(rule)
        self.people = People({rule: self._alternatives(rule) for rule in PARTS})
        self.strong = dict.fromkeys("".join(option) for rule in ("swear", "strong", "slur") for option in self._alternatives(rule))
        self.telling = set().union(*(self._singles(rule) for rule in ("strong", "slur", "group")))
        self.typos = {slip: word for rule, least in _SLIPS.items() for word in self._singles(rule) if len(word) >= least for slip in _slips(word)}
        self.masked = lru_cache(maxsize=4096)(self._masked)
        self.vocabulary |= set(self.spelling)

    def sections(self, name: str) -> list[Section]:
        """The sections of one list, in the order of the file."""
        if name not in self._read:
            found: dict[tuple[str, str], Section] = {}
            index = Index()
            for band, rule, line in self._lines(name):
                section = found.setdefault((band, rule), Section(band, rule))
                if line.startswith("{"):
                    section.together.append(self._together(line, name))
                else:
                    index.add(section, self._phrase(line, name))
            self._read[name] = (list(found.values()), index)
        return self._read[name][0]

    def find(self, name: str, line: Line) -> Iterator[tuple[Section, int, int]]:
        """Each place in a comment where one list has a phrase."""
        self.sections(name)
        return self._read[name][1].find(line)

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
        called = path.relative_to(self.folder).as_posix()
        try:
            written = path.read_text(encoding="utf-8")
        except OSError as error:
            raise Misconfigured(f"The word list {called} in config/words is missing. {UNTIL_THEN}") from error
        except UnicodeDecodeError as error:
            raise Misconfigured(f"The word list {called} in config/words is not written in UTF-8. {UNTIL_THEN}") from error
        if not any(line.split("#")[0].strip() for line in written.splitlines()):
            raise Misconfigured(f"The word list {called} in config/words is empty. {UNTIL_THEN}")
        band = rule = ""
        for raw in written.splitlines():
            line = raw.split("#")[0].strip()
            if header := _HEADER.fullmatch(line):
                band, rule = header["band"] or "", header["rule"]
            elif line:
                yield band, rule, line

    def _together(self, line: str, name: str) -> Together:
        signs, *without = line.split(" - ")
        asked = Together(tuple(_names(signs)), tuple(chain.from_iterable(map(_names, without))))
        known = {section.rule for section in self.sections("signs")}
        if unknown := [sign for sign in (*asked.signs, *asked.without) if sign not in known]:
            raise Misconfigured(f"The word list {name}.txt asks for the sign {unknown[0]!r}, which signs.txt does not list.")
        return asked

    def _phrase(self, line: str, name: str) -> Phrase:
        parts = line.split()
        opens, closes = parts[0] == "^", parts[-1] == "$"
        elements = [self._element(part) for part in parts[opens : len(parts) - closes]]
        if not any(element.least for element in elements):
            raise Misconfigured(f"The line {line!r} of the word list {name}.txt matches everything. Put a word in it that must be there.")
        return Phrase(tuple(elements), opens, closes)

    def _element(self, part: str) -> Element:
        if part not in self._elements:
            self._elements[part] = self._made(part)
        return self._elements[part]

    def _made(self, part: str) -> Element:
        if part == "...":
            return Element([("<any>",)], 0, _GAP)
        pieces = part.split("/")
        least, most = (0, _REPEATS) if part.endswith("*") else (0, 1) if any(piece.endswith("?") for piece in pieces) else (1, 1)
        options: list[tuple[str, ...]] = []
        for piece in (written.rstrip("?*") for written in pieces):
            options.extend(self._alternatives(piece[1:-1]) if piece.startswith("<") else (self._respelled(piece),))
        return Element(options, least, most)

    def _expand(self, rule: str) -> tuple[tuple[str, ...], ...]:
        if rule in {"any", "name", "link", "email", "handle", "who", "whose"}:
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
        return next((form for form in forms(bare) if form in self.vocabulary), self.typos.get(bare))

    def _singles(self, rule: str) -> set[str]:
        return {option[0] for option in self._alternatives(rule) if len(option) == 1}

    def _masked(self, core: str) -> str | None:
        """The strong word behind `f*ck` or `c**t`: same length, same letters where letters stand."""
        for word in self.strong:
            if len(word) == len(core) and all(a == b or not a.isalnum() for a, b in zip(core, word, strict=True)):
                return word
        return None


def _slips(word: str) -> set[str]:
    """The word with two letters changed over or one left out, the first and the last letter standing."""
    swapped = {word[:n] + word[n + 1] + word[n] + word[n + 2 :] for n in range(1, len(word) - 2)}
    return (swapped | {word[:n] + word[n + 1 :] for n in range(1, len(word) - 1)}) - _REAL_WORDS


def _names(part: str) -> list[str]:
    return [sign.strip(" {}") for sign in part.split("+")]


@cache
def standard() -> Lists:
    """The lists this product ships."""
    return Lists()
