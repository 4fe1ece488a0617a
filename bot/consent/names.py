"""The register of people whose names are watched for, held so that it can be matched but not read.

Only keyed hashes of names are kept: whoever copies the memory or a dump of it without the key has no list of children.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

import regex

from bot.consent.common_words import AMBIGUOUS, NOT_INITIALS, NOT_RUN_TOGETHER, TITLES
from bot.consent.hashes import Hasher, HashTable
from bot.consent.name_forms import (
    BEGIN,
    CONTACT,
    FAMILY,
    FIRST,
    INITIAL,
    JOINED,
    LEAST_NEAR,
    NEAR,
    WHOLE,
    Flag,
    Kind,
    Person,
    flags_of,
    forms,
    one_letter_less,
    plain_contact,
)
from bot.consent.roll import problems_of, read_rows
from bot.consent.spelling import LEET, Token, figures_as_letters, fold, tokens, visible

__all__ = ["Form", "Kind", "NameMatch", "Person", "Register", "fold"]

Form = Literal["whole", "initial", "first", "family"]
PROGRESS_STEP = 500  # people
WINDOW = 4  # words in the longest name looked for: "Maria de la Cruz"
GAP = regex.compile(r"[ \t,_\-\u00a0]{0,3}|\.[ \t]?|[ \t]?\n?[ \t]?")
_BETWEEN = r"[ ._\-*|/·•~+,]{1,3}"
SPELT_OUT = regex.compile(rf"(?<!\p{{L}})\p{{L}}(?:{_BETWEEN}\p{{L}}){{4,60}}(?!\p{{L}})")
CAMEL = regex.compile(r"\p{Lu}+(?=\p{Lu}\p{Ll})|\p{Lu}?\p{Ll}+|\p{Lu}+")
FAMILY_CALLED = regex.compile(
    r"\b[Tt]he (?P<many>\p{Lu}[\p{L}'’-]{2,}?)(?:e?s)\b(?!['’])|\b[Tt]he (?P<one>\p{Lu}[\p{L}'’-]{2,}) (?:family|sisters|brothers|twins)\b"
)
JOINED_BEFORE = frozenset("#@_/")
PARTICLES = frozenset(["de", "la", "van", "von", "der", "den", "al", "bin", "di", "da", "del", "el", "ap", "mac", "st"])


@dataclass(frozen=True)
class NameMatch:
    """Where a watched name stands. Offsets are code points into the text as given."""

    start: int
    end: int
    kind: Kind
    full: bool  # forename and surname both written, or an initial and the surname
    never_publish: bool = False
    form: Form = "whole"
    joined: bool = False  # run together, as in a file name, a hashtag or a handle
    word: bool = False  # an ordinary word as well, such as Grace


class Register:
    """Answers one question: does this text name somebody on the roll?"""

    def __init__(self, people: Iterable[Person], key: bytes, *, progress: Callable[[int], None] | None = None) -> None:
        self._hash = Hasher(key)
        digests, flags = array("Q"), bytearray()
        self.count = 0
        for person in people:
            before, mark = len(digests), flags_of(person)
            for kind, folded in forms(person):
                digests.append(self._hash(kind, folded))
                flags.append(mark)
            self.count += len(digests) > before
            if progress and self.count % PROGRESS_STEP == 0:
                progress(self.count)
        if progress and self.count % PROGRESS_STEP:
            progress(self.count)
        self._table = HashTable.of(digests, flags)

    def __repr__(self) -> str:
        return f"Register({self.count} people)"

    @classmethod
    def from_csv(cls, source: str | bytes, key: bytes) -> "tuple[Register, list[str]]":
        """A register from a roll in CSV (a path, the text or the bytes) and one sentence for each row or column that could not be used."""
        rows, problems = read_rows(source)
        return cls((row.person for row in rows), key), problems_of(problems)

    @classmethod
    def unpacked(cls, packed: bytes, count: int, key: bytes) -> "Register":
        """The register again from what `packed` gave, as kept in the database. Raises ValueError when the bytes are not whole."""
        register = cls((), key)
        register._table, register.count = HashTable.unpacked(packed), count
        return register

    def packed(self) -> bytes:
        """What may be kept. No name can be read from it without the key; with the key, guesses can be tested."""
        return self._table.packed()

    def hashes(self) -> Iterator[tuple[int, int]]:
        """(keyed hash, whose it is) for every way to write every name."""
        return iter(self._table)

    def matches(self, text: str) -> Iterator[NameMatch]:
        """Every name on the roll in the order of the text; where two overlap, the one found first by reading from the left."""
        plain, places = visible(text)
        found = list(self._read(plain))
        if LEET.search(plain):
            found += [match for match in self._read(figures_as_letters(plain)) if match.full]
        taken: list[NameMatch] = []
        for match in found:
            if all(match.end <= other.start or match.start >= other.end for other in taken):
                taken.append(match)
        for match in sorted(taken, key=lambda each: each.start):
            yield match if places is None else replace(match, start=places[match.start], end=places[match.end - 1] + 1)

    def resembles(self, written: str) -> bool:
        """Whether a full name is one letter away from a pupil's. For a person to look at: some will only be alike."""
        folded = fold(written)
        if len(folded) < LEAST_NEAR:
            return False
        return bool(self._look(NEAR, folded)) or any(self._look(NEAR, bent) or self._look(JOINED, bent) for bent in one_letter_less(folded))

    def holds(self, contact: str) -> bool:
        """Whether this is the own telephone number or handle of somebody on the roll."""
        plain = plain_contact(contact)
        return bool(plain) and bool(self._look(CONTACT, plain))

    def _look(self, kind: str, folded: str) -> int:
        return self._table.get(self._hash(kind, folded)) if folded else 0

    def _read(self, text: str) -> Iterator[NameMatch]:
        for run in SPELT_OUT.finditer(text):
            yield from self._spelt_out(run)
        words, at = tokens(text), 0
        while at < len(words):
            size, found = self._longest(text, words, at)
            yield from found
            at += size
        for called in FAMILY_CALLED.finditer(text):
            group = "many" if called["many"] else "one"
            folded = fold(called[group])
            flags = 0 if folded in AMBIGUOUS else self._look(FAMILY, folded) or (self._look(FAMILY, folded + "e") if group == "many" else 0)
            if flags & Flag.PUPIL:
                yield _match(called.start(group), called.end(), flags, "family")

    def _spelt_out(self, run: "regex.Match[str]") -> Iterator[NameMatch]:
        """A name with something between all its letters, wherever in the run it begins and ends."""
        letters = [at for at in range(run.start(), run.end()) if run.string[at].isalpha()]
        spelt, first = fold("".join(run.string[at] for at in letters)), 0
        while len(spelt) == len(letters) and first < len(letters) - 4:
            for last in range(len(letters), first + 4, -1):
                if flags := self._look(JOINED, spelt[first:last]):
                    yield _match(letters[first], letters[last - 1] + 1, flags)
                    first = last - 1
                    break
            first += 1

    def _longest(self, text: str, words: list[Token], at: int) -> tuple[int, list[NameMatch]]:
        """How many words to step over, and what is found among them."""
        window = [words[at]]
        while len(window) < WINDOW and at + len(window) < len(words):
            following = words[at + len(window)]
            if not GAP.fullmatch(text, window[-1].end, following.start):
                break
            window.append(following)
        begins = self._look(BEGIN, words[at].folded) != 0 or _broken(window)
        for size in range(len(window), 1, -1) if begins or len(words[at].written) == 1 else ():
            part = window[:size]
            if begins and (flags := self._whole(part)):
                return size, [_match(part[0].start, part[-1].bare_end, flags)]
            if flags := self._by_initial(text, words, at, part):
                return size, [_match(part[0].start, part[-1].bare_end, flags, "initial")]
        token = window[0]
        if _run_together(text, token):
            return 1, self._joined(token) or self._first_only(text, words, at)
        return 1, self._first_only(text, words, at)

    def _whole(self, part: list[Token]) -> int:
        """Forename and surname, with or without what stands between; bare lower-case words that are also words are no name."""
        if all(token.written.islower() for token in part) and any(token.folded in AMBIGUOUS or len(token.folded) == 1 for token in part):
            return 0
        if part[0].folded in AMBIGUOUS and (part[0].written.islower() or (part[-1].written.islower() and part[-1].folded in AMBIGUOUS)):
            return 0  # "will Smith come?", "Charity day"
        folded = [token.folded for token in part]
        for cut in range(1, len(part)):
            if flags := self._look(WHOLE, "".join(folded[:cut]) + " " + "".join(folded[cut:])):
                return flags
        if len(part) >= 3 and part[0].written[0].isupper() and part[-1].written[0].isupper() and _middle(part[1:-1]):
            return self._look(WHOLE, f"{folded[0]} {folded[-1]}")
        return 0

    def _by_initial(self, text: str, words: list[Token], at: int, part: list[Token]) -> int:
        """ "J Smith", "J. K. Smith", "Smith, J": an initial says a name only where it cannot be a room, a team or an article."""
        *initials, last = part
        if len(part) == 2 and len(last.written) == 1 and last.written.isupper() and text[part[0].end : last.start].startswith(","):
            return self._look(INITIAL, part[0].folded + last.folded) if len(part[0].folded) > 1 else 0
        if (
            not all(len(token.written) == 1 and token.written.isupper() for token in initials)
            or not last.written[0].isupper()
            or len(last.folded) < 2
        ):
            return 0
        dotted = text[part[0].end : part[0].end + 1] == "."
        if not dotted and (last.folded in AMBIGUOUS or part[0].written in "AI" or (at and words[at - 1].folded in NOT_INITIALS)):
            return 0  # "A Baker came to school" is an article, "Room B Hall" a place
        return self._look(INITIAL, part[0].folded + last.folded)

    def _joined(self, token: Token) -> list[NameMatch]:
        """Inside "#WellDoneJaneSmith", "_jsmith_" or "janesmith7"."""
        if flags := self._look(JOINED, token.folded):
            return [_match(token.start, token.bare_end, flags, joined=True)]
        if token.folded not in NOT_RUN_TOGETHER and (flags := self._look(INITIAL, token.folded)):
            return [_match(token.start, token.bare_end, flags, "initial", joined=True)]
        parts = list(CAMEL.finditer(token.written))
        for first in range(len(parts)):
            for last in range(len(parts), first + 1, -1):
                if flags := self._look(JOINED, fold("".join(part[0] for part in parts[first:last]))):
                    return [_match(token.start + parts[first].start(), token.start + parts[last - 1].end(), flags, joined=True)]
        return []

    def _first_only(self, text: str, words: list[Token], at: int) -> list[NameMatch]:
        token = words[at]
        joined, word = _run_together(text, token), token.folded in AMBIGUOUS
        if not (token.written[0].isupper() or joined):
            return []
        if word and (joined or _opens_sentence(text, token.start) or _shouted(token)):
            return []
        if at and words[at - 1].folded in TITLES and words[at - 1].written[0].isupper() and token.start - words[at - 1].end <= 2:
            return []
        flags = self._look(FIRST, token.folded)
        return [_match(token.start, token.bare_end, flags, "first", joined=joined, word=word)] if flags else []


def _match(start: int, end: int, flags: int, form: Form = "whole", *, joined: bool = False, word: bool = False) -> NameMatch:
    kind: Kind = "pupil" if flags & Flag.PUPIL else "staff"
    return NameMatch(start, end, kind, form in {"whole", "initial"}, bool(flags & Flag.NEVER), form, joined, word)


def _broken(window: list[Token]) -> bool:
    """ "Tes ta": a capitalised piece and a short small one may be one name with a gap in it."""
    return len(window) > 1 and window[0].written[0].isupper() and window[1].written.islower() and len(window[1].written) <= 4


def _middle(tokens_between: list[Token]) -> bool:
    """Words that may stand between a forename and a surname: capitalised ones and the small words of surnames."""
    return all(token.written[0].isupper() or token.folded in PARTICLES for token in tokens_between)


def _run_together(text: str, token: Token) -> bool:
    """Written as in a file name, a hashtag or a handle, where no space parts forename and surname."""
    before = text[token.start - 1] if token.start else ""
    after = text[token.end] if token.end < len(text) else ""
    inner_capital = any(letter.isupper() for letter in token.written[1:]) and not token.written.isupper()
    return (before in JOINED_BEFORE and before != "") or after == "_" or after.isdigit() or before.isdigit() or inner_capital


def _opens_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip(" \t\"'“‘([*-–•")
    return not before or before[-1] in ".!?:\n…" or not (before[-1].isalnum() or before[-1] in ",;&)")


def _shouted(token: Token) -> bool:
    """A word in capitals says nothing about whether it is a name."""
    return len(token.written) > 1 and token.written.isupper()
