"""Safeguarding cases: raised by the machine or a person, paged at once, seen and worked by those alone whom it is for (C16)."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlmodel import Session, col, select

from bot.accounts.models import Account
from bot.audit.actions import Act, Outcome
from bot.audit.log import GATEPOST, Note, append, recorded
from bot.cases import imagery, safeguarding_paging
from bot.cases.models import Case, CaseNote, CaseState
from bot.cases.safeguarding_access import NOT_HERE, may_work, mine
from bot.cases.safeguarding_models import Move
from bot.cases.safeguarding_moves import UNANSWERED, carry_out, possible, write_down
from bot.cases.safeguarding_tags import IMAGERY, known, suggested
from bot.clock import now
from bot.errors import BadInput, NotFound, Refusal
from bot.people.grants import academies, actor
from bot.people.models import Person
from bot.platforms.base import Post

LONGEST = 4_000  # characters of a note, an outcome or a reason


def raise_case(
    session: Session, account: Account, subject: str, post: Post, rule: str, evidence_id: int | None, *, rules: Iterable[str] = ()
) -> Case:
    """Open the case and page, in the transaction that saw the words. Commits nothing. Nothing of it in the ordinary queue.

    `rules` are all the rules that spoke, where there are several.
    """
    there = session.exec(select(Case).where(Case.subject == subject)).first()
    if there is not None:
        return there
    spoke = (rule, *rules)
    pictured = imagery.suspected(spoke, post.text)
    case = Case(
        academy_id=account.academy_id,
        account_id=account.id or 0,
        subject=subject,
        rule=rule,
        text=imagery.without_addresses(post.text) if pictured else post.text,
        author_handle=post.author_handle,
        url=post.url,
        platform_at=post.at,
        evidence_id=evidence_id,
        tags=known([*suggested(spoke), *([IMAGERY] if pictured else [])]),
    )
    return begin(session, case)


def begin(session: Session, case: Case, by: Person | None = None, words: str = "") -> Case:
    """Store a case, put it on record and page. Commits nothing."""
    case.state = CaseState.RAISED
    session.add(case)
    session.flush()
    who = actor(by) if by else GATEPOST
    append(session, who, Act.CASE_RAISED, f"case:{case.id}", academy_id=case.academy_id, account_id=case.account_id)
    write_down(session, case, Move.RAISE, by, words or case.rule.partition(": ")[2] or case.rule)
    safeguarding_paging.page(session, case)
    return case


def visible(session: Session, me: Person) -> list[Case]:
    """What waits first: nobody has it, then those being worked, oldest first; closed ones last, newest first.

    Nobody else learns even how many there are.
    """
    homes = [a.id for a in academies(session, me) if a.id is not None]
    rows = session.exec(select(Case).where(col(Case.academy_id).in_(homes)).order_by(col(Case.raised_at))).all()
    found = [case for case in rows if may_work(session, me, case)]
    over = [case for case in found if case.state is CaseState.CLOSED]
    return sorted((c for c in found if c not in over), key=lambda c: c.state not in UNANSWERED) + over[::-1]


def opened(session: Session, me: Person, case_id: int) -> Case:
    """Read one case. The reading itself is recorded."""
    case = mine(session, me, case_id)
    with recorded(session, actor(me), Act.CASE_OPENED, f"case:{case_id}", academy_id=case.academy_id, outcome=Outcome.READ):
        pass
    return case


def notes(session: Session, case_id: int) -> list[CaseNote]:
    return list(session.exec(select(CaseNote).where(CaseNote.case_id == case_id).order_by(col(CaseNote.at))))


@contextmanager
def working(session: Session, me: Person, case_id: int, act: Act, **detail: Any) -> Iterator[tuple[Case, Note]]:
    """One act of somebody whose case it is, on the row as it stands now; what they did and its record are one commit."""
    mine(session, me, case_id)
    with recorded(session, actor(me), act, f"case:{case_id}", **detail) as note:
        case = session.get_one(Case, case_id, with_for_update=True, populate_existing=True)
        note.academy_id = case.academy_id
        if not may_work(session, me, case):
            raise NotFound(NOT_HERE)
        yield case, note
        session.add(case)


def words(text: str, field: str, sentence: str, least: int = 1) -> str:
    """What somebody typed, or BadInput with the sentence that says what is wanted."""
    found = text.strip()
    if len(found) < least:
        raise BadInput({field: sentence})
    if len(found) > LONGEST:
        raise BadInput({field: f"Keep it under {LONGEST:,} characters."})
    return found


def acknowledge(session: Session, me: Person, case_id: int) -> Case:
    with working(session, me, case_id, Act.CASE_ACKNOWLEDGED) as (case, _):
        carry_out(session, case, Move.ACKNOWLEDGE, me)
    return case


def note(session: Session, me: Person, case_id: int, text: str) -> CaseNote:
    """What was done: who was rung, what was said. The first note of a case says that somebody acts."""
    with working(session, me, case_id, Act.CASE_NOTED) as (case, _):
        said = words(text, "text", "Write what was done.")
        if case.state is CaseState.CLOSED:
            raise Refusal("This case is closed.", rule="case-closed", next_step="A new concern is a new case.")
        if possible(case, Move.ACT):
            carry_out(session, case, Move.ACT, me)
        row = CaseNote(case_id=case_id, by=me.id or 0, text=said)
        session.add(row)
    return row


def close(session: Session, me: Person, case_id: int, outcome: str) -> Case:
    """Only by those whose case it is, only with an outcome in words."""
    with working(session, me, case_id, Act.CASE_CLOSED) as (case, _):
        said = words(outcome, "outcome", "Write what came of it, in a sentence: it is what an inspector will read.", 10)
        carry_out(session, case, Move.CLOSE, me, said)
        case.closed_by, case.closed_at, case.outcome = me.id, now(), said
    return case


def due(session: Session) -> list[int]:
    rows = session.exec(select(Case.id).where(col(Case.state).in_(UNANSWERED), col(Case.not_before) <= now()))
    return [key for key in rows if key is not None]


def escalate(session: Session, case_id: int) -> None:
    """Nobody acknowledged in time: page again, one ring further up, until somebody does (S16.2)."""
    case = session.get(Case, case_id, with_for_update=True, populate_existing=True)
    if case is None or case.state not in UNANSWERED or case.not_before > now():
        session.rollback()
        return
    case.escalations += 1
    append(session, GATEPOST, Act.CASE_ESCALATED, f"case:{case_id}", academy_id=case.academy_id, step=case.escalations)
    safeguarding_paging.page(session, case)
    session.commit()
