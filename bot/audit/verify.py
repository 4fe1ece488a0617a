"""Walk the chain and compare it with heads sealed outside the database, and say which entry is wrong and how."""

import json
import os
from collections.abc import Iterator
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
    mentioned: dict[int, str] = {}
    previous_seq, previous = 0, {FIRST}
    for seq, entry in _entries(session):
        if seq < 1:
            breaks.append(Break(seq, "reordered", f"entry {seq} stands before the first entry: it was put in."))
            continue
        if seq != previous_seq + 1:
            gone = f"entry {previous_seq + 1} was" if seq == previous_seq + 2 else f"entries {previous_seq + 1} to {seq - 1} were"
            breaks.append(Break(previous_seq + 1, "removed", f"{gone} removed before entry {seq}."))
        elif entry is not None and entry.prev_hash not in previous and entry_hash(entry) == entry.hash:
            text = f"entry {seq} does not follow entry {previous_seq}: one of the two was moved, put in or rewritten."
            breaks.append(Break(seq, "reordered", text))
        if entry is None:
            breaks.append(Break(seq, "changed", f"entry {seq} was changed after it was written: it can no longer be read."))
            hashes[seq], previous_seq, previous = "", seq, {*_stored_hash(session, seq)}
            continue
        # What an honest successor holds is the stored hash, or, where that alone was overwritten, the one that fits the content.
        follows = {entry.hash, entry_hash(entry)}
        if entry_hash(entry) != entry.hash:
            breaks.append(_wrong(entry))
            if breaks[-1].kind == "reordered":
                follows = {entry.hash, *_successor(session, seq)}  # the entry after it is honest as far as anyone can tell
        elif entry.act == Act.SEALED:
            mentioned[_number(entry.detail.get("sealed_seq"))] = str(entry.detail.get("sealed_hash"))
        hashes[seq] = entry.hash
        previous_seq, previous = seq, follows
    sealed, sealing_breaks = _against_seals(vault, file, hashes, mentioned, previous_seq)
    breaks.extend(sealing_breaks)
    return Report(entries=len(hashes), sealed=sealed, breaks=tuple(sorted(breaks, key=lambda b: (b.seq, b.kind))))


def _entries(session: Session) -> Iterator[tuple[int, Entry | None]]:
    """In order. None for a row that somebody left in a state that is no entry at all."""
    numbers = list(session.exec(select(Entry.seq).order_by(col(Entry.seq))))
    for start in range(0, len(numbers), 500):
        part = numbers[start : start + 500]
        try:
            rows = {e.seq: e for e in session.exec(select(Entry).where(col(Entry.seq).in_(part)).execution_options(populate_existing=True))}
        except Exception:  # noqa: BLE001 -- whatever was written there; each row is read alone to find which
            rows = {seq: entry for seq in part if (entry := _alone(session, seq)) is not None}
        for seq in part:
            yield seq, rows.get(seq)
        for row in rows.values():  # a long record is not kept in memory
            session.expunge(row)


def _alone(session: Session, seq: int) -> Entry | None:
    try:
        return session.exec(select(Entry).where(Entry.seq == seq).execution_options(populate_existing=True)).one()
    except Exception:  # noqa: BLE001 -- see above
        return None


def _stored_hash(session: Session, seq: int) -> list[str]:
    return list(session.exec(select(Entry.hash).where(Entry.seq == seq)))


def _successor(session: Session, seq: int) -> list[str]:
    return list(session.exec(select(Entry.prev_hash).where(Entry.seq == seq + 1)))


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _wrong(entry: Entry) -> Break:
    """Changed, or an honest entry that was moved here from a place nearby? Its own seal still fits the place it came from."""
    fields = entry.model_dump()
    for place in range(max(1, entry.seq - NEARBY), entry.seq + NEARBY):
        if entry_hash(Entry(**{**fields, "seq": place})) == entry.hash:
            return Break(entry.seq, "reordered", f"entry {entry.seq} was written as entry {place} and moved.")
    return Break(entry.seq, "changed", f"entry {entry.seq} was changed after it was written.")


def _against_seals(vault: Vault, file: Path, hashes: dict[int, str], mentioned: dict[int, str], last: int) -> tuple[int, list[Break]]:
    """Compare the record with its sealed heads, both ways: what was sealed must be in the record, and what the record says was sealed in the file."""
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines() if file.exists() else []
    sealed, breaks, longest = 0, [], 0
    good: dict[int, str] = {}
    for number, line in enumerate(filter(None, lines), start=1):
        try:
            content = json.loads(line)
            seq, hash_, mark = int(content["seq"]), str(content["hash"]), str(content["mark"])
        except (ValueError, KeyError, TypeError):
            breaks.append(Break(0, "seal", f"line {number} of the seal file cannot be read."))
            continue
        if not vault.sealed(mark, "audit", seq, hash_):
            breaks.append(Break(seq, "seal", f"line {number} of the seal file was not made by this installation's keys."))
            continue
        good[seq] = hash_
        if seq > last:
            longest = max(longest, seq)
        elif seq in hashes and hashes[seq] != hash_:
            breaks.append(Break(seq, "changed", f"entry {seq} is not the entry that was sealed: it was changed or the chain was rewritten."))
        elif seq in hashes:
            sealed = max(sealed, seq)
    if longest:
        breaks.append(Break(last + 1, "truncated", f"the record ends at entry {last}, but entry {longest} was sealed: the end was cut off."))
    breaks.extend(
        Break(seq, "seal", f"entry {seq} was sealed, but its line is missing from the seal file.")
        for seq, hash_ in mentioned.items()
        if good.get(seq) != hash_ and seq not in {b.seq for b in breaks}
    )
    return sealed, breaks
