"""Moving a draft to another time, from the calendar or from its page."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter
from starlette.responses import Response

from bot.clock import london, spoken
from bot.drafts import turns
from bot.drafts.lifecycle import Move
from bot.drafts.models import Draft
from bot.drafts.planning import calendar, clashes
from bot.drafts.planning.move import move
from bot.errors import BadInput, Refusal
from bot.people.permissions import Verb
from bot.web.access import Visit, allowed
from bot.web.forms import Typed, again
from bot.web.pages.draft_rows import row
from bot.web.pages.draft_typed import as_field
from bot.web.rendering import done, page

router = APIRouter()
MayWrite = Annotated[Visit, allowed(Verb.DRAFT)]
TEMPLATE = "planning/move.html"


@router.get("/drafts/{draft_id}/move")
def form(visit: MayWrite, draft_id: int) -> Response:
    return page(visit, TEMPLATE, **_shown(visit, turns.draft_for(visit.session, visit.me, draft_id)))


@router.post("/drafts/{draft_id}/move")
def save(visit: MayWrite, draft_id: int, typed: Typed) -> Response:
    draft = turns.draft_for(visit.session, visit.me, draft_id)
    try:
        to = typed.moment("not_before")
        moved = move(visit.session, visit.me, draft_id, to, typed.number("version") or 0)
    except OverflowError:
        wrong = BadInput({"not_before": "Enter a date and a time that exist, like 2026-11-20T15:05."})
        return again(visit, TEMPLATE, wrong, typed, **_shown(visit, draft))
    except (BadInput, Refusal) as problem:
        return again(visit, TEMPLATE, problem, typed, **_shown(visit, draft))
    where = f"/drafts/{draft_id}"
    if typed.text("back") == "calendar" and to is not None:
        where = f"/calendar?view=week&on={london(to).date()}"
    if not moved:
        return done(visit, where, "That is its time already, so nothing changed and every signature still stands.")
    look = " ".join(_hints(visit, draft_id, to))
    return done(visit, where, f"Draft {draft_id} is moved to {spoken(to)}. It needs approval again.{' Take another look: ' + look if look else ''}")


def _shown(visit: Visit, draft: Draft) -> dict[str, Any]:
    return {
        "draft": draft,
        "row": row(visit.session, draft),
        "why_not": turns.why_not(visit.session, visit.me, draft, Move.CHANGE),
        "at": as_field(draft.not_before),
    }


def _hints(visit: Visit, draft_id: int, to: datetime | None) -> list[str]:
    if to is None:
        return []
    draft, day = turns.draft_for(visit.session, visit.me, draft_id), london(to).date()
    found = calendar.stretch(visit.session, [draft.academy_id], day, day).entries
    modes = calendar.periods(visit.session, [draft.academy_id], day, day, prepared=visit.may(Verb.PLAN_MODE))
    mine = next((entry for entry in found if entry.draft.id == draft_id), None)
    return clashes.hints(mine, found, modes) if mine else []
