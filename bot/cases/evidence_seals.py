"""Whether evidence is what was sealed: everything of an item is hashed again and compared with the record, not with its own row.

Whoever can alter a stored capture can alter the hash beside it; the entry in the chain cannot follow (S23.3).
"""

import hashlib
from dataclasses import dataclass

from sqlmodel import Session, col, select

from bot.audit.actions import Act
from bot.audit.log import entry_hash
from bot.audit.models import Entry
from bot.cases.evidence import sha256
from bot.cases.evidence_models import EvidenceFile, EvidencePaper
from bot.cases.models import Evidence
from bot.clock import spoken

WORDS, PAPER = "The words and details", "The page made of them"


@dataclass(frozen=True)
class Seal:
    """One thing of an item that was sealed. `entry`: the number in the record that holds its hash; 0 where there is none."""

    what: str
    good: bool
    sentence: str
    entry: int = 0
    sha256: str = ""


def seals(session: Session, row: Evidence) -> list[Seal]:
    """The content first, then its page, then what staff added. Reads only."""
    content = _content(session, row)
    return [content, *_paper(session, row), *_files(session, row, content)]


def subject(evidence_id: int) -> str:
    """How the record names one item, apart from what it is evidence of."""
    return f"evidence:{evidence_id}"


def sealing(session: Session, row: Evidence) -> Entry | None:
    """The entry with which the item was sealed. None: the record knows nothing of this row."""
    return _entry(session, Act.EVIDENCE, row.subject, row.id)


def _entry(session: Session, act: Act, about: str, evidence_id: int | None) -> Entry | None:
    found = session.exec(select(Entry).where(Entry.subject == about, Entry.act == act.value).order_by(col(Entry.seq))).all()
    return next((entry for entry in found if entry.detail.get("evidence") == evidence_id), None)


def _content(session: Session, row: Evidence) -> Seal:
    entry = sealing(session, row)
    if entry is None:
        return Seal(WORDS, False, "The record says nothing of this item: it was put in without Gatepost.")
    promised = str(entry.detail.get("sha256"))
    if not _sound(session, entry):
        return Seal(WORDS, False, f"Entry {entry.seq} of the record, which holds its hash, was altered itself.", entry.seq, promised)
    if row.deleted_at is not None:
        return _deleted(session, row, entry, promised)
    if sha256(row.content) != promised:
        return Seal(WORDS, False, f"They were changed after they were sealed on {spoken(entry.at)}.", entry.seq, promised)
    if row.sha256 != promised:
        return Seal(WORDS, False, "The hash beside them was changed; the words themselves are as they were sealed.", entry.seq, promised)
    return Seal(WORDS, True, f"Unchanged since {spoken(entry.at)}.", entry.seq, promised)


def _deleted(session: Session, row: Evidence, entry: Entry, promised: str) -> Seal:
    told = _entry(session, Act.EVIDENCE_DELETED, subject(row.id or 0), row.id)
    if told is None or not _sound(session, told):
        return Seal(WORDS, False, "They were emptied, and the record does not say so.", entry.seq, promised)
    if row.content:
        return Seal(WORDS, False, "Words were put in after it was emptied.", entry.seq, promised)
    return Seal(WORDS, True, f"Emptied on {spoken(told.at)} at the end of their time. The hash stays.", entry.seq, promised)


def _paper(session: Session, row: Evidence) -> list[Seal]:
    paper = session.exec(select(EvidencePaper).where(EvidencePaper.evidence_id == row.id)).first()
    entry = _entry(session, Act.EVIDENCE_PAPER, subject(row.id or 0), row.id)
    data = paper.data if paper else None
    if entry is None:
        return [Seal(PAPER, False, "The record says nothing of this page: it was put in without Gatepost.")] if data is not None else []
    promised = str(entry.detail.get("sha256"))
    if not _sound(session, entry):
        good, sentence = False, f"Entry {entry.seq} of the record, which holds its hash, was altered itself."
    elif row.deleted_at is not None:
        good, sentence = True, "Emptied with the item. The hash stays."
    elif data is None:
        good, sentence = False, f"It was sealed on {spoken(entry.at)} and is not there any more."
    elif hashlib.sha256(data).hexdigest() != promised:
        good, sentence = False, f"It was changed after it was sealed on {spoken(entry.at)}."
    else:
        good, sentence = True, f"Unchanged since {spoken(entry.at)}."
    return [Seal(PAPER, good, sentence, entry.seq, promised)]


def _files(session: Session, row: Evidence, content: Seal) -> list[Seal]:
    """Their hashes are in the sealed content, so the content's own seal vouches for them."""
    kept = {each.name: each for each in session.exec(select(EvidenceFile).where(EvidenceFile.evidence_id == row.id))}
    if row.deleted_at is not None:
        return []
    promised = {str(each.get("name")): str(each.get("sha256")) for each in row.content.get("files") or []}
    found = [_file(name, kept.get(name), sha, content) for name, sha in promised.items()]
    strange = [Seal(f"The file {name}", False, "It was put in after the item was sealed.") for name in kept if name not in promised]
    return [*found, *strange]


def _file(name: str, kept: EvidenceFile | None, promised: str, content: Seal) -> Seal:
    what = f"The file {name}"
    if kept is None or kept.data is None:
        return Seal(what, False, "It is not there any more.", content.entry, promised)
    if hashlib.sha256(kept.data).hexdigest() != promised:
        return Seal(what, False, "It was changed after it was sealed.", content.entry, promised)
    return Seal(what, content.good, content.sentence, content.entry, promised)


def _sound(session: Session, entry: Entry) -> bool:
    """The entry fits its own hash, and the one after it follows from it. The whole chain is `audit.verify`'s to walk."""
    after = session.exec(select(Entry.prev_hash).where(Entry.seq == entry.seq + 1)).first()
    return entry_hash(entry) == entry.hash and after in (None, entry.hash)
