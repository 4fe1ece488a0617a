"""What each part of a split thread takes with it: its pictures, and the sources of the facts that stand in it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import regex

from bot.drafts.claims import find
from bot.drafts.content import Content, Picture
from bot.drafts.sources_marks import JOINT, plain


@dataclass(frozen=True)
class Part:
    text: str
    pictures: tuple[Picture, ...] = ()


def facts(text: str, today: date) -> list[tuple[int, int]]:
    """Where the facts in a text stand, so that none is broken in two."""
    return [(claim.start, claim.end) for claim in find(text, today)]


def contents(whole: Content, parts: Sequence[Part], today: date) -> list[Content]:
    """One content for each part, with the accounts, times and answers of the whole.

    The source of a fact goes with every part that states the fact. What belongs to no one part (sources of the whole post, and of
    a fact whose words no part holds any more) goes with the first, where the checker meets it.
    """
    homes = _homes(whole, [part.text for part in parts], today)
    lost = [f"{words}{JOINT}{plain(source)}" for words, source in whole.claim_sources.items() if source and not homes[words]]
    sources = (*whole.sources, *(line for line in lost if line not in whole.sources))
    return [
        replace(
            whole,
            text=part.text,
            pictures=part.pictures,
            sources=() if number else sources,
            claim_sources={words: source for words, source in whole.claim_sources.items() if number in homes[words]},
        )
        for number, part in enumerate(parts)
    ]


def _homes(whole: Content, texts: Sequence[str], today: date) -> dict[str, list[int]]:
    """For the words of each fact that has a source, the parts that state it: those where it is found as a fact, or else where it stands."""
    stated = [{claim.text for claim in find(text, today)} for text in texts]
    homes = {}
    for words in whole.claim_sources:
        found = [number for number, facts_in in enumerate(stated) if words in facts_in]
        homes[words] = found or [number for number, text in enumerate(texts) if _stands(words, text)]
    return homes


def _stands(words: str, text: str) -> bool:
    """As words of their own: "10" does not stand in "2010"."""
    return bool(words) and regex.search(rf"(?<!\w){regex.escape(words)}(?!\w)", text) is not None
