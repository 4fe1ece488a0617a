"""Taking evidence out for the police, HR or a complaint: one zip with everything that is sealed, how to check it, and who took it.

Each page of the record carries who, when and what for. The sealed page beside it does not: a mark would change its hash.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from bot.audit.actions import Act
from bot.audit.log import recorded
from bot.audit.models import Entry
from bot.cases import evidence_paper, paper, police_record
from bot.cases.evidence import canonical
from bot.cases.evidence_access import mine
from bot.cases.evidence_card import Card, card
from bot.cases.evidence_models import EvidenceExport, EvidenceFile
from bot.cases.evidence_seals import Seal, seals, subject
from bot.cases.models import Evidence
from bot.clock import spoken
from bot.errors import BadInput, Refusal
from bot.people.grants import Place, actor, require, roles
from bot.people.models import Person
from bot.people.permissions import ROLE_WORDS, Verb

PURPOSES: Mapping[str, str] = {
    "police": "The police",
    "hr": "HR: a matter about a member of staff",
    "complaint": "A complaint or an appeal",
    "platform": "A report to the network",
    "safeguarding": "Children's social care or another safeguarding body",
    "legal": "Legal advice, a court or an insurer",
}
LONGEST = 300
FORMAT = "gatepost-evidence/1"


@dataclass(frozen=True)
class Taken:
    """Who takes it out, for whom: what stands on every page."""

    by: str
    role: str
    at: datetime
    purpose: str
    recipient: str

    @property
    def mark(self) -> str:
        return f"Taken out of Gatepost by {self.by} ({self.role}), {spoken(self.at)}. For: {self.purpose}, {self.recipient}."


@dataclass(frozen=True)
class Contents:
    """Everything a bundle is made of, read in one transaction and zipped after it."""

    number: int
    restricted: bool
    card: Card
    content: dict[str, Any]
    sha256: str
    seals: tuple[Seal, ...]
    entries: tuple[dict[str, Any], ...]
    files: Mapping[str, bytes]
    page: bytes | None
    police: tuple[str, ...] = ()  # whether a threatened member of staff agrees, and what the police were told; for the police and the law alone


def export(session: Session, me: Person, evidence_id: int, *, purpose: str, recipient: str) -> bytes:
    """Put the taking out on record, then make the bundle. Holds no transaction while it prints."""
    row = mine(session, me, evidence_id)
    with recorded(session, actor(me), Act.EVIDENCE_EXPORTED, subject(evidence_id), academy_id=row.academy_id, purpose=purpose[:20]) as note:
        require(session, me, Verb.EXPORT_EVIDENCE, Place(row.academy_id))
        wrong = {} if purpose in PURPOSES else {"purpose": "Choose what it is for."}
        if not recipient.strip():
            wrong["recipient"] = "Write who gets it: a name or a number of theirs, and where they work."
        elif len(recipient) > LONGEST:
            wrong["recipient"] = f"Keep it under {LONGEST} characters."
        if wrong:
            raise BadInput(wrong)
        if row.deleted_at is not None:
            raise Refusal("This was emptied at the end of its time: there is nothing left to take out.", rule="retention")
        made = EvidenceExport(evidence_id=evidence_id, by=me.id or 0, purpose=purpose, recipient=recipient.strip())
        session.add(made)
        session.flush()
        note.detail |= {"export": made.id} | ({} if row.restricted else {"recipient": made.recipient})
        held = roles(session, me, row.academy_id)
        who = ", ".join(ROLE_WORDS[role] for role in ROLE_WORDS if role in held) or "member of staff"
        taken = Taken(me.name, who, made.at, PURPOSES[purpose], made.recipient)
        contents = _contents(session, row, purpose)
    return bundle(contents, taken)


def _contents(session: Session, row: Evidence, purpose: str) -> Contents:
    found = tuple(seals(session, row))
    numbers = {seal.entry for seal in found if seal.entry}
    entries = session.exec(select(Entry).where(col(Entry.seq).in_(numbers)).order_by(col(Entry.seq))).all()
    kept = session.exec(select(EvidenceFile).where(EvidenceFile.evidence_id == row.id)).all()
    page = evidence_paper.of(session, row.id or 0)
    return Contents(
        number=row.id or 0,
        restricted=row.restricted,
        card=card(row),
        content=row.content,
        sha256=row.sha256,
        seals=found,
        entries=tuple({"entry": e.seq, "at": e.at.isoformat(), "act": e.act, "hash": e.hash, "before": e.prev_hash} for e in entries),
        files={each.name: each.data for each in kept if each.data is not None},
        page=page.data if page else None,
        police=tuple(police_record.lines(session, row.subject)) if purpose in police_record.OUTGOING else (),
    )


def bundle(contents: Contents, taken: Taken) -> bytes:
    """The zip. Without Pango it has no record as PDF, and says so; everything that proves something is in it all the same."""
    parts: dict[str, bytes] = {"capture.json": canonical(contents.content)}
    if contents.page is not None:
        parts["page.pdf"] = contents.page
    if contents.police:
        parts["police.txt"] = "\n".join(contents.police).encode()
    parts |= {f"files/{name}": data for name, data in contents.files.items()}
    try:
        parts["record.pdf"] = paper.pdf(evidence_paper.template("evidence_record.html", contents=contents, taken=taken, card=contents.card))
    except paper.PaperMissing as missing:
        parts["no-record-pdf.txt"] = missing.sentence.encode()
    parts["manifest.json"] = _manifest(contents, taken, parts)
    parts["README.txt"] = evidence_paper.plain("evidence_readme.txt", contents=contents, taken=taken, names=sorted(parts)).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(parts.items()):
            archive.writestr(name, data)
    return out.getvalue()


def _manifest(contents: Contents, taken: Taken, parts: Mapping[str, bytes]) -> bytes:
    """Every file with its hash, what each seal says, and the entries of the record that hold the hashes."""
    told = {
        "format": FORMAT,
        "evidence": contents.number,
        "restricted": contents.restricted,
        "taken_out": {"by": taken.by, "role": taken.role, "at": taken.at.isoformat(), "purpose": taken.purpose, "recipient": taken.recipient},
        "files": [{"name": name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()} for name, data in sorted(parts.items())],
        "seals": [{"what": s.what, "unchanged": s.good, "says": s.sentence, "entry": s.entry, "sha256": s.sha256} for s in contents.seals],
        "record": list(contents.entries),
    }
    return json.dumps(told, indent=2, ensure_ascii=False).encode()
