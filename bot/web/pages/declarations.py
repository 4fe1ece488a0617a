"""Declarations: making one, and for those it goes to, reading it, talking it over, closing it. For others it is not there."""

from typing import Annotated, Any

from fastapi import APIRouter
from sqlmodel import Session
from starlette.responses import Response

from bot.accounts.keeping import of_academy
from bot.accounts.models import AccountState
from bot.cases import declarations
from bot.cases.declarations_kinds import KINDS, advice
from bot.cases.declarations_models import Declaration, DeclarationState
from bot.errors import BadInput, NotFound, Refusal
from bot.people.directory import WORDS as ROLES
from bot.people.grants import profile_at
from bot.people.permissions import Verb
from bot.policy.parameter import RoutedRole
from bot.web.access import Visit, allowed, anyone_signed_in
from bot.web.forms import Filled, Typed, again
from bot.web.pages.people_rows import names
from bot.web.rendering import done, page

router = APIRouter()
Anyone = Annotated[Visit, anyone_signed_in()]
MayDeclare = Annotated[Visit, allowed(Verb.DECLARE)]
NEW, ONE = "declarations/new.html", "declarations/one.html"


@router.get("/declarations")
def listed(visit: Anyone) -> Response:
    rows = declarations.visible(visit.session, visit.me)
    shown = [(row, KINDS[row.kind].label, declarations.WORDS[row.state]) for row in rows]
    return page(visit, "declarations/list.html", shown=shown, names=names(visit.session), may_declare=visit.may(Verb.DECLARE))


@router.get("/declarations/new")
def form(visit: MayDeclare) -> Response:
    return page(visit, NEW, **_form(visit))


@router.post("/declarations/new")
def make(visit: MayDeclare, typed: Typed) -> Response:
    try:
        row = declarations.make(
            visit.session,
            visit.me,
            chosen_academy(visit, typed),
            **typed.texts("kind", "platform", "text"),
            happened_at=typed.moment("happened_at"),
            pupil=typed.ticked("pupil"),
        )
    except (BadInput, Refusal) as problem:
        return again(visit, NEW, problem, typed, **_form(visit))
    return done(visit, f"/declarations/{row.id}", "Thank you. It is on record, and those it goes to have been told.")


@router.get("/declarations/{declaration_id}")
def one(visit: Anyone, declaration_id: int) -> Response:
    return page(visit, ONE, **_one(visit, declaration_id))


@router.post("/declarations/{declaration_id}/discussed")
def discussed(visit: Anyone, declaration_id: int, typed: Typed) -> Response:
    try:
        declarations.discuss(visit.session, visit.me, declaration_id)
    except Refusal as problem:
        return again(visit, ONE, problem, typed, **_one(visit, declaration_id))
    return done(visit, f"/declarations/{declaration_id}", "On record: you talked it over.")


@router.post("/declarations/{declaration_id}/close")
def close(visit: Anyone, declaration_id: int, typed: Typed) -> Response:
    try:
        declarations.close(visit.session, visit.me, declaration_id, typed.text("outcome"))
    except (BadInput, Refusal) as problem:
        return again(visit, ONE, problem, typed, **_one(visit, declaration_id))
    return done(visit, "/declarations", "Closed.")


def _form(visit: Visit) -> dict[str, Any]:
    return {
        "kinds": [(kind.value, each.label, each.hint) for kind, each in KINDS.items()],
        "platforms": [(each, each) for each in declarations.PLATFORMS],
        "homes": homes(visit),
        "longest": declarations.LONGEST,
    }


def _one(visit: Visit, declaration_id: int) -> dict[str, Any]:
    row, text, outcome = declarations.opened(visit.session, visit.me, declaration_id)
    profile = profile_at(visit.session, row.academy_id)
    return {
        "row": row,
        "kind": KINDS[row.kind],
        "state": declarations.WORDS[row.state],
        "text": text,
        "outcome": outcome,
        "to": [ROLES[RoutedRole(role)] for role in row.recipients],
        "mine": row.declared_by == visit.me.id,
        "advice": advice(row.kind, profile),
        "official": _official(visit.session, row),
        "may_discuss": _works(visit, row) and row.state in (DeclarationState.MADE, DeclarationState.SEEN),
        "may_close": _works(visit, row) and row.state is not DeclarationState.CLOSED,
        "names": names(visit.session),
    }


def _works(visit: Visit, row: Declaration) -> bool:
    return declarations.may_work(visit.session, visit.me, row)


def _official(session: Session, row: Declaration) -> list[str]:
    """What pupils are pointed at, from the register of accounts as it stands."""
    return [f"@{a.handle}" for a in of_academy(session, row.academy_id) if a.state is AccountState.CONNECTED]


def homes(visit: Visit) -> list[tuple[str, str]]:
    return [(str(home.id), home.name) for home in visit.academies]


def chosen_academy(visit: Visit, typed: Filled) -> int:
    """The one I work at; asked only of somebody who works at several."""
    mine = [home.id for home in visit.academies if home.id is not None]
    if not mine:
        raise NotFound("You work at no academy here.")
    if len(mine) == 1:
        return mine[0]
    chosen = typed.number("academy_id")
    if chosen not in mine:
        raise BadInput({"academy_id": "Choose the academy it is about."})
    return chosen
