"""Who reads evidence. What is restricted is there only for the safeguarding lead and deputy, or for those whose case it belongs to."""

from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.audit.actions import Act, Outcome
from bot.audit.log import append, recorded
from bot.cases.evidence_models import EvidenceExport, EvidenceHold, EvidenceState
from bot.cases.evidence_seals import sealing, seals, subject
from bot.cases.models import Case, Evidence
from bot.cases.safeguarding_access import LEADS, NOT_HERE, is_subject, may_work
from bot.clock import LONDON
from bot.errors import NotFound
from bot.people.grants import Place, actor, may, roles
from bot.people.models import Person
from bot.people.permissions import Verb

A_PAGE = 50
S = EvidenceState


def may_read(session: Session, me: Person, row: Evidence) -> bool:
    """Whoever added something that is not restricted may look at it again."""
    if row.restricted:
        return _may_read_restricted(session, me, row)
    mine = row.captured_by is not None and row.captured_by == me.id and me.left_at is None
    return mine or may(session, me, Verb.READ_EVIDENCE, Place(row.academy_id))


def _may_read_restricted(session: Session, me: Person, row: Evidence) -> bool:
    about = sa.or_(col(Case.evidence_id) == row.id, col(Case.subject) == row.subject, col(Case.link) == row.subject)
    number = str(row.content.get("about") or "").removeprefix("case:")
    if number.isascii() and number.isdigit() and len(number) < 10:
        about = sa.or_(about, col(Case.id) == int(number))
    cases = session.exec(select(Case).where(Case.academy_id == row.academy_id, about)).all()
    if cases:
        return any(may_work(session, me, case) for case in cases) and not any(is_subject(session, me, case) for case in cases)
    return bool(roles(session, me, row.academy_id) & set(LEADS))


def mine(session: Session, me: Person, evidence_id: int) -> Evidence:
    """An item that is not yours does not exist. The try is on record."""
    row = session.get(Evidence, evidence_id)
    if row is None or not may_read(session, me, row):
        place = row.academy_id if row else None
        append(session, actor(me), Act.EVIDENCE_OPENED, subject(evidence_id), outcome=Outcome.REFUSED, academy_id=place, rule="role")
        session.commit()
        raise NotFound(NOT_HERE)
    return row


def opened(session: Session, me: Person, evidence_id: int, what: str = "") -> Evidence:
    """Read one item, or a file of it. The reading itself is recorded."""
    row = mine(session, me, evidence_id)
    named: dict[str, Any] = {"what": what} if what else {}
    with recorded(session, actor(me), Act.EVIDENCE_OPENED, subject(evidence_id), academy_id=row.academy_id, outcome=Outcome.READ, **named):
        pass
    return row


def state(session: Session, row: Evidence) -> EvidenceState:
    """Where an item is on its way from capture to the end of its time."""
    if row.deleted_at is not None:
        return S.DELETED
    if held(session, row.id or 0) is not None:
        return S.HELD
    if row.expired_at is not None:
        return S.EXPIRED
    if session.exec(select(EvidenceExport.id).where(EvidenceExport.evidence_id == row.id).limit(1)).first() is not None:
        return S.EXPORTED
    return S.SEALED if sealing(session, row) is not None else S.CAPTURED


def held(session: Session, evidence_id: int) -> EvidenceHold | None:
    """The hold that is open."""
    query = select(EvidenceHold).where(EvidenceHold.evidence_id == evidence_id, col(EvidenceHold.lifted_at).is_(None))
    return session.exec(query.order_by(col(EvidenceHold.id))).first()


def tampered(session: Session, row: Evidence) -> bool:
    return not all(seal.good for seal in seals(session, row))


def found(
    session: Session,
    me: Person,
    homes: list[int],
    *,
    account_id: int | None = None,
    about: str = "",
    standing: str = "",
    since: date | None = None,
    until: date | None = None,
    before: int | None = None,
) -> tuple[list[Evidence], int | None]:
    """A page of what this person may read, newest first, and where the next one begins.

    `about` is "reply:12", or "reply" for all of a kind; `standing` is "held", "expired" or nothing.
    """
    query = select(Evidence).where(col(Evidence.academy_id).in_(homes)).order_by(col(Evidence.id).desc())
    if account_id is not None:
        query = query.where(Evidence.account_id == account_id)
    if about:
        exact, of_kind = Evidence.subject == about, col(Evidence.subject).startswith(f"{about}:", autoescape=True)
        query = query.where(exact if ":" in about else of_kind)
    if standing == "held":
        query = query.where(sa.exists().where(col(EvidenceHold.evidence_id) == col(Evidence.id), col(EvidenceHold.lifted_at).is_(None)))
    if standing == "expired":
        query = query.where(col(Evidence.expired_at).is_not(None), col(Evidence.deleted_at).is_(None))
    if since is not None:
        query = query.where(Evidence.captured_at >= _midnight(since))
    if until is not None:
        query = query.where(Evidence.captured_at < _midnight(until + timedelta(days=1)))
    rows: list[Evidence] = []
    for _ in range(20):  # of a long run of what is not theirs, only so much is passed over for one page
        part = session.exec((query.where(col(Evidence.id) < before) if before is not None else query).limit(A_PAGE)).all()
        rows += [row for row in part if may_read(session, me, row)]
        before = part[-1].id if part else None
        if len(part) < A_PAGE or len(rows) >= A_PAGE:
            return rows, before if len(part) == A_PAGE else None
    return rows, before


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=LONDON)
