"""What else is done with a safeguarding case: refer, hand over, tag, route, hide, set aside, take the record out."""

from fastapi import APIRouter
from starlette.responses import Response

from bot.cases import handover, safeguarding_work
from bot.cases.paper import PaperMissing
from bot.cases.safeguarding_access import may_work
from bot.errors import BadInput, Refusal
from bot.moderation import safeguarded
from bot.web.forms import Typed
from bot.web.pages.cases import Lead, shown_again
from bot.web.rendering import done

router = APIRouter()


@router.post("/cases/{case_id}/refer")
def refer(visit: Lead, case_id: int, typed: Typed) -> Response:
    try:
        safeguarding_work.refer(visit.session, visit.me, case_id, typed.text("channel"), typed.text("referral"))
    except (BadInput, Refusal) as problem:
        return shown_again(visit, case_id, problem, typed)
    return done(visit, f"/cases/{case_id}", "The referral is in the record.")


@router.post("/cases/{case_id}/transfer")
def transfer(visit: Lead, case_id: int, typed: Typed) -> Response:
    try:
        safeguarding_work.transfer(visit.session, visit.me, case_id, typed.text("system"), typed.text("reference"))
    except (BadInput, Refusal) as problem:
        return shown_again(visit, case_id, problem, typed)
    return done(visit, f"/cases/{case_id}", "Marked as transferred. Close the case here when nothing is left to do.")


@router.post("/cases/{case_id}/tags")
def tags(visit: Lead, case_id: int, typed: Typed) -> Response:
    try:
        safeguarding_work.tag(visit.session, visit.me, case_id, typed.many("tags"))
    except (BadInput, Refusal) as problem:
        return shown_again(visit, case_id, problem, typed)
    return done(visit, f"/cases/{case_id}", "The duties are saved.")


@router.post("/cases/{case_id}/about")
def about(visit: Lead, case_id: int, typed: Typed) -> Response:
    try:
        case = safeguarding_work.route(visit.session, visit.me, case_id, typed.text("about"), typed.number("person_id"), typed.text("route_reason"))
    except (BadInput, Refusal) as problem:
        return shown_again(visit, case_id, problem, typed)
    if may_work(visit.session, visit.me, case):
        return done(visit, f"/cases/{case_id}", "Saved. Whoever it is for has been paged.")
    return done(visit, "/", "Saved. It has gone on to whom it is for, and they have been paged. It is no longer among your cases.")


@router.post("/cases/{case_id}/hide")
def hide(visit: Lead, case_id: int, typed: Typed) -> Response:
    try:
        safeguarded.hide(visit.session, visit.me, case_id)
    except Refusal as problem:
        return shown_again(visit, case_id, problem, typed)
    return done(visit, f"/cases/{case_id}", "It is being hidden. This page says when others no longer see it.")


@router.post("/cases/{case_id}/set-aside")
def set_aside(visit: Lead, case_id: int, typed: Typed) -> Response:
    try:
        safeguarded.set_aside(visit.session, visit.me, case_id, typed.text("reason"), typed.text("then"))
    except (BadInput, Refusal) as problem:
        return shown_again(visit, case_id, problem, typed)
    return done(visit, f"/cases/{case_id}", "Set aside: it is not a safeguarding matter. The reason stays in the record.")


@router.post("/cases/{case_id}/export")
def export(visit: Lead, case_id: int, typed: Typed) -> Response:
    kind = typed.text("kind")
    try:
        made = handover.export(visit.session, visit.me, case_id, kind)
    except PaperMissing as missing:
        problem = Refusal(missing.sentence, rule="no-paper", next_step="Choose JSON, or print this page.")
        return shown_again(visit, case_id, problem, typed)
    except (BadInput, Refusal) as problem:
        return shown_again(visit, case_id, problem, typed)
    headers = {"content-disposition": f'attachment; filename="safeguarding-case-{case_id}.{kind}"'}
    return Response(made, media_type=handover.KINDS[kind], headers=headers)
