"""Safeguarding cases: raised by the machine or a person, paged at once, seen and closed by the safeguarding lead alone (C16)."""

from datetime import timedelta

from sqlmodel import Session, col, select

from bot.accounts.models import Account
from bot.audit.actions import Act, Outcome
from bot.audit.log import GATEPOST, append, recorded
from bot.cases.models import Case, CaseNote, CaseState
from bot.clock import now
from bot.errors import BadInput, NotFound, Refusal
from bot.notify.models import Urgency
from bot.notify.send import settled, tell_roles
from bot.people.grants import Place, academies, actor, may, profile_at, require
from bot.people.models import Person
from bot.people.permissions import Role, Verb
from bot.platforms.base import Post

# Whom to tell when nobody has acknowledged: first the deputy again, then the Headteacher, who is told that, not what.
CHAIN: tuple[tuple[Role, ...], ...] = ((Role.DSL, Role.DEPUTY_DSL), (Role.DSL, Role.DEPUTY_DSL, Role.HEAD))


def raise_case(session: Session, account: Account, subject: str, post: Post, rule: str, evidence_id: int | None) -> Case:
    """Open the case and page, in the transaction that saw the words. Commits nothing. Nothing of it in the ordinary queue."""
    there = session.exec(select(Case).where(Case.subject == subject)).first()
    if there is not None:
        return there
    minutes = profile_at(session, account.academy_id).safeguarding_ack_minutes.value
    case = Case(
        academy_id=account.academy_id,
        account_id=account.id or 0,
        subject=subject,
        rule=rule,
        text=post.text,
        author_handle=post.author_handle,
        url=post.url,
        platform_at=post.at,
        evidence_id=evidence_id,
        not_before=now() + timedelta(minutes=minutes),
    )
    session.add(case)
    session.flush()
    append(session, GATEPOST, Act.CASE_RAISED, f"case:{case.id}", academy_id=account.academy_id, account_id=account.id)
    _page(session, case, CHAIN[0])
    return case


def visible(session: Session, me: Person) -> list[Case]:
    """Open cases first, oldest first. Nobody else learns even how many there are."""
    mine = [a.id for a in academies(session, me) if a.id is not None and may(session, me, Verb.WORK_CASES, Place(a.id))]
    rows = session.exec(select(Case).where(col(Case.academy_id).in_(mine)).order_by(col(Case.raised_at))).all()
    return sorted(rows, key=lambda c: c.state is CaseState.CLOSED)


def opened(session: Session, me: Person, case_id: int) -> Case:
    """Read one case. The reading itself is recorded."""
    case = _mine(session, me, case_id)
    with recorded(session, actor(me), Act.CASE_OPENED, f"case:{case_id}", academy_id=case.academy_id, outcome=Outcome.READ):
        require(session, me, Verb.WORK_CASES, Place(case.academy_id))
    return case


def notes(session: Session, case_id: int) -> list[CaseNote]:
    return list(session.exec(select(CaseNote).where(CaseNote.case_id == case_id).order_by(col(CaseNote.at))))


def acknowledge(session: Session, me: Person, case_id: int) -> Case:
    case = _mine(session, me, case_id)
    with recorded(session, actor(me), Act.CASE_ACKNOWLEDGED, f"case:{case_id}", academy_id=case.academy_id):
        require(session, me, Verb.WORK_CASES, Place(case.academy_id))
        if case.state is not CaseState.PAGED:
            raise Refusal("This case was acknowledged already.", rule="already-decided")
        case.state, case.acknowledged_by, case.acknowledged_at = CaseState.ACKNOWLEDGED, me.id, now()
        settled(session, f"case:{case_id}")
    return case


def note(session: Session, me: Person, case_id: int, text: str) -> CaseNote:
    """What was done: who was rung, what was referred, in words."""
    case = _mine(session, me, case_id)
    with recorded(session, actor(me), Act.CASE_NOTED, f"case:{case_id}", academy_id=case.academy_id):
        require(session, me, Verb.WORK_CASES, Place(case.academy_id))
        if not text.strip():
            raise BadInput({"text": "Write what was done."})
        if case.state is CaseState.CLOSED:
            raise Refusal("This case is closed.", rule="case-closed", next_step="A new concern is a new case.")
        row = CaseNote(case_id=case_id, by=me.id or 0, text=text.strip())
        session.add(row)
    return row


def close(session: Session, me: Person, case_id: int, outcome: str) -> Case:
    """Only the safeguarding lead or deputy, only with an outcome in words."""
    case = _mine(session, me, case_id)
    with recorded(session, actor(me), Act.CASE_CLOSED, f"case:{case_id}", academy_id=case.academy_id):
        require(session, me, Verb.WORK_CASES, Place(case.academy_id))
        if case.state is CaseState.CLOSED:
            raise Refusal("This case is closed already.", rule="already-decided")
        if len(outcome.strip()) < 10:
            raise BadInput({"outcome": "Write what came of it, in a sentence: it is what an inspector will read."})
        case.state, case.closed_by, case.closed_at, case.outcome = CaseState.CLOSED, me.id, now(), outcome.strip()
        case.acknowledged_by, case.acknowledged_at = case.acknowledged_by or me.id, case.acknowledged_at or now()
        settled(session, f"case:{case_id}")
    return case


def due(session: Session) -> list[int]:
    rows = session.exec(select(Case).where(Case.state == CaseState.PAGED, col(Case.not_before) <= now()))
    return [c.id for c in rows if c.id is not None]


def escalate(session: Session, case_id: int) -> None:
    """Nobody acknowledged in time: page again, one step further up, until somebody does (S16.2)."""
    case = session.get(Case, case_id)
    if case is None or case.state is not CaseState.PAGED or case.not_before > now():
        session.rollback()
        return
    case.escalations += 1
    case.not_before = now() + timedelta(minutes=profile_at(session, case.academy_id).safeguarding_ack_minutes.value)
    append(session, GATEPOST, Act.CASE_ESCALATED, f"case:{case_id}", academy_id=case.academy_id, step=case.escalations)
    _page(session, case, CHAIN[min(case.escalations, len(CHAIN) - 1)])
    session.commit()


def _page(session: Session, case: Case, to: tuple[Role, ...]) -> None:
    late = f"Nobody has acknowledged this for {case.escalations} rounds. " if case.escalations else ""
    for role in to:
        text = (
            "A safeguarding alarm has not been acknowledged. Find the safeguarding lead or deputy now. Immediate danger: ring 999."
            if role is Role.HEAD
            else f"{late}Safeguarding: a reply suggests a child may be at risk. Open it now. Immediate danger: ring 999."
        )
        link = "/" if role is Role.HEAD else f"/cases/{case.id}"
        tell_roles(session, case.academy_id, [role], text, link, subject=f"case:{case.id}", urgency=Urgency.NOW)


def _mine(session: Session, me: Person, case_id: int) -> Case:
    """A case that is not yours does not exist: a refusal would tell that there is one. The try is on record."""
    case = session.get(Case, case_id)
    if case is None or not may(session, me, Verb.WORK_CASES, Place(case.academy_id)):
        append(session, actor(me), Act.CASE_OPENED, f"case:{case_id}", outcome=Outcome.REFUSED, rule="role")
        session.commit()
        raise NotFound("There is no such page, or it is not yours to see.")
    return case
