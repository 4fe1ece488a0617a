"""Break-glass: say why you post outside Gatepost, see what was declared, and review it as the second leader."""

from typing import Annotated, Any

from fastapi import APIRouter
from starlette.responses import Response

from bot.accounts import register
from bot.drafts import break_glass
from bot.drafts.break_glass_leaders import may_declare, name_leader, named
from bot.drafts.break_glass_models import BreakGlass, NoticeState
from bot.drafts.models import Stray, StrayState
from bot.errors import BadInput, NotFound, Refusal
from bot.people.found import person
from bot.people.grants import Place, roles
from bot.people.models import Person
from bot.people.permissions import Role, Verb
from bot.web.access import Visit, allowed
from bot.web.forms import Filled, Typed, again
from bot.web.pages.account_words import label
from bot.web.pages.people_rows import choices, names
from bot.web.rendering import done, page

router = APIRouter()
Leader = Annotated[Visit, allowed(Verb.DECIDE_STRAYS)]
MayDeclare = Annotated[Visit, allowed(Verb.BREAK_GLASS)]
MayName = Annotated[Visit, allowed(Verb.NAME_LEADERS)]
LIST, NEW, ONE = "break_glass/list.html", "break_glass/new.html", "break_glass/one.html"
NOT_HERE = "There is no such notice, or it is not yours to see."
STATES = {
    NoticeState.DECLARED: ("Declared; no post seen yet", "blue"),
    NoticeState.MATCHED: ("Waiting for the second leader", "orange"),
    NoticeState.ADOPTED: ("Reviewed and adopted", "green"),
    NoticeState.OVERDUE: ("Overdue: nobody reviewed it in time", "red"),
    NoticeState.CLOSED: ("Closed", "grey"),
}


@router.get("/break-glass")
def everything(visit: Leader) -> Response:
    return page(visit, LIST, **_list(visit))


def _list(visit: Visit) -> dict[str, Any]:
    rows = break_glass.visible(visit.session, visit.me)
    return {
        "rows": [(row, _handle(visit, row), STATES[row.state]) for row in rows],
        "names": names(visit.session),
        "may_declare": any(may_declare(visit.session, visit.me, home.id or 0) for home in visit.academies),
        "homes": [_leaders(visit, home.id or 0, home.name) for home in visit.academies if visit.may(Verb.NAME_LEADERS, Place(home.id or 0))],
    }


def _leaders(visit: Visit, academy_id: int, name: str) -> dict[str, Any]:
    """Whom the Headteacher has named at one academy, and whom they could name."""
    there = [row.person_id for row in named(visit.session, academy_id)]
    able = [(key, words) for key, words in choices(visit.session) if Role.SLT in roles(visit.session, person(visit.session, key), academy_id)]
    return {"id": academy_id, "name": name, "named": there, "choices": [(key, words) for key, words in able if key not in there]}


@router.get("/break-glass/new")
def form(visit: MayDeclare) -> Response:
    return page(visit, NEW, accounts=_accounts(visit))


@router.post("/break-glass/new")
def declare(visit: MayDeclare, typed: Typed) -> Response:
    try:
        row = break_glass.declare(visit.session, visit.me, _account(visit, typed), **typed.texts("reason", "expected_text"))
    except (BadInput, Refusal) as problem:
        return again(visit, NEW, problem, typed, accounts=_accounts(visit))
    return done(visit, f"/break-glass/{row.id}", "Declared. Senior leadership has been told: a second leader reviews the post within an hour.")


@router.get("/break-glass/{notice_id}")
def one(visit: Leader, notice_id: int) -> Response:
    return page(visit, ONE, **_shown(visit, notice_id))


@router.post("/break-glass/{notice_id}/adopt")
def adopt(visit: Leader, notice_id: int, typed: Typed) -> Response:
    shown = _shown(visit, notice_id)
    try:
        break_glass.adopt(visit.session, visit.me, notice_id, **typed.texts("facts", "reason"))
    except (BadInput, Refusal) as problem:
        return again(visit, ONE, problem, typed, **shown)
    return done(visit, f"/break-glass/{notice_id}", "Adopted. It is a recorded post now, with both names and both reasons.")


@router.post("/break-glass/leaders/{academy_id}")
def leaders(visit: MayName, academy_id: int, typed: Typed) -> Response:
    permitted = typed.text("permitted") != "no"
    try:
        chosen = _leader(visit, typed)
        name_leader(visit.session, visit.me, academy_id, chosen, permitted=permitted)
    except (BadInput, Refusal) as problem:
        return again(visit, LIST, problem, typed, **_list(visit))
    name = person(visit.session, chosen).name
    return done(visit, "/break-glass", f"{name} may {'now' if permitted else 'no longer'} post outside Gatepost in an emergency.")


def _account(visit: Visit, typed: Filled) -> int:
    chosen = typed.number("account_id")
    if chosen is None or chosen not in [key for key, _ in _accounts(visit)]:
        raise BadInput({"account_id": "Choose the account you post on."})
    return chosen


def _leader(visit: Visit, typed: Filled) -> int:
    chosen = typed.number("person_id")
    if chosen is None or visit.session.get(Person, chosen) is None:
        raise BadInput({"person_id": "Choose somebody in senior leadership."})
    return chosen


def _accounts(visit: Visit) -> list[tuple[int, str]]:
    homes = [home for home in visit.academies if may_declare(visit.session, visit.me, home.id or 0)]
    rows = [each for home in homes for each in register.of_academy(visit.session, home.id)]
    return [(each.id or 0, f"@{each.handle} on {label(each.platform)}") for each in rows if each.state in register.LIVE]


def _handle(visit: Visit, row: BreakGlass) -> str:
    return register.account(visit.session, row.account_id).handle


def _shown(visit: Visit, notice_id: int) -> dict[str, Any]:
    row = visit.session.get(BreakGlass, notice_id)
    if row is None or not visit.may(Verb.DECIDE_STRAYS, Place(row.academy_id)):
        raise NotFound(NOT_HERE)
    stray = visit.session.get(Stray, row.stray_id) if row.stray_id else None
    return {
        "row": row,
        "handle": _handle(visit, row),
        "state": STATES[row.state],
        "stray": stray,
        "names": names(visit.session),
        "mine": row.declared_by == visit.me.id,
        "open": row.state in break_glass.WAITING and stray is not None and stray.state is StrayState.OPEN,
    }
