"""Car plates, bank details and staff's own handles: what leads to one person's door, purse or private page."""

# ruff: noqa: E501 - a pattern reads better on one line than cut in the middle
from collections.abc import Iterator

import regex

from bot.drafts.screens.base import Setting
from bot.drafts.screens.place import PERSONAL, Hit, Spot, known

PLATE = regex.compile(r"(?<![\w-])[A-HJ-PR-Y][A-HJ-PR-Y]\d{2}\s?[A-HJ-PR-Z]{3}(?![\w-])")
OLD_PLATE = regex.compile(r"(?<![\w-])[A-HJ-NPR-TV-Y]\d{1,3}\s?[A-HJ-PR-Y][A-HJ-PR-Z]{2}(?![\w-])")
VEHICLE = regex.compile(
    r"\b(?:car|cars|van|vehicle|plate|number ?plate|reg|registration|parked|parking|drives?|driving|driver|driven|blocking|collided|lights on)\b",
    regex.IGNORECASE,
)

BANK_WORDS = regex.compile(
    r"\b(?:sort ?code|account (?:no|number|num)|acc(?:ount)? ?no|a/c|bank (?:details|account|transfer)|pay into|bacs|iban)\b", regex.IGNORECASE
)
SORT_CODE = regex.compile(r"(?<![\d-])\d{2}[-\s]\d{2}[-\s]\d{2}(?![\d-])|(?<!\d)\d{8}(?!\d)")
IBAN = regex.compile(r"\bGB\d{2}\s?[A-Z]{4}(?:\s?\d){14}\b")
CARD = regex.compile(r"(?<![\d-])(?:\d[ -]?){15}\d(?![\d-])")
FUND = regex.compile(
    r"\b(?:pta|ptfa|friends of|fund|donat\w+|charity|appeal|school account|academy account|trust account|parentpay|collection)\b", regex.IGNORECASE
)

HANDLE = regex.compile(r"(?<![\w@/.])@([A-Za-z0-9_][A-Za-z0-9_.]{2,29})(?<!\.)(?!@|\.\w)")
OWN_PAGE = regex.compile(
    r"\b(?:my|his|her|their|own|personal|private|(?:mr|mrs|miss|ms|sir)\b[^.!?\n]{0,20}['’]s)\s(?:own\s|personal\s|private\s)?(?:insta(?:gram)?|snap(?:chat)?|tik ?tok|facebook|twitter|x|whats ?app|discord|bluesky|threads|social media|socials|handle|profile|account|page)\b(?:\s(?:is|handle|account|page|name))*[\s:]+@?[\w.]{3,}"
    r"|\b(?:add|dm|message|follow|snap|inbox|text|friend) me\b(?: on)?(?: (?:insta(?:gram)?|snap(?:chat)?|tik ?tok|facebook|twitter|x|whats ?app|discord))?(?:[\s:]+@[\w.]{3,})?|\b(?:snap(?:chat)?|insta(?:gram)?|tik ?tok|discord)\s?:\s?(?!https?)[\w.@]{3,}",
    regex.IGNORECASE,
)
TITLE_HANDLE = regex.compile(r"(?:mr|mrs|miss|ms|dr|sir)[_.]?[a-z]", regex.IGNORECASE)


def plates(spot: Spot, setting: Setting) -> Iterator[Hit]:  # noqa: ARG001 - one shape for every finder
    for found in (*PLATE.finditer(spot.text), *OLD_PLATE.finditer(spot.text)):
        cued = VEHICLE.search(spot.around(found.start(), found.end(), 50))
        if cued or found.re is PLATE:
            yield Hit(found.start(), found.end(), "plate", "block" if cued else "ask")


def bank_details(spot: Spot, setting: Setting) -> Iterator[Hit]:
    for found in IBAN.finditer(spot.text):
        yield Hit(found.start(), found.end(), "bank", "block")
    for found in CARD.finditer(spot.text):
        if _luhn(regex.sub(r"\D", "", found[0])):
            yield Hit(found.start(), found.end(), "bank", "block")
    if not BANK_WORDS.search(spot.text):
        return
    for found in SORT_CODE.finditer(spot.text):
        before = spot.before(found.start(), 90)
        if BANK_WORDS.search(before) and not known(found[0], setting):
            own = PERSONAL.search(before) is not None or not FUND.search(spot.text)
            yield Hit(found.start(), found.end(), "bank", "block" if own else "ask")


def handles(spot: Spot, setting: Setting) -> Iterator[Hit]:
    """Official accounts and organisations pass: only what is on the roll as somebody's own, or is called so, is stopped."""
    strict = setting.profile.staff_contacts_blocked.value
    for found in OWN_PAGE.finditer(spot.text):
        own = (
            regex.search(r"(?i)\bme\b", found[0]) is None
            or "@" in found[0]
            or regex.search(r"(?i)\b(?:dm|add|snap|inbox|friend) me\b|me on ", found[0])
        )
        yield Hit(found.start(), found.end(), "handle", "block" if strict and own else "ask")
    for found in HANDLE.finditer(spot.text):
        if setting.names is not None and setting.names.holds(found[1]) and not known(found[0], setting):
            yield Hit(found.start(), found.end(), "handle", "block" if strict else "ask")
        elif TITLE_HANDLE.match(found[1]):
            yield Hit(found.start(), found.end(), "handle", "ask")


def _luhn(digits: str) -> bool:
    doubled = [int(digit) * (2 if at % 2 else 1) for at, digit in enumerate(reversed(digits))]
    return len(set(digits)) > 1 and sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0
