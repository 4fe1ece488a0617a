"""One person of the consent register, for the consent officer alone: what was said, one more word, a withdrawal, never to be shown."""

from typing import Annotated, Any

from fastapi import APIRouter
from starlette.responses import Response

from bot.clock import today
from bot.consent import images_register
from bot.consent.images import PLATFORMS
from bot.consent.people import ImageConsent
from bot.drafts import withdrawal
from bot.errors import BadInput, NotFound, Refusal
from bot.people.models import Person
from bot.people.permissions import Verb
from bot.web.access import Visit, allowed
from bot.web.forms import Typed, again
from bot.web.pages.consent import mine_or_gone, offered, said_in
from bot.web.rendering import done, page

router = APIRouter()
MayKeep = Annotated[Visit, allowed(Verb.KEEP_CONSENT)]
ONE, WITHDRAW, NEVER = "consent/one.html", "consent/withdraw.html", "consent/never.html"


def _one(visit: Visit, pictured_id: int) -> dict[str, Any]:
    mine_or_gone(visit, images_register.one(visit.session, pictured_id).academy_id)
    row, name, reason = images_register.opened(visit.session, visit.me, pictured_id)
    said = images_register.said_of(visit.session, pictured_id)
    names = {key: visit.session.get_one(Person, key).name for key in {each.recorded_by for each in said}}
    return {"row": row, "name": name, "reason": reason, "records": [(each, _scope(each), names[each.recorded_by]) for each in said], **offered(visit)}


def _scope(each: ImageConsent) -> str:
    where = " and ".join(PLATFORMS.get(name, name) for name in each.platforms)
    return f"{f'For “{each.use}”' if each.use else 'For any use'}, {f'on {where}' if where else 'wherever the academy publishes'}."


@router.get("/consent/people/{pictured_id}")
def one(visit: MayKeep, pictured_id: int) -> Response:
    return page(visit, ONE, today=today().isoformat(), **_one(visit, pictured_id))


@router.post("/consent/people/{pictured_id}")
def record(visit: MayKeep, pictured_id: int, typed: Typed) -> Response:
    mine_or_gone(visit, images_register.one(visit.session, pictured_id).academy_id)
    try:
        withdrawal.record(visit.session, visit.me, pictured_id, said_in(typed))
    except (BadInput, Refusal) as problem:
        return again(visit, ONE, problem, typed, **_one(visit, pictured_id))
    return done(visit, f"/consent/people/{pictured_id}", "Recorded. It counts from now.")


@router.get("/consent/people/{pictured_id}/never")
def never_form(visit: MayKeep, pictured_id: int) -> Response:
    return page(visit, NEVER, **_one(visit, pictured_id))


@router.post("/consent/people/{pictured_id}/never")
def never(visit: MayKeep, pictured_id: int, typed: Typed) -> Response:
    row = images_register.one(visit.session, pictured_id)
    mine_or_gone(visit, row.academy_id)
    try:
        withdrawal.never_show(visit.session, visit.me, pictured_id, on=not row.no_identify, reason=typed.text("reason"))
    except (BadInput, Refusal) as problem:
        return again(visit, NEVER, problem, typed, **_one(visit, pictured_id))
    return done(visit, f"/consent/people/{pictured_id}", "Never to be shown, from now." if row.no_identify else "Consents count for them again.")


@router.get("/consent/records/{consent_id}/withdraw")
def withdraw_form(visit: MayKeep, consent_id: int) -> Response:
    made = _made(visit, consent_id)
    return page(visit, WITHDRAW, made=made, scope=_scope(made), **_one(visit, made.pictured_id))


@router.post("/consent/records/{consent_id}/withdraw")
def withdraw(visit: MayKeep, consent_id: int, typed: Typed) -> Response:
    made = _made(visit, consent_id)
    try:
        live = withdrawal.withdraw(visit.session, visit.me, consent_id, typed.text("note"))
    except (BadInput, Refusal) as problem:
        return again(visit, WITHDRAW, problem, typed, made=made, scope=_scope(made), **_one(visit, made.pictured_id))
    if live:
        return done(visit, "/consent/removals", "Withdrawn. What waited is held. These posts are live and have to come down.")
    return done(visit, f"/consent/people/{made.pictured_id}", "Withdrawn. What waited is held, and no live post shows them.")


def _made(visit: Visit, consent_id: int) -> ImageConsent:
    made = visit.session.get(ImageConsent, consent_id)
    if made is None:
        raise NotFound("That consent is not on record.")
    mine_or_gone(visit, made.academy_id)
    return made
