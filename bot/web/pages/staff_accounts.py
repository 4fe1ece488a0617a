"""The list of staff accounts: colleagues whose comments are asked about and not hidden by the machine."""

from typing import Annotated, Any

from fastapi import APIRouter
from starlette.responses import Response

from bot.accounts import register
from bot.errors import BadInput, Refusal
from bot.moderation import staff_list
from bot.people.grants import Place
from bot.people.permissions import Verb
from bot.platforms.capabilities import CAPABILITIES
from bot.web.access import Visit, allowed
from bot.web.forms import Typed, again
from bot.web.pages import people_rows
from bot.web.rendering import done, page

router = APIRouter()
MayKeep = Annotated[Visit, allowed(Verb.KEEP_STAFF_LIST)]
TEMPLATE = "staff_list/list.html"


def _state(visit: Visit) -> dict[str, Any]:
    mine = [a.id for a in visit.academies if visit.may(Verb.KEEP_STAFF_LIST, Place(a.id or 0))]
    accounts = [a for a in register.of_academy(visit.session) if a.academy_id in mine and a.state in register.LIVE]
    return {
        "rows": staff_list.listed(visit.session, visit.me),
        "accounts": [(a.id, f"@{a.handle} on {CAPABILITIES[a.platform].label}") for a in accounts],
        "labels": {name: can.label for name, can in CAPABILITIES.items()},
        "names": people_rows.names(visit.session),
    }


@router.get("/staff-accounts")
def listed(visit: MayKeep) -> Response:
    return page(visit, TEMPLATE, **_state(visit))


@router.post("/staff-accounts")
def add(visit: MayKeep, typed: Typed) -> Response:
    state = visit.request.app.state
    try:
        row = staff_list.add(
            visit.session,
            visit.me,
            typed.number("account_id"),
            typed.text("handle"),
            typed.text("reason"),
            typed.day("ends"),
            state.doors,
            state.vault,
        )
    except (BadInput, Refusal) as problem:
        return again(visit, TEMPLATE, problem, typed, **_state(visit))
    return done(visit, "/staff-accounts", f"@{row.handle} is on the list.")


@router.post("/staff-accounts/{listed_id}/remove")
def remove(visit: MayKeep, listed_id: int) -> Response:
    row = staff_list.remove(visit.session, visit.me, listed_id)
    return done(visit, "/staff-accounts", f"@{row.handle} is off the list.")
