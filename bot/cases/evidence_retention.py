"""The end of the time for which evidence is kept: it expires, waits a week, and is emptied. Its hash and its record stay.

Only where the academy's data protection officer has entered a number of days (P41); a hold or an open case keeps everything.
"""

from collections.abc import Mapping
from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.audit.actions import Act
from bot.audit.log import GATEPOST, append
from bot.cases.evidence_models import EvidenceFile, EvidenceHold, EvidencePaper, PaperState
from bot.cases.evidence_seals import sealing, seals, subject
from bot.cases.models import Case, CaseState, Evidence
from bot.clock import now
from bot.notify.models import Notice
from bot.notify.send import tell_roles
from bot.people.grants import profiles_of
from bot.people.models import Academy
from bot.people.permissions import Role
from bot.policy.profile import Profile

GRACE = timedelta(days=7)  # in which somebody can still hold what must stay
AT_ONCE = 50


def days(profile: Profile) -> Mapping[bool, int | None]:
    """How long evidence is kept, by whether it is restricted. None where nobody has decided: then nothing is deleted."""
    entered = {True: profile.keep_safeguarding_days.value, False: profile.keep_replies_days.value}
    return {restricted: value if isinstance(value, int) else None for restricted, value in entered.items()}


def due(session: Session) -> list[int]:
    homes = session.exec(select(Academy)).all()
    over = [
        sa.and_(
            col(Evidence.academy_id) == academy_id, col(Evidence.restricted).is_(restricted), col(Evidence.captured_at) < now() - timedelta(days=kept)
        )
        for academy_id, profile in profiles_of(session, homes).items()
        for restricted, kept in days(profile).items()
        if kept is not None
    ]
    found: list[int | None] = []
    for each in over:
        ending = select(Evidence.id).where(each, col(Evidence.expired_at).is_(None), ~_kept())
        emptied = select(Evidence.id).where(each, col(Evidence.expired_at) < now() - GRACE, col(Evidence.deleted_at).is_(None), ~_kept())
        found += [*session.exec(ending.limit(AT_ONCE)), *session.exec(emptied.limit(AT_ONCE))]
    return [key for key in found if key is not None]


def _kept() -> sa.ColumnElement[bool]:
    """Held, or part of a safeguarding case that is open."""
    hold = sa.exists().where(col(EvidenceHold.evidence_id) == col(Evidence.id), col(EvidenceHold.lifted_at).is_(None))
    case = sa.exists().where(col(Case.evidence_id) == col(Evidence.id), col(Case.state) != CaseState.CLOSED)
    return sa.or_(hold, case)


def run(session: Session, key: int) -> str:
    """One step for one item, under a lock that setting a hold takes too."""
    row = session.get(Evidence, key, with_for_update=True, populate_existing=True)
    if row is None or row.deleted_at is not None or not _over(session, row):
        session.rollback()
        return "kept"
    if row.expired_at is None:
        row.expired_at = now()
        session.add(row)
        _record(session, Act.EVIDENCE_EXPIRED, row)
        _tell(session, row)
        session.commit()
        return "expired"
    if row.expired_at > now() - GRACE:
        session.rollback()
        return "kept"
    _empty(session, row)
    session.commit()
    return "deleted"


def _over(session: Session, row: Evidence) -> bool:
    profile = profiles_of(session, [session.get_one(Academy, row.academy_id)])[row.academy_id]
    kept, sealed = days(profile)[row.restricted], sealing(session, row)
    if kept is None or sealed is None or max(row.captured_at, sealed.at) >= now() - timedelta(days=kept):
        return False  # the row's own time could have been altered to be rid of it
    if not all(seal.good for seal in seals(session, row)):
        return False  # what was altered is itself evidence now
    return session.exec(select(Evidence.id).where(Evidence.id == row.id, ~_kept())).first() is not None


def _empty(session: Session, row: Evidence) -> None:
    row.content, row.deleted_at = {}, now()
    session.add(row)
    session.execute(sa.update(EvidenceFile).where(col(EvidenceFile.evidence_id) == row.id).values(data=None, name=""))
    session.execute(
        sa.update(EvidencePaper)
        .where(col(EvidencePaper.evidence_id) == row.id)
        .values(data=None, state=PaperState.EMPTIED, attempts=col(EvidencePaper.attempts) + 1, lease_until=None)
    )
    _record(session, Act.EVIDENCE_DELETED, row)


def _record(session: Session, act: Act, row: Evidence) -> None:
    append(session, GATEPOST, act, subject(row.id or 0), academy_id=row.academy_id, account_id=row.account_id, evidence=row.id, sha256=row.sha256)


def _tell(session: Session, row: Evidence) -> None:
    """Once a day, however many expire; of restricted ones only the safeguarding lead hears."""
    to = Role.DSL if row.restricted else Role.DPO
    about = f"evidence-ends:{row.academy_id}:{to.value}:{now().date()}"
    if session.exec(select(Notice.id).where(Notice.subject == about)).first() is None:
        text = f"Evidence reaches the end of its time and is emptied in {GRACE.days} days. Hold what must stay."
        tell_roles(session, row.academy_id, [to], text, "/evidence?state=expired", subject=about)
