"""Where a fact can be checked: an address or document in words, a file, pasted words, or the author's reason why it is none.

All four are one piece of text beside the fact, so the digest covers them alike. A file or pasted words stand in it by name
and SHA-256: another chart under the same name is another source, and voids what was signed (S06.4).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session, col, select

from bot.drafts.models import Blob, Draft
from bot.drafts.sources_marks import given, mark
from bot.drafts.sources_models import ClaimSourceText
from bot.drafts.sources_read import words_of
from bot.errors import NotFound


@dataclass(frozen=True)
class Read:
    """One source as a person meets it. `text` is empty where only a person can read it; `row` is None where nothing is kept."""

    row: ClaimSourceText | None
    text: str


def kept(session: Session, draft: Draft) -> list[ClaimSourceText]:
    return list(session.exec(select(ClaimSourceText).where(ClaimSourceText.draft_id == draft.id).order_by(col(ClaimSourceText.id))))


def allowed_marks(session: Session, draft: Draft) -> set[str]:
    """The marks that a form may send back: of what was handed in for this draft, and nothing else in the database."""
    return {mark(row.name, row.kind.value, row.sha256) for row in kept(session, draft)}


def read(session: Session, draft: Draft, source: str) -> Read:
    """A kept source with its words. Anything else is read by a person where it is."""
    wanted = given(source)
    row = next((row for row in kept(session, draft) if wanted and (row.sha256, row.name) == (wanted.sha256, wanted.name)), None)
    return Read(row, words_of(row.mime, session.get_one(Blob, row.sha256).data) if row else "")


def texts(session: Session, draft: Draft) -> Mapping[str, str]:
    """SHA-256 to words, of everything that can be compared with the post."""
    found = {row.sha256: words_of(row.mime, session.get_one(Blob, row.sha256).data) for row in kept(session, draft)}
    return {sha256: words for sha256, words in found.items() if words}


def file_of(session: Session, draft: Draft, row_id: int) -> tuple[ClaimSourceText, bytes]:
    """For whoever may read the draft; that is the caller's to ask."""
    row = session.get(ClaimSourceText, row_id)
    if row is None or row.draft_id != draft.id:
        raise NotFound("There is no such file with this draft.")
    return row, session.get_one(Blob, row.sha256).data
