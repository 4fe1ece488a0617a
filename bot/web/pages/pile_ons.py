"""Many comments at once: each pile-on with all its comments, and closing the post to replies for a time."""

from typing import Annotated, Any

from fastapi import APIRouter
from starlette.responses import Response

from bot.accounts import register
from bot.clock import now
from bot.errors import BadInput, Refusal
from bot.moderation.crowd import pile_on, reply_lock
from bot.moderation.crowd.pile_on_models import PileOn
from bot.moderation.crowd.reply_lock_models import LockState, ReplyLock
from bot.moderation.models import Review
from bot.people.grants import Place
from bot.people.permissions import Verb
from bot.platforms.capabilities import CAPABILITIES
from bot.reports import replies_closed
from bot.web.access import Visit, allowed
from bot.web.forms import Typed, again
from bot.web.pages import comment_rows, people_rows
from bot.web.rendering import done, page

router = APIRouter()
MayRead = Annotated[Visit, allowed(Verb.READ_COMMENTS)]
MayLock = Annotated[Visit, allowed(Verb.LOCK_REPLIES)]
LIST, ONE = "pile_ons/list.html", "pile_ons/one.html"
LOCKED = {
    LockState.CLOSING: ("Being closed", "Replies can still be written until the network confirms that it is closed."),
    LockState.CLOSED: ("Closed to replies", "Nobody but the academy can reply. What was said before stays as it is."),
    LockState.OPENING: ("Being opened again", "It is still closed until the network confirms that it is open."),
    LockState.OPEN: ("Open again", "Whoever could reply before can again."),
    LockState.BY_HAND: ("By hand", "Gatepost cannot close it here: a person has a task with the exact steps. Until then anybody can reply."),
}


def _rows(visit: Visit) -> list[dict[str, Any]]:
    moment = now()
    return [
        {
            "pile": pile,
            "account": register.account(visit.session, pile.account_id),
            "over": pile_on.is_over(pile, moment),
            "comments": (comments := pile_on.of(visit.session, pile.id or 0)),
            "waiting": sum(reply.review is Review.WAITING for reply in comments),
        }
        for pile in pile_on.visible(visit.session, visit.me)
    ]


def _state(visit: Visit, pile: PileOn) -> dict[str, Any]:
    account = register.account(visit.session, pile.account_id)
    comments = pile_on.of(visit.session, pile.id or 0)
    locks = reply_lock.of_pile_on(visit.session, pile.id or 0)
    return {
        "pile": pile,
        "account": account,
        "can": CAPABILITIES[account.platform],
        "over": pile_on.is_over(pile, now()),
        "cards": [comment_rows.card(visit.session, reply) for reply in comments],
        "writers": len({reply.author_id for reply in comments}),
        "waiting": sum(reply.review is Review.WAITING for reply in comments),
        "live": next((lock for lock in locks if lock.live_key), None),
        "while_blind": replies_closed.of_post(visit.session, account, pile.root_id),
        "locks": [lock for lock in locks if not lock.live_key],
        "LOCKED": LOCKED,
        "names": people_rows.names(visit.session),
        "hours": [(hours, words) for hours, words in reply_lock.HOURS.items()],
        "may_lock": visit.may(Verb.LOCK_REPLIES, Place(pile.academy_id)),
    }


@router.get("/pile-ons")
def listed(visit: MayRead) -> Response:
    return page(visit, LIST, rows=_rows(visit))


@router.get("/pile-ons/{pile_id}")
def one(visit: MayRead, pile_id: int) -> Response:
    return page(visit, ONE, **_state(visit, pile_on.opened(visit.session, visit.me, pile_id)))


@router.post("/pile-ons/{pile_id}/over")
def over(visit: MayLock, pile_id: int, typed: Typed) -> Response:
    try:
        pile_on.say_over(visit.session, visit.me, pile_id)
    except Refusal as problem:
        return again(visit, ONE, problem, typed, **_state(visit, pile_on.opened(visit.session, visit.me, pile_id)))
    return done(visit, f"/pile-ons/{pile_id}", "It is over. What comes from now on has its own alerts again.")


@router.post("/pile-ons/{pile_id}/close")
def close(visit: MayLock, pile_id: int, typed: Typed) -> Response:
    try:
        lock = reply_lock.close(visit.session, visit.me, pile_id, typed.number("hours"), typed.text("reason"))
    except (BadInput, Refusal) as problem:
        return again(visit, ONE, problem, typed, **_state(visit, pile_on.opened(visit.session, visit.me, pile_id)))
    by_hand = lock.state is LockState.BY_HAND
    said = "A person has a task to close it by hand." if by_hand else "It is being closed. The worker reads back what it did."
    return done(visit, f"/pile-ons/{pile_id}", said)


@router.post("/pile-ons/{pile_id}/open/{lock_id}")
def open_again(visit: MayLock, pile_id: int, lock_id: int, typed: Typed) -> Response:
    try:
        lock: ReplyLock = reply_lock.open_again(visit.session, visit.me, lock_id)
    except Refusal as problem:
        return again(visit, ONE, problem, typed, **_state(visit, pile_on.opened(visit.session, visit.me, pile_id)))
    return done(visit, f"/pile-ons/{lock.pile_on_id or pile_id}", "It is being opened again.")
