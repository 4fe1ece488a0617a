"""Find what a post asserts, so that a second person can ask where each statement comes from (control C06).

Recall comes before precision: a claim nobody lists is a claim nobody checks, while one too many costs a click.
"""

from dataclasses import dataclass
from datetime import date

import regex

from bot.drafts.claim_patterns import ORDER, Kind, patterns
from bot.drafts.claim_words import BARE_YEAR, PROTECTED

WORD = regex.compile(r"\w[\w’']*")
SPEECH = regex.compile(
    r"\b(?:said|says|wrote|writes|told|added|commented|explained|described|called|praised|quote|according to|asked)\b|:\s*$",
    regex.IGNORECASE,
)
TITLE_WORDS = frozenset({"a", "an", "and", "at", "for", "from", "in", "of", "on", "or", "the", "to", "with"})


@dataclass(frozen=True)
class FoundClaim:
    """One checkable statement. Offsets are code points into the text."""

    text: str
    kind: Kind
    start: int
    end: int


def find(text: str, today: date) -> list[FoundClaim]:
    """Every claim in order, one per fact. Only a quotation may hold others: that it was said and that its figure is true are two facts.

    `today` tells a year from a quantity: "1936" and "2027" are dates, "2400" is a figure.
    """
    free = _without_protected(text)
    found = [
        FoundClaim(text[start:end], kind, start, end)
        for kind, pattern in patterns()
        for start, end in (_span(match) for match in pattern.finditer(free))
        if kind != "quotation" or _spoken(text, start, end)
    ]
    found += [FoundClaim(match[0], "date", *match.span()) for match in BARE_YEAR.finditer(free) if 1500 <= int(match[0][:4]) <= today.year + 15]
    quotations = _apart([claim for claim in found if claim.kind == "quotation"])
    others = _apart([claim for claim in found if claim.kind != "quotation"])
    return sorted(quotations + others, key=lambda claim: (claim.start, -claim.end))


def _apart(found: list[FoundClaim]) -> list[FoundClaim]:
    """Of claims that overlap, the one that says most stays; of two as long, the more specific kind."""
    kept: list[FoundClaim] = []
    for claim in sorted(found, key=lambda each: (each.start - each.end, ORDER.index(each.kind), each.start)):
        if all(claim.end <= other.start or claim.start >= other.end for other in kept):
            kept.append(claim)
    return kept


def _without_protected(text: str) -> str:
    """The same length, with what is never a claim (addresses, year groups, rooms, phone numbers) blotted out."""

    def blot(match: regex.Match[str]) -> str:
        return "\N{FULL BLOCK}" * len(match[0])

    for pattern in PROTECTED:
        text = pattern.sub(blot, text)
    return text


def _span(match: regex.Match[str]) -> tuple[int, int]:
    """The part of a match that is the claim; the rest only showed that it is one."""
    return match.span("claim" if match.groupdict().get("claim") is not None else 0)


def _spoken(text: str, start: int, end: int) -> bool:
    """Quotation marks hold titles and nicknames too: short or all in capitals, with nobody said to have said it."""
    words = WORD.findall(text[start:end])
    if SPEECH.search(text[max(0, start - 40) : start]) or SPEECH.search(text[end : end + 40]):
        return True
    return len(words) >= 3 and not all(word[0].isupper() or word in TITLE_WORDS for word in words)
