"""The versions of a draft: what each one held, whoever saw or signed it, and which two to compare first."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from bot.drafts.models import Draft, SignOff, Version
from bot.drafts.planning.models import DraftSeen
from bot.people.models import Person

# The picture of a version as it was first written down: file name, hash, alt text.
OLD_PICTURE = ("filename", "sha256", "alt")


def of_draft(session: Session, draft_id: int) -> list[Version]:
    """Oldest first."""
    return list(session.exec(select(Version).where(Version.draft_id == draft_id).order_by(col(Version.version))))


def pictures(version: Version) -> list[dict[str, Any]]:
    """Each picture by the names of its fields; a version written down before these had names has only the first three."""
    return [each if isinstance(each, dict) else dict(zip(OLD_PICTURE, each, strict=False)) for each in version.content.get("pictures", ())]


def saw(session: Session, me: Person, draft: Draft) -> None:
    """Remember that this person opened the draft as it is now. Commits nothing."""
    row = session.exec(select(DraftSeen).where(DraftSeen.draft_id == draft.id, DraftSeen.person_id == me.id)).first()
    if row is not None and row.version >= draft.version:
        return
    if row is not None:
        session.execute(
            sa.update(DraftSeen)
            .where(col(DraftSeen.id) == row.id, col(DraftSeen.version) < draft.version)
            .values(earlier=row.version, version=draft.version)
            .execution_options(synchronize_session=False)
        )
        session.expire(row)
        return
    try:
        with session.begin_nested():
            session.add(DraftSeen(draft_id=draft.id or 0, person_id=me.id or 0, version=draft.version))
    except IntegrityError:
        return  # the same page in a second window was a moment earlier


def signed(session: Session, me: Person, versions: list[Version]) -> int | None:
    """The newest version this person signed, whether or not the signature still counts."""
    digests = set(session.exec(select(SignOff.digest).where(SignOff.draft_id == versions[0].draft_id, SignOff.person_id == me.id)))
    return next((each.version for each in reversed(versions) if each.digest in digests), None)


def signers(session: Session, draft_id: int) -> dict[str, list[int]]:
    """Who signed each digest, whether or not the signature still counts."""
    found: dict[str, list[int]] = {}
    for digest, person_id in session.exec(select(SignOff.digest, SignOff.person_id).where(SignOff.draft_id == draft_id).order_by(col(SignOff.id))):
        if person_id not in found.setdefault(digest, []):
            found[digest].append(person_id)
    return found


def to_compare(session: Session, me: Person, versions: list[Version]) -> tuple[int, int, str]:
    """(old, new, why): the newest beside the one this person signed or saw last; else beside the one before it."""
    newest = versions[-1].version
    mine = signed(session, me, versions)
    if mine is not None and mine < newest:
        return mine, newest, "the version you signed"
    row = session.exec(select(DraftSeen).where(DraftSeen.draft_id == versions[0].draft_id, DraftSeen.person_id == me.id)).first()
    last = None if row is None else row.version if row.version < newest else row.earlier
    if last is not None and last in {each.version for each in versions}:
        return last, newest, "the version you saw before"
    return (versions[-2].version if len(versions) > 1 else newest), newest, "the version before it"
