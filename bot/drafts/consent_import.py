"""Importing consents: all usable rows in one transaction, so that until it is whole the last good register stands."""

from typing import NamedTuple

from sqlmodel import Session

from bot.audit.actions import ConsentAct
from bot.audit.log import recorded
from bot.consent import images_register
from bot.consent.images_csv import Row, read_rows
from bot.consent.images_register import Said
from bot.consent.people import ImageConsent, Pictured, Word
from bot.drafts.withdrawal import stop_pictures_of
from bot.errors import BadInput
from bot.people.grants import Place, actor, require
from bot.people.models import Person
from bot.people.permissions import Verb

LARGEST = 8_000_000  # characters
IMPORTED = "Marked in the file that was imported."


class Imported(NamedTuple):
    """`known` counts rows that say what is on record already."""

    people: int
    records: int
    known: int
    problems: list[str]


def import_consents(session: Session, me: Person, academy_id: int, text: str) -> Imported:
    """Add what the file says. Nothing that is on record is taken away by a file; a refusal in it stops posts at once."""
    with recorded(session, actor(me), ConsentAct.CONSENT_IMPORTED, f"academy:{academy_id}", academy_id=academy_id) as note:
        require(session, me, Verb.KEEP_CONSENT, Place(academy_id))
        if len(text) > LARGEST:
            raise BadInput({"file": "The file is larger than 8 MB. Import it in parts."})
        rows, problems = read_rows(text)
        if not rows:
            raise BadInput({"file": " ".join(problems[:5])})
        counts = [_store(session, me, academy_id, row) for row in rows]
        people, records, known = (sum(each) for each in zip(*counts, strict=True))
        note.detail.update(people=people, records=records, known=known, unused_rows=len(problems))
    return Imported(people, records, known, problems)


def _store(session: Session, me: Person, academy_id: int, row: Row) -> tuple[int, int, int]:
    """(new people, new records, rows that said nothing new)."""
    there = images_register.same_name(session, academy_id, row.who) or _moved_up(session, academy_id, row)
    person = there[0] if there else images_register.store(session, me, academy_id, row.who)
    fresh = row.said is not None and not any(_same(made, row.said) for made in (images_register.said_of(session, person.id or 0) if there else ()))
    made = images_register.store_said(session, me, person, row.said) if fresh and row.said else None
    marked = row.never_show and not person.no_identify
    if marked:
        images_register.lock_reason(session, person, IMPORTED, on=True)
    if there and (marked or (made is not None and made.word is Word.REFUSED)):
        stop_pictures_of(session, person)
    return int(not there), int(made is not None), int(bool(there) and made is None and not marked)


def _moved_up(session: Session, academy_id: int, row: Row) -> list[Pictured]:
    """The one pupil of this name in the form given as the previous one, now in the new form with all that was said about them."""
    there = images_register.same_name(session, academy_id, row.who._replace(form=row.previous)) if row.previous else []
    if len(there) != 1:
        return []
    there[0].form = row.who.form.strip()
    session.add(there[0])
    return there


def _same(made: ImageConsent, said: Said) -> bool:
    """The same paper again; one that was withdrawn since stays withdrawn."""
    was = Word.GIVEN if made.word is Word.WITHDRAWN else made.word
    return (made.giver, was, made.form_ref, made.given_on, made.use, tuple(made.platforms), made.ends) == (
        said.giver,
        said.word,
        said.form_ref.strip(),
        said.given_on,
        said.use.strip(),
        tuple(sorted(set(said.platforms))),
        said.ends,
    )
