"""What stood on an account before the gate: a leader goes through it, some at a time, and comes back where they left off."""

from typing import Annotated, Any

from fastapi import APIRouter
from starlette.responses import Response

from bot.drafts.drifting import backlog_decide
from bot.drafts.drifting.models import BacklogState
from bot.drafts.models import Stray
from bot.errors import BadInput, Refusal
from bot.people.permissions import Verb
from bot.reports import drifting
from bot.web.access import Visit, allowed
from bot.web.forms import Typed, again
from bot.web.pages.strays import STATES
from bot.web.rendering import done, page

router = APIRouter()
Leader = Annotated[Visit, allowed(Verb.DECIDE_STRAYS)]
ONE = "strays/backlog.html"


@router.get("/strays/backlogs/{account_id}")
def one(visit: Leader, account_id: int, page_number: int = 1) -> Response:
    return page(visit, ONE, **_shown(visit, account_id, page_number))


@router.post("/strays/backlogs/{account_id}")
def decide(visit: Leader, account_id: int, typed: Typed, page_number: int = 1) -> Response:
    row, _ = drifting.backlog(visit.session, visit.me, account_id)
    shown, remove = typed.numbers("shown"), typed.numbers("remove")
    try:
        at = backlog_decide.decide(visit.session, visit.me, row.id or 0, shown, remove, typed.text("reason"))
    except (BadInput, Refusal) as problem:
        return again(visit, ONE, problem, typed, **_shown(visit, account_id, page_number))
    said = f"{at.left} left to go through." if at.left else "You went through all of them."
    return done(visit, f"/strays/backlogs/{account_id}?page_number={_within(page_number, at.pages)}", f"Saved. {said}")


def _within(page_number: int, pages: int) -> int:
    return max(1, min(page_number, pages))


def _shown(visit: Visit, account_id: int, page_number: int) -> dict[str, Any]:
    session = visit.session
    row, account = drifting.backlog(session, visit.me, account_id)
    at = backlog_decide.progress(session, row.id or 0)
    number = _within(page_number, at.pages)
    gone = [(post, session.get(Stray, post.stray_id) if post.stray_id else None) for post in backlog_decide.removed(session, row.id or 0)]
    return {
        "row": row,
        "account": account,
        "at": at,
        "number": number,
        "posts": backlog_decide.following(session, row.id or 0, number),
        "cost": drifting.backlog_cost(session, row, account),
        "removed": [(post, stray, STATES[stray.state] if stray else ("", "grey")) for post, stray in gone],
        "listing": row.state is BacklogState.LISTING,
        "finished": row.state is BacklogState.DONE,
    }
