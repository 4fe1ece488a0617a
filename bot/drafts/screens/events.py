"""A picture from an event shows no child of a school that did not say whom it may show (control C10, S10.1)."""

from collections.abc import Iterator

import regex

from bot.consent.events import required_at
from bot.consent.events_known import OWN, EventKnown
from bot.drafts.bundle import Bundle, MediaItem
from bot.drafts.screens.base import Finding, Level, Setting

SCREEN = "events"
NO_CHILD = {"nobody", "no people", "no-one", "no one", "none", "adults", "staff"}
SCHOOL = "school:"

# Words that make a picture of pupils likely to be from an event with other schools; asked about where the policy wants the procedure.
EVENT = regex.compile(
    r"\b(?:tournament|festival|competition|inter-?school|sports day|gala|fixture|championships?|other schools|host(?:ed|ing))\b", regex.I
)


def screen(bundle: Bundle, setting: Setting) -> Iterator[Finding]:
    if setting.events is None:
        return
    for number, item in enumerate(bundle.media, start=1):
        which = f"Picture {number}" if len(bundle.media) > 1 else "The picture"
        if not shows_children(item):
            continue
        if item.event_id is None:
            if required_at(setting.profile) and EVENT.search(f"{bundle.text}\n{item.alt}"):
                yield _finding(setting, "ask", f"{which} may be from an event with other schools. If it is, say which event it was taken at.")
            continue
        known = setting.events.get(item.event_id)
        if known is None:
            yield _finding(setting, "block", f"{which} names an event that is not this academy's. Choose the event again.")
            continue
        yield from _judge(item, known, which, setting)


def shows_children(item: MediaItem) -> bool:
    """Anything but a clear word that no child is in it counts as yes."""
    said = {each.strip().casefold() for each in item.shows if not each.strip().casefold().startswith(SCHOOL)}
    return bool(item.people) or not said or bool(said - NO_CHILD)


def _judge(item: MediaItem, known: EventKnown, which: str, setting: Setting) -> Iterator[Finding]:
    typed = {" ".join(each.strip()[len(SCHOOL) :].split()) for each in item.shows if each.strip().casefold().startswith(SCHOOL)}
    declared = typed | set(known.declared.get(item.sha256, ()))
    silent = {school.casefold(): school for school in known.silent}
    shown = sorted(silent[each.casefold()] for each in declared if each.casefold() in silent)
    strange = sorted(each for each in declared if each != OWN and each.casefold() not in {school.casefold() for school in known.schools})
    if shown:
        yield _finding(
            setting,
            "block",
            f"{which} shows children of {_listed(shown)} at “{known.name}”, and that school has not said whom it may show, "
            "so every child of it counts as without consent. Use another picture, or wait for the school's answer.",
        )
    elif known.silent and (strange or not declared):
        yield _finding(
            setting,
            "block",
            f"{which} is from “{known.name}”, where {_listed(known.silent)} has not said whom it may show. "
            "Open the event under Events and say which schools' children are in the picture.",
        )
    if set(known.with_list) & declared or (known.with_list and not declared):
        yield _on_a_list(known, which, setting)


def _on_a_list(known: EventKnown, which: str, setting: Setting) -> Finding:
    if known.purged:
        return _finding(
            setting,
            "warn",
            f"{which} is from “{known.name}”, whose list of children without consent is deleted. Check each face with the schools again.",
        )
    return _finding(
        setting,
        "ask",
        f"Some children at “{known.name}” may not be shown. Somebody who knows the briefing sheet looks at each face in {which.lower()}.",
    )


def _finding(setting: Setting, level: Level, message: str) -> Finding:
    procedure = setting.profile.event_photo_procedure
    return Finding(SCREEN, level, message, procedure.clause if procedure.stated else None)


def _listed(schools: tuple[str, ...] | list[str]) -> str:
    return schools[0] if len(schools) == 1 else f"{', '.join(schools[:-1])} or {schools[-1]}"
