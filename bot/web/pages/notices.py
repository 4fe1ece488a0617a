"""Notices: those that did not get through, for whoever keeps the channels; and for each person, how they want what can wait."""

from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from bot.errors import BadInput, Refusal
from bot.notify import failing, preferences, words
from bot.notify.channel_models import DeliveryState
from bot.notify.digests import DIGEST_WORDS
from bot.people.permissions import Verb
from bot.reports import undelivered
from bot.web.access import Visit, allowed
from bot.web.forms import Typed, again
from bot.web.rendering import done, page

router = APIRouter()
MayKeep = Annotated[Visit, allowed(Verb.KEEP_CHANNELS)]
MayChoose = Annotated[Visit, allowed(Verb.CHOOSE_NOTICES)]
UNDELIVERED, MINE = "notices/undelivered.html", "notices/mine.html"
STATES: dict[DeliveryState, tuple[str, str]] = {
    DeliveryState.FAILED: ("Tried again", "orange"),
    DeliveryState.SENDING: ("Tried just now", "orange"),
    DeliveryState.GIVEN_UP: ("Given up", "red"),
}


def _undelivered(visit: Visit, refusal: Refusal | None = None) -> Response:
    rows = [(each, name, *STATES[each.delivery.state], words.what_to_do(each.delivery.last_error or "")) for each, name in _rows(visit)]
    homes = undelivered.kept(visit.session, visit.me)
    return page(visit, UNDELIVERED, status=403 if refusal else 200, rows=rows, homes=homes, refusal=refusal)


def _rows(visit: Visit) -> list[tuple[failing.Undelivered, str]]:
    return undelivered.rows(visit.session, visit.me)


@router.get("/notices/undelivered")
def listed(visit: MayKeep) -> Response:
    return _undelivered(visit)


@router.post("/notices/undelivered/{delivery_id}/retry")
def retry(visit: MayKeep, delivery_id: int) -> Response:
    try:
        failing.retry(visit.session, visit.me, delivery_id)
    except Refusal as problem:
        return _undelivered(visit, problem)
    return done(visit, undelivered.PAGE, "It is tried again within seconds. Load this page again to see what came of it.")


@router.get("/notices/mine")
def mine(visit: MayChoose) -> Response:
    return page(visit, MINE, chosen=preferences.of(visit.session, visit.me.id or 0), digest_words=DIGEST_WORDS)


@router.post("/notices/mine")
def choose(visit: MayChoose, typed: Typed) -> Response:
    chosen = preferences.of(visit.session, visit.me.id or 0)
    try:
        preferences.choose(visit.session, visit.me, typed.text("how"), typed.text("quiet_from"), typed.text("quiet_until"))
    except (BadInput, Refusal) as problem:
        return again(visit, MINE, problem, typed, chosen=chosen, digest_words=DIGEST_WORDS)
    return done(visit, "/notices/mine", "Kept. It counts for what is sent from now on.")
