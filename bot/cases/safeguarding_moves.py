"""How a safeguarding case moves (C16): one table, and the one function that carries a move out."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session, col, select

from bot.cases.models import Case, CaseState
from bot.cases.safeguarding_models import CaseStep, Move
from bot.clock import now
from bot.errors import Refusal
from bot.notify.send import settled
from bot.people.models import Person

M, S = Move, CaseState
OPEN = tuple(state for state in S if state is not S.CLOSED)
UNANSWERED = (S.RAISED, S.PAGED)
WORKED = (S.ACKNOWLEDGED, S.ACTING, S.REFERRED)

WORDS: dict[CaseState, tuple[str, str]] = {
    S.RAISED: ("Nobody told yet", "red"),
    S.PAGED: ("Not acknowledged", "red"),
    S.ACKNOWLEDGED: ("Acknowledged", "orange"),
    S.ACTING: ("Being acted on", "yellow"),
    S.REFERRED: ("Referred", "blue"),
    S.TRANSFERRED: ("In the school's own system", "turquoise"),
    S.CLOSED: ("Closed", "grey"),
}


@dataclass(frozen=True)
class Rule:
    """From which states a move leads where. `said` is the chronology's sentence for it."""

    sources: tuple[CaseState, ...]
    to: CaseState
    said: str
    answers: bool = True  # whoever does it has taken the case: nobody is paged again


MOVES: Mapping[Move, Rule] = {
    M.PAGE: Rule((S.RAISED, S.PAGED), S.PAGED, "Told", answers=False),
    M.ACKNOWLEDGE: Rule(UNANSWERED, S.ACKNOWLEDGED, "Acknowledged"),
    M.ACT: Rule((*UNANSWERED, S.ACKNOWLEDGED), S.ACTING, "Began to act"),
    M.REFER: Rule((*UNANSWERED, *WORKED), S.REFERRED, "Referred"),
    M.TRANSFER: Rule(WORKED, S.TRANSFERRED, "Put into the school's own system"),
    M.CLOSE: Rule(OPEN, S.CLOSED, "Closed"),
    M.SET_ASIDE: Rule(OPEN, S.CLOSED, "Not a safeguarding matter"),
}
# What is written into the chronology and leaves the state as it is.
SAID: Mapping[Move, str] = {
    M.RAISE: "Raised",
    M.JOIN: "A member of staff raised it too",
    M.ROUTE: "Whom it is about was changed",
    M.TAG: "Duties were changed",
    M.HIDE: "Hidden from others, reversibly",
    M.EXPORT: "The record was taken out",
} | {move: rule.said for move, rule in MOVES.items()}
NOT_NOW: Mapping[Move, tuple[str, str]] = {
    M.ACKNOWLEDGE: ("This case was acknowledged already.", "Reload the page to see by whom."),
    M.TRANSFER: ("This case cannot be marked as transferred now.", "Acknowledge it first, and put the record into your own system."),
}


def possible(case: Case, move: Move) -> bool:
    return case.state in MOVES[move].sources


def carry_out(session: Session, case: Case, move: Move, by: Person | None, words: str = "") -> None:
    """Change the state by the table and write it down. Raises Refusal where the table does not have it. Commits nothing."""
    rule = MOVES[move]
    if case.state is S.CLOSED and S.CLOSED not in rule.sources:
        raise Refusal("This case is closed.", rule="case-closed", next_step="A new concern is a new case.")
    if case.state not in rule.sources:
        sentence, then = NOT_NOW.get(move, ("That cannot be done with this case now.", "Reload the page to see how it stands."))
        raise Refusal(sentence, rule="already-decided", next_step=then)
    case.state = rule.to
    if rule.answers and by is not None:
        case.acknowledged_by, case.acknowledged_at = case.acknowledged_by or by.id, case.acknowledged_at or now()
        settled(session, f"case:{case.id}")
    write_down(session, case, move, by, words)


def write_down(session: Session, case: Case, move: Move, by: Person | None, words: str = "") -> None:
    """One line of the chronology. Commits nothing."""
    session.add(case)
    session.flush()
    session.add(CaseStep(case_id=case.id or 0, by=by.id if by else None, move=move, state=case.state, words=words))


def steps(session: Session, case_id: int) -> list[CaseStep]:
    return list(session.exec(select(CaseStep).where(CaseStep.case_id == case_id).order_by(col(CaseStep.at), col(CaseStep.id))))
