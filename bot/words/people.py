"""Who a comment speaks of: "you", "that PE teacher", "Mr Brown's kids", "your lot". Found by shape, so no list of sentences is needed."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.words.phrases import BREAK, Element, Line

PARTS = ("title", "role", "kid", "man", "kin", "grammar", "strong")  # sections of classes.txt this reads

_HEADS = ("role", "kid", "man", "kin")
_PRONOUNS = frozenset({"you", "him", "her", "them", "yourself", "everyone", "everybody"})
_OWNERS = frozenset({"your", "his", "her", "their", "our", "my"})
_MINE = frozenset({"my", "our"})
_POINTERS = _OWNERS | {"that", "the", "this", "those", "these", "every", "any", "some", "all", "which"}
_CROWD = frozenset({"all", "lot", "guys", "two", "people", "kids", "boys", "girls"})
_MOST_BETWEEN = 3  # words between "that" and "teacher"

_Options = Iterable[tuple[str, ...]]


class People:
    """Marks where words for a person begin and end. `her` is both a person and an owner; the phrase decides which is meant."""

    def __init__(self, parts: Mapping[str, _Options]) -> None:
        heads = [option for part in (*_HEADS, "strong") for option in parts[part]]
        self.heads = Element(heads)
        self.owners = Element([(*option[:-1], _owned(option[-1])) for option in heads])
        self.kin = Element(parts["kin"])
        self.kin_owners = Element([(*option[:-1], _owned(option[-1])) for option in parts["kin"]])
        self.titles = {option[0] for option in parts["title"]}
        self.grammar = {option[0] for option in parts["grammar"]}

    def read(self, line: Line) -> Line:
        """The same line, with the people in it marked."""
        who: dict[int, tuple[int, ...]] = {}
        whose: dict[int, tuple[int, ...]] = {}
        for start in range(len(line.words)):
            persons, owners = self._at(line, start)
            if persons:
                who[start] = tuple(persons)
            if owners:
                whose[start] = tuple(owners)
        return replace(line, who=who, whose=whose)

    def _at(self, line: Line, start: int) -> tuple[set[int], set[int]]:
        word = line.words[start]
        after = line.words[start + 1] if start + 1 < len(line.words) else BREAK
        persons: set[int] = set()
        owners: set[int] = set()
        if word in _PRONOUNS or word == "<handle>":
            persons.add(start + 1)
            if after in _CROWD:
                persons.add(start + 2)
        if word in self.titles and after != BREAK and after not in self.grammar:
            self._named(line, start + 2, persons, owners)
        if line.named[start]:
            named = start + 1 + (start + 1 < len(line.words) and line.named[start + 1])
            self._named(line, start + 1, persons, owners)
            self._named(line, named, persons, owners)
        if word in _POINTERS:
            self._described(line, start + 1, persons, owners)
        theirs = owners | {start + 1} if word in _OWNERS else owners
        for _ in range(2 if theirs else 0):  # "his mum", "Mr Brown's kid's friend"
            persons |= self.kin.step(line, theirs) - theirs
            owners |= self.kin_owners.step(line, theirs) - theirs
            theirs = theirs | owners
        return persons, owners | ({start + 1} if word in _OWNERS - _MINE else set())

    def _named(self, line: Line, end: int, persons: set[int], owners: set[int]) -> None:
        persons.add(end)
        if line.words[end - 1].endswith("s"):
            owners.add(end)

    def _described(self, line: Line, place: int, persons: set[int], owners: set[int]) -> None:
        for _ in range(_MOST_BETWEEN + 1):
            persons |= self.heads.step(line, {place})
            owners |= self.owners.step(line, {place})
            if place >= len(line.words) or line.words[place] in self.grammar or line.words[place] == BREAK:
                return
            place += 1


def _owned(word: str) -> str:
    return word if word.endswith("s") else word + "s"
