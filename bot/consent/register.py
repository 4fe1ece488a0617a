"""The register of names of one academy, kept as keyed hashes: a stolen database is not a list of children.

It protects against somebody who has the database and not the keys. Somebody who has both can test guesses.
"""

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.audit.actions import ConsentAct
from bot.audit.log import recorded
from bot.clock import now
from bot.consent.name_import import NameImport
from bot.consent.names import Register
from bot.consent.roll import problems_of, read_rows
from bot.errors import BadInput, Misconfigured
from bot.people.grants import Place, actor, require, why_not
from bot.people.models import Person
from bot.people.permissions import Verb
from bot.secrets import Vault

MOST_PROBLEMS = 5_000  # rows whose trouble is kept; a file with more of them is the wrong file
LARGEST_FILE = 50_000_000  # bytes; a roll of 100,000 people has about 6 million
DEFAULT_AGE = 180  # days

Progress = Callable[[int, int], None]
"""Told of how many people there are, and how many are done."""

# One built register for each academy; the number of the import tells whether it is still the one.
_built: dict[tuple[str, int], tuple[int, Register]] = {}


@dataclass(frozen=True)
class Standing:
    """What a page may say about a register: everything but the names."""

    id: int
    at: datetime
    by: int
    people: int
    unused: int
    source_hash: str

    @property
    def expires(self) -> datetime:
        return self.at + max_age()

    @property
    def too_old(self) -> bool:
        return self.expires <= now()


class NamesUnavailable(Misconfigured):
    """Names cannot be checked now, so nothing can go out; the sentence says what to do."""


def max_age() -> timedelta:
    """GATEPOST_NAMES_MAX_AGE_DAYS: the age from which a register no longer counts."""
    return timedelta(days=int(os.environ.get("GATEPOST_NAMES_MAX_AGE_DAYS") or DEFAULT_AGE))


def import_names(session: Session, me: Person, academy_id: int, source: str | bytes, *, progress: Progress | None = None) -> tuple[int, list[str]]:
    """Replace the academy's register with a new roll. Returns how many people, and a sentence for each row not used.

    The hashing, which takes the time, is done before the transaction; until it is complete the old register stays in use.
    """
    vault = _vault(session)
    if refusal := why_not(session, me, Verb.IMPORT_NAMES, Place(academy_id)):
        with recorded(session, actor(me), ConsentAct.NAMES_IMPORTED, f"academy:{academy_id}", academy_id=academy_id):
            raise refusal
    session.commit()  # nothing is held while the file is read
    raw = source if isinstance(source, bytes) else source.encode()
    if len(raw) > LARGEST_FILE:
        raise BadInput({"file": f"The file is larger than {LARGEST_FILE // 1_000_000} MB. Export only the columns that are needed."})
    rows, problems = read_rows(raw)
    if not rows:
        raise BadInput({"file": " ".join(problems_of(problems)[:3]) or "The file holds no names."})
    register = Register((row.person for row in rows), vault.name_key, progress=partial(progress, len(rows)) if progress else None)
    if not register.count:
        raise BadInput({"file": "The file holds no names."})
    packed = register.packed()
    with recorded(session, actor(me), ConsentAct.NAMES_IMPORTED, f"academy:{academy_id}", academy_id=academy_id) as note:
        require(session, me, Verb.IMPORT_NAMES, Place(academy_id))
        made = NameImport(
            academy_id=academy_id,
            by=me.id or 0,
            people=register.count,
            unused=len(problems),
            problems=[[each.row, each.sentence] for each in problems[:MOST_PROBLEMS]],
            source_hash=hashlib.sha256(raw).hexdigest(),
            key_mark=_mark(vault),
            packed=packed,
        )
        made.seal = vault.seal(*_sealed(academy_id, made.at, packed))
        session.add(made)
        session.flush()
        session.execute(
            sa.update(NameImport).where(col(NameImport.academy_id) == academy_id, col(NameImport.id) != made.id).values(packed=b"", seal="")
        )
        note.detail.update(people=register.count, unused_rows=len(problems), source=made.source_hash)
    return register.count, problems_of(problems)


def names_at(session: Session, academy_id: int) -> Register | None:
    """The academy's register, or None when none was ever imported.

    Raises NamesUnavailable when it is too old, was made with a key that is gone, or was changed in the database.
    """
    newest = standing(session, academy_id)
    if newest is None:
        return None
    if newest.too_old:
        raise NamesUnavailable(f"The register of names is older than {max_age().days} days, so names cannot be checked. Import a new one.")
    place = (str(session.get_bind().engine.url), academy_id)
    made, register = _built.get(place, (0, None))
    if register is None or made != newest.id:
        register = _read(session, newest)
        _built[place] = (newest.id, register)
    return register


def standing(session: Session, academy_id: int) -> Standing | None:
    """The register in use."""
    return next(iter(history(session, academy_id, most=1)), None)


def history(session: Session, academy_id: int, most: int = 20) -> list[Standing]:
    """Imports, newest first."""
    rows = session.exec(
        select(NameImport.id, NameImport.at, NameImport.by, NameImport.people, NameImport.unused, NameImport.source_hash)  # type: ignore[call-overload]
        .where(NameImport.academy_id == academy_id)
        .order_by(col(NameImport.id).desc())
        .limit(most)
    )
    return [Standing(*row) for row in rows]


def problems_at(session: Session, academy_id: int, import_id: int) -> list[tuple[int, str]] | None:
    """The rows of one import that could not be used; None when there is no such import here."""
    kept = session.exec(select(NameImport.problems).where(NameImport.id == import_id, NameImport.academy_id == academy_id)).first()
    return None if kept is None else [(int(row), str(sentence)) for row, sentence in kept]


def _read(session: Session, newest: Standing) -> Register:
    row = session.get_one(NameImport, newest.id)
    vault, packed = _vault(session), row.packed
    session.expunge(row)  # megabytes that nobody else needs
    if row.key_mark != _mark(vault):
        raise NamesUnavailable("The register of names was made with a key that is no longer in GATEPOST_SECRET_KEYS. Import it again.")
    if not vault.sealed(row.seal, *_sealed(row.academy_id, row.at, packed)):
        raise NamesUnavailable("The register of names was changed outside Gatepost, so it cannot be trusted. Import it again.")
    return Register.unpacked(packed, row.people, vault.name_key)


def _sealed(academy_id: int, at: datetime, packed: bytes) -> tuple[object, ...]:
    return ("names", academy_id, int(at.timestamp()), hashlib.sha256(packed).hexdigest())


def _vault(session: Session) -> Vault:
    vault = session.info.get("vault")
    if not isinstance(vault, Vault):
        raise NamesUnavailable("The register of names cannot be read here: no key was given.")
    return vault


def _mark(vault: Vault) -> str:
    return hashlib.sha256(vault.name_key).hexdigest()[:16]
