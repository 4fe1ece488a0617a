"""The newest head of the record that was sealed outside the database: what a database put back from a backup does not know."""

import json
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session

from bot.audit.models import Entry
from bot.secrets import Vault


@dataclass(frozen=True)
class Head:
    seq: int
    hash: str


def newest(vault: Vault, file: Path) -> Head | None:
    """The last line that this installation's keys made. Lines that are not one are passed over; `audit verify` names them."""
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines() if file.exists() else []
    for line in reversed(lines):
        try:
            content = json.loads(line)
            seq, hash_, mark = int(content["seq"]), str(content["hash"]), str(content["mark"])
        except (ValueError, KeyError, TypeError):
            continue
        if vault.sealed(mark, "audit", seq, hash_):
            return Head(seq, hash_)
    return None


def holds(session: Session, head: Head) -> bool:
    """Whether the record still has the entry that was sealed."""
    entry = session.get(Entry, head.seq)
    return entry is not None and entry.hash == head.hash
