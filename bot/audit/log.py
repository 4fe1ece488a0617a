"""Append to the hash chain inside the caller's own transaction: the act and its record are one commit, or neither."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.audit.actions import Outcome, Recordable
from bot.audit.models import Entry
from bot.clock import now
from bot.errors import Refusal

FIRST = "0" * 64
CHAIN_LOCK = 0x6761_7465  # one appender at a time on PostgreSQL; SQLite's BEGIN IMMEDIATE does the same


@dataclass(frozen=True)
class Actor:
    """Who did it: a person, or Gatepost itself."""

    id: int | None
    name: str


GATEPOST = Actor(None, "Gatepost")


@dataclass
class Note:
    """What `recorded` will write; the block fills in what it learns on the way."""

    subject: str
    academy_id: int | None = None
    account_id: int | None = None
    detail: dict[str, Any] = field(default_factory=dict)


def entry_hash(entry: Entry) -> str:
    """SHA-256 over every field and the previous hash, in one fixed spelling."""
    content = [
        entry.seq,
        _instant(entry.at),
        entry.actor_id,
        entry.actor,
        entry.act,
        str(entry.outcome),
        entry.subject,
        entry.academy_id,
        entry.account_id,
        entry.detail,
        entry.prev_hash,
    ]
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def append(
    session: Session,
    actor: Actor,
    act: Recordable,
    subject: str = "",
    *,
    outcome: Outcome = Outcome.DONE,
    academy_id: int | None = None,
    account_id: int | None = None,
    **detail: Any,
) -> Entry:
    """Add one entry. Does not commit: it belongs to the transaction of what it records."""
    hold_chain(session)
    last = session.exec(select(Entry).order_by(col(Entry.seq).desc()).limit(1)).first()
    entry = Entry(
        seq=last.seq + 1 if last else 1,
        at=now(),
        actor_id=actor.id,
        actor=actor.name,
        act=act.value,
        outcome=outcome,
        subject=subject,
        academy_id=academy_id,
        account_id=account_id,
        detail=json.loads(json.dumps(detail, default=str)),
        prev_hash=last.hash if last else FIRST,
        hash="",
    )
    entry.hash = entry_hash(entry)
    session.add(entry)
    session.flush()
    return entry


def hold_chain(session: Session) -> None:
    """Nobody else appends until this transaction ends: what is read from here on is what stands when it commits."""
    session.flush()
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(CHAIN_LOCK)))


@contextmanager
def recorded(
    session: Session,
    actor: Actor,
    act: Recordable,
    subject: str = "",
    *,
    academy_id: int | None = None,
    account_id: int | None = None,
    outcome: Outcome = Outcome.DONE,
    **detail: Any,
) -> Iterator[Note]:
    """One act of one person: everything in the block and its record commit together.

    A Refusal undoes the block, is recorded as refused in a transaction of its own, and goes on to the person.
    Anything else undoes the block and goes on.
    """
    note = Note(subject, academy_id, account_id, dict(detail))
    try:
        yield note
        append(session, actor, act, note.subject, outcome=outcome, academy_id=note.academy_id, account_id=note.account_id, **note.detail)
        session.commit()
    except Refusal as refusal:
        session.rollback()
        reason = {"rule": refusal.rule, "sentence": refusal.sentence}
        append(
            session,
            actor,
            act,
            note.subject,
            outcome=Outcome.REFUSED,
            academy_id=note.academy_id,
            account_id=note.account_id,
            **{**note.detail, **reason},
        )
        session.commit()
        raise
    except BaseException:
        session.rollback()
        raise


def history(session: Session, subject: str) -> list[Entry]:
    """Everything recorded about one subject, oldest first."""
    return list(session.exec(select(Entry).where(Entry.subject == subject).order_by(col(Entry.seq))))


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
