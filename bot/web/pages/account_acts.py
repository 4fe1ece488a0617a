"""What is done to one account: decide, suspend, resume, acknowledge, keep."""

from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from bot.accounts import register
from bot.errors import BadInput, Refusal
from bot.people.permissions import Verb
from bot.web.access import Visit, allowed
from bot.web.forms import Typed, again
from bot.web.pages.accounts import seen
from bot.web.rendering import done, page

router = APIRouter()
MayDecide = Annotated[Visit, allowed(Verb.APPROVE_ACCOUNT)]
MayConnect = Annotated[Visit, allowed(Verb.CONNECT_ACCOUNT)]
MaySuspend = Annotated[Visit, allowed(Verb.SUSPEND_ACCOUNT)]
MayAcknowledge = Annotated[Visit, allowed(Verb.ACKNOWLEDGE_ACCOUNT)]
DECIDED = {
    "approve": "Approved. An administrator connects it next.",
    "return": "Sent back to whoever proposed it.",
    "refuse": "Refused. It is on record.",
}


@router.get("/accounts/{account_id}/decide")
def deciding(visit: MayDecide, account_id: int) -> Response:
    return page(visit, "accounts/decide.html", account=seen(visit, account_id))


@router.post("/accounts/{account_id}/decide")
def decide(visit: MayDecide, account_id: int, typed: Typed) -> Response:
    account = seen(visit, account_id)
    try:
        register.decide(visit.session, visit.me, account_id, typed.text("decision"), typed.text("reason"))
    except (BadInput, Refusal) as problem:
        return again(visit, "accounts/decide.html", problem, typed, account=account)
    return done(visit, f"/accounts/{account_id}", DECIDED[typed.text("decision")])


@router.get("/accounts/{account_id}/suspend")
def suspending(visit: MaySuspend, account_id: int) -> Response:
    return page(visit, "accounts/suspend.html", account=seen(visit, account_id))


@router.post("/accounts/{account_id}/suspend")
def suspend(visit: MaySuspend, account_id: int, typed: Typed) -> Response:
    account = seen(visit, account_id)
    try:
        register.suspend(visit.session, visit.me, account_id, typed.text("reason"))
    except (BadInput, Refusal) as problem:
        return again(visit, "accounts/suspend.html", problem, typed, account=account)
    return done(visit, f"/accounts/{account_id}", "Suspended. Nothing is published; replies go on being read and hidden.")


@router.post("/accounts/{account_id}/resume")
def resume(visit: MayDecide, account_id: int) -> Response:
    seen(visit, account_id)
    register.resume(visit.session, visit.me, account_id)
    return done(visit, f"/accounts/{account_id}", "The account is in use again.")


@router.post("/accounts/{account_id}/acknowledge")
def acknowledge(visit: MayAcknowledge, account_id: int) -> Response:
    seen(visit, account_id)
    register.acknowledge(visit.session, visit.me, account_id)
    return done(visit, f"/accounts/{account_id}", "It is on record that you know this account.")


@router.post("/accounts/{account_id}/custodians")
def custodians(visit: MayConnect, account_id: int, typed: Typed) -> Response:
    seen(visit, account_id)
    keep = not typed.ticked("take_away")
    person_id = typed.number("person_id")
    if person_id is None:
        raise BadInput({"person_id": "Choose a person."})
    register.set_custodian(visit.session, visit.me, account_id, person_id, keep=keep)
    return done(visit, f"/accounts/{account_id}", "Added to those who keep this account." if keep else "No longer keeps this account.")
