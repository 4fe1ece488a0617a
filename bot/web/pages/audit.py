"""The record: searched by governors, verified with a button. Reading it is itself on record."""

from typing import Annotated, Any

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.responses import Response

from bot.audit.actions import Act, Outcome
from bot.audit.log import append
from bot.audit.verify import Report, verify
from bot.errors import BadInput
from bot.people.grants import actor
from bot.people.permissions import Verb
from bot.web.access import Visit, allowed
from bot.web.act_words import sentences
from bot.web.forms import Filled
from bot.web.pages import audit_rows, people_rows
from bot.web.rendering import page

router = APIRouter()
MayRead = Annotated[Visit, allowed(Verb.READ_AUDIT)]


def _page(visit: Visit, typed: Filled, report: Report | None = None) -> Response:
    errors: dict[str, str] = {}
    filters = audit_rows.Filters()
    try:
        filters = audit_rows.Filters(typed.number("person"), typed.text("act"), typed.text("subject").strip(), typed.day("since"), typed.day("until"))
    except BadInput as wrong:
        errors = wrong.fields
    searched: dict[str, Any] = {"search": filters.spoken()} if filters.spoken() else {}
    append(visit.session, actor(visit.me), Act.READ_AUDIT, "audit", outcome=Outcome.READ, **searched)
    lines, onward = audit_rows.found(visit, filters, typed.number("before"))
    return page(
        visit,
        "audit.html",
        status=422 if errors else 200,
        typed=typed,
        errors=errors,
        filters=filters,
        lines=lines,
        onward=onward,
        kept_back=audit_rows.KEPT_BACK,
        people=list(people_rows.names(visit.session).items()),
        acts=sorted(sentences().items(), key=lambda item: item[1]),
        report=report,
    )


@router.get("/audit")
def record(visit: MayRead) -> Response:
    return _page(visit, Filled(FormData(list(visit.request.query_params.multi_items()))))


@router.post("/audit/verify")
def check(visit: MayRead) -> Response:
    """Changes nothing but the record, which says who checked and what came of it. Not a redirect: the result is the page."""
    state = visit.request.app.state
    report = verify(visit.session, state.vault, state.settings.seal_file)
    append(visit.session, actor(visit.me), Act.VERIFIED, "audit", whole=report.whole, entries=report.entries, breaks=len(report.breaks))
    return _page(visit, Filled(), report)
