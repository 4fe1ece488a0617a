"""Safeguarding cases, for those alone whose they are: for everybody else these pages do not exist."""

from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from bot.cases import safeguarding, safeguarding_paging
from bot.errors import BadInput, NotFound, Refusal
from bot.moderation.desk import decide
from bot.people.permissions import Verb
from bot.reports.outside import reply_of
from bot.web.access import NOT_HERE, Visit, allowed
from bot.web.forms import Typed, again
from bot.web.pages import case_rows
from bot.web.rendering import done, page

router = APIRouter()
Lead = Annotated[Visit, allowed(Verb.WORK_CASES, Verb.WORK_STAFF_CASES)]
ONE = "cases/one.html"


@router.get("/cases")
def cases(visit: Lead) -> Response:
    rows = safeguarding.visible(visit.session, visit.me)
    if not rows and not visit.may(Verb.WORK_CASES):
        raise NotFound(NOT_HERE)  # a Headteacher with no case has no such page
    minutes = max((safeguarding_paging.minutes(visit.session, home.id or 0) for home in visit.academies), default=0)
    names = case_rows.names_of(visit.session, rows)
    return page(visit, "cases/list.html", groups=case_rows.listed(rows), names=names, minutes=minutes, lead=visit.may(Verb.WORK_CASES))


@router.get("/cases/{case_id}")
def one(visit: Lead, case_id: int) -> Response:
    return page(visit, ONE, **case_rows.one(visit, safeguarding.opened(visit.session, visit.me, case_id)))


@router.post("/cases/{case_id}/acknowledge")
def acknowledge(visit: Lead, case_id: int) -> Response:
    safeguarding.acknowledge(visit.session, visit.me, case_id)
    return done(visit, f"/cases/{case_id}", "You have acknowledged this case. Nobody else is paged again. Write down what you do.")


@router.post("/cases/{case_id}/notes")
def note(visit: Lead, case_id: int, typed: Typed) -> Response:
    try:
        safeguarding.note(visit.session, visit.me, case_id, typed.text("text"))
    except (BadInput, Refusal) as problem:
        return shown_again(visit, case_id, problem, typed)
    return done(visit, f"/cases/{case_id}", "Your note is in the record.")


@router.post("/cases/{case_id}/close")
def close(visit: Lead, case_id: int, typed: Typed) -> Response:
    try:
        safeguarding.close(visit.session, visit.me, case_id, typed.text("outcome"))
    except (BadInput, Refusal) as problem:
        return shown_again(visit, case_id, problem, typed)
    return done(visit, f"/cases/{case_id}", "The case is closed. Its record stays.")


@router.post("/cases/{case_id}/show")
def show(visit: Lead, case_id: int) -> Response:
    reply = reply_of(visit.session, safeguarding.opened(visit.session, visit.me, case_id))
    decide.show_again(visit.session, visit.me, reply.id or 0 if reply else 0)
    return done(visit, f"/cases/{case_id}", "It is being shown again. This page says when others can see it.")


def shown_again(visit: Visit, case_id: int, problem: BadInput | Refusal, typed: Typed) -> Response:
    """The case with everything typed still in its form."""
    case = safeguarding.opened(visit.session, visit.me, case_id)
    return again(visit, ONE, problem, typed, **case_rows.one(visit, case))
