"""The stop switch: press with a reason, see what is stopped, lift."""

from typing import Annotated, Any

from fastapi import APIRouter
from starlette.responses import Response

from bot.accounts import register, stop
from bot.drafts import stopping
from bot.drafts.lifecycle import COLOURS, WORDS
from bot.errors import BadInput, Refusal
from bot.people.grants import Place
from bot.people.permissions import Verb
from bot.web.access import Visit, allowed
from bot.web.forms import Typed, again
from bot.web.frame import stopped
from bot.web.pages import modes, people_rows
from bot.web.pages.account_words import label
from bot.web.rendering import done, page

router = APIRouter()
MayStop = Annotated[Visit, allowed(Verb.STOP)]
TRUST = "trust"


def _state(visit: Visit) -> dict[str, Any]:
    mine = [a for a in visit.academies if a.id is not None and visit.may(Verb.STOP, Place(a.id))]
    accounts = [each for a in mine for each in register.of_academy(visit.session, a.id)]
    pressed = [(row, words[0]) for row in stop.pressed(visit.session) if (words := stopped(visit.session, visit.academies, [row]))]
    return {
        "pressed": pressed,
        "in_flight": {
            row.id: [
                (release, account, WORDS[release.state], COLOURS[release.state])
                for release, account in stopping.in_flight(visit.session, row.id or 0)
            ]
            for row, _ in pressed
        },
        "names": people_rows.names(visit.session),
        "may_declare": visit.may(Verb.BREAK_GLASS),
        **modes.starting(visit),
        "choices": [
            *((f"account:{a.id}", f"@{a.handle} on {label(a.platform)}") for a in accounts),
            *((f"academy:{a.id}", f"All accounts of {a.name}") for a in mine),
            (TRUST, "Every account of the whole trust"),
        ],
    }


@router.get("/stop")
def switch(visit: MayStop) -> Response:
    return page(visit, "stop.html", **_state(visit))


def _what(chosen: str) -> dict[str, int]:
    kind, _, number = chosen.partition(":")
    if kind == TRUST and not number:
        return {}
    if kind not in ("account", "academy") or not number.isdecimal() or len(number) > 9:
        raise BadInput({"what": "Choose what to stop."})
    return {f"{kind}_id": int(number)}


@router.post("/stop")
def press(visit: MayStop, typed: Typed) -> Response:
    try:
        stopping.press(visit.session, visit.me, reason=typed.text("reason"), **_what(typed.text("what")))
    except (BadInput, Refusal) as problem:
        return again(visit, "stop.html", problem, typed, **_state(visit))
    return done(visit, "/stop", "Stopped. Nothing more goes out until somebody lifts it.")


@router.post("/stop/{stop_id}/lift")
def lift(visit: MayStop, stop_id: int) -> Response:
    stop.lift(visit.session, visit.me, stop_id)
    return done(visit, "/stop", "Lifted. Posts that were held wait for a person to release each one.")
