"""Children's names, as the trust's rule has them: none, or a first name only (control C07).

With a register, names are looked up; without one, only what plainly points at a child is found: a name beside a class or a year group.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from bot.drafts.bundle import Bundle
from bot.drafts.screens.base import Finding, Level, NameMatch, Setting
from bot.drafts.screens.name_cues import (
    FORM_IN_FILE,
    beside_class,
    file_name_points_at_child,
    initials_only,
    near_pupil_words,
    other_person,
    two_capitals,
    unknown_full_names,
)
from bot.drafts.screens.parts import Part, as_words, parts, says_none
from bot.drafts.screens.public_names import public_names
from bot.drafts.screens.who import grown_up, is_time, reads_as_person, titled, word_pair

SCREEN = "names"
Verdict = tuple[Level, str, str | None]


@dataclass(frozen=True)
class _Rule:
    """What the profile says for this bundle."""

    first_allowed: bool
    image: bool
    clause: str | None
    pupil: str
    adults_ask: bool
    adults_clause: str | None

    @property
    def withheld(self) -> Verdict:
        """The same words for everybody on the register: why somebody is never named is nobody's business."""
        return "block", f"names a {self.pupil} on the register in a way this post may not. Take the name out.", self.clause

    @property
    def adult(self) -> Verdict | None:
        if not self.adults_ask:
            return None
        return "ask", "names an adult. Check that their written permission is on record.", self.adults_clause

    def ask(self, words: str) -> Verdict:
        return "ask", words.replace("{pupil}", self.pupil), self.clause


def screen(bundle: Bundle, setting: Setting) -> Iterator[Finding]:
    if setting.names_problem:
        yield Finding(SCREEN, "block", setting.names_problem)
    rule = _rule(bundle, setting)
    for part in parts(bundle, setting):
        yield from _in_file_name(part, setting, rule) if part.kind == "file" else _in_words(part, setting, rule)
    yield from unread(bundle, setting)


def unread(bundle: Bundle, setting: Setting) -> Iterator[Finding]:
    """Words in a picture that no machine could read are typed by a person, or nobody knows whose names they hold."""
    for number, item in enumerate(bundle.media, start=1):
        read = setting.seen_words is None or setting.seen_words.get(item.sha256) is not None
        if not read and not item.transcript.strip() and not says_none(item):
            which = f"picture {number}" if len(bundle.media) > 1 else "the picture"
            yield Finding(SCREEN, "block", f"The words in {which} could not be read. Type them as its transcript, or type “none” if there are none.")


def _rule(bundle: Bundle, setting: Setting) -> _Rule:
    profile = setting.profile
    parameter = profile.name_with_image if bundle.media else profile.name_without_image
    return _Rule(
        first_allowed=parameter.value == "first_or_initials",
        image=bool(bundle.media),
        clause=parameter.clause if parameter.stated else None,
        pupil=profile.pupil_word,
        adults_ask=profile.adults.value == "written_permission",
        adults_clause=profile.adults.clause if profile.adults.stated else None,
    )


def _in_words(part: Part, setting: Setting, rule: _Rule) -> Iterator[Finding]:
    if not part.text.strip():
        return
    taken: list[tuple[int, int]] = []
    yield from _registered(part, setting, rule, taken)
    yield from _cued(part, rule, taken)
    if rule.adult and part.kind != "seen":
        for found in TITLED.finditer(part.text):
            if not _over(found.start(), found.end(), taken):
                yield _finding(part, rule.adult, found.start(), found.end())
                break  # one is enough to make somebody check


def _registered(part: Part, setting: Setting, rule: _Rule, taken: list[tuple[int, int]]) -> Iterator[Finding]:
    """Who is on the register, exactly or but for a letter. Fills `taken` with what needs no second look."""
    text, known, whole = part.text, list(public_names(part.text)), []
    for match in setting.names.matches(text) if setting.names else ():
        taken.append((match.start, match.end))
        whole += [(match.start, match.end)] if match.full else []
        if verdict := _verdict(match, text, rule, public=_over(match.start, match.end, known)):
            yield _finding(part, verdict, match.start, match.end)
    for start, end in two_capitals(text) if setting.names else ():
        alike = not _over(start, end, [*whole, *known]) and not grown_up(text, start, end)
        if alike and setting.names and setting.names.resembles(text[start:end]):
            taken.append((start, end))
            yield _finding(part, rule.ask("is close to the name of a {pupil} on the register. If it is that {pupil}, take it out."), start, end)
    taken += known


def _cued(part: Part, rule: _Rule, taken: list[tuple[int, int]]) -> Iterator[Finding]:
    """Who is not on the register but plainly looks like a child."""
    text = part.text
    for start, end, sure in beside_class(text):
        if not _over(start, end, taken):
            taken.append((start, end))
            yield _finding(part, _beside_class(rule, sure=sure), start, end)
    for start, end in unknown_full_names(text):
        if not _over(start, end, taken) and not grown_up(text, start, end):
            taken.append((start, end))
            yield _finding(part, rule.ask("looks like a person's full name. If this is a {pupil}, take it out."), start, end)


TITLED = regex.compile(r"\b(?:Mr|Mrs|Miss|Ms|Mx|Dr)\.?\s\p{Lu}[\p{L}'’-]+")


def _in_file_name(part: Part, setting: Setting, rule: _Rule) -> Iterator[Finding]:
    """Underscores stay for the register, which reads "_jsmith_" as a name run together; the cues want words."""
    joined, words = f"_{regex.sub(r'[-+. ]', '_', part.text)}_", as_words(part.text)
    verdicts = []
    for match in setting.names.matches(joined) if setting.names else ():
        if match.form == "initial" and match.joined and match.kind == "pupil":
            sure = match.never_publish or FORM_IN_FILE.search(words) is not None
            verdicts.append(rule.withheld if sure else rule.ask("may hold an initial and the surname of a {pupil} on the register. Rename the file."))
        elif match.form != "family" and (verdict := _verdict(match, joined, rule, public=bool(any(public_names(words.title()))))):
            verdicts.append(verdict)
    if verdicts:
        yield _finding(part, min(verdicts, key=lambda each: each[0] != "block"), 0, 0)
    elif file_name_points_at_child(words) or any(beside_class(words)) or any(unknown_full_names(words)):
        yield _finding(part, rule.ask("may name a {pupil}. Rename the file."), 0, 0)


def _verdict(match: NameMatch, text: str, rule: _Rule, *, public: bool) -> Verdict | None:
    start, end = match.start, match.end
    if match.form == "family":
        return "warn", f"speaks of the family of a {rule.pupil} on the register. Say why it may, or take it out.", rule.clause
    if match.full:
        return _whole(match, text, rule, public=public)
    pointing = rule.image or near_pupil_words(text, start, end)
    as_word = match.word and not reads_as_person(text, start, end)
    if match.never_publish and pointing and not as_word and not public and not other_person(text, match):
        return rule.withheld
    if match.kind == "staff" or rule.first_allowed or public or other_person(text, match):
        return None
    if pointing and not as_word:
        return rule.withheld
    return rule.ask("may be the first name of a {pupil} on the register. If it is, take it out: this post may carry no {pupil}'s name.")


def _whole(match: NameMatch, text: str, rule: _Rule, *, public: bool) -> Verdict | None:  # noqa: PLR0911 - one line for each ground
    """Forename or initial, and surname."""
    start, end = match.start, match.end
    if match.kind == "staff" and not match.never_publish:
        return rule.adult
    if match.never_publish and not titled(text, start):
        return rule.withheld
    if titled(text, start):
        return rule.adult
    if rule.first_allowed and initials_only(text[start:end]):
        return None
    if public or grown_up(text, start, end):
        return rule.ask("holds the name of an adult or of somebody well known, and a {pupil} on the register is called the same. Check who is meant.")
    if match.joined and match.form == "initial":
        return rule.ask("may hold an initial and the surname of a {pupil} on the register. Take it out if it does.")
    pointing = reads_as_person(text, start, end) or (near_pupil_words(text, start, end) and not is_time(text[start:end]))
    if word_pair(text[start:end]) and not pointing:
        return rule.ask("holds words that are also the name of a {pupil} on the register. Check what is meant.")
    return rule.withheld


def _beside_class(rule: _Rule, *, sure: bool) -> Verdict:
    words = f"gives what looks like a {rule.pupil}'s name beside a class or year group"
    if rule.first_allowed:
        return "ask", f"{words}, which together can point at one child. Leave one of the two out if they do.", rule.clause
    if sure:
        return "block", f"{words}. Take the name out.", rule.clause
    return "ask", f"{words}. If it is a name, take it out.", rule.clause


def _over(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    return any(start < other_end and end > other_start for other_start, other_end in spans)


def _finding(part: Part, verdict: Verdict, start: int, end: int) -> Finding:
    level, message, clause = verdict
    return Finding(SCREEN, level, f"{part.where} {message}", clause, *part.place(start, end))
