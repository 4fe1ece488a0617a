"""Which comments threaten somebody, and which of them wait for something: derived each time, so that a decision taken back counts too."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.accounts.models import Account
from bot.cases.police_models import Answer, PoliceStep
from bot.moderation.desk.queue import about_me
from bot.moderation.models import Reply, Review
from bot.moderation.routes import THREAT
from bot.moderation.verdict import Severity
from bot.people.grants import Place, academies, may
from bot.people.models import Person
from bot.people.permissions import Verb

SHOWN = ("restore", "leave")  # people looked, and others may see it
OPEN = (Answer.ASKED, Answer.TIME, Answer.CANNOT)


def is_threat(reply: Reply) -> bool:
    """The machine noticed a threat and nobody has left it standing for others to see; or people hid it as one."""
    noticed = reply.severity <= Severity.S1 and _noticed(reply.reasons)
    return reply.decision not in SHOWN and (noticed or reply.reason_code == THREAT)


def where() -> tuple[sa.ColumnElement[bool], ...]:
    """What the database can say of it: every threat is among these, and a few that are none. See `is_threat`."""
    noticed = sa.and_(col(Reply.severity) <= Severity.S1, sa.cast(col(Reply.reasons), sa.Text).ilike(f"%{THREAT}%"))
    return (
        col(Reply.review).in_((Review.WAITING, Review.DECIDED)),
        col(Reply.decision).not_in(SHOWN),
        sa.or_(noticed, col(Reply.reason_code) == THREAT),
    )


def not_asked(session: Session, me: Person) -> list[Reply]:
    """Threats of which nobody has written down whom they threaten, without those about this person."""
    begun = select(PoliceStep.reply_id)
    query = select(Reply).where(col(Reply.account_id).in_(_accounts(session, me)), *where(), col(Reply.id).not_in(begun))
    found = [reply for reply in session.exec(query.order_by(col(Reply.seen_at), col(Reply.id))) if is_threat(reply)]
    return _without_me(session, me, found)


def begun(session: Session, me: Person) -> list[tuple[PoliceStep, Reply]]:
    """Steps that wait for an answer, for the police to be told, or for a second leader."""
    waits = sa.or_(
        sa.and_(col(PoliceStep.told_at).is_(None), col(PoliceStep.answer).in_((*OPEN, Answer.AGREES))),
        sa.and_(col(PoliceStep.risk).is_not(None), col(PoliceStep.signed_at).is_(None)),
        sa.and_(col(PoliceStep.told_at).is_(None), col(PoliceStep.signed_at).is_not(None)),
    )
    query: Any = select(PoliceStep, Reply).join(Reply, col(Reply.id) == col(PoliceStep.reply_id))
    query = query.where(waits, col(PoliceStep.account_id).in_(_accounts(session, me)), Reply.review != Review.SAFEGUARDING)
    rows = [(step, reply) for step, reply in session.exec(query.order_by(col(PoliceStep.id))) if step.unsigned or reply.decision not in SHOWN]
    mine = {reply.id for reply in _without_me(session, me, [reply for _, reply in rows])}
    return [(step, reply) for step, reply in rows if reply.id in mine]


def asked_of(session: Session, me: Person) -> list[PoliceStep]:
    """What this person was asked and has not answered."""
    query = select(PoliceStep).join(Reply, col(Reply.id) == col(PoliceStep.reply_id))
    query = query.where(PoliceStep.person_id == me.id, col(PoliceStep.asked_at).is_not(None), col(PoliceStep.told_at).is_(None))
    return list(session.exec(query.where(col(PoliceStep.answer).in_((Answer.ASKED, Answer.TIME)), Reply.review != Review.SAFEGUARDING)))


def _accounts(session: Session, me: Person) -> list[int]:
    homes = [home.id or 0 for home in academies(session, me) if may(session, me, Verb.ASK_ABOUT_POLICE, Place(home.id or 0))]
    return [key for key in session.exec(select(Account.id).where(col(Account.academy_id).in_(homes))) if key is not None]


def _without_me(session: Session, me: Person, rows: list[Reply]) -> list[Reply]:
    mine = about_me(session, me, rows) if rows else set()
    return [reply for reply in rows if reply.id not in mine]


def _noticed(reasons: Iterable[dict[str, Any]]) -> bool:
    return any(THREAT in str(reason["rule"]).lower() for reason in reasons)
