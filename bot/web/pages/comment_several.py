"""Several comments decided at once: a list with tick boxes and one reason, for a pile-on."""

from typing import Annotated, Any

from fastapi import APIRouter
from starlette.responses import Response

from bot.errors import BadInput, GatepostError
from bot.moderation.desk import bulk as desk_bulk
from bot.moderation.desk import care, decide
from bot.moderation.desk.models import last as last_decision
from bot.moderation.models import Reply
from bot.people.permissions import Verb
from bot.web.access import Visit, allowed
from bot.web.forms import Filled, Typed, again
from bot.web.pages import comment_rows
from bot.web.pages.comment_one import desk
from bot.web.rendering import done, page

router = APIRouter()
MayDecide = Annotated[Visit, allowed(Verb.READ_COMMENTS)]


@router.get("/comments/several")
def several(visit: MayDecide, under: str = "", pile: str = "") -> Response:
    return page(visit, "comments/several.html", **_context(visit, under, pile))


@router.post("/comments/several")
def decide_several(visit: MayDecide, typed: Typed) -> Response:
    under, pile = typed.text("under"), typed.text("pile")
    try:
        result = desk_bulk.decide_many(visit.session, visit.me, _picked(typed), typed.text("choice"), typed.text("reason_code"))
    except BadInput as problem:
        return again(visit, "comments/several.html", problem, typed, **_context(visit, under, pile))
    for key in result.done:  # who decides about words has read them
        reply, account = decide.mine(visit.session, visit.me, key)
        care.saw(visit.session, visit.me, [reply], account.academy_id)
    if result.failed:
        return page(visit, "comments/several.html", status=409, typed=typed, result=result, **_context(visit, under, pile, keep=set(result.failed)))
    return done(visit, "/comments", f"Decided: {len(result.done)} comments. The worker brings each into line and reads it back.")


def _context(visit: Visit, under: str, pile: str, keep: set[int] | None = None) -> dict[str, Any]:
    """Those that wait: all, those under the post of one comment, or those of one pile-on."""
    rows = decide.queue(visit.session, visit.me)
    like = next((reply for reply in rows if str(reply.id) == under), None)
    if like is not None and like.root_id:
        rows = [r for r in rows if r.account_id == like.account_id and r.root_id == like.root_id]
    if pile:
        rows = [r for r in rows if str(getattr(r, "pile_on_id", "")) == pile]
    there = {r.id for r in rows}
    rows += [reply for key in sorted(keep or ()) if key not in there and (reply := _still(visit, key)) is not None]
    cards = comment_rows.cards(visit.session, visit.me, rows[: desk_bulk.MOST])
    last = {card.reply.id: last_decision(visit.session, card.reply.id or 0) for card in cards}
    seen = {key: row.id if row else 0 for key, row in last.items()}
    return desk(visit) | {"cards": cards, "seen": seen, "under": under, "pile": pile, "CHOICES": desk_bulk.CHOICES, "total": len(rows)}


def _still(visit: Visit, key: int) -> Reply | None:
    """One that failed and waits no more stays in sight, where it is this person's to see."""
    try:
        return decide.mine(visit.session, visit.me, key)[0]
    except GatepostError:
        return None


def _picked(typed: Filled) -> list[tuple[int, int]]:
    """`12-3`: the comment, and the last decision that the page showed."""
    found = []
    for value in typed.many("picked"):
        key, _, seen = value.partition("-")
        if all(part.isascii() and part.isdigit() and len(part) < 10 for part in (key, seen)):
            found.append((int(key), int(seen)))
    return found
