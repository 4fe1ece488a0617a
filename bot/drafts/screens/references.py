"""Vouching for a person: a reference given on a network (control C08, parameter P43). Praise and thanks are welcome."""

from collections.abc import Iterator

from bot.drafts.bundle import Bundle
from bot.drafts.screens.base import Finding, Setting
from bot.drafts.screens.content_words import parts, read

SCREEN = "references"
SURE = "a reference"

_STRICT = "reads as a reference or recommendation for a person, which this policy does not allow on a network. Thank or praise them instead."
_WARN = "reads as a reference or recommendation for a person. Reject it, or write down why it is not one."
_MAYBE = "recommends somebody or something. Check that this is not a reference for a person."


def screen(bundle: Bundle, setting: Setting) -> Iterator[Finding]:
    rule = setting.profile.references
    clause = rule.clause if rule.stated else None
    for part in parts(bundle, setting):
        hits = [hit for hit in read(part.text).references if hit.band != "safe"]
        about_works = any(hit.band == "context" for hit in hits)  # books, shows and places are recommended every week
        sure = [hit for hit in hits if hit.rule == SURE]
        maybe = [hit for hit in hits if hit.band == "warn" and hit.rule != SURE]
        if sure or (maybe and not about_works):
            first = min(sure or maybe, key=lambda hit: hit.start)
            words = _STRICT if rule.value == "block" else _WARN
            yield Finding(SCREEN, rule.value, f"{part.where} {words}", clause, *part.place(first.start, first.end))
        elif maybe:
            yield Finding(SCREEN, "ask", f"{part.where} {_MAYBE}", clause, *part.place(maybe[0].start, maybe[0].end))
