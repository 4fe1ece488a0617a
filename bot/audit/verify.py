"""Walk the chain and compare it with heads sealed outside the database, and say which entry is wrong and how."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlmodel import Session, col, select

from bot.audit.actions import Act
from bot.audit.log import FIRST, GATEPOST, append, entry_hash
from bot.audit.models import Entry
from bot.clock import now
from bot.secrets import Vault

NEARBY = 200


@dataclass(frozen=True)
class Break:
    """One thing wrong with the record. `kind`: changed | removed | reordered | truncated | seal."""

    seq: int
    kind: str
    sentence: str


@dataclass(frozen=True)
class Report:
    entries: int
    sealed: int  # the last sequence number that a good seal outside the database vouches for
    breaks: tuple[Break, ...]

    @property
    def whole(self) -> bool:
        return not self.breaks

    def as_json(self) -> dict[str, object]:
        return {"whole": self.whole, "entries": self.entries, "sealed": self.sealed, "breaks": [asdict(b) for b in self.breaks]}


def seal(session: Session, vault: Vault, file: Path) -> int | None:
    """Write the head of the chain, under a keyed seal, to a file outside the database. None when nothing is new.

    The line is on disk before the record of it is committed: a seal that is never mentioned is harmless, a mention
    of a seal that is not there would not be.
    """
    head = session.exec(select(Entry).order_by(col(Entry.seq).desc()).limit(1)).first()
    if head is None or head.act == Act.SEALED:
        return None
    line = {"seq": head.seq, "hash": head.hash, "at": now().isoformat(), "mark": vault.seal("audit", head.seq, head.hash)}
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as out:
        out.write(json.dumps(line) + "\n")
        out.flush()
        os.fsync(out.fileno())
    append(session, GATEPOST, Act.SEALED, "audit", sealed_seq=head.seq, sealed_hash=head.hash)
    session.commit()
    return head.seq


def verify(session: Session, vault: Vault, file: Path) -> Report:
    """Read every entry once, in order. Names each break; an empty tuple means the record is whole."""
    breaks: list[Break] = []
    hashes: dict[int, str] = {}
    previous_seq, previous_hash = 0, FIRST
    for entry in session.exec(select(Entry).order_by(col(Entry.seq)).execution_options(yield_per=500)):
        if entry.seq != previous_seq + 1:
            gone = f"entry {previous_seq + 1}" if entry.seq == previous_seq + 2 else f"entries {previous_seq + 1} to {entry.seq - 1}"
            breaks.append(Break(previous_seq + 1, "removed", f"{gone} removed before entry {entry.seq}."))
        elif entry.prev_hash != previous_hash and entry_hash(entry) == entry.hash:
            breaks.append(Break(entry.seq, "reordered", f"entry {entry.seq} does not follow entry {previous_seq}: moved or put in later."))
        if entry_hash(entry) != entry.hash:
            breaks.append(_wrong(entry))
        hashes[entry.seq] = entry.hash
        previous_seq, previous_hash = entry.seq, entry.hash
    sealed, sealing_breaks = _against_seals(vault, file, hashes, previous_seq)
    breaks.extend(sealing_breaks)
    return Report(entries=len(hashes), sealed=sealed, breaks=tuple(sorted(breaks, key=lambda b: (b.seq, b.kind))))


def _wrong(entry: Entry) -> Break:
    """Changed, or an honest entry that was moved here from a place nearby? Its own seal still fits the place it came from."""
    fields = entry.model_dump()
    for place in range(max(1, entry.seq - NEARBY), entry.seq + NEARBY):
        if entry_hash(Entry(**{**fields, "seq": place})) == entry.hash:
            return Break(entry.seq, "reordered", f"entry {entry.seq} was written as entry {place} and moved.")
    return Break(entry.seq, "changed", f"entry {entry.seq} was changed after it was written.")


def _against_seals(vault: Vault, file: Path, hashes: dict[int, str], last: int) -> tuple[int, list[Break]]:
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    sealed, breaks, longest = 0, [], 0
    for number, line in enumerate(filter(None, lines), start=1):
        try:
            content = json.loads(line)
            seq, hash_, mark = int(content["seq"]), str(content["hash"]), str(content["mark"])
        except (ValueError, KeyError, TypeError):
            breaks.append(Break(0, "seal", f"line {number} of the seal file cannot be read."))
            continue
        if not vault.sealed(mark, "audit", seq, hash_):
            breaks.append(Break(seq, "seal", f"line {number} of the seal file was not made by this installation's keys."))
        elif seq > last:
            longest = max(longest, seq)
        elif hashes.get(seq) not in (None, hash_):
            breaks.append(Break(seq, "changed", f"entry {seq} is not the entry that was sealed: the chain was rewritten."))
        else:
            sealed = max(sealed, seq)
    if longest:
        breaks.append(Break(last + 1, "truncated", f"the record ends at entry {last}, but entry {longest} was sealed: the end was cut off."))
    return sealed, breaks
