"""Choosing a password from an invitation."""

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from bot.errors import BadInput
from bot.people import sessions
from bot.web.access import Database, public
from bot.web.forms import Typed
from bot.web.rendering import draw, say

router = APIRouter(dependencies=[public()])


@router.get("/welcome/{token}")
def form(request: Request, session: Database, token: str) -> Response:
    guest = sessions.invited(session, token)
    session.commit()
    return draw(request, "welcome.html", status=200 if guest else 404, guest=guest)


@router.post("/welcome/{token}")
def choose(request: Request, session: Database, token: str, typed: Typed) -> Response:
    try:
        sessions.accept_invitation(session, token, typed.text("password"), typed.text("again"))
    except BadInput as wrong:
        guest = sessions.invited(session, token)
        session.commit()
        return draw(request, "welcome.html", status=422, guest=guest, errors=wrong.fields)
    response = RedirectResponse("/sign-in", status_code=303)
    say(request, response, "Your password is saved. Sign in with it now.")
    return response
