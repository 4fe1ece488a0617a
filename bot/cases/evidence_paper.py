"""The page of an item: printed after it was sealed, sealed itself, and tried again for as long as it cannot be made.

1. `capture` leaves a waiting row in its own transaction; what hides a comment never waits for paper.
2. Claim the row and commit. Print with no transaction open: it takes a tenth of a second and longer.
3. Store the page and put its hash in the chain, in one commit, if the row is still ours.
"""

import hashlib
import time
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
import structlog
from sqlmodel import Session, col, select

from bot.audit.actions import Act
from bot.audit.log import GATEPOST, append
from bot.cases import paper
from bot.cases.evidence_card import card
from bot.cases.evidence_models import EvidencePaper, PaperState
from bot.cases.evidence_seals import subject
from bot.cases.models import Evidence
from bot.clock import now, spoken
from bot.errors import GatepostError
from bot.work import backoff, claim, ready, settle

log = structlog.get_logger()
TURN_S = 8.0  # one after another, and then whatever is more urgent has its turn


def due(session: Session) -> list[int]:
    """The one that waits longest: its turn takes others with it."""
    query = select(EvidencePaper.id).where(ready(EvidencePaper, (PaperState.WAITING,))).order_by(col(EvidencePaper.not_before)).limit(1)
    return [key for key in session.exec(query) if key is not None]


def run(session: Session, key: int) -> int:
    """Print this one and those that wait with it, for a few seconds. Returns how many were made."""
    began, made = time.monotonic(), 0
    waiting = [key]
    while waiting:
        made += _print(session, waiting[0])
        waiting = due(session) if time.monotonic() - began < TURN_S else []
        session.commit()
    return made


def _print(session: Session, key: int) -> bool:
    attempt = claim(session, EvidencePaper, key, (PaperState.WAITING,))
    if attempt is None:
        session.rollback()
        return False
    row = session.get_one(EvidencePaper, key)
    item = session.get_one(Evidence, row.evidence_id)
    failures, html = row.failures, None if item.deleted_at else page(item)
    session.commit()
    if html is None:
        settle(session, EvidencePaper, key, attempt, state=PaperState.EMPTIED)
        session.commit()
        return False
    try:
        data = paper.pdf(html)
    except Exception as problem:  # noqa: BLE001 -- the capture is sealed either way; the page is tried again, and the row says why
        _later(session, key, attempt, failures, problem)
        return False
    return _keep(session, key, attempt, item, data)


def _keep(session: Session, key: int, attempt: int, item: Evidence, data: bytes) -> bool:
    again = session.get_one(Evidence, item.id, with_for_update=True, populate_existing=True)
    sha256 = hashlib.sha256(data).hexdigest()
    made = {"state": PaperState.MADE, "data": data, "sha256": sha256, "made_at": now(), "last_error": None, "failures": 0}
    if again.deleted_at is not None or not settle(session, EvidencePaper, key, attempt, **made):
        session.rollback()
        return False
    append(
        session,
        GATEPOST,
        Act.EVIDENCE_PAPER,
        subject(item.id or 0),
        academy_id=item.academy_id,
        account_id=item.account_id,
        evidence=item.id,
        sha256=sha256,
    )
    session.commit()
    return True


def _later(session: Session, key: int, attempt: int, failures: int, problem: Exception) -> None:
    known = isinstance(problem, GatepostError)
    if not known:
        log.error("a page of evidence could not be made", paper=key, kind=type(problem).__name__)
    why = problem.sentence if isinstance(problem, GatepostError) else f"The page could not be drawn ({type(problem).__name__})."
    settle(session, EvidencePaper, key, attempt, failures=failures + 1, last_error=why, not_before=now() + backoff(failures))
    session.commit()


def of(session: Session, evidence_id: int) -> EvidencePaper | None:
    return session.exec(select(EvidencePaper).where(EvidencePaper.evidence_id == evidence_id)).first()


def words(row: EvidencePaper | None) -> str:
    """What a person reads of the page."""
    if row is None:
        return "No image: none was made of it."
    if row.state is PaperState.WAITING:
        why = row.last_error or "Gatepost makes it in a moment."
        return f"No image yet. The words are sealed. {why}" + (f" It is tried again {spoken(row.not_before)}." if row.last_error else "")
    return f"Made {spoken(row.made_at)}." if row.data is not None else "Emptied at the end of its time."


def page(item: Evidence) -> str:
    return template("evidence_page.html", card=card(item), sha256=item.sha256, restricted=item.restricted)


def template(name: str, **values: Any) -> str:
    return _templates().get_template(name).render(**values)


def plain(name: str, **values: Any) -> str:
    """A text file, in which nothing is markup."""
    return _templates().overlay(autoescape=False).get_template(name).render(**values)


@cache
def _templates() -> jinja2.Environment:
    made = jinja2.Environment(loader=jinja2.FileSystemLoader(Path(__file__).parent), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    made.filters["spoken"] = spoken
    return made
