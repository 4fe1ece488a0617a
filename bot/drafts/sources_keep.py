"""Taking in a file or pasted words as the source of a fact."""

import hashlib

from sqlmodel import Session

from bot.drafts.lifecycle import Move
from bot.drafts.models import Blob, Draft
from bot.drafts.sources import kept
from bot.drafts.sources_marks import mark
from bot.drafts.sources_models import ClaimSourceText, SourceKind
from bot.drafts.sources_read import PASTED, SourceFile, pasted
from bot.drafts.turns import why_not
from bot.errors import BadInput
from bot.people.models import Person

LONGEST_PASTED = 20_000
MOST_FOR_A_DRAFT = 40  # files and pasted texts


def keep(session: Session, me: Person, draft: Draft, claim_text: str, file: SourceFile) -> str:
    """Store a file or pasted words for a fact and return the source to save with the draft.

    Nothing counts before that: until the draft is saved with it, this is only a file that somebody handed in.
    """
    refusal = why_not(session, me, draft, Move.CHANGE)
    if refusal:
        raise refusal
    kind = SourceKind.TEXT if file.name == PASTED else SourceKind.FILE
    blob = _blob(session, file)
    there = kept(session, draft)
    found = next((row for row in there if row.sha256 == blob.sha256 and row.name == file.name and row.claim_text == claim_text), None)
    if found is None and len(there) >= MOST_FOR_A_DRAFT:
        raise BadInput({"file": f"This draft has {MOST_FOR_A_DRAFT} files and texts already. Give an address instead, or write a new draft."})
    if found is None:
        session.add(
            ClaimSourceText(
                draft_id=draft.id or 0,
                claim_text=claim_text,
                kind=kind,
                name=file.name,
                mime=file.mime,
                sha256=blob.sha256,
                added_by=me.id or 0,
            )
        )
    session.commit()
    return mark(file.name, kind.value, blob.sha256)


def keep_pasted(session: Session, me: Person, draft: Draft, claim_text: str, words: str) -> str:
    if len(words) > LONGEST_PASTED:
        raise BadInput({"pasted": f"Paste only the part that matters, at most {LONGEST_PASTED:,} characters, or give the whole as a file."})
    return keep(session, me, draft, claim_text, pasted(words))


def _blob(session: Session, file: SourceFile) -> Blob:
    sha256 = hashlib.sha256(file.data).hexdigest()
    found = session.get(Blob, sha256)
    if found is None:
        found = Blob(sha256=sha256, mime=file.mime, data=file.data)
        session.add(found)
        session.flush()
    return found
