"""The steps against a take-over on one page, each ticked by whoever did it; and what the number of posts gave away."""

from typing import Annotated, Any

from fastapi import APIRouter
from starlette.responses import Response

from bot.accounts import stop
from bot.audit.log import history
from bot.drafts.drifting import counts, incidents, take_over
from bot.drafts.drifting.models import FaceDrift
from bot.drafts.drifting.take_over_steps import STEPS, report
from bot.drafts.models import Stray
from bot.errors import BadInput, Refusal
from bot.people.grants import Place
from bot.people.permissions import Verb
from bot.reports import drifting
from bot.web.access import Visit, allowed
from bot.web.forms import Typed, again
from bot.web.pages.people_rows import names
from bot.web.pages.strays import KINDS
from bot.web.pages.strays_profile import TITLES
from bot.web.rendering import done, page

router = APIRouter()
Worker = Annotated[Visit, allowed(Verb.WORK_TAKE_OVER)]
Leader = Annotated[Visit, allowed(Verb.DECIDE_STRAYS)]
MayStop = Annotated[Visit, allowed(Verb.STOP)]
ONE = "strays/take_over.html"


@router.get("/strays/take-overs/{key}")
def one(visit: Worker, key: int) -> Response:
    return page(visit, ONE, **_shown(visit, key))


@router.post("/strays/take-overs/{key}/stop")
def press(visit: MayStop, key: int) -> Response:
    """One button: the stop for this account, and the first step ticked."""
    row, account = drifting.taken_over(visit.session, visit.me, key)
    if stop.standing(visit.session, account) is None:
        stop.press(visit.session, visit.me, reason="The account may have been taken over.", account_id=account.id)
    if "stop" not in take_over.ticked(visit.session, key):
        take_over.done(visit.session, visit.me, key, "stop", "Pressed from the steps.")
    return done(visit, take_over.link(row), "Stopped. Nothing more goes out on this account until a leader lifts it.")


@router.post("/strays/take-overs/{key}/steps")
def tick(visit: Worker, key: int, typed: Typed) -> Response:
    row, _ = drifting.taken_over(visit.session, visit.me, key)
    try:
        take_over.done(visit.session, visit.me, key, typed.text("step"), typed.text("note"))
    except (BadInput, Refusal) as problem:
        return again(visit, ONE, problem, typed, **_shown(visit, key))
    return done(visit, take_over.link(row), "Ticked, with your name and the time.")


@router.post("/strays/take-overs/{key}/close")
def close(visit: Leader, key: int, typed: Typed) -> Response:
    row, _ = drifting.taken_over(visit.session, visit.me, key)
    try:
        take_over.close(visit.session, visit.me, key, typed.text("finding"))
    except (BadInput, Refusal) as problem:
        return again(visit, ONE, problem, typed, **_shown(visit, key))
    return done(visit, take_over.link(row), "Closed. What was found is on record; the stop is lifted under Stop switch.")


@router.post("/strays/leads/{lead_id}")
def looked(visit: Leader, lead_id: int, typed: Typed) -> Response:
    counts.looked(visit.session, visit.me, lead_id, typed.text("note"))
    return done(visit, "/strays", "What you found is on record.")


def _shown(visit: Visit, key: int) -> dict[str, Any]:
    session = visit.session
    row, account = drifting.taken_over(session, visit.me, key)
    place, ticked = Place(account.academy_id), take_over.ticked(session, key)
    return {
        "row": row,
        "account": account,
        "incidents": [_incident(visit, each) for each in row.incidents],
        "steps": [(number, name, step, ticked.get(name)) for number, (name, step) in enumerate(STEPS.items(), start=1)],
        "next": next((name for name in STEPS if name not in ticked), None),
        "report": report(account.platform),
        "stopped": stop.standing(session, account),
        "may_stop": visit.may(Verb.STOP, place),
        "may_close": visit.may(Verb.DECIDE_STRAYS, place),
        "all_done": len(ticked) == len(STEPS),
        "done": len(ticked),
        "names": names(session),
        "history": history(session, take_over.subject(row))[-50:][::-1],
    }


def _incident(visit: Visit, about: str) -> tuple[str, str, Any]:
    """(words, link, when)."""
    kind, _, key = about.partition(":")
    if kind == "face":
        drift = visit.session.get_one(FaceDrift, int(key))
        return f"{TITLES[drift.kind]}: {incidents.named(drift.after)}", incidents.link(drift), drift.seen_at
    stray = visit.session.get_one(Stray, int(key))
    return KINDS[stray.kind][0], f"/strays/{key}", stray.seen_at
