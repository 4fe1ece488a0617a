"""One draft: what it says, where it is and why, and the acts that need nothing but a press."""

from typing import Annotated, Any

from fastapi import APIRouter
from starlette.responses import Response

from bot.clock import now
from bot.drafts import signoff, turns
from bot.drafts.adopt import adopt
from bot.drafts.image_consent import children_seen
from bot.drafts.lifecycle import WORDS, State
from bot.drafts.models import Draft
from bot.drafts.signatures import Signing
from bot.errors import BadInput, Refusal
from bot.people.permissions import Verb
from bot.web.access import Visit, allowed
from bot.web.forms import Typed, again
from bot.web.pages.draft_opened import seconds
from bot.web.pages.draft_view import everything
from bot.web.rendering import done, page

router = APIRouter()
ONE = "drafts/one.html"


@router.get("/drafts/{draft_id}")
def one(visit: Annotated[Visit, allowed(Verb.READ_DRAFTS)], draft_id: int) -> Response:
    draft = turns.draft_for(visit.session, visit.me, draft_id)
    return page(visit, ONE, **everything(visit, draft))


@router.post("/drafts/{draft_id}/submit")
def submit(visit: Annotated[Visit, allowed(Verb.DRAFT)], draft_id: int, typed: Typed) -> Response:
    draft = turns.draft_for(visit.session, visit.me, draft_id)
    try:
        draft = signoff.submit(visit.session, visit.me, draft_id)
    except (BadInput, Refusal) as problem:
        return again(visit, ONE, problem, typed, **everything(visit, draft))
    return done(visit, f"/drafts/{draft_id}", f"Submitted. {WORDS[draft.state]}.")


@router.post("/drafts/{draft_id}/approve")
def approve(visit: Annotated[Visit, allowed(Verb.APPROVE)], draft_id: int, typed: Typed) -> Response:
    """Exactly the digest that was on the page."""
    draft = turns.draft_for(visit.session, visit.me, draft_id)
    how: dict[str, Any] = {"reason": typed.text("reason"), "seconds": seconds(visit, draft_id, typed), "faces": typed.text("faces")}
    try:
        if how["faces"] == "children":
            children_seen(visit.session, visit.me, draft_id)
            return done(visit, f"/drafts/{draft_id}", "Stopped. The Headteacher and the safeguarding lead have been told.")
        draft = signoff.approve(visit.session, _signing(visit), draft_id, typed.text("digest"), **how)
    except (BadInput, Refusal) as problem:
        return again(visit, ONE, problem, typed, **everything(visit, draft, typed))
    if draft.state is State.AWAITING_EXTRA:
        return done(visit, f"/drafts/{draft_id}", f"Approved. {WORDS[draft.state]}, who has been told.")
    return _gone(visit, draft)


@router.post("/drafts/{draft_id}/approve-extra")
def approve_extra(visit: Annotated[Visit, allowed(Verb.APPROVE_EXTRA)], draft_id: int, typed: Typed) -> Response:
    """The same digest once more, because of its topic."""
    draft = turns.draft_for(visit.session, visit.me, draft_id)
    try:
        draft = signoff.approve_extra(visit.session, _signing(visit), draft_id, typed.text("digest"), seconds=seconds(visit, draft_id, typed))
    except Refusal as problem:
        return again(visit, ONE, problem, typed, **everything(visit, draft, typed))
    return _gone(visit, draft)


def _gone(visit: Visit, draft: Draft) -> Response:
    draft_id = draft.id
    if draft.not_after <= now():
        return done(visit, f"/drafts/{draft_id}", "Approved, but its latest time has passed, so it is not sent. Its author has been told.")
    return done(visit, f"/drafts/{draft_id}", "Approved. It leaves in its time, after a last test.")


@router.post("/drafts/{draft_id}/withdraw")
def withdraw(visit: Annotated[Visit, allowed(Verb.DRAFT, Verb.APPROVE)], draft_id: int, typed: Typed) -> Response:
    draft = turns.draft_for(visit.session, visit.me, draft_id)
    try:
        signoff.withdraw(visit.session, visit.me, draft_id)
    except Refusal as problem:
        return again(visit, ONE, problem, typed, **everything(visit, draft))
    return done(visit, f"/drafts/{draft_id}", "Withdrawn. It will not go out.")


@router.post("/drafts/{draft_id}/adopt")
def adopt_it(visit: Annotated[Visit, allowed(Verb.DRAFT)], draft_id: int, typed: Typed) -> Response:
    draft = turns.draft_for(visit.session, visit.me, draft_id)
    try:
        adopt(visit.session, visit.me, draft_id)
    except Refusal as problem:
        return again(visit, ONE, problem, typed, **everything(visit, draft))
    return done(visit, f"/drafts/{draft_id}", "You have taken it over. It needs new signatures from others.")


def _signing(visit: Visit) -> Signing:
    return Signing(visit.me, visit.request.app.state.vault)
