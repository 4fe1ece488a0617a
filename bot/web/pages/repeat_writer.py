"""Proposing that a person blocks somebody whose comments were hidden again and again."""

from typing import Annotated, Any

from fastapi import APIRouter
from starlette.responses import Response

from bot.accounts import register
from bot.errors import Refusal
from bot.moderation.crowd import repeat
from bot.people.permissions import Verb
from bot.web.access import Visit, allowed
from bot.web.forms import Typed, again
from bot.web.rendering import done, page

router = APIRouter()
MayRead = Annotated[Visit, allowed(Verb.READ_COMMENTS)]
TEMPLATE = "comments/block.html"


def _state(visit: Visit, reply_id: int) -> dict[str, Any]:
    reply, _ = repeat.may_propose(visit.session, visit.me, reply_id)
    account = register.account(visit.session, reply.account_id)
    return {
        "reply": reply,
        "account": account,
        "words": repeat.words(reply),
        "steps": repeat.steps(reply, account.platform),
        "proposed": repeat.proposed(visit.session, reply),
    }


@router.get("/comments/{reply_id}/block")
def form(visit: MayRead, reply_id: int) -> Response:
    return page(visit, TEMPLATE, **_state(visit, reply_id))


@router.post("/comments/{reply_id}/block")
def propose(visit: MayRead, reply_id: int, typed: Typed) -> Response:
    try:
        repeat.propose_block(visit.session, visit.me, reply_id)
    except Refusal as problem:
        return again(visit, TEMPLATE, problem, typed, **_state(visit, reply_id))
    return done(visit, f"/comments/{reply_id}", "Proposed. The Headteacher decides, and does it by hand.")
