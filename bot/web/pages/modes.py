"""Sensitive periods: what stands, what is prepared, and starting one in one action."""

from typing import Annotated, Any

from fastapi import APIRouter
from starlette.responses import Response

from bot.drafts import mode_switch
from bot.drafts.modes import EFFECTS, sentence
from bot.drafts.modes_models import Mode, ModeKind, ModeState
from bot.errors import BadInput, NotFound, Refusal
from bot.people.permissions import Verb
from bot.reports import periods
from bot.web.access import Visit, allowed
from bot.web.forms import Filled, Typed, again
from bot.web.pages.people_rows import names
from bot.web.rendering import done, page

router = APIRouter()
MayRead = Annotated[Visit, allowed(Verb.PLAN_MODE, Verb.SWITCH_MODE)]
MaySwitch = Annotated[Visit, allowed(Verb.SWITCH_MODE)]
LIST, NEW, START = "modes/list.html", "modes/new.html", "modes/start.html"
TRUST = "trust"
STATES = {ModeState.PLANNED: "blue", ModeState.ACTIVE: "red", ModeState.ENDED: "grey"}
KINDS = [(kind.value, effects.label, effects.tells) for kind, effects in EFFECTS.items()]
AT_ONCE = [(kind.value, EFFECTS[kind].label, EFFECTS[kind].tells) for kind in (ModeKind.INCIDENT, ModeKind.MOURNING)]


def scopes(visit: Visit) -> list[tuple[str, str]]:
    """Whom it covers: mine first, because that is where it happened."""
    return [*((str(a.id), f"All accounts of {a.name}") for a in visit.academies), (TRUST, "Every account of the whole trust")]


def starting(visit: Visit) -> dict[str, Any]:
    """What the form for starting one at once needs, wherever it stands."""
    return {"may_switch": visit.may(Verb.SWITCH_MODE), "scopes": scopes(visit), "first": scopes(visit)[0][0], "at_once": AT_ONCE}


@router.get("/modes")
def everything(visit: MayRead) -> Response:
    return page(visit, LIST, **_list(visit))


@router.get("/modes/new")
def form(visit: MayRead) -> Response:
    return page(visit, NEW, kinds=KINDS, scopes=scopes(visit))


@router.post("/modes/new")
def plan(visit: MayRead, typed: Typed) -> Response:
    try:
        mode = mode_switch.plan(
            visit.session,
            visit.me,
            **typed.texts("kind", "reason"),
            starts=typed.moment("starts"),
            ends=typed.moment("ends"),
            academy_id=_academy(visit, typed),
        )
    except (BadInput, Refusal) as problem:
        return again(visit, NEW, problem, typed, kinds=KINDS, scopes=scopes(visit))
    said = "Prepared. It begins by itself." if mode.agreed_by else "Prepared. The Headteacher has been told: it begins only when they agree."
    return done(visit, "/modes", said)


@router.get("/modes/start")
def start_form(visit: MaySwitch) -> Response:
    return page(visit, START, **starting(visit))


@router.post("/modes/start")
def start(visit: MaySwitch, typed: Typed) -> Response:
    try:
        mode = mode_switch.start_now(visit.session, visit.me, kind=_at_once(typed), reason=typed.text("reason"), academy_id=_academy(visit, typed))
    except (BadInput, Refusal) as problem:
        return again(visit, START, problem, typed, **starting(visit))
    held = len(periods.held(visit.session, mode))
    return done(visit, "/modes", f"{EFFECTS[mode.kind].label} is on. {held} scheduled posts are held. Nothing goes out until you end it.")


@router.post("/modes/{mode_id}/agree")
def agree(visit: MaySwitch, mode_id: int, typed: Typed) -> Response:
    _mine(visit, mode_id)
    try:
        mode = mode_switch.agree(visit.session, visit.me, mode_id)
    except Refusal as problem:
        return again(visit, LIST, problem, typed, **_list(visit))
    return done(visit, "/modes", "It stands now." if mode.state is ModeState.ACTIVE else "Agreed. It begins by itself.")


@router.post("/modes/{mode_id}/end")
def end(visit: MayRead, mode_id: int, typed: Typed) -> Response:
    _mine(visit, mode_id)
    try:
        mode_switch.end(visit.session, visit.me, mode_id)
    except Refusal as problem:
        return again(visit, LIST, problem, typed, **_list(visit))
    return done(visit, "/modes", "Ended. What it held waits for approval again; nothing goes out by itself.")


def _list(visit: Visit) -> dict[str, Any]:
    rows = periods.visible(visit.session, visit.academies)
    homes = {a.id: a.name for a in visit.academies}
    shown = [
        {
            "mode": row,
            "label": EFFECTS[row.kind].label,
            "tells": EFFECTS[row.kind].tells,
            "where": homes.get(row.academy_id, "The whole trust"),
            "colour": STATES[row.state],
            "now": sentence(row) if row.state is ModeState.ACTIVE else "",
            "held": periods.held(visit.session, row) if row.state is ModeState.ACTIVE else [],
        }
        for row in rows
    ]
    return {"shown": shown, "names": names(visit.session), **starting(visit)}


def _mine(visit: Visit, mode_id: int) -> Mode:
    row = next((each for each in periods.visible(visit.session, visit.academies) if each.id == mode_id), None)
    if row is None:
        raise NotFound("There is no such period, or it is not yours to see.")
    return row


def _at_once(typed: Filled) -> str:
    """Incident mode where nothing was chosen: one press is enough."""
    kind = typed.text("kind") or ModeKind.INCIDENT.value
    if kind not in [each for each, _, _ in AT_ONCE]:
        raise BadInput({"kind": "Choose one of these."})
    return kind


def _academy(visit: Visit, typed: Filled) -> int | None:
    chosen = typed.text("scope")
    if chosen not in [value for value, _ in scopes(visit)]:
        raise BadInput({"scope": "Choose which accounts it is for."})
    return None if chosen == TRUST else int(chosen)
