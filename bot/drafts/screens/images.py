"""Nobody is shown without a consent that covers this use; not known counts as refused (control C09, P19, P20).

Faces are counted beforehand and compared with the people declared. Nothing here, or anywhere, recognises one.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from bot.consent.images import ADULT_ENOUGH, ENOUGH, PLATFORMS, STRICTEST, Consents, Seen, Standing, Verdict, in_writing, judge
from bot.consent.people import Giver, ImageConsent, PersonKind
from bot.drafts.bundle import Bundle, MediaItem
from bot.drafts.picture_parts import Malformed, not_picture
from bot.drafts.screens.base import Finding, Level, Setting
from bot.policy.parameter import Parameter

SCREEN = "images"
PUPILS, ADULTS, NOBODY = "pupils", "adults", "nobody"
# How a declaration may be written; the form writes the first of each.
WRITTEN: dict[str, str] = {
    **dict.fromkeys((PUPILS, "pupil", "students", "student", "children", "child"), PUPILS),
    **dict.fromkeys((ADULTS, "adult", "staff"), ADULTS),
    **dict.fromkeys((NOBODY, "no people", "none"), NOBODY),
}
STOPPED = (Standing.REFUSED, Standing.WITHDRAWN)


class _Picture(NamedTuple):
    item: MediaItem
    which: str
    shows: frozenset[str]
    consents: Consents
    setting: Setting
    visitors_only: bool  # children of other schools, whose consent the event's own check looks at


def screen(bundle: Bundle, setting: Setting) -> Iterator[Finding]:
    for number, item in enumerate(bundle.media, start=1):
        which = f"Picture {number}" if len(bundle.media) > 1 else "The picture"
        if setting.consents is None:
            yield from _rehearsed(item, which, setting)
            continue
        picture = _Picture(item, which, declared(item), setting.consents, setting, _visitors_only(item, setting))
        yield from _declaration(picture)
        yield from _people(picture)
        yield from _faces(picture)
        yield from _stripped(picture)


def declared(item: MediaItem) -> frozenset[str]:
    """Who is said to be in it, in the form's words; names beside them do not count here."""
    return frozenset(WRITTEN[word] for said in item.shows if (word := said.strip().casefold()) in WRITTEN)


def _rehearsed(item: MediaItem, which: str, setting: Setting) -> Iterator[Finding]:
    """Without a register nothing is known, and a rehearsal says no more than that."""
    if PUPILS in declared(item):
        pupils = f"{setting.profile.pupil_word}s"
        yield _finding("ask", f"{which} shows {pupils}. Each of them needs a consent that covers this use.", setting.profile.image_consent)


def _declaration(picture: _Picture) -> Iterator[Finding]:
    pupil, rule = picture.setting.profile.pupil_word, picture.setting.profile.image_consent
    named = bool(picture.item.people)
    if not picture.shows:
        yield _finding("block", f"{picture.which} does not say who is in it. Choose nobody, adults or {pupil}s.", rule)
    elif NOBODY in picture.shows and (len(picture.shows) > 1 or named):
        yield _finding("block", f"{picture.which} says both that nobody is in it and that somebody is. Choose one.", rule)
    elif picture.item.sha256 in picture.consents.children_seen and PUPILS not in picture.shows:
        yield _finding("block", f"An approver saw children in {picture.which.lower()}. Say who they are, or take it out.", rule)
    elif PUPILS in picture.shows and not picture.visitors_only and not _any(picture, PersonKind.PUPIL):
        text = f"{picture.which} shows {pupil}s and does not say who they are. Name each of them, so that their consent can be looked up."
        yield _finding("block", text, rule)
    elif ADULTS in picture.shows and _adults_on_paper(picture.setting) and not _any(picture, PersonKind.ADULT):
        text = f"{picture.which} shows adults and does not say who they are. Name each of them: they need to have given written permission."
        yield _finding("block", text, picture.setting.profile.adults)


def _people(picture: _Picture) -> Iterator[Finding]:
    for person_id in picture.item.people:
        seen = picture.consents.people.get(person_id)
        if seen is None:
            text = f"Somebody named for {picture.which.lower()} is not in the consent register, so no consent is known. Name them again."
            yield _finding("block", text, picture.setting.profile.image_consent)
        elif seen.kind is PersonKind.ADULT:
            yield from _adult(picture, seen)
        else:
            yield from _pupil(picture, seen)


def _pupil(picture: _Picture, seen: Seen) -> Iterator[Finding]:
    profile = picture.setting.profile
    if PUPILS not in picture.shows:
        yield _finding("block", f"{seen.label} is a {profile.pupil_word}, but {picture.which.lower()} is said to show none.", profile.image_consent)
    enough = ENOUGH.get(profile.image_consent.value, STRICTEST)
    records = in_writing(seen.records) if enough.in_writing else seen.records
    yield from _judged(picture, seen, _judge(picture, records, enough.pupil), profile.image_consent)


def _adult(picture: _Picture, seen: Seen) -> Iterator[Finding]:
    """Where adults only have to be told, silence is no objection; where their word is needed on paper, it is."""
    rule = picture.setting.profile.adults
    if _adults_on_paper(picture.setting):
        yield from _judged(picture, seen, _judge(picture, in_writing(seen.records), ADULT_ENOUGH), rule)
        return
    verdict = _judge(picture, seen.records, ADULT_ENOUGH)
    if seen.no_identify or verdict.standing in STOPPED:
        yield from _judged(picture, seen, verdict, rule)


def _judge(picture: _Picture, records: Iterable[ImageConsent], givers: frozenset[Giver]) -> Verdict:
    known = (picture.setting.events or {}).get(picture.item.event_id or 0)
    event = known.name if known else ""
    return judge(records, givers, platforms=picture.setting.platforms, day=picture.setting.today, event=event)


def _judged(picture: _Picture, seen: Seen, verdict: Verdict, rule: Parameter[Any]) -> Iterator[Finding]:
    which = picture.which.lower()
    if seen.no_identify or verdict.standing in STOPPED:  # one sentence for both: an author learns that it is so, never why
        yield _finding("block", f"{seen.label} may not be shown. Take {which} out, or choose one without them.", rule)
    elif verdict.standing is Standing.OUTSIDE:
        only = " and ".join(PLATFORMS.get(name, name) for name in verdict.only)
        text = f"{which.capitalize()}: platform outside scope. The consent for {seen.label} is for {only} only. Take the picture out of this post."
        yield _finding("block", text, rule)
    elif verdict.standing is Standing.EXPIRED:
        yield _finding("block", f"The consent for {seen.label} has expired. Take {which} out, or ask for a new consent.", rule)
    elif verdict.standing is not Standing.GIVEN:
        yield _finding("block", f"No consent is on record for {seen.label}, which counts as refused. Take {which} out, or ask for one.", rule)
    elif verdict.use:
        text = f"The consent for {seen.label} is for one use: “{verdict.use}”. {which.capitalize()} may go out only if this is that use."
        yield _finding("warn", text, rule)


def _faces(picture: _Picture) -> Iterator[Finding]:
    """More faces than people stops it until somebody explains; fewer says nothing, for a face may be turned away."""
    seen, people = picture.consents.faces.get(picture.item.sha256), len(picture.item.people)
    rule = picture.setting.profile.image_consent
    if seen is None:
        text = f"The faces in {picture.which.lower()} could not be counted. Look whether everybody who can be recognised is declared."
        yield _finding("ask", text, rule)
        return
    unnamed_adults = picture.shows == {ADULTS} and not people and not _adults_on_paper(picture.setting)
    if seen <= people or unnamed_adults or picture.visitors_only:
        return
    counted = f"{picture.which}: {_count(seen, 'face', 'faces')}, {_count(people, 'person', 'people')} declared."
    note = picture.item.faces_note.strip()
    if note:
        yield _finding("ask", f"{counted} The author says: “{note}”.", rule)
    else:
        yield _finding("block", f"{counted} Name the others, or say why more faces can be seen.", rule)


def _stripped(picture: _Picture) -> Iterator[Finding]:
    """Everything but the picture is taken out as it arrives. This is the proof, on the very bytes that would go out."""
    if not picture.setting.read_media or picture.item.data is None:
        return
    try:
        left = not_picture(picture.item.data)
    except Malformed:
        left = ("something that does not belong to its format",)
    if left:
        text = f"{picture.which} still holds {left[0]}, which may tell where and with what it was taken. Add the file again."
        yield Finding(SCREEN, "block", text)


def _visitors_only(item: MediaItem, setting: Setting) -> bool:
    known = (setting.events or {}).get(item.event_id or 0)
    schools = known.declared.get(item.sha256, ()) if known else ()
    return bool(schools) and "" not in schools and not item.people


def _adults_on_paper(setting: Setting) -> bool:
    return setting.profile.adults.value == "written_permission"


def _any(picture: _Picture, kind: PersonKind) -> bool:
    people = [picture.consents.people.get(person_id) for person_id in picture.item.people]
    return any(seen is None or seen.kind is kind for seen in people)  # one who is gone is said so by itself


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _finding(level: Level, message: str, rule: Parameter[Any]) -> Finding:
    return Finding(SCREEN, level, message, rule.clause if rule.stated else None)
