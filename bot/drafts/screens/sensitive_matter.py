"""Health, needs, care, money at home, behaviour or trouble at work, said of somebody whom a reader could recognise.

A general statement ("our SEND team", "autism awareness week") names nobody and passes.
"""

# ruff: noqa: E501 - a pattern reads better on one line than cut in the middle
from collections.abc import Iterator
from typing import Literal, NamedTuple

import regex

from bot.consent.common_words import AMBIGUOUS
from bot.consent.names import fold
from bot.drafts.screens.base import Level, Setting
from bot.drafts.screens.forenames import FORENAMES
from bot.drafts.screens.matter_words import ANY_MATTER, CAPITALS_ONLY, GENERAL, GENERAL_AFTER, MATTERS
from bot.drafts.screens.place import Hit, Spot
from bot.drafts.screens.public_names import public_names
from bot.drafts.screens.who import grown_up, reads_as_person, titled

Who = Literal["named", "staff", "someone"]


class Person(NamedTuple):
    start: int
    end: int
    who: Who


SENTENCE = regex.compile(r"[^.!?\n…]+(?:\.(?=\w)[^.!?\n…]*)*")
CAPITAL = regex.compile(r"(?<![\p{L}@#])\p{Lu}[\p{L}\p{M}’'-]*\p{L}(?:\s\p{Lu}[\p{Ll}’'-]+(?<!['’]s))?")
STAFF = regex.compile(
    r"\b(?:Mr|Mrs|Miss|Ms|Mx|Dr|Sir)\.?\s\p{Lu}[\p{L}’'-]+|\b(?:a|our|one of our|the|former|another) (?:\w+ )?(?:teacher|member of staff|staff member|colleague|teaching assistant|headteacher|principal|caretaker)\b"
)
SOMEONE = regex.compile(
    r"\b(?:one of our|a|an|this|that|the|another) (?:[\w-]+ ){0,3}?(?:pupil|student|child|boy|girl|learner|lad|teenager|youngster|classmate|prefect|sixth former)\b|\b(?:he|she|him|her|his)\b",
    regex.IGNORECASE,
)
ANYBODY = regex.compile(r"\b(?:if|when|whenever|whether|every|any|each|should|unless|how|what to do|where|imagine|suppose)\b[^,]*$", regex.IGNORECASE)
_LINK = (
    r"who|whose|also|has|have|had|having|is|are|was|were|been|being|be|got|gets|getting|receiv\w+|suffer\w*|lives?|living|struggl\w+|coping|diagnosed|with|from|on|in|under|for|the|a|an|her|his|their|severe|mild|recently"
    r"|currently|now|just|still|really|badly|again|permanently|placed|taken|into|put|given|gave|to|by|of|and|due|because|after|battl\w+|fight\w*|beat\w*|recover\w*|missed|came|back|off|school|out|kept|moved|internally|caught|very|so"
    r"|seen|sees|seeing|attends?|attending|needs?|eligible|entitled|claims?|qualif\w+|uses?|using|takes?|taking|known|registered|as|our|new|pupil|student|child|boy|girl|mum|dad|parents?|mother|father|family|brother|sister|year|form|class|\d\w*"
    r"|today|yesterday|this|last|week|term|month|went|go|goes|long|history|not|never|always|may|might|told|us|me|that|he|she|they|comes|home|been|facing|faces|awaiting|waiting|type|only|two|three|first|second|third|fixed-term|all|about|early"
)
AFTER = regex.compile(rf"(?:['’]s?)?(?:[\s,(–-]+(?:{_LINK})['’]?s?)*[\s,(–-]+", regex.IGNORECASE)
BEFORE = regex.compile(
    r"\s(?:\w+\s){0,2}?(?:about|for|of|against|regarding|involving|concerning|to|by|with)\s(?:(?:our|a|the|new|year|form|class|\d\w*|pupil|student|child|boy|girl|little|poor)\s)*|\s(?:(?:pupil|student|child|boy|girl|youngster|learner|teenager|year|\d\w*),?\s){0,3}",
    regex.IGNORECASE,
)


def matters(spot: Spot, setting: Setting) -> Iterator[Hit]:
    """One hit for each sentence that says such a thing of a person."""
    if not ANY_MATTER.search(spot.text):
        return
    people = list(_people(spot.text, setting))
    known = False
    for sentence in SENTENCE.finditer(spot.text):
        here = [p for p in people if sentence.start() <= p.start < sentence.end()]
        if hit := _worst(spot.text, sentence.start(), sentence.end(), here, known=known):
            yield hit
        known = known or any(p.who == "named" for p in here)


def _worst(text: str, start: int, end: int, people: list[Person], *, known: bool) -> Hit | None:
    hits = []
    for kind, pattern in MATTERS.items():
        for found in pattern.finditer(text, start, end):
            small = found[0].casefold() in CAPITALS_ONLY and not found[0].isupper()
            if small or GENERAL_AFTER.match(text[found.end() : found.end() + 40]):
                continue
            if level := _level(text, kind, (start, end), found.span(), people, known=known):
                hits.append(Hit(found.start(), found.end(), kind, level))
    return min(hits, key=lambda hit: hit.level != "block", default=None)


def _level(text: str, kind: str, sentence: tuple[int, int], term: tuple[int, int], people: list[Person], *, known: bool) -> Level | None:
    general = GENERAL.search(text, *sentence) is not None
    levels: list[Level] = []
    for person in people:
        tied = _tied(text, person, term)
        if person.who == "named" and kind != "work":
            levels += ["block"] if tied and not (general and not _close(text, person, term)) else [] if general else ["ask"]
        elif person.who == "staff" and tied:
            levels += ["block" if kind in {"work", "behaviour"} else "ask"]
        elif person.who == "someone" and tied and not ANYBODY.search(text[sentence[0] : person.start]):
            levels += ["block" if known and regex.fullmatch(r"(?i)he|she|him|her|his", text[person.start : person.end]) else "ask"]
    return "block" if "block" in levels else levels[0] if levels else None


def _tied(text: str, person: Person, term: tuple[int, int]) -> bool:
    """Whether the words between say that the one is about the other, and not only that both are in the sentence."""
    if person.end <= term[0]:
        return AFTER.fullmatch(text, person.end, term[0]) is not None
    return term[1] <= person.start and BEFORE.fullmatch(text, term[1], person.start) is not None


def _close(text: str, person: Person, term: tuple[int, int]) -> bool:
    """ "Ava's ADHD", "Ava has ADHD": nothing else can be meant."""
    return (
        regex.fullmatch(r"['’]s\s|\s(?:has|had|is|was|suffers from|lives with|was diagnosed with|has been|got)\s", text[person.end : term[0]])
        is not None
    )


def _people(text: str, setting: Setting) -> Iterator[Person]:
    public = list(public_names(text))
    taken: list[tuple[int, int]] = []
    for staff in STAFF.finditer(text):
        taken.append(staff.span())
        yield Person(*staff.span(), "staff")

    def free(start: int, end: int) -> bool:
        return all(end <= a or start >= b for a, b in (*taken, *public)) and not titled(text, start) and not grown_up(text, start, end)

    for match in setting.names.matches(text) if setting.names else ():
        named = match.full or not match.word or reads_as_person(text, match.start, match.end)
        if named and match.kind == "pupil" and match.form != "family" and free(match.start, match.end):
            taken.append((match.start, match.end))
            yield Person(match.start, match.end, "named")
    for found in CAPITAL.finditer(text):
        first = fold(found[0].split()[0])
        if first in FORENAMES and (first not in AMBIGUOUS or reads_as_person(text, *found.span())) and free(*found.span()):
            yield Person(*found.span(), "named")
    for found in SOMEONE.finditer(text):
        if all(found.end() <= a or found.start() >= b for a, b in taken):
            yield Person(*found.span(), "someone")
