"""Legal hold: what is held is never deleted by retention, and the one who set a hold cannot lift it alone."""

from datetime import date, timedelta

from sqlmodel import Session

from bot.audit.actions import Act
from bot.audit.log import recorded
from bot.cases.evidence_access import held, mine
from bot.cases.evidence_models import EvidenceHold
from bot.cases.evidence_seals import subject
from bot.cases.models import Evidence
from bot.clock import now, today
from bot.errors import BadInput, Refusal
from bot.people.grants import Place, actor, require, same_human
from bot.people.models import Person
from bot.people.permissions import Verb

LONGEST, SHORTEST = 1_000, 10
FURTHEST = timedelta(days=2 * 366)  # a hold is looked at again at least every two years


def hold(session: Session, me: Person, evidence_id: int, *, reason: str, review_on: date | None) -> EvidenceHold:
    """Keep an item whatever its time, with a reason and a day on which somebody looks at the hold again."""
    row = mine(session, me, evidence_id)
    with recorded(session, actor(me), Act.EVIDENCE_HELD, subject(evidence_id), academy_id=row.academy_id) as note:
        row = _locked(session, me, evidence_id)
        wrong = _wrong(reason, review_on)
        if wrong or review_on is None:
            raise BadInput(wrong)
        if row.deleted_at is not None:
            raise Refusal("This was emptied already at the end of its time.", rule="retention", next_step="Its hash stays in the record.")
        if held(session, evidence_id) is not None:
            raise Refusal("It is held already.", rule="already-decided", next_step="Reload the page to see the hold.")
        made = EvidenceHold(evidence_id=evidence_id, reason=reason.strip(), review_on=review_on, set_by=me.id or 0)
        session.add(made)
        note.detail |= {"review_on": review_on.isoformat()} | ({} if row.restricted else {"reason": made.reason})
    return made


def lift(session: Session, me: Person, evidence_id: int, *, reason: str) -> EvidenceHold:
    """By another person than the one who set it. From then on the time for which it is kept counts again."""
    row = mine(session, me, evidence_id)
    with recorded(session, actor(me), Act.EVIDENCE_LIFTED, subject(evidence_id), academy_id=row.academy_id) as note:
        row = _locked(session, me, evidence_id)
        there = held(session, evidence_id)
        if there is None:
            raise Refusal("It is not held.", rule="already-decided", next_step="Reload the page.")
        if same_human(me, session.get_one(Person, there.set_by)):
            raise Refusal(
                "You set this hold, so somebody else has to lift it.",
                rule="two-people",
                next_step="Ask another person who may set holds to look at it.",
            )
        said = _reason(reason)
        if said:
            raise BadInput({"lift_reason": said})
        there.lifted_by, there.lifted_at, there.lift_reason = me.id, now(), reason.strip()
        row.expired_at = None  # its last week begins anew
        session.add_all([there, row])
        note.detail |= {"hold": there.id} | ({} if row.restricted else {"reason": there.lift_reason})
    return there


def _locked(session: Session, me: Person, evidence_id: int) -> Evidence:
    """The row that emptying locks too, so that a hold is either seen by it or too late."""
    row = session.get_one(Evidence, evidence_id, with_for_update=True, populate_existing=True)
    require(session, me, Verb.HOLD_EVIDENCE, Place(row.academy_id))
    return row


def _wrong(reason: str, review_on: date | None) -> dict[str, str]:
    wrong = {"hold_reason": said} if (said := _reason(reason)) else {}
    if review_on is None:
        return wrong | {"review_on": "Choose the day on which somebody looks at the hold again."}
    if not today() < review_on <= today() + FURTHEST:
        return wrong | {"review_on": "Choose a day after today and within two years."}
    return wrong


def _reason(reason: str) -> str:
    if len(reason.strip()) < SHORTEST:
        return "Say why, in a sentence: it is what the data protection officer will read."
    return f"Keep it under {LONGEST:,} characters." if len(reason) > LONGEST else ""
