"""Contact details, identity numbers and dates of birth in the text, the descriptions and the file names (control C07).

The academy's own office is no secret: what stands in `official_contacts`, or plainly belongs to the office, passes.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import regex

from bot.drafts.bundle import Bundle
from bot.drafts.screens.base import Finding, Level, Setting
from bot.drafts.screens.contact_details import emails, phones, postcodes
from bot.drafts.screens.identity_numbers import births, health_numbers, insurance_numbers, pupil_numbers
from bot.drafts.screens.place import Hit, Spot

FINDERS: tuple[Callable[[Spot, Setting], Iterable[Hit]], ...] = (
    pupil_numbers,
    insurance_numbers,
    births,
    emails,
    health_numbers,
    phones,
    postcodes,
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
}


@dataclass(frozen=True)
class _Part:
    what: str
    text: str
    spoken: bool  # whether offsets point into the post's own text


def screen(bundle: Bundle, setting: Setting) -> Iterator[Finding]:
    for part in _parts(bundle):
        taken: list[Hit] = []
        for finder in FINDERS:
            for hit in finder(Spot(part.text, taken), setting):
                if all(hit.end <= other.start or hit.start >= other.end for other in taken):
                    taken.append(hit)
        for hit in sorted(taken, key=lambda each: each.start):
            if hit.level:
                message = f"{part.what} {SENTENCES[hit.what, hit.level].format(pupil=setting.profile.pupil_word)}"
                where = (hit.start, hit.end) if part.spoken else (None, None)
                yield Finding("personal_data", hit.level, message, None, *where)


def _parts(bundle: Bundle) -> Iterator[_Part]:
    yield _Part("The text", bundle.text, spoken=True)
    for number, item in enumerate(bundle.media, start=1):
        which = f"picture {number}" if len(bundle.media) > 1 else "the picture"
        yield _Part(f"The description of {which}", item.alt, spoken=False)
        yield _Part(f"The file name of {which}", regex.sub(r"[_]|\.(?=\w{2,4}$)", " ", item.filename), spoken=False)
