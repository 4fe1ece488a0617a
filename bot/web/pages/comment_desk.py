"""Around deciding: the next comment, taking over, taking back, whom it is about, the words for its writer, and each person's own settings."""

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter
from starlette.responses import FileResponse, RedirectResponse, Response

from bot.accounts import register
from bot.errors import BadInput, Refusal
from bot.moderation.desk import care, decide, holds, reporting
from bot.moderation.desk import complaint as desk_complaint
from bot.moderation.desk import subject as desk_subject
from bot.moderation.desk import undo as desk_undo
from bot.moderation.desk.queue import next_for
from bot.moderation.desk.wording import BECAME, why_hidden
from bot.people.grants import academies, academy
from bot.people.permissions import Verb
from bot.web.access import Visit, allowed
from bot.web.forms import Filled, Typed, again
from bot.web.pages.comment_one import KEYS, desk, one
from bot.web.rendering import done, page

router = APIRouter()
MayRead = Annotated[Visit, allowed(Verb.READ_COMMENTS)]
STATIC = Path(__file__).parents[1] / "static"


@router.get("/comments/desk.js")
def script(visit: MayRead) -> Response:  # noqa: ARG001 -- the gate is in the parameter
    return FileResponse(STATIC / "desk.js", media_type="text/javascript")


@router.get("/comments/desk.css")
def style(visit: MayRead) -> Response:  # noqa: ARG001 -- the gate is in the parameter
    return FileResponse(STATIC / "desk.css", media_type="text/css")


@router.get("/comments/next")
def following(visit: MayRead, after: str = "") -> Response:
    skip = int(after) if after.isascii() and after.isdigit() and len(after) < 10 else 0
    if skip:
        holds.give_back(visit.session, visit.me, skip)
    reply = next_for(visit.session, visit.me, skip)
    visit.session.commit()
    if reply is None:
        return done(visit, "/comments", "Nothing else waits for you here.")
    return RedirectResponse(f"/comments/{reply.id}", status_code=303)


@router.get("/comments/settings")
def settings(visit: MayRead) -> Response:
    days = {home.name: care.per_day(visit.session, home.id or 0) for home in academies(visit.session, visit.me)}
    return page(visit, "comments/settings.html", days=days, KEYS=KEYS, **desk(visit))


@router.post("/comments/settings")
def keep_settings(visit: MayRead, typed: Typed) -> Response:
    care.keep_setting(visit.session, visit.me, veil=typed.ticked("veil"), letters=typed.ticked("letters"))
    return done(visit, "/comments/settings", "Saved.")


@router.post("/comments/{reply_id}/take-over")
def take_over(visit: MayRead, reply_id: int, typed: Typed) -> Response:
    decide.mine(visit.session, visit.me, reply_id)
    try:
        holds.take(visit.session, visit.me, reply_id, typed.text("word"))
    except (BadInput, Refusal) as problem:
        return _again(visit, reply_id, problem, typed)
    return done(visit, f"/comments/{reply_id}", "You are deciding it now. Whoever was has been told.")


@router.post("/comments/{reply_id}/give-back")
def give_back(visit: MayRead, reply_id: int) -> Response:
    holds.give_back(visit.session, visit.me, reply_id)
    return done(visit, "/comments", "You left it to others. It still waits for a decision.")


@router.post("/comments/{reply_id}/undo")
def undo(visit: MayRead, reply_id: int, typed: Typed) -> Response:
    try:
        desk_undo.undo(visit.session, visit.me, reply_id)
    except Refusal as problem:
        return _again(visit, reply_id, problem, typed)
    return done(visit, f"/comments/{reply_id}", "Taken back. It stands as before, and the worker brings the network into line.")


@router.post("/comments/{reply_id}/about")
def about(visit: MayRead, reply_id: int, typed: Typed) -> Response:
    decide.mine(visit.session, visit.me, reply_id)
    try:
        desk_subject.say_about(visit.session, visit.me, reply_id, **typed.texts("who", "answer"))
    except (BadInput, Refusal) as problem:
        return _again(visit, reply_id, problem, typed)
    return done(visit, f"/comments/{reply_id}", "Saved. Whoever a comment is about does not decide it.")


@router.post("/comments/{reply_id}/complaint")
def complaint(visit: MayRead, reply_id: int, typed: Typed) -> Response:
    try:
        desk_complaint.pass_on(visit.session, visit.me, reply_id)
    except Refusal as problem:
        return _again(visit, reply_id, problem, typed)
    return done(visit, f"/comments/{reply_id}", "Passed on: those who deal with complaints have a task.")


@router.post("/comments/{reply_id}/report")
def report(visit: MayRead, reply_id: int, typed: Typed) -> Response:
    try:
        reporting.ask(visit.session, visit.me, reply_id, typed.text("report_reason"))
    except (BadInput, Refusal) as problem:
        return _again(visit, reply_id, problem, typed)
    return done(visit, f"/comments/{reply_id}", "The worker reports it to the network within a minute. You can still decide about it here.")


@router.get("/comments/{reply_id}/letter")
def letter(visit: MayRead, reply_id: int) -> Response:
    reply, account = decide.mine(visit.session, visit.me, reply_id)
    text = why_hidden(reply, account, academy(visit.session, account.academy_id))
    became = BECAME.get(reply.state, "hidden")
    return page(visit, "comments/letter.html", reply=reply, account=register.account(visit.session, account.id or 0), text=text, became=became)


def _again(visit: Visit, reply_id: int, problem: BadInput | Refusal, typed: Filled) -> Response:
    return again(visit, "comments/one.html", problem, typed, **one(visit, decide.opened(visit.session, visit.me, reply_id)))
