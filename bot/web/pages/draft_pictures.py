"""The pictures of the draft form: what is typed about each, who is in it, and back again. A mistake elsewhere loses none of it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlmodel import Session

from bot.accounts.models import Account
from bot.consent import images_register
from bot.consent.events import open_events
from bot.consent.events_models import Event
from bot.consent.people import Pictured
from bot.consent.rights_words import ORIGIN_WORDS
from bot.drafts.content import Picture
from bot.drafts.models import Blob
from bot.drafts.pictures import PictureFacts
from bot.drafts.screens.images import ADULTS, NOBODY, PUPILS
from bot.web.access import Visit
from bot.web.forms import Filled
from bot.web.pages.draft_picture_files import arrived, clean_name, opened, sealed

SLOTS = 4
LONGEST = 2_000
SHOWS = ((NOBODY, "Nobody"), (PUPILS, "Pupils"), (ADULTS, "Adults"))
ORIGINS = tuple((origin.value, words) for origin, words in ORIGIN_WORDS.items())


@dataclass(frozen=True)
class Slot:
    """One place for a picture in the form. `kept` is the sealed hash of the picture that is in it."""

    number: int
    kept: str = ""
    filename: str = ""
    alt: str = ""
    shows: tuple[str, ...] = ()
    people: tuple[tuple[str, str], ...] = ()  # (sealed row of the register, initials and form) of those matched before
    people_typed: str = ""
    faces: int | None = None
    faces_note: str = ""
    origin: str = ""
    transcript: str = ""
    credit: str = ""
    event: str = ""
    events: tuple[tuple[str, str], ...] = ()

    @property
    def filled(self) -> bool:
        return bool(self.kept or self.alt or self.people_typed or self.transcript or self.credit)

    @property
    def asks_why(self) -> bool:
        """Whether more faces were counted than people are declared, so that the form asks about it."""
        return bool(self.faces_note) or ((self.faces or 0) > len(self.people) and self.shows != (ADULTS,))

    @property
    def has_more(self) -> bool:
        return bool(self.transcript or self.credit or self.event)


def slots_of(visit: Visit, pictures: tuple[Picture, ...], academy_id: int | None = None) -> list[Slot]:
    """The form's places, filled with what is there."""
    home = academy_id or home_of(visit, [])
    filled = [_slot(visit, number, picture, home) for number, picture in enumerate(pictures[:SLOTS], start=1)]
    return filled + [Slot(number, events=_events(visit, home, None)) for number in range(len(filled) + 1, SLOTS + 1)]


def _slot(visit: Visit, number: int, picture: Picture, home: int) -> Slot:
    return Slot(
        number,
        sealed(visit, picture.sha256),
        picture.filename,
        picture.alt,
        tuple(value for value, _ in SHOWS if value in picture.shows),
        _labelled(visit, picture.people),
        faces=_faces(visit.session, picture.sha256),
        faces_note=picture.faces_note,
        origin=picture.origin,
        transcript=picture.transcript,
        credit=picture.credit,
        event=str(picture.event_id or ""),
        events=_events(visit, home, picture.event_id),
    )


def read(visit: Visit, typed: Filled) -> tuple[list[Slot], tuple[Picture, ...], dict[str, str]]:
    """The places as typed, the pictures to save, and a sentence for each thing that cannot be used. Stores new files."""
    slots, pictures, wrong = [], [], {}
    home = home_of(visit, typed.numbers("account_ids"))
    for number in range(1, SLOTS + 1):
        slot = _typed(visit, number, typed, home)
        for upload in typed.files(f"picture_{number}")[:1]:
            picture, problem = arrived(visit, upload)
            if problem:
                wrong[f"picture_{number}"] = f"Picture {number}: {problem}"
            else:
                slot = replace(slot, kept=sealed(visit, picture.hash), filename=picture.filename)
        sha256 = opened(visit, slot.kept)
        blob = visit.session.get(Blob, sha256) if sha256 else None
        if blob is None:
            slots.append(replace(slot, kept="", filename=""))
            continue
        slots.append(replace(slot, faces=_faces(visit.session, sha256)))
        if not typed.ticked(f"remove_{number}"):
            found, unclear = images_register.find_all(visit.session, home, slot.people_typed)
            wrong |= _problems(slot, unclear)
            pictures.append(_picture(visit, slot, blob, found))
    return slots, tuple(pictures), wrong


def _picture(visit: Visit, slot: Slot, blob: Blob, found: Iterable[Pictured]) -> Picture:
    people = [_row(visit, mark) for mark, _ in slot.people] + [row.id or 0 for row in found]
    return Picture(
        slot.filename,
        blob.mime,
        slot.alt,
        sha256=blob.sha256,
        shows=slot.shows,
        origin=slot.origin,
        transcript=slot.transcript,
        people=tuple(sorted(set(people))),
        event_id=int(slot.event) if slot.event else None,
        credit=slot.credit,
        faces_note=slot.faces_note,
    )


def _typed(visit: Visit, number: int, typed: Filled, home: int) -> Slot:
    events = _events(visit, home, typed.number(f"event_{number}"))
    origin, event = typed.text(f"origin_{number}"), typed.text(f"event_{number}").strip()
    rows = [row for mark in typed.many(f"person_{number}") if (row := _row(visit, mark))]
    return Slot(
        number,
        typed.text(f"kept_{number}"),
        clean_name(typed.text(f"filename_{number}")),
        typed.text(f"alt_{number}").strip(),
        tuple(value for value, _ in SHOWS if value in typed.many(f"shows_{number}")),
        _labelled(visit, rows),
        typed.text(f"people_{number}").strip(),
        faces_note=typed.text(f"faces_note_{number}").strip(),
        origin=origin if origin in dict(ORIGINS) else "",
        transcript=typed.text(f"transcript_{number}").strip(),
        credit=typed.text(f"credit_{number}").strip(),
        event=event if event in dict(events) else "",
        events=events,
    )


def _problems(slot: Slot, unclear: list[str]) -> dict[str, str]:
    wrong = {f"people_{slot.number}": " ".join(unclear)} if unclear else {}
    for name, words in (("transcript", slot.transcript), ("credit", slot.credit), ("faces_note", slot.faces_note)):
        if len(words) > LONGEST:
            wrong[f"{name}_{slot.number}"] = f"Keep this under {LONGEST:,} characters."
    return wrong


def home_of(visit: Visit, account_ids: Iterable[int]) -> int:
    """The academy whose register is looked into: of the first account chosen, or else the person's own."""
    mine = [academy.id or 0 for academy in visit.academies]
    chosen = (visit.session.get(Account, account_id) for account_id in account_ids)
    return next((a.academy_id for a in chosen if a is not None and a.academy_id in mine), mine[0] if mine else 0)


def _labelled(visit: Visit, rows: Iterable[int]) -> tuple[tuple[str, str], ...]:
    """Sealed for this person, so that nobody reads the register by counting through its rows."""
    vault, mine = visit.request.app.state.vault, {academy.id for academy in visit.academies}
    found = (visit.session.get(Pictured, key) for key in sorted(set(rows)))
    return tuple((f"{row.id}.{vault.seal('pictured', visit.me.id, row.id)}", row.label) for row in found if row and row.academy_id in mine)


def _row(visit: Visit, mark: str) -> int:
    key, _, seal = mark.partition(".")
    good = key.isascii() and key.isdigit() and len(key) < 10 and seal.isascii()
    return int(key) if good and visit.request.app.state.vault.sealed(seal, "pictured", visit.me.id, int(key)) else 0


def _events(visit: Visit, home: int, chosen: int | None) -> tuple[tuple[str, str], ...]:
    """Those a picture can be from, and the one that was chosen when it was newer."""
    found = open_events(visit.session, home)
    kept = visit.session.get(Event, chosen) if chosen else None
    if kept is not None and kept.academy_id == home and kept not in found:
        found.append(kept)
    return tuple((str(event.id), event.name) for event in found)


def _faces(session: Session, sha256: str) -> int | None:
    facts = session.get(PictureFacts, sha256)
    return facts.faces if facts else None
