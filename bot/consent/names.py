"""The register of people whose names are watched for, held so that it can be matched but not read.

Only keyed hashes of names are kept: whoever copies the memory or a dump of it without the key has no list of children.
"""

import hmac
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

import regex

from bot.consent.common_words import AMBIGUOUS, TITLES
from bot.consent.roll import read_rows

Kind = Literal["pupil", "staff"]
WINDOW = 4  # words in the longest name looked for: "Maria de la Cruz"
TOKEN = regex.compile(r"\p{L}[\p{L}\p{M}]*(?:['’‘`´-]\p{L}[\p{L}\p{M}]*)*")
GAP = regex.compile(r"[ \t,_\-\u00a0]{0,3}|\.[ \t]?|[ \t]?\n?[ \t]?")
SPACED = regex.compile(r"(?<!\p{L})\p{L}(?:[ ._\-*\u200b]{1,3}\p{L}){3,}(?!\p{L})")
INVISIBLE = dict.fromkeys((0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))
JOINED_BEFORE = frozenset("#@_/")


@dataclass(frozen=True)
class Person:
    """One row of the roll. `preferred` is what they are called where that is not the forename."""

    forename: str
    surname: str
    preferred: str = ""
    kind: Kind = "pupil"
    never_publish: bool = False


@dataclass(frozen=True)
class NameMatch:
    """Where a watched name stands. Offsets are code points into the text as given."""

    start: int
    end: int
    kind: Kind
    full: bool  # forename and surname both written, or an initial and the surname
    never_publish: bool = False


@dataclass(frozen=True)
class _Token:
    start: int
    end: int
    written: str
    folded: str


# Bits of what is kept beside a hash.
_FULL, _FIRST, _PUPIL, _STAFF, _NEVER = 1, 2, 4, 8, 16


class Register:
    """Answers one question: does this text name somebody on the roll?"""

    def __init__(self, people: Iterable[Person], key: bytes) -> None:
        if len(key) < 16:
            raise ValueError("The register needs a key of 16 bytes or more.")
        self._key = key
        self._full: dict[bytes, int] = {}
        self._first: dict[bytes, int] = {}
        self.count = 0
        for person in people:
            self._add(person)

    def __repr__(self) -> str:
        return f"Register({self.count} people)"

    @classmethod
    def from_csv(cls, source: str, key: bytes) -> "tuple[Register, list[str]]":
        """A register from a roll in CSV (a path, or the text itself) and one sentence for each row or column that could not be used."""
        rows, problems = read_rows(source)
        people = [Person(row.forename, row.surname, row.preferred, row.kind, row.never_publish) for row in rows]
        return cls(people, key), problems

    @classmethod
    def from_hashes(cls, hashes: Iterable[tuple[bool, bytes, int]], key: bytes) -> "Register":
        """The register again from what `hashes` gave, as kept in the database."""
        register = cls((), key)
        for whole, digest, flags in hashes:
            (register._full if whole else register._first)[digest] = flags
        return register

    def hashes(self) -> Iterator[tuple[bool, bytes, int]]:
        """What may be kept: whether it is a whole name, its keyed hash, and whose it is. No name can be read from it."""
        for whole, table in ((True, self._full), (False, self._first)):
            for digest, flags in table.items():
                yield whole, digest, flags

    def matches(self, text: str) -> Iterator[NameMatch]:
        """Every name on the roll, longest first where they overlap, in the order of the text."""
        tokens = [_Token(m.start(), m.end(), m[0], fold(m[0])) for m in TOKEN.finditer(text)]
        at = 0
        while at < len(tokens):
            size, match = self._longest(text, tokens, at)
            if match:
                yield match
            at += size
        for run in SPACED.finditer(text):
            flags = self._look(self._full, fold(run[0]))
            if flags:
                yield _match(run.start(), run.end(), flags, full=True)

    def _add(self, person: Person) -> None:
        surname = fold(person.surname)
        names = {fold(name) for name in (person.forename, person.preferred)} - {""}
        names |= {fold(name.split()[0]) for name in (person.forename, person.preferred) if " " in name.strip()}
        if not names and not surname:
            return
        self.count += 1
        flags = (_PUPIL if person.kind == "pupil" else _STAFF) | (_NEVER if person.never_publish else 0)
        for name in names:
            self._put(self._first, name, flags)
            if surname:
                for whole in (name + surname, surname + name, name[0] + surname):
                    self._put(self._full, whole, flags)

    def _put(self, table: dict[bytes, int], folded: str, flags: int) -> None:
        digest = self._hash(folded)
        table[digest] = table.get(digest, 0) | flags

    def _look(self, table: dict[bytes, int], folded: str) -> int:
        return table.get(self._hash(folded), 0) if folded else 0

    def _hash(self, folded: str) -> bytes:
        return hmac.digest(self._key, folded.encode(), "sha256")[:16]

    def _longest(self, text: str, tokens: list[_Token], at: int) -> tuple[int, NameMatch | None]:
        """How many words to step over, and the match among them if there is one."""
        window = [tokens[at]]
        while len(window) < WINDOW and at + len(window) < len(tokens):
            following = tokens[at + len(window)]
            if not GAP.fullmatch(text, window[-1].end, following.start):
                break
            window.append(following)
        for size in range(len(window), 1, -1):
            part = window[:size]
            if flags := self._named(part):
                return size, _match(part[0].start, _end(part[-1]), flags, full=True)
        token = window[0]
        if _run_together(text, token) and (flags := self._look(self._full, token.folded)):
            return 1, _match(token.start, token.end, flags, full=True)
        if flags := self._first_only(text, tokens, at):
            return 1, _match(token.start, _end(token), flags, full=False)
        return 1, None

    def _named(self, part: list[_Token]) -> int:
        """Forename and surname, with or without what stands between; bare lower-case words that are also words are no name."""
        lower = all(token.written.islower() for token in part)
        if lower and any(token.folded in AMBIGUOUS or len(token.folded) == 1 for token in part):
            return 0
        if part[0].written in {"A", "I"} and part[0].end + 1 == part[1].start and not part[1].written.isupper():
            return 0  # "A Baker came to school" is an article, not an initial
        flags = self._look(self._full, "".join(token.folded for token in part))
        if not flags and len(part) >= 3 and part[0].written[0].isupper() and part[-1].written[0].isupper():
            flags = self._look(self._full, part[0].folded + part[-1].folded)
        return flags

    def _first_only(self, text: str, tokens: list[_Token], at: int) -> int:
        token = tokens[at]
        joined = _run_together(text, token)
        if not (token.written[0].isupper() or joined):
            return 0
        if token.folded in AMBIGUOUS and (joined or _opens_sentence(text, token.start) or _shouted(token)):
            return 0
        if at and tokens[at - 1].folded in TITLES and token.start - tokens[at - 1].end <= 2:
            return 0
        return self._look(self._first, token.folded)


def fold(name: str) -> str:
    """One spelling for one name: no case, accents, apostrophes, hyphens or spaces; a possessive s goes."""
    bare = regex.sub(r"['’‘`´][sS]$", "", name.translate(INVISIBLE).strip())
    letters = unicodedata.normalize("NFKD", bare.translate(_LETTERS)).casefold()
    return "".join(letter for letter in letters if letter.isalpha())


_LETTERS = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "æ": "ae", "Æ": "Ae", "ı": "i"})


def _match(start: int, end: int, flags: int, *, full: bool) -> NameMatch:
    return NameMatch(start, end, "pupil" if flags & _PUPIL else "staff", full, bool(flags & _NEVER))


def _end(token: _Token) -> int:
    """Where the name ends, its possessive s left out."""
    return token.end - 2 if regex.search(r"['’‘`´][sS]$", token.written) else token.end


def _run_together(text: str, token: _Token) -> bool:
    """Written as in a file name, a hashtag or a handle, where no space parts forename and surname."""
    before = text[token.start - 1] if token.start else ""
    after = text[token.end] if token.end < len(text) else ""
    inner_capital = any(letter.isupper() for letter in token.written[1:]) and not token.written.isupper()
    return (before in JOINED_BEFORE and before != "") or after == "_" or after.isdigit() or before.isdigit() or inner_capital


def _opens_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip(" \t\"'“‘([*-–•")
    return not before or before[-1] in ".!?:\n…" or not (before[-1].isalnum() or before[-1] in ",;&)")


def _shouted(token: _Token) -> bool:
    """A word in capitals says nothing about whether it is a name."""
    return len(token.written) > 1 and token.written.isupper()
