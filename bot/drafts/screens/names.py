"""Children's names, as the trust's rule has them: none, or a first name only (control C07).

With a register, names are looked up; without one, only what plainly points at a child is found: a name beside a class or a year group.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from bot.drafts.bundle import Bundle
from bot.drafts.screens.base import Finding, Level, NameMatch, Setting
from bot.drafts.screens.name_cues import (
    beside_class,
    file_name_points_at_child,
    initials_only,
    near_pupil_words,
    other_person,
    unknown_full_names,
)

SCREEN = "names"


@dataclass(frozen=True)
class _Part:
    where: str
    text: str
    offset: bool  # whether positions point into the post's own text
    cues: str | None = None  # a file name as words, where `text` is one


@dataclass(frozen=True)
class _Rule:
    """What the profile says for this bundle."""

    first_allowed: bool
    image: bool
    clause: str | None
    pupil: str
    adults_ask: bool
    adults_clause: str | None


def screen(bundle: Bundle, setting: Setting) -> Iterator[Finding]:
    rule = _rule(bundle, setting)
    for part in _parts(bundle):
        taken: list[tuple[int, int]] = []
        for match in setting.names.matches(part.text) if setting.names else ():
            taken.append((match.start, match.end))
            if verdict := _verdict(match, part, rule):
                yield _finding(part, *verdict, match.start, match.end)
        if part.cues is not None:
            pointing = file_name_points_at_child(part.cues) or any(beside_class(part.cues)) or any(unknown_full_names(part.cues))
            if not taken and pointing:
                yield _finding(part, "ask", f"may name a {rule.pupil}. Rename the file.", rule.clause, 0, 0)
            continue
        for start, end, sure in beside_class(part.text):
            if all(end <= a or start >= b for a, b in taken):
                taken.append((start, end))
                if verdict := _beside_class(rule, sure=sure):
                    yield _finding(part, *verdict, start, end)
        for start, end in unknown_full_names(part.text):
            if all(end <= a or start >= b for a, b in taken):
                yield _finding(part, "ask", f"looks like a person's full name. If this is a {rule.pupil}, take it out.", rule.clause, start, end)


def _rule(bundle: Bundle, setting: Setting) -> _Rule:
    profile = setting.profile
    image = bool(bundle.media)
    parameter = profile.name_with_image if image else profile.name_without_image
    return _Rule(
        first_allowed=parameter.value == "first_or_initials",
        image=image,
        clause=parameter.clause if parameter.stated else None,
        pupil=profile.pupil_word,
        adults_ask=profile.adults.value == "written_permission",
        adults_clause=profile.adults.clause if profile.adults.stated else None,
    )


Verdict = tuple[Level, str, str | None]


def _verdict(match: NameMatch, part: _Part, rule: _Rule) -> Verdict | None:  # noqa: PLR0911 - one line for each ground
    if match.never_publish and (match.full or not other_person(part.text, match)):
        return _withheld(rule)  # the same words as for anybody else on the register: the reason is nobody's business
    if match.kind == "staff":
        if match.full and rule.adults_ask:
            return "ask", "names a member of staff. Check that their written permission is on record.", rule.adults_clause
        return None
    if match.full:
        return None if rule.first_allowed and initials_only(part.text[match.start : match.end]) else _withheld(rule)
    if rule.first_allowed or other_person(part.text, match):
        return None
    if rule.image or near_pupil_words(part.text, match.start, match.end):
        return _withheld(rule)
    return (
        "ask",
        f"may be the first name of a {rule.pupil} on the register. If it is, take it out: this post may carry no {rule.pupil}'s name.",
        rule.clause,
    )


def _withheld(rule: _Rule) -> Verdict:
    return "block", f"names a {rule.pupil} on the register in a way this post may not. Take the name out.", rule.clause


def _beside_class(rule: _Rule, *, sure: bool) -> Verdict | None:
    words = f"gives what looks like a {rule.pupil}'s name beside a class or year group"
    if rule.first_allowed:
        return "ask", f"{words}, which together can point at one child. Leave one of the two out if they do.", rule.clause
    if sure:
        return "block", f"{words}. Take the name out.", rule.clause
    return "ask", f"{words}. If it is a name, take it out.", rule.clause


def _finding(part: _Part, level: Level, message: str, clause: str | None, start: int, end: int) -> Finding:
    where = (start, end) if part.offset else (None, None)
    return Finding(SCREEN, level, f"{part.where} {message}", clause, *where)


def _parts(bundle: Bundle) -> Iterator[_Part]:
    yield _Part("The text", bundle.text, offset=True)
    for number, item in enumerate(bundle.media, start=1):
        which = f"picture {number}" if len(bundle.media) > 1 else "the picture"
        yield _Part(f"The description of {which}", item.alt, offset=False)
        # Underscores stay for the register, which reads "_jsmith_" as a name run together; the cues want words.
        stem = regex.sub(r"\.\w{2,4}$", "", item.filename.replace("\\", "/").rpartition("/")[2])
        words = regex.sub(r"(?<=\p{Ll})(?=\d)|(?<=\d)(?=\p{L}{3})|[_+.]", " ", stem)
        yield _Part(f"The file name of {which}", f"_{stem}_", offset=False, cues=words)
