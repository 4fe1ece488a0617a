"""The ways one person's name may be written, each of which is hashed: whole, by initial, by forename, by family, nearly right."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntFlag
from typing import Literal

import regex

from bot.consent.spelling import fold

Kind = Literal["pupil", "staff"]
LEAST_NEAR = 9  # letters; in a shorter name one wrong letter makes another name too easily

WHOLE, BEGIN, JOINED, INITIAL, FIRST, FAMILY, NEAR, CONTACT = "w", "b", "j", "i", "f", "s", "n", "c"


class Flag(IntFlag):
    """What is kept beside a hash."""

    PUPIL = 1
    STAFF = 2
    NEVER = 4


@dataclass(frozen=True)
class Person:
    """One row of the roll. `preferred` is what they are called where that is not the forename."""

    forename: str
    surname: str
    preferred: str = ""
    kind: Kind = "pupil"
    never_publish: bool = False
    contacts: tuple[str, ...] = ()  # staff: their own telephone numbers and handles


def flags_of(person: Person) -> int:
    return (Flag.PUPIL if person.kind == "pupil" else Flag.STAFF) | (Flag.NEVER if person.never_publish else 0)


def forms(person: Person) -> Iterator[tuple[str, str]]:
    """(kind, folded spelling) for everything that would name this person."""
    firsts = {fold(name) for given in (person.forename, person.preferred) for name in (given, *given.split()[:1])} - {""}
    family = fold(person.surname)
    families = {family, *(fold(part) for part in regex.split(r"[-\s]", person.surname) if len(part) > 2)} - {""}
    for first in firsts:
        yield FIRST, first
        for last in families:
            for one, other in ((first, last), (last, first)):
                yield WHOLE, f"{one} {other}"
                yield JOINED, one + other  # apart from the whole name, or "the award" would be Thea Ward
            yield INITIAL, first[0] + last
            yield INITIAL, last + first[0]
        if person.kind == "pupil" and len(first + family) >= LEAST_NEAR:
            for bent in one_letter_less(first + family):
                yield NEAR, bent
    for given in (person.forename, person.preferred, person.surname):
        for begun in beginnings(given):
            yield BEGIN, begun
    if family:
        yield FAMILY, family
    for contact in person.contacts:
        if plain := plain_contact(contact):
            yield CONTACT, plain


def beginnings(given: str) -> set[str]:
    """The words with which somebody may begin to write this name: a text with none of them is not searched for whole names."""
    pieces = [fold(piece) for piece in regex.split(r"[\s'’‘`´-]+", given)]
    whole = {"".join(pieces[first:last]) for first in range(len(pieces)) for last in range(first + 1, len(pieces) + 1)}
    return (whole | {fold(given)}) - {""}


def one_letter_less(folded: str) -> set[str]:
    """Two spellings that differ by one letter, or by two changed places, have one of these in common."""
    return {folded[:at] + folded[at + 1 :] for at in range(len(folded))}


def plain_contact(written: str) -> str:
    """A telephone number as its figures from the 0 on, a handle or address in small letters; nothing where it is neither."""
    if regex.fullmatch(r"[+()\d\s.\-/]{7,}", written.strip()):
        digits = regex.sub(r"^(?:00)?44(?:0)?(?=\d{9,10}$)", "0", regex.sub(r"\D", "", written))
        return digits if len(digits) >= 7 else ""
    plain = written.strip().casefold().removeprefix("@")
    return plain if regex.fullmatch(r"[\w.\-+@]{3,}", plain) else ""
