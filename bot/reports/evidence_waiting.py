"""What waits on Today around evidence: holds to look at again, what is about to be emptied, and a disk that is nearly full."""

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.cases import evidence_access, evidence_room
from bot.cases.evidence_models import EvidenceHold
from bot.cases.models import Evidence
from bot.clock import today
from bot.notify.models import Urgency
from bot.people.grants import Place, academies, may
from bot.people.models import Person
from bot.people.permissions import Verb

Line = tuple[int, str, str, Urgency]


def lines(session: Session, me: Person) -> list[Line]:
    """(count, sentence, link, urgency)."""
    return [*_holds(session, me), *_room(session, me)]


def _holds(session: Session, me: Person) -> list[Line]:
    homes = [home.id for home in academies(session, me) if may(session, me, Verb.HOLD_EVIDENCE, Place(home.id or 0))]
    if not homes:
        return []
    late = sa.and_(col(EvidenceHold.lifted_at).is_(None), col(EvidenceHold.review_on) <= today())
    query = select(Evidence).join(EvidenceHold, col(EvidenceHold.evidence_id) == col(Evidence.id)).where(late, col(Evidence.academy_id).in_(homes))
    rows = [row for row in session.exec(query.order_by(col(Evidence.id))).all() if evidence_access.may_read(session, me, row)]
    words = "the legal hold" if len(rows) == 1 else f"{len(rows)} legal holds"
    link = f"/evidence/{rows[0].id}" if len(rows) == 1 else "/evidence?state=held"
    return [(len(rows), f"Look again at {words} whose review day has come", link, Urgency.ROUTINE)]


def _room(session: Session, me: Person) -> list[Line]:
    """For those who can make room, and those whose posts do not go out meanwhile."""
    if not may(session, me, Verb.CONNECT_ACCOUNT) and not may(session, me, Verb.STOP):
        return []
    full = evidence_room.short(session)
    return [(1, full, "/accounts", Urgency.SOON)] if full else []
