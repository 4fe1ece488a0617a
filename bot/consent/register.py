"""The register of names of one academy, kept as keyed hashes: a stolen database is not a list of children.

It protects against somebody who has the database and not the keys. Somebody who has both can test guesses.
"""

import hashlib

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from bot.audit.actions import Act
from bot.audit.log import recorded
from bot.consent.names import Register
from bot.errors import BadInput, Misconfigured
from bot.people.grants import Place, actor, require
from bot.people.models import Person
from bot.people.permissions import Verb
from bot.secrets import Vault


class WatchedName(SQLModel, table=True):
    """One keyed hash of one way to write one name."""

    __tablename__ = "watched_name"

    id: int | None = Field(default=None, primary_key=True)
    academy_id: int = Field(foreign_key="academy.id", index=True)
    digest: str
    whole: bool  # forename and surname together
    flags: int
    key_mark: str  # which key it was made with


# One built register for each academy: an import makes new rows, and the newest id tells that it is no longer the one here.
_built: dict[tuple[str, int], tuple[int, Register]] = {}


def import_names(session: Session, me: Person, academy_id: int, csv_text: str) -> tuple[int, list[str]]:
    """Replace the academy's register with a new roll. Returns how many people, and a sentence for each row not used."""
    with recorded(session, actor(me), Act.NAMES_IMPORTED, f"academy:{academy_id}", academy_id=academy_id) as note:
        require(session, me, Verb.IMPORT_NAMES, Place(academy_id))
        vault = _vault(session)
        register, problems = Register.from_csv(csv_text, vault.name_key)
        if not register.count:
            raise BadInput({"file": " ".join(problems[:3]) or "The file holds no names."})
        mark = _mark(vault)
        before = session.scalar(select(sa.func.max(WatchedName.id))) or 0
        rows = [
            {"academy_id": academy_id, "digest": digest.hex(), "whole": whole, "flags": flags, "key_mark": mark}
            for whole, digest, flags in register.hashes()
        ]
        session.execute(sa.insert(WatchedName), rows)
        # The old rows go last: SQLite gives the number of a deleted row again, and the newest number must tell a new roll from an old.
        session.execute(sa.delete(WatchedName).where(col(WatchedName.academy_id) == academy_id, col(WatchedName.id) <= before))
        note.detail.update(people=register.count, unused_rows=len(problems))
    return register.count, problems


def names_at(session: Session, academy_id: int) -> Register | None:
    """The academy's register, or None when none was imported. Raises Misconfigured when it was made with a key that is gone."""
    newest = session.scalar(select(sa.func.max(WatchedName.id)).where(WatchedName.academy_id == academy_id))
    if newest is None:
        return None
    vault = _vault(session)
    if session.exec(select(WatchedName.key_mark).where(WatchedName.academy_id == academy_id).limit(1)).first() != _mark(vault):
        raise Misconfigured("The register of names was made with a key that is no longer in GATEPOST_SECRET_KEYS. Import it again.")
    place = (str(session.get_bind().engine.url), academy_id)
    made, register = _built.get(place, (0, None))
    if register is None or made != newest:
        rows = session.execute(sa.select(WatchedName.whole, WatchedName.digest, WatchedName.flags).where(col(WatchedName.academy_id) == academy_id))  # type: ignore[call-overload]
        register = Register.from_hashes(((whole, bytes.fromhex(digest), flags) for whole, digest, flags in rows), vault.name_key)
        _built[place] = (newest, register)
    return register


def _vault(session: Session) -> Vault:
    vault = session.info.get("vault")
    if not isinstance(vault, Vault):
        raise Misconfigured("The register of names cannot be read here: no key was given.")
    return vault


def _mark(vault: Vault) -> str:
    return hashlib.sha256(vault.name_key).hexdigest()[:16]
