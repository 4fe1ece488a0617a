"""Contact details, identity numbers, private matters and confidential papers, wherever words stand in a bundle (control C07).

The academy's own office is no secret: what stands in `official_contacts`, or plainly belongs to the office, passes.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from bot.drafts.bundle import Bundle
from bot.drafts.screens.base import Finding, Level, Setting
from bot.drafts.screens.contact_details import emails, phones, postcodes
from bot.drafts.screens.identity_numbers import births, health_numbers, insurance_numbers, pupil_numbers
from bot.drafts.screens.markings import markings, told
from bot.drafts.screens.own_things import bank_details, handles, plates
from bot.drafts.screens.parts import Part, as_words, parts
from bot.drafts.screens.place import Hit, Spot
from bot.drafts.screens.sensitive_matter import matters

SCREEN = "personal_data"
FINDERS: tuple[Callable[[Spot, Setting], Iterable[Hit]], ...] = (
    pupil_numbers,
    insurance_numbers,
    births,
    emails,
    health_numbers,
    bank_details,
    phones,
    postcodes,
    plates,
    handles,
    markings,
    told,
    matters,
)
"""In this order: what an earlier one claims, a later one leaves alone."""

SENTENCES: Mapping[tuple[str, Level], str] = {
    ("phone", "block"): "holds a personal phone number. Take it out, or give the academy office's number instead.",
    ("phone", "ask"): "holds a phone number. Check that it is an organisation's public number; a private one must come out.",
    ("email", "block"): "holds a personal email address. Take it out, or give the academy office's address instead.",
    ("email", "ask"): "holds an email address. Check that it is meant for the public; a person's own must come out.",
    ("postcode", "block"): "holds what looks like a home address. Take it out.",
    ("postcode", "ask"): "holds a postcode. Check that it is a public place; a home postcode must come out.",
    ("insurance", "block"): "holds a National Insurance number. Take it out.",
    ("insurance", "ask"): "speaks of a National Insurance number beside something like one. Take out any real one.",
    ("nhs", "block"): "holds an NHS number. Take it out.",
    ("nhs", "ask"): "holds a ten-figure number that could be an NHS number. Take it out if it belongs to a person.",
    ("upn", "block"): "holds a unique pupil number (UPN). Take it out.",
    ("upn", "ask"): "speaks of a unique pupil number beside something like one. Take out any real one.",
    ("birth", "block"): "holds a date of birth. Take it out.",
    ("birth", "ask"): "gives the date of a birthday. Check that it is not the birthday of a {pupil} or of staff.",
    ("bank", "block"): "holds bank details or a card number. Take them out.",
    ("bank", "ask"): "holds bank details. Check that the account is the academy's own, and that people are safer paying another way.",
    ("plate", "block"): "holds a car's number plate. Take it out.",
    ("plate", "ask"): "holds something like a car's number plate. Take it out if it is one.",
    ("handle", "block"): "gives somebody's own page or handle. Name an official account instead.",
    ("handle", "ask"): "gives a handle that could be a person's own. Check that it is an official account.",
    ("marking", "block"): "carries the mark of a paper that is not for the public. Take it out, or ask whose paper it is.",
    ("marking", "ask"): "speaks of something confidential. Check that it may be public.",
    ("told", "block"): "tells something that was said in confidence. Take it out.",
    ("told", "ask"): "reads as if it was not meant for everybody. Check that it may be public.",
    ("health", "block"): "says something about the health of a person one can recognise. Take it out.",
    ("health", "ask"): "may say something about a person's health. Check that nobody can be recognised, or take it out.",
    ("needs", "block"): "says something about the learning needs of a {pupil} one can recognise. Take it out.",
    ("needs", "ask"): "may say something about one {pupil}'s learning needs. Check that nobody can be recognised, or take it out.",
    ("care", "block"): "says something about the home or care of a {pupil} one can recognise. Take it out.",
    ("care", "ask"): "may say something about one {pupil}'s home or care. Check that nobody can be recognised, or take it out.",
    ("money", "block"): "says something about the means of a family one can recognise. Take it out.",
    ("money", "ask"): "may say something about one family's means. Check that nobody can be recognised, or take it out.",
    ("behaviour", "block"): "says something about the behaviour or exclusion of a person one can recognise. Take it out.",
    ("behaviour", "ask"): "may say something about one person's behaviour or exclusion. Check that nobody can be recognised, or take it out.",
    ("work", "block"): "says something about a member of staff's work record that is nobody else's business. Take it out.",
    ("work", "ask"): "may say something about a member of staff's work record. Check that it may be public.",
}

_PERSON = {"att": "ATT-4.2a", "bet": "BET-1.3.4a", "core": "CORE-4.1.8", "acet": "ACET-1.3.1", "inspire": "INSP-6.3.1"}
_TOLD = {"att": "ATT-4.2b", "bet": "BET-1.3.4c", "core": "CORE-4.1.3", "acet": "ACET-1.3.1", "inspire": "INSP-6.3.2"}
_MARKED = {"att": "ATT-4.2c", "bet": "BET-1.3.4b", "core": "CORE-7.1", "acet": "ACET-1.3.1", "inspire": "INSP-6.3.3"}
_CONTACT = {"att": "ATT-6.11c", "bet": "BET-4.4c", "core": "CORE-4.1.8", "acet": "ACET-1.5.2.13", "inspire": "INSP-11.3.6"}
CLAUSES: Mapping[str, Mapping[str, str]] = {
    **dict.fromkeys(("phone", "email", "postcode", "handle", "plate"), _CONTACT),
    **dict.fromkeys(("insurance", "nhs", "upn", "birth", "bank", "health", "needs", "care", "money", "behaviour", "work"), _PERSON),
    "told": _TOLD,
    "marking": _MARKED,
}
"""Which clause of which trust stands behind each kind; a trust of one's own has none of these."""


def screen(bundle: Bundle, setting: Setting) -> Iterator[Finding]:
    for part in parts(bundle, setting):
        for hit in sorted(_hits(part, setting), key=lambda each: each.start):
            if hit.level:
                message = f"{part.where} {SENTENCES[hit.what, hit.level].format(pupil=setting.profile.pupil_word)}"
                clause = CLAUSES[hit.what].get(setting.profile.name)
                yield Finding(SCREEN, hit.level, message, clause, *part.place(hit.start, hit.end))


def _hits(part: Part, setting: Setting) -> list[Hit]:
    text = as_words(part.text) if part.kind == "file" else part.text
    taken: list[Hit] = []
    if not text.strip():
        return taken
    for finder in FINDERS:
        for hit in finder(Spot(text, taken), setting):
            if all(hit.end <= other.start or hit.start >= other.end for other in taken):
                taken.append(hit)
    return taken
