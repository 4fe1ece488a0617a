"""Numbers that stand for one person, told by their check digits, and dates of birth."""

from collections.abc import Iterator
from datetime import date

import regex
from stdnum.gb import nhs, upn

from bot.drafts.screens.base import Level, Setting
from bot.drafts.screens.place import Hit, Spot

_MONTHS = r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
_DATE = (
    r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}\s?[-/.]\s?\d{1,2}\s?[-/.]\s?(?:\d{4}|\d{2})"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?(?:{_MONTHS})\b\.?,?(?:\s\d{{4}})?|(?:{_MONTHS})\s\d{{1,2}}(?:st|nd|rd|th)?\b,?(?:\s\d{{4}})?)"
)
_LABEL = r"(?:\bd\.?\s?o\.?\s?b\b\.?|\bdate of birth\b|\bbirth ?date\b)"
_CALLED = r"(?:\bborn\b(?: on| in)?|\bbirthday\b(?:[’']s)?)"
LABELLED = regex.compile(rf"{_LABEL}(?P<gap>[^.!?\n]{{0,20}}?)(?P<date>{_DATE}|\b\d{{6}}\b|\b\d{{8}}\b)", regex.IGNORECASE)
LABEL_AFTER = regex.compile(rf"(?P<date>{_DATE})\s?[(\[]?\s?{_LABEL}", regex.IGNORECASE)
CALLED = regex.compile(
    rf"(?P<cue>{_CALLED})[^.!?\n\d]{{0,25}}?(?P<date>{_DATE})|(?P<date>{_DATE})[^.!?\n\d]{{0,25}}?(?P<cue>\bbirthday\b)", regex.IGNORECASE
)
YEAR = regex.compile(r"\b(?:1[0-9]|20)\d{2}\b")
LONGEST_LIFE = 110  # years; whoever was born before that is history
CHILDHOOD = 25

INSURANCE = regex.compile(
    r"(?<![\w])(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][\s.\-]?\d{2}[\s.\-]?\d{2}[\s.\-]?\d{2}[\s.\-]?[A-D](?!\w)",
    regex.IGNORECASE,
)
INSURANCE_WORDS = regex.compile(
    r"\b(?:n\.?i\.?(?:no\.?| number| no\.?)|national insurance)[^.!?\n]{0,15}?\b([A-Z]{2}[\s\d]{6,11}[A-Z]?)\b", regex.IGNORECASE
)
HEALTH = regex.compile(r"(?<![\d+£$€.,/-])[1-9]\d{2}[\s-]?\d{3}[\s-]?\d{4}(?![\d]|[.,]\d)")
HEALTH_WORDS = regex.compile(r"\bnhs\b[^.!?\n]{0,25}$", regex.IGNORECASE)
PUPIL = regex.compile(r"(?<!\w)[A-HJ-NP-RT-Z]\s?\d{3}\s?\d{4}\s?\d{2}\s?\d{2}[\dA-HJ-NP-RT-Z](?!\w)", regex.IGNORECASE)
PUPIL_WORDS = regex.compile(r"\b(?:upn|unique pupil number)\b[^.!?\n]{0,15}$", regex.IGNORECASE)


def births(spot: Spot, setting: Setting) -> Iterator[Hit]:
    for pattern in (LABELLED, LABEL_AFTER):
        for found in pattern.finditer(spot.text):
            yield Hit(found.start("date"), found.end("date"), "birth", "block")
    for found in CALLED.finditer(spot.text):
        level = _age(found["date"], setting.today)
        if level:
            yield Hit(found.start("date"), found.end("date"), "birth", level)


def _age(written: str, today: date) -> Level | None:
    """A child's date of birth is private; one without a year, or a grown-up's, is for a person to judge; history is public."""
    year = YEAR.search(written)
    if year is None:
        return "block" if regex.fullmatch(r"\d{1,2}\s?[-/.]\s?\d{1,2}\s?[-/.]\s?\d{2}", written) else "ask"
    age = today.year - int(year[0])
    if age > LONGEST_LIFE:
        return None
    return "block" if 0 <= age <= CHILDHOOD else "ask"


def insurance_numbers(spot: Spot, setting: Setting) -> Iterator[Hit]:  # noqa: ARG001 - one shape for every finder
    for found in INSURANCE.finditer(spot.text):
        yield Hit(found.start(), found.end(), "insurance", "block")
    for found in INSURANCE_WORDS.finditer(spot.text):
        yield Hit(found.start(1), found.end(1), "insurance", "ask")


def health_numbers(spot: Spot, setting: Setting) -> Iterator[Hit]:  # noqa: ARG001
    for found in HEALTH.finditer(spot.text):
        named = HEALTH_WORDS.search(spot.before(found.start(), 35)) is not None
        if not spot.free(found.start(), found.end()):
            continue
        if nhs.is_valid(found[0]):
            yield Hit(found.start(), found.end(), "nhs", "block" if named or not found[0].isdigit() else "ask")
        elif named:
            yield Hit(found.start(), found.end(), "nhs", "ask")


def pupil_numbers(spot: Spot, setting: Setting) -> Iterator[Hit]:  # noqa: ARG001
    for found in PUPIL.finditer(spot.text):
        if upn.is_valid(found[0]):
            yield Hit(found.start(), found.end(), "upn", "block")
        elif PUPIL_WORDS.search(spot.before(found.start(), 35)):
            yield Hit(found.start(), found.end(), "upn", "ask")
