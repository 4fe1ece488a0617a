"""Comments by others: what waits for a decision, gravest first, and one comment with everything known about it."""

from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from bot.errors import BadInput, NotFound, Refusal
from bot.moderation import decide
from bot.people.permissions import Verb
from bot.web.access import NOT_HERE, Visit, allowed
from bot.web.forms import Typed, again
from bot.web.pages import comment_rows
from bot.web.pages.draft_advice import reminders_for
from bot.web.rendering import done, page

router = APIRouter()
MayRead = Annotated[Visit, allowed(Verb.READ_COMMENTS)]


@router.get("/comments")
def comments(visit: MayRead, show: str = "waiting") -> Response:
    decided = show == "decided"
    rows = decide.queue(visit.session, visit.me, decided=decided)
    cards = [comment_rows.card(visit.session, reply) for reply in rows]
    return page(
        visit,
        "comments/list.html",
        cards=cards,
        reminders=reminders_for(visit, "reply"),
        decided=decided,
        REASONS=comment_rows.REASONS,
        DECISIONS=decide.DECISIONS,
    )


@router.get("/comments/{reply_id}")
def one(visit: MayRead, reply_id: int) -> Response:
    try:
        reply = decide.opened(visit.session, visit.me, reply_id)
    except Refusal:
        # To look at a safeguarding comment is as to look at nothing: a refusal would tell that there is one. It is on record.
        raise NotFound(NOT_HERE) from None
    return page(visit, "comments/one.html", **comment_rows.one(visit, reply))


@router.post("/comments/{reply_id}")
def decided(visit: MayRead, reply_id: int, typed: Typed) -> Response:
    try:
        reply = decide.decide(visit.session, visit.me, reply_id, **typed.texts("decision", "reason_code"))
    except (BadInput, Refusal) as problem:
        return again(visit, "comments/one.html", problem, typed, **comment_rows.one(visit, decide.opened(visit.session, visit.me, reply_id)))
    return done(visit, f"/comments/{reply_id}", comment_rows.effect(reply))
