"""The nightly check: everything that the record says was sealed is hashed again, in batches, and what was altered raises the alarm (S23.3).

First every item the record speaks of, so that one that was deleted is missed; then every row, so that one that was put in is found.
"""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from bot.audit.actions import Act
from bot.audit.log import GATEPOST, Actor, append
from bot.audit.models import Entry
from bot.cases.evidence_models import EvidenceFlaw, EvidenceRun, RunState
from bot.cases.evidence_seals import Seal, sealing, seals, subject
from bot.cases.models import Evidence
from bot.clock import LONDON, london, now
from bot.notify.models import Urgency
from bot.notify.send import tell_roles
from bot.policy.parameter import RoutedRole
from bot.work import claim, ready, settle

NIGHT = 2  # the hour, in London
A_BATCH = 50
TURN_S = 8.0
TOLD = ((RoutedRole.HEAD, "/evidence#altered"), (RoutedRole.EXEC_LEAD, "/evidence#altered"), (RoutedRole.ADMIN, "/"))
STRANGE, GONE = "An item the record does not know", "An item of the record"


def last_night() -> datetime:
    """The last time it was two in the morning."""
    here = london(now())
    day = here.date() if here.hour >= NIGHT else here.date() - timedelta(days=1)
    return datetime.combine(day, clock_time(NIGHT), tzinfo=LONDON).astimezone(UTC)


def due(session: Session) -> list[int]:
    """A walk that is not finished; else 0 for the one of last night, once there is anything that was there last night."""
    unfinished = session.exec(select(EvidenceRun.id).where(ready(EvidenceRun, (RunState.RUNNING,))).limit(1)).first()
    if unfinished is not None:
        return [unfinished]
    night = last_night()
    if session.exec(select(EvidenceRun.id).where(EvidenceRun.night == london(night).date())).first() is not None:
        return []
    there = session.exec(select(Evidence.id).where(Evidence.captured_at < night).limit(1)).first()
    return [0] if there is not None else []


def begin(session: Session, *, by_hand: bool = False) -> int:
    """A new walk, or the one that is going on already."""
    running = session.exec(select(EvidenceRun.id).where(EvidenceRun.state == RunState.RUNNING)).first()
    if running is not None:
        session.rollback()
        return running
    total = session.exec(select(sa.func.count()).select_from(Entry).where(Entry.act == Act.EVIDENCE.value)).one()
    row = EvidenceRun(night=None if by_hand else london(last_night()).date(), total=total)
    session.add(row)
    try:
        session.commit()
    except IntegrityError:  # another worker began the same night's walk
        session.rollback()
        return 0
    return row.id or 0


def run(session: Session, key: int) -> str:
    """Batches for a few seconds; the next sweep goes on where this one stopped."""
    key = key or begin(session)
    began, state = time.monotonic(), "running"
    while state == "running" and time.monotonic() - began < TURN_S:
        state = step(session, key)
    return state


def step(session: Session, key: int) -> str:
    """One batch, committed with how far it came."""
    attempt = claim(session, EvidenceRun, key, (RunState.RUNNING,))
    if attempt is None:
        session.rollback()
        return "not due"
    row = session.get_one(EvidenceRun, key)
    entries = list(_entries(session, row.at_entry))
    strangers = [] if entries else _rows(session, row.at_row)
    found = sum(_entry(session, entry) for entry in entries) + sum(_row(session, item) for item in strangers)
    at = {"at_entry": entries[-1].seq} if entries else {"at_row": strangers[-1].id} if strangers else {}
    over = not at
    values: dict[str, Any] = {"checked": row.checked + len(entries), "found": row.found + found, **at}
    if over:
        values |= {"state": RunState.DONE, "finished_at": now()}
        append(session, GATEPOST, Act.EVIDENCE_CHECKED, "evidence", checked=row.checked, found=row.found, by_hand=row.night is None)
    if not settle(session, EvidenceRun, key, attempt, **values):
        session.rollback()
        return "lost"
    session.commit()
    return "done" if over else "running"


def _entries(session: Session, after: int) -> Iterator[Entry]:
    query = select(Entry).where(Entry.act == Act.EVIDENCE.value, col(Entry.seq) > after).order_by(col(Entry.seq)).limit(A_BATCH)
    yield from session.exec(query)


def _rows(session: Session, after: int) -> list[Evidence]:
    return list(session.exec(select(Evidence).where(col(Evidence.id) > after).order_by(col(Evidence.id)).limit(A_BATCH)))


def _entry(session: Session, entry: Entry) -> int:
    """How much of what one entry sealed was altered. Its seals fit whatever the row now says it belongs to."""
    key = entry.detail.get("evidence")
    row = session.get(Evidence, key, populate_existing=True) if isinstance(key, int) else None
    if row is None or row.subject != entry.subject:
        sentence = f"Evidence {key}, sealed as entry {entry.seq} of the record, is not there any more."
        return _alarm(session, int(key or 0), entry.academy_id, Seal(GONE, False, sentence, entry.seq))
    return sum(_alarm(session, row.id or 0, entry.academy_id, seal) for seal in seals(session, row) if not seal.good)


def _row(session: Session, row: Evidence) -> int:
    if sealing(session, row) is not None:
        return 0
    sentence = f"Evidence {row.id} is not in the record: it was put in without Gatepost."
    return _alarm(session, row.id or 0, row.academy_id, Seal(STRANGE, False, sentence))


def _alarm(session: Session, evidence_id: int, academy_id: int | None, seal: Seal) -> int:
    """Once for each thing that is wrong; it stays on record and on the page. Counts as found each time."""
    there = select(EvidenceFlaw.id).where(EvidenceFlaw.evidence_id == evidence_id, EvidenceFlaw.what == seal.what)
    if session.exec(there).first() is None:
        session.add(EvidenceFlaw(evidence_id=evidence_id, academy_id=academy_id, what=seal.what, sentence=seal.sentence))
        append(session, GATEPOST, Act.EVIDENCE_TAMPERED, subject(evidence_id), academy_id=academy_id, what=seal.what, entry=seal.entry)
        if academy_id is not None:
            _tell(session, academy_id, evidence_id)
    return 1


def _tell(session: Session, academy_id: int, evidence_id: int) -> None:
    """Not the administrator alone, who may be the one who altered it."""
    what = f"TAMPERED: evidence {evidence_id} is not what was sealed. Somebody altered it outside Gatepost."
    text = f"{what} Keep the machine as it is and ask who had access."
    for role, link in TOLD:
        tell_roles(session, academy_id, [role], text, link, subject=f"tampered:{evidence_id}", urgency=Urgency.SOON)


def flaws(session: Session, homes: list[int]) -> list[EvidenceFlaw]:
    """What was ever found altered at these academies, newest first."""
    query = select(EvidenceFlaw).where(col(EvidenceFlaw.academy_id).in_(homes)).order_by(col(EvidenceFlaw.id).desc())
    return list(session.exec(query))


def latest(session: Session) -> EvidenceRun | None:
    """The newest walk, finished or not."""
    return session.exec(select(EvidenceRun).order_by(col(EvidenceRun.id).desc())).first()


def begun_by_hand(session: Session, who: Actor) -> int:
    """Somebody asked for it now; that is on record."""
    key = begin(session, by_hand=True)
    append(session, who, Act.EVIDENCE_CHECKED, "evidence", asked=True)
    session.commit()
    return key
