"""The practice network as a page: what it shows, and the parts staff can play on it. Only where an academy is a practice one."""

from typing import Annotated

from fastapi import APIRouter
from sqlmodel import select
from starlette.responses import Response

from bot.accounts import practice, practice_face, practice_messages
from bot.accounts.practice import Stage
from bot.errors import BadInput, NotFound, Refusal
from bot.people.permissions import Verb
from bot.platforms.practice_world import PracticeAccount
from bot.web.access import NOT_HERE, Visit, allowed
from bot.web.forms import Filled, Typed, again
from bot.web.pages import practice_rows
from bot.web.rendering import done, page

router = APIRouter()
Player = Annotated[Visit, allowed(Verb.PRACTISE)]
SOON = "Gatepost sees it at its next reading of the account."


@router.get("/practice")
def network(visit: Player, account: int | None = None) -> Response:
    stages = _stages(visit)
    on = practice.stage(visit.session, visit.me, account) if account is not None else next(iter(stages), None)
    if on is None:
        return page(visit, "practice/empty.html")
    return page(visit, "practice/network.html", **practice_rows.stage_page(visit.session, on, stages))


@router.get("/practice/{handle}")
def one(visit: Player, handle: str) -> Response:
    """Where the addresses lead that the practice network gives its posts."""
    stages = _stages(visit)
    found = visit.session.exec(select(PracticeAccount).where(PracticeAccount.handle == handle)).first()
    if found is None or not stages:
        raise NotFound(NOT_HERE)
    on = next((s for s in stages if s.id == found.id), stages[0])
    return page(visit, "practice/profile.html", who=found, stage=on, threads=practice_rows.threads(visit.session, on, found.id or 0))


@router.get("/practice/{account_id}/{act}")
def form(visit: Player, account_id: int, act: str) -> Response:
    if act not in ("mention", "message", "post", "answer", "profile", "follow", "faults"):
        raise NotFound(NOT_HERE)
    return page(visit, "practice/form.html", **practice_rows.form(_stage(visit, account_id), act))


@router.post("/practice/{account_id}/mention")
def mention(visit: Player, account_id: int, typed: Typed) -> Response:
    try:
        practice.speak(visit.session, visit.me, account_id, **typed.texts("part", "handle", "text"), under=None)
    except BadInput as problem:
        return again(visit, "practice/form.html", problem, typed, **practice_rows.form(_stage(visit, account_id), "mention"))
    return done(visit, f"/practice?account={account_id}", f"Said. {SOON}")


@router.post("/practice/{account_id}/post")
def post(visit: Player, account_id: int, typed: Typed) -> Response:
    try:
        practice.post_outside(visit.session, visit.me, account_id, typed.text("text"))
    except BadInput as problem:
        return again(visit, "practice/form.html", problem, typed, **practice_rows.form(_stage(visit, account_id), "post"))
    return done(visit, f"/practice?account={account_id}", f"Posted past the gate. {SOON}")


@router.post("/practice/{account_id}/message")
def message(visit: Player, account_id: int, typed: Typed) -> Response:
    return _privately(visit, account_id, typed, "message")


@router.post("/practice/{account_id}/answer")
def answer(visit: Player, account_id: int, typed: Typed) -> Response:
    return _privately(visit, account_id, typed, "answer")


@router.post("/practice/{account_id}/follow")
def follow(visit: Player, account_id: int, typed: Typed) -> Response:
    try:
        practice.follow_outside(visit.session, visit.me, account_id, **typed.texts("part", "handle"))
    except BadInput as problem:
        return again(visit, "practice/form.html", problem, typed, **practice_rows.form(_stage(visit, account_id), "follow"))
    return done(visit, f"/practice?account={account_id}", f"Followed past the gate. {SOON}")


@router.post("/practice/{account_id}/profile")
def profile(visit: Player, account_id: int, typed: Typed) -> Response:
    try:
        practice_face.change_outside(visit.session, visit.me, account_id, **typed.texts("field", "value"))
    except BadInput as problem:
        return again(visit, "practice/form.html", problem, typed, **practice_rows.form(_stage(visit, account_id), "profile"))
    return done(visit, f"/practice?account={account_id}", f"Changed past the gate. {SOON}")


@router.post("/practice/{account_id}/faults")
def order(visit: Player, account_id: int, typed: Typed) -> Response:
    try:
        practice.order_fault(visit.session, visit.me, account_id, **typed.texts("kind", "call"), times=typed.number("times"))
    except BadInput as problem:
        return again(visit, "practice/form.html", problem, typed, **practice_rows.form(_stage(visit, account_id), "faults"))
    return done(visit, f"/practice?account={account_id}", "Ordered. The network fails from its next such call.")


@router.post("/practice/{account_id}/faults/clear")
def clear(visit: Player, account_id: int) -> Response:
    practice.clear_faults(visit.session, visit.me, account_id)
    return done(visit, f"/practice?account={account_id}", "The network works again. What was waiting goes on by itself.")


@router.get("/practice/{account_id}/posts/{post_id}/{act}")
def post_form(visit: Player, account_id: int, post_id: int, act: str) -> Response:
    if act not in ("reply", "edit", "delete"):
        raise NotFound(NOT_HERE)
    on = _stage(visit, account_id)
    return page(visit, "practice/form.html", **practice_rows.form(on, act, practice_rows.said(visit.session, on, post_id)))


@router.post("/practice/{account_id}/posts/{post_id}/reply")
def reply(visit: Player, account_id: int, post_id: int, typed: Typed) -> Response:
    try:
        practice.speak(visit.session, visit.me, account_id, **typed.texts("part", "handle", "text"), under=post_id)
    except BadInput as problem:
        on = _stage(visit, account_id)
        return again(visit, "practice/form.html", problem, typed, **practice_rows.form(on, "reply", practice_rows.said(visit.session, on, post_id)))
    return done(visit, f"/practice?account={account_id}", f"Answered. {SOON}")


@router.post("/practice/{account_id}/posts/{post_id}/edit")
def edit(visit: Player, account_id: int, post_id: int, typed: Typed) -> Response:
    try:
        practice.edit_outside(visit.session, visit.me, account_id, post_id, typed.text("text"))
    except BadInput as problem:
        on = _stage(visit, account_id)
        return again(visit, "practice/form.html", problem, typed, **practice_rows.form(on, "edit", practice_rows.said(visit.session, on, post_id)))
    return done(visit, f"/practice?account={account_id}", f"Changed past the gate. {SOON}")


@router.post("/practice/{account_id}/posts/{post_id}/delete")
def delete(visit: Player, account_id: int, post_id: int) -> Response:
    practice.delete_outside(visit.session, visit.me, account_id, post_id)
    return done(visit, f"/practice?account={account_id}", f"Deleted past the gate. {SOON}")


def _privately(visit: Visit, account_id: int, typed: Filled, act: str) -> Response:
    try:
        practice_messages.write(visit.session, visit.me, account_id, **typed.texts("part", "handle", "text"), outwards=act == "answer")
    except (BadInput, Refusal) as problem:
        return again(visit, "practice/form.html", problem, typed, **practice_rows.form(_stage(visit, account_id), act))
    return done(visit, f"/practice?account={account_id}", f"Sent. {SOON}")


def _stages(visit: Visit) -> list[Stage]:
    """Where nobody practises there is no such page."""
    if not practice.practice_academies(visit.session, visit.me):
        raise NotFound(NOT_HERE)
    return practice.stages(visit.session, visit.me)


def _stage(visit: Visit, account_id: int) -> Stage:
    return practice.stage(visit.session, visit.me, account_id)
