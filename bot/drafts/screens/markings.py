"""Words that say a document or a piece of news was not meant for everybody: markings, and things told in confidence."""

# ruff: noqa: E501 - a pattern reads better on one line than cut in the middle
from collections.abc import Iterator

import regex

from bot.drafts.screens.base import Level, Setting
from bot.drafts.screens.place import Hit, Spot

MARKED: tuple[tuple[Level, regex.Pattern[str]], ...] = (
    ("block", regex.compile(r"\bOFFICIAL[\s:–-]+SENSITIVE\b|(?<!\w)(?:CONFIDENTIAL|RESTRICTED)(?!\w)(?! (?:HELPLINE|ADVICE|SUPPORT|SERVICE))")),
    (
        "block",
        regex.compile(
            r"\b(?:strictly|private (?:and|&)|highly|staff|commercial)[\s-]+(?:in[\s-])?confiden(?:tial|ce)\b|\bofficial[\s-]sensitive\b|\bnot for (?:onward|wider|further|general|public|external) (?:circulation|distribution|sharing|release|disclosure)\b"
            r"|\bnot for (?:publication|circulation|distribution)\b|\b(?:for )?(?:governors|trustees|slt|governors’|governors') (?:eyes )?only\b|\b(?:for )?internal (?:use|circulation) only\b|\blegally privileged\b|\bdraft (?:governor(?:s|ing body)?|trust(?:ees)?|board|committee|governors['’])? ?minutes\b"
            r"|\bdo not (?:circulate|distribute|forward)\b|\bpart (?:two|2|ii) minutes\b",
            regex.IGNORECASE,
        ),
    ),
    (
        "ask",
        regex.compile(
            r"\bembargo(?:ed)?\b|\bwithout prejudice\b|\bcommercially sensitive\b|\b(?:remains?|stays?|keep|kept|is|are|was|were) (?:strictly |absolutely )?confidential\b|\bconfidential (?:document|report|minutes|information|paper|file|letter|matter)s?\b|\bunder an? nda\b",
            regex.IGNORECASE,
        ),
    ),
)
TOLD: tuple[tuple[Level, regex.Pattern[str]], ...] = (
    (
        "block",
        regex.compile(
            r"\b(?:told|said|shared|given|disclosed|mentioned|passed|admitted|confided)\b[^.!?\n]{0,40}?\bin (?:the )?(?:strict(?:est)? )?confidence\b(?![-–])|\bin (?:the )?strict(?:est)? confidence\b|\bconfided (?:in|to) (?:me|us|staff|a|our|the)\b"
            r"|\b(?:just |strictly )?between (?:you and me|ourselves|us and)\b|\boff the record\b|\b(?:not|n['’]t) (?:really )?(?:supposed|meant|allowed) to (?:say|tell|share|know|announce|post)\b|\bdisclosed (?:to (?:me|us|staff)|that (?:he|she|they))\b",
            regex.IGNORECASE,
        ),
    ),
    (
        "ask",
        regex.compile(
            r"\b(?:please )?(?:do not|don['’]t) (?:repeat|pass) (?:this|it)\b|\bkeep (?:this|it) (?:quiet|to yours(?:elf|elves)|secret|under your hat)\b|\bnot (?:yet|been) (?:officially |publicly )?(?:announced|public)\b|\bhas(?:n['’]t| not) been announced\b"
            r"|\b(?:a|one|his|her|their) (?:parent|mum|dad|pupil|student|colleague|carer)s? (?:told|has told|confided)\b|\brumou?r has it\b|\bstaff ?room (?:gossip|talk)\b",
            regex.IGNORECASE,
        ),
    ),
)


def markings(spot: Spot, setting: Setting) -> Iterator[Hit]:  # noqa: ARG001 - one shape for every finder
    yield from _found(spot, "marking", MARKED)


def told(spot: Spot, setting: Setting) -> Iterator[Hit]:  # noqa: ARG001
    yield from _found(spot, "told", TOLD)


def _found(spot: Spot, what: str, table: tuple[tuple[Level, regex.Pattern[str]], ...]) -> Iterator[Hit]:
    for level, pattern in table:
        for found in pattern.finditer(spot.text):
            yield Hit(found.start(), found.end(), what, level)
