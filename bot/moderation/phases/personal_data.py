"""Are somebody's particulars given away: a phone, a home, an e-mail address, a child's circumstances?"""

import re
from collections.abc import Iterator

from phonenumbers import Leniency, PhoneNumberMatcher

from bot.moderation.verdict import Comment, Reason, Severity, Verdict, Word
from bot.text import EMAIL
from bot.words.views import Hit, Views

_POSTCODE = re.compile(r"\b(?:[a-z]{1,2}\d[a-z\d]?)\s?\d[abd-hjlnp-uw-z]{2}\b")
_DIGITS = re.compile(r"[\d()+.\-\s]{10,24}")
_LETTER_O = re.compile(r"(?<=\d)o(?=[\do])|\bo(?=7\d)")
_MOBILE = re.compile(r"^\D*(?:(?:\+|00)\D*44\D*(?:0\D*)?|0\D*)7")
_SHARED_MAILBOX = frozenset(
    {"info", "admin", "office", "enquiries", "enquiry", "contact", "help", "hello", "reception"}
    | {"support", "complaints", "press", "bookings", "secretary", "pta", "hr", "head", "sendco"}
)
_PUBLIC_DOMAINS = (".sch.uk", ".gov.uk", ".nhs.uk", ".police.uk", ".org.uk", ".org", ".ac.uk")
_MOST_NUMBERS = 20  # a comment with more figures than this is not read further; it was hidden or asked about by then

Found = tuple[Word, str, int, int]


def judge(comment: Comment, views: Views) -> Verdict | None:
    """Hide other people's particulars; ask where they may be the writer's own or an office's."""
    hits = list(views.hits("personal_data"))
    cues = {hit.band for hit in hits}
    found = [*_spoken(hits), *_phones(views, cues), *_postcodes(views, cues), *_emails(comment, cues)]
    if not found:
        return None
    sure = any(word is Word.HIDE for word, *_ in found) and not views.counter_speech
    reasons = tuple(Reason(f"personal data: {rule}", start, end) for _, rule, start, end in found)
    return Verdict(Word.HIDE if sure else Word.ASK, Severity.S1, 0.95 if sure else 0.5, reasons)


def _spoken(hits: list[Hit]) -> Iterator[Found]:
    words = {"hide": Word.HIDE, "ask": Word.ASK}
    return ((words[hit.band], hit.rule, hit.start, hit.end) for hit in hits if hit.band in words)


def _phones(views: Views, cues: set[str]) -> Iterator[Found]:
    if sum(c.isdigit() for c in views.normal.plain) < 9:
        return
    plain = _LETTER_O.sub("0", views.normal.plain)
    for stretch in _DIGITS.finditer(plain):
        for n, match in enumerate(PhoneNumberMatcher(stretch.group(), "GB", leniency=Leniency.POSSIBLE, max_tries=_MOST_NUMBERS)):
            if n >= _MOST_NUMBERS:
                return
            if match.raw_string.lstrip("( ")[:1] not in {"0", "+"}:
                continue
            start, end = views.normal.span(stretch.start() + match.start, stretch.start() + match.end)
            personal = "cue" in cues or (bool(_MOBILE.match(match.raw_string)) and "own" not in cues)
            yield (Word.HIDE if personal else Word.ASK), "phone number", start, end


def _postcodes(views: Views, cues: set[str]) -> Iterator[Found]:
    for found in _POSTCODE.finditer(views.normal.plain):
        start, end = views.normal.span(*found.span())
        if "home" in cues:
            yield Word.HIDE, "home address", start, end
        elif "venue" not in cues:
            yield Word.ASK, "postcode", start, end


def _emails(comment: Comment, cues: set[str]) -> Iterator[Found]:
    for found in EMAIL.finditer(comment.text):
        mailbox, _, domain = found.group().lower().partition("@")
        if any(domain == own or domain.endswith("." + own) for own in comment.official_domains):
            continue
        if "cue" in cues:
            yield Word.HIDE, "e-mail address", *found.span()
        elif mailbox not in _SHARED_MAILBOX and not domain.endswith(_PUBLIC_DOMAINS):
            yield Word.ASK, "e-mail address", *found.span()
