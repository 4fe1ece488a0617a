"""Comments by others: what waits for a decision, gravest first, and one comment with everything known about it."""

from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from bot.accounts import register
from bot.errors import BadInput, NotFound, Refusal
from bot.moderation.desk import care, decide, holds
from bot.moderation.desk.queue import next_for
from bot.moderation.models import Review
from bot.people.permissions import Verb
from bot.reports import replies_closed
from bot.web.access import NOT_HERE, Visit, allowed
from bot.web.forms import Typed, again
from bot.web.pages import comment_rows
from bot.web.pages.comment_one import desk, one
from bot.web.pages.draft_advice import reminders_for
from bot.web.rendering import done, page

router = APIRouter()
MayRead = Annotated[Visit, allowed(Verb.READ_COMMENTS)]


@router.get("/comments")
def comments(visit: MayRead, show: str = "waiting") -> Response:
    decided = show == "decided"
    rows = decide.queue(visit.session, visit.me, decided=decided)
    if not care.setting(visit.session, visit.me).veil:  # then the list shows their words, which is reading them
        for reply in rows:
            care.saw(visit.session, visit.me, [reply], register.account(visit.session, reply.account_id).academy_id)
    context = desk(visit) | {"cards": comment_rows.cards(visit.session, visit.me, rows), "reminders": reminders_for(visit, "reply")}
    context |= {"closed_posts": replies_closed.all_for(visit.session, visit.me)}
    return page(visit, "comments/list.html", decided=decided, REASONS=comment_rows.REASONS, DECISIONS=decide.DECISIONS, **context)


@router.get("/comments/{reply_id}")
def shown(visit: MayRead, reply_id: int) -> Response:
    try:
        reply = decide.opened(visit.session, visit.me, reply_id)
    except Refusal:
        # To look at a safeguarding comment is as to look at nothing: a refusal would tell that there is one. It is on record.
        raise NotFound(NOT_HERE) from None
    holds.take_if_free(visit.session, visit.me, reply_id)
    return page(visit, "comments/one.html", **one(visit, reply))


@router.post("/comments/{reply_id}")
def decided(visit: MayRead, reply_id: int, typed: Typed) -> Response:
    seen = typed.number("seen") or 0
    try:
        reply = decide.decide(visit.session, visit.me, reply_id, **typed.texts("decision", "reason_code"), seen=seen, sure=typed.ticked("sure"))
    except (BadInput, Refusal) as problem:
        return again(visit, "comments/one.html", problem, typed, **one(visit, decide.opened(visit.session, visit.me, reply_id)))
    following = next_for(visit.session, visit.me, after=reply_id) if reply.review is Review.DECIDED else None
    return done(visit, f"/comments/{following.id}" if following else "/comments", comment_rows.effect(reply))
