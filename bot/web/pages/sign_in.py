"""Signing in and out."""

from typing import Annotated

from fastapi import APIRouter, Request
from sqlmodel import col, select
from starlette.responses import RedirectResponse, Response

from bot.errors import Refusal
from bot.people import sessions
from bot.people.models import Academy
from bot.web.access import Database, Visit, anyone_signed_in, local, public, token_of
from bot.web.forms import Typed
from bot.web.rendering import draw, say
from bot.web.security import SESSION_SECONDS, cookie_name

router = APIRouter()


def _form(request: Request, session: Database, status: int = 200, **context: object) -> Response:
    practice = session.exec(select(Academy).where(col(Academy.practice).is_(True))).first() is not None
    session.commit()
    return draw(request, "sign_in.html", status=status, practice=practice, **context)


@router.get("/sign-in", dependencies=[public()])
def form(request: Request, session: Database, next: str = "/") -> Response:  # noqa: A002 -- the name in the address
    if sessions.who(session, token_of(request)):
        return RedirectResponse(local(next), status_code=303)
    return _form(request, session, next=local(next))


@router.post("/sign-in", dependencies=[public()])
def sign_in(request: Request, session: Database, typed: Typed) -> Response:
    onward = local(typed.text("next"))
    wrong = {name: f"Enter your {name}." for name in ("email", "password") if not typed.text(name).strip()}
    if wrong:
        return _form(request, session, 422, next=onward, typed=typed, errors=wrong)
    try:
        token = sessions.sign_in(session, typed.text("email"), typed.text("password"))
    except Refusal as refusal:
        return _form(request, session, 403, next=onward, typed=typed, refusal=refusal)
    before = token_of(request)
    if before:
        sessions.sign_out(session, before)  # a session that was here before, whoever's it was, ends
    settings = request.app.state.settings
    response = RedirectResponse(onward, status_code=303)
    response.set_cookie(cookie_name(settings), token, max_age=SESSION_SECONDS, path="/", httponly=True, samesite="lax", secure=settings.secure)
    return response


@router.post("/sign-out")
def sign_out(visit: Annotated[Visit, anyone_signed_in()], typed: Typed) -> Response:
    sessions.sign_out(visit.session, token_of(visit.request) or "", everywhere=typed.ticked("everywhere"))
    settings = visit.request.app.state.settings
    response = RedirectResponse("/sign-in", status_code=303)
    response.delete_cookie(cookie_name(settings), path="/", httponly=True, samesite="lax", secure=settings.secure)
    say(visit.request, response, "You are signed out.")
    return response
