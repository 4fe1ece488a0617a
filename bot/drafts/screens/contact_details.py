"""Phone numbers, email addresses and postcodes, and whose they are likely to be."""

# ruff: noqa: E501 - a pattern reads better on one line than cut in the middle
from collections.abc import Iterator

import phonenumbers
import regex
from phonenumbers import Leniency, PhoneNumberMatcher

from bot.drafts.screens.base import Level, Setting
from bot.drafts.screens.place import OFFICE, PERSONAL, PUBLIC_PLACE, Hit, Spot, known

DIGITS = regex.compile(r"\d")
SPREAD_PHONE = regex.compile(r"(?<![\d£$€.,/])(?:\+\s?4\s?4|0)(?:[\s.\-()_*]{0,2}[0-9oO]){9,10}(?![\d])")
PHONE_WORDS = regex.compile(r"\b(?:tel|phone|call|ring|text|mobile|mob|whats ?app|number|contact)\b", regex.IGNORECASE)
SHARED_PREFIXES = ("3", "8", "9")  # non-geographic: 03, 08 and 09 numbers belong to organisations

EMAIL = regex.compile(r"(?<![\w.+-])([\w.+'-]+)@((?:[\w-]+\.)+[a-z]{2,24})(?![\w-])", regex.IGNORECASE)
HIDDEN_EMAIL = regex.compile(
    r"(?<![\w.+-])([\w.+-]+)\s?[\[({]\s?at\s?[\])}]\s?([\w-]+(?:\s?(?:\.|[\[({]\s?dot\s?[\])}]|\sdot\s)\s?[a-z]{2,12})+)"
    r"|(?<![\w.+-])([\w.+-]+)\s(?:at|@)\s((?:gmail|hotmail|outlook|yahoo|icloud|live)\s?(?:\.|dot|\sdot\s)\s?(?:com|co\.uk|uk))",
    regex.IGNORECASE,
)
_FREE_MAIL_WORDS = """
gmail googlemail hotmail outlook live msn yahoo ymail icloud me mac aol proton protonmail pm gmx btinternet sky talktalk virginmedia
ntlworld blueyonder tiscali mail zoho yandex fastmail tutanota hey
"""
FREE_MAIL = frozenset(_FREE_MAIL_WORDS.split())
ROLES = regex.compile(
    r"(?:the)?(?:office|info|information|admin|enquir\w*|inquir\w*|reception|admissions?|contact\w*|hello|mail|post|jobs?|hr|recruit\w*|vacanc\w*|press|media|comms?"
    r"|communications?|marketing|finance|attendance|absence|events?|bookings?|tickets?|boxoffice|safeguarding|dsl|dpo|data\w*|support|help\w*|head\w*|principal"
    r"|governors?|clerk|library|senco?|send|sixthform|6thform|careers|transport|lettings|catering|uniform|pta|fundraising|alumni|team|school|academy|privacy|complaints?"
    r"|exams?|it|ict|trust|sales|shop|orders?|customer\w*|service\w*|general|main|editor\w*|volunteer\w*|outreach|community|feedback|news\w*|web\w*)(?:[._-]?\w*)?",
    regex.IGNORECASE,
)
PUBLIC_BODY = regex.compile(
    r"(?:^|\.)(?:sch|gov|nhs|police|ac|mod|parliament)\.uk$|\.gov\.uk$|(?:school|academy|college|trust|academies)\w*\.(?:org|co|org\.uk|co\.uk|uk|com|net|academy|school)$",
    regex.IGNORECASE,
)

_AREAS_WORDS = """
AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G GL GU GY HA HD HG HP
HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG
SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE
"""
_AREAS = _AREAS_WORDS.split()
POSTCODE = regex.compile(
    rf"(?<![\w£])(?:{'|'.join(sorted(_AREAS, key=len, reverse=True))})\d[A-Z\d]?\s{{0,2}}(?!\d(?:st|nd|rd|th)\b)\d[ABD-HJLNP-UW-Z]{{2}}(?!\w)",
    regex.IGNORECASE,
)
STREET = regex.compile(
    r"\b\d{1,4}[a-z]?,? (?:[\w’']+ ){1,3}(?:street|st|road|rd|lane|ln|avenue|ave|close|drive|dr|way|crescent|place|gardens|hill|rise|square|court|grove|terrace|mews|walk|row"
    r"|croft|view|green|meadow|fields?)\b[\s,\w’']{0,40}$",
    regex.IGNORECASE,
)
LIVES = regex.compile(r"\b(?:lives?|living|lived|home|house|flat|family|address|moved|round to|stays?)\b", regex.IGNORECASE)


def phones(spot: Spot, setting: Setting) -> Iterator[Hit]:
    if len(DIGITS.findall(spot.text)) < 7:
        return
    seen: list[tuple[int, int]] = []
    for found in PhoneNumberMatcher(spot.text, "GB", leniency=Leniency.POSSIBLE):
        if _dialled(spot, found.start, found.raw_string):
            seen.append((found.start, found.end))
            national = phonenumbers.national_significant_number(found.number)
            yield Hit(
                found.start,
                found.end,
                "phone",
                _whose_phone(spot, found.start, found.end, national, found.number.country_code == 44, setting),
            )
    for spread in SPREAD_PHONE.finditer(spot.text):
        if all(spread.end() <= start or spread.start() >= end for start, end in seen):
            national = regex.sub(r"\D", "", regex.sub(r"[oO]", "0", spread[0]))
            national = national.removeprefix("44").removeprefix("0")
            if len(national) in {9, 10}:
                yield Hit(spread.start(), spread.end(), "phone", _whose_phone(spot, spread.start(), spread.end(), national, True, setting))


def _dialled(spot: Spot, start: int, raw: str) -> bool:
    """Written as somebody would dial it. The library takes far more for numbers (charity numbers, dates, scores in a row)."""
    digits = "".join(DIGITS.findall(raw))
    if regex.search(r"\d[-.]?$", spot.before(start, 2)):
        return False  # the middle of a longer number, such as an ISBN
    if raw.lstrip("( ").startswith("+") or (digits.startswith("00") and len(digits) >= 11):
        return len(digits) >= 9
    if digits.startswith("0"):
        return len(digits) in {10, 11} and not regex.fullmatch(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}.*", raw)
    return len(digits) in {10, 11} and bool(PHONE_WORDS.search(spot.before(start, 30)))


def _whose_phone(spot: Spot, start: int, end: int, national: str, british: bool, setting: Setting) -> Level | None:  # noqa: FBT001
    if known(spot.text[start:end], setting):
        return None
    if setting.names is not None and setting.names.holds(spot.text[start:end]):
        return "block"  # the own number of somebody on the roll
    if british and national.startswith("7"):
        return "block"
    if PERSONAL.search(spot.before(start, 40)) and not OFFICE.search(spot.before(start, 40)):
        return "block"
    if british and (national.startswith(SHARED_PREFIXES) or OFFICE.search(spot.around(start, end))):
        return None
    return "ask"


def emails(spot: Spot, setting: Setting) -> Iterator[Hit]:
    if "@" in spot.text:
        for found in EMAIL.finditer(spot.text):
            yield Hit(found.start(), found.end(), "email", _whose_email(found[1], found[2].casefold(), found[0], setting))
    for hidden in HIDDEN_EMAIL.finditer(spot.text):
        yield Hit(hidden.start(), hidden.end(), "email", "block")


def _whose_email(local: str, domain: str, written: str, setting: Setting) -> Level | None:
    if known(written, setting):
        return None
    role = ROLES.fullmatch(local) is not None
    own = any(domain == each.casefold() or domain.endswith("." + each.casefold()) for each in setting.official_domains)
    if domain.split(".", maxsplit=1)[0] in FREE_MAIL:
        return "block"
    if own or PUBLIC_BODY.search(domain):
        return None if role else "ask"
    return "ask" if role else "block"


def postcodes(spot: Spot, setting: Setting) -> Iterator[Hit]:
    for found in POSTCODE.finditer(spot.text):
        yield Hit(found.start(), found.end(), "postcode", _whose_postcode(spot, found.start(), found.end(), found[0], setting))


def _whose_postcode(spot: Spot, start: int, end: int, written: str, setting: Setting) -> Level | None:
    if known(written, setting):
        return None
    before = spot.before(start, 110)
    if LIVES.search(before) and not OFFICE.search(before):
        return "block"
    if OFFICE.search(before) or PUBLIC_PLACE.search(before) or PUBLIC_PLACE.search(spot.text[end : end + 25]):
        return None
    return "block" if STREET.search(before) else "ask"
