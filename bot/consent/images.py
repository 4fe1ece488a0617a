"""Whether somebody may be shown: refusal beats everything, and what is not known counts as refused (control C09).

Pure: the rows are read by `images_register`, so that a screen can ask without a database.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from bot.clock import london
from bot.consent.people import Giver, ImageConsent, PersonKind, Word
from bot.platforms.capabilities import CAPABILITIES

# Where a form may allow a picture: a paper names networks that Gatepost does not publish to yet.
PLATFORMS: dict[str, str] = {
    "website": "the website",
    "print": "print",
    "facebook": "Facebook",
    "instagram": "Instagram",
    "threads": "Threads",
    "youtube": "YouTube",
    "linkedin": "LinkedIn",
    "tiktok": "TikTok",
    **{name: row.label for name, row in CAPABILITIES.items()},
}


class Standing(StrEnum):
    GIVEN = "given"
    OUTSIDE = "outside its scope"
    EXPIRED = "expired"
    UNKNOWN = "unknown"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"


class Enough(NamedTuple):
    """Whose consent is enough under a profile, and whether it must be on paper (P19, P20)."""

    pupil: frozenset[Giver]
    in_writing: bool = True


_PARENTS = frozenset({Giver.PARENT, Giver.SECOND_PARENT})
STRICTEST = Enough(_PARENTS)
# By the profile's image_consent. ACET's consent of the image's owner is the rights check's; INSP's list of an event is the event's.
ENOUGH: dict[str, Enough] = {
    "written_parental": STRICTEST,
    "written_parental_one_use_or_all": STRICTEST,
    "written_permission": STRICTEST,
    "owner_and_written_parental": STRICTEST,
    "held_by_organisation": Enough(_PARENTS | {Giver.ORGANISATION}),
}
ADULT_ENOUGH = frozenset({Giver.ADULT})


@dataclass(frozen=True)
class Verdict:
    """`use` is the one use it was given for, where nobody but a person can say whether this is it."""

    standing: Standing
    use: str = ""
    only: tuple[str, ...] = ()  # the platforms it does cover, where it is outside its scope


@dataclass(frozen=True)
class Seen:
    """One person of the register as a screen knows them: never by name."""

    id: int
    label: str
    kind: PersonKind
    no_identify: bool = False
    records: tuple[ImageConsent, ...] = ()


@dataclass(frozen=True)
class Consents:
    """What the screen of pictures may know. A person who is not here is unknown; a picture not in `faces` was not counted."""

    people: Mapping[int, Seen] = field(default_factory=dict)
    faces: Mapping[str, int] = field(default_factory=dict)  # by the hash of the picture
    children_seen: frozenset[str] = frozenset()  # pictures in which an approver saw children, whatever was declared


def judge(records: Iterable[ImageConsent], givers: frozenset[Giver], *, platforms: Iterable[str], day: date, event: str = "") -> Verdict:
    """One person's standing for one post. `givers` are those whose consent is enough; anybody's refusal stops it."""
    by_giver: dict[Giver, list[ImageConsent]] = {}
    for record in records:
        by_giver.setdefault(record.giver, []).append(record)
    wanted = tuple(platforms)
    found = {giver: _of_one(theirs, wanted, day, event) for giver, theirs in by_giver.items()}
    for stopped in (Standing.REFUSED, Standing.WITHDRAWN):
        if any(verdict.standing is stopped for verdict in found.values()):
            return Verdict(stopped)
    usable = [verdict for giver, verdict in found.items() if giver in givers]
    order = list(Standing)
    return min(usable, key=lambda verdict: (order.index(verdict.standing), bool(verdict.use)), default=Verdict(Standing.UNKNOWN))


def in_writing(records: Iterable[ImageConsent]) -> tuple[ImageConsent, ...]:
    """A consent without a paper is none; a refusal needs no paper."""
    return tuple(record for record in records if record.form_ref.strip() or record.word is not Word.GIVEN)


def _of_one(records: list[ImageConsent], platforms: tuple[str, ...], day: date, event: str) -> Verdict:
    """Only what a giver said after their last no counts; and it lifts that no only for what it covers."""
    last = max((_said(r) for r in records if r.word is not Word.GIVEN), default=None)
    given = [r for r in records if r.word is Word.GIVEN and (last is None or _said(r) > last)]
    verdicts = [_scope(record, platforms, day, event) for record in given]
    order = list(Standing)
    best = min(verdicts, key=lambda verdict: (order.index(verdict.standing), bool(verdict.use)), default=None)
    if best is not None and (best.standing is Standing.GIVEN or last is None):
        return best
    withdrawn = any(r.word is Word.WITHDRAWN for r in records) and not any(r.word is Word.REFUSED for r in records)
    return Verdict(Standing.WITHDRAWN if withdrawn else Standing.REFUSED)


def _said(record: ImageConsent) -> tuple[date, datetime]:
    """When it counts from, and in which order it came to be known."""
    if record.word is Word.WITHDRAWN and record.withdrawn_at is not None:
        return london(record.withdrawn_at).date(), record.withdrawn_at
    return record.given_on, record.recorded_at


def _scope(record: ImageConsent, platforms: tuple[str, ...], day: date, event: str) -> Verdict:
    if day < record.starts:
        return Verdict(Standing.UNKNOWN)
    if record.ends is not None and day > record.ends:
        return Verdict(Standing.EXPIRED)
    if record.platforms and not set(platforms) <= set(record.platforms):
        return Verdict(Standing.OUTSIDE, only=tuple(record.platforms))
    is_the_use = bool(event) and record.use.strip().casefold() == event.strip().casefold()
    return Verdict(Standing.GIVEN, use="" if is_the_use else record.use)
