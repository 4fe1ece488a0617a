"""Opening posts that are closed to replies because comments cannot be read: from the account's page and from the comment desk."""

from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from bot.moderation import blind_lock
from bot.people.permissions import Verb
from bot.web.access import Visit, allowed
from bot.web.forms import Typed
from bot.web.rendering import done

router = APIRouter()


@router.post("/accounts/{account_id}/open-replies")
def open_replies(visit: Annotated[Visit, allowed(Verb.LOCK_REPLIES)], account_id: int, typed: Typed) -> Response:
    blind_lock.open_now(visit.session, visit.me, account_id)
    said = "What Gatepost closed to replies is being opened again. For what was closed by hand, a person has a task."
    return done(visit, "/comments" if typed.text("desk") else f"/accounts/{account_id}", said)
