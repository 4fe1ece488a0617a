"""What waits for me, in words, with one next step a line; then what happened."""

from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from bot.drafts import turns
from bot.drafts.lifecycle import COLOURS, WORDS
from bot.notify import send
from bot.people.permissions import Verb
from bot.reports.today import waiting_for
from bot.web.access import Visit, anyone_signed_in
from bot.web.pages import modes
from bot.web.rendering import done, page

router = APIRouter()


@router.get("/")
def today(visit: Annotated[Visit, anyone_signed_in()]) -> Response:
    waiting, notices = waiting_for(visit.session, visit.me), send.unread(visit.session, visit.me)
    under_way = [(draft, WORDS[state], COLOURS[state]) for draft, state in turns.under_way(visit.session, visit.me)]
    return page(visit, "today.html", waiting=waiting, notices=notices, under_way=under_way, writes=visit.may(Verb.DRAFT), **modes.starting(visit))


@router.post("/notices/{notice_id}/read")
def seen(visit: Annotated[Visit, anyone_signed_in()], notice_id: int) -> Response:
    send.mark_read(visit.session, visit.me, notice_id)
    return done(visit, "/")
