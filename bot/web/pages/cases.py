"""Safeguarding cases, for the safeguarding lead and deputy alone: for everybody else these pages do not exist."""

from typing import Annotated, Any

from fastapi import APIRouter
from sqlmodel import Session
from starlette.responses import Response

from bot.accounts import register
from bot.audit.actions import Outcome
from bot.audit.log import history
from bot.cases import evidence, safeguarding
from bot.cases.models import Case, CaseState, Evidence
from bot.errors import BadInput, Refusal
from bot.moderation import decide
from bot.moderation.models import Visibility
from bot.people.models import Person
from bot.people.permissions import Verb
from bot.platforms.capabilities import CAPABILITIES
from bot.reports.outside import reply_of
from bot.web.access import Visit, allowed
from bot.web.forms import Typed, again
from bot.web.pages.comment_rows import SEEN, SEEN_COLOUR, seen_by_others
from bot.web.rendering import done, page

router = APIRouter()
Lead = Annotated[Visit, allowed(Verb.WORK_CASES)]
STATES = {CaseState.PAGED: ("Not acknowledged", "red"), CaseState.ACKNOWLEDGED: ("Acknowledged", "yellow"), CaseState.CLOSED: ("Closed", "grey")}


@router.get("/cases")
def cases(visit: Lead) -> Response:
    rows = safeguarding.visible(visit.session, visit.me)
    accounts = {case.account_id: register.account(visit.session, case.account_id) for case in rows}
    return page(visit, "cases/list.html", cases=rows, accounts=accounts, STATES=STATES, names=_names(visit.session, rows))


@router.get("/cases/{case_id}")
def one(visit: Lead, case_id: int) -> Response:
    return page(visit, "cases/one.html", **_one(visit, safeguarding.opened(visit.session, visit.me, case_id)))


@router.post("/cases/{case_id}/acknowledge")
def acknowledge(visit: Lead, case_id: int) -> Response:
    safeguarding.acknowledge(visit.session, visit.me, case_id)
    return done(visit, f"/cases/{case_id}", "You have acknowledged this case. Nobody else is paged again. Write down what you do.")


@router.post("/cases/{case_id}/notes")
def note(visit: Lead, case_id: int, typed: Typed) -> Response:
    try:
        safeguarding.note(visit.session, visit.me, case_id, typed.text("text"))
    except (BadInput, Refusal) as problem:
        return _again(visit, case_id, problem, typed)
    return done(visit, f"/cases/{case_id}", "Your note is in the record.")


@router.post("/cases/{case_id}/close")
def close(visit: Lead, case_id: int, typed: Typed) -> Response:
    try:
        safeguarding.close(visit.session, visit.me, case_id, typed.text("outcome"))
    except (BadInput, Refusal) as problem:
        return _again(visit, case_id, problem, typed)
    return done(visit, f"/cases/{case_id}", "The case is closed. Its record stays.")


@router.post("/cases/{case_id}/show")
def show(visit: Lead, case_id: int) -> Response:
    reply = reply_of(visit.session, safeguarding.opened(visit.session, visit.me, case_id))
    decide.show_again(visit.session, visit.me, reply.id or 0 if reply else 0)
    return done(visit, f"/cases/{case_id}", "It is being shown again. This page says when others can see it.")


def _again(visit: Visit, case_id: int, problem: BadInput | Refusal, typed: Typed) -> Response:
    case = safeguarding.opened(visit.session, visit.me, case_id)
    return again(visit, "cases/one.html", problem, typed, **_one(visit, case))


def _one(visit: Visit, case: Case) -> dict[str, Any]:
    session = visit.session
    account = register.account(session, case.account_id)
    reply = reply_of(session, case)
    captured = session.get(Evidence, case.evidence_id) if case.evidence_id else None
    tries = [e for e in history(session, case.subject) if e.outcome == Outcome.REFUSED and e.detail.get("rule") == "safeguarding"]
    notes = safeguarding.notes(session, case.id or 0)
    return {
        "case": case,
        "account": account,
        "network": CAPABILITIES[account.platform].label,
        "state": STATES[case.state],
        "seen": (SEEN[reply.state][0], SEEN_COLOUR[reply.state], seen_by_others(reply, account)) if reply else None,
        "hidden": reply is not None and reply.state in (Visibility.HIDDEN, Visibility.HIDING),
        "evidence": captured,
        "intact": captured is not None and evidence.intact(captured),
        "notes": notes,
        "tries": tries,
        "history": history(session, f"case:{case.id}")[-50:][::-1],
        "names": _names(session, [case], *(n.by for n in notes)),
    }


def _names(session: Session, cases: list[Case], *more: int) -> dict[int, str]:
    """Those who acknowledged, closed or wrote."""
    ids = {i for case in cases for i in (case.acknowledged_by, case.closed_by) if i is not None} | set(more)
    return {i: found.name for i in ids if (found := session.get(Person, i))}
