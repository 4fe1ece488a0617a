"""Ask first: the question, the page on which an adviser answers it, and the guidance that everybody can read."""

from typing import Annotated, Any

from fastapi import APIRouter
from starlette.responses import Response

from bot.drafts import advice, guidance, turns
from bot.drafts.advice_models import Advice, Verdict
from bot.drafts.advisers import of_draft, why_not, words
from bot.drafts.content import targets
from bot.drafts.lifecycle import State
from bot.drafts.models import Draft
from bot.errors import BadInput, NotFound, Refusal
from bot.people.found import person
from bot.people.grants import Place, profile_at
from bot.people.permissions import Verb
from bot.web.access import Visit, allowed, anyone_signed_in
from bot.web.forms import Typed, again
from bot.web.pages.account_words import label
from bot.web.rendering import done, page

router = APIRouter()
MayAsk = Annotated[Visit, allowed(Verb.DRAFT, Verb.CHECK, Verb.APPROVE, Verb.CLEAR_DATA)]
Anyone = Annotated[Visit, anyone_signed_in()]
ASK, ONE = "advice/ask.html", "advice/one.html"
NOT_HERE = "There is no such question, or it is not yours to see."
VERDICTS = [
    (Verdict.GO_ON.value, "Go on", "It goes into the queue: to the fact check, or to senior leadership. Your answer is no approval."),
    (Verdict.CHANGE_FIRST.value, "Change this first", "It goes back to its author with your answer."),
]


def _asking(visit: Visit, draft: Draft) -> dict[str, Any]:
    profile = profile_at(visit.session, draft.academy_id)
    said = guidance.reminders(profile, "submit")
    return {"draft": draft, "reminders": said}


@router.get("/drafts/{draft_id}/ask-first")
def form(visit: MayAsk, draft_id: int) -> Response:
    return page(visit, ASK, **_asking(visit, turns.draft_for(visit.session, visit.me, draft_id)))


@router.post("/drafts/{draft_id}/ask-first")
def ask(visit: MayAsk, draft_id: int, typed: Typed) -> Response:
    draft = turns.draft_for(visit.session, visit.me, draft_id)
    try:
        asked = advice.ask(visit.session, visit.me, draft_id, typed.text("question"))
    except (BadInput, Refusal) as problem:
        return again(visit, ASK, problem, typed, **_asking(visit, draft))
    return done(visit, f"/drafts/{draft_id}", f"Asked. It waits for advice from {words(asked)}, and nobody can approve it until then.")


@router.get("/advice")
def waiting(visit: Anyone) -> Response:
    return page(visit, "advice/list.html", waiting=advice.waiting(visit.session, visit.me), person=_name(visit))


@router.get("/advice/{advice_id}")
def one(visit: Anyone, advice_id: int) -> Response:
    return page(visit, ONE, **_shown(visit, *_found(visit, advice_id)))


@router.post("/advice/{advice_id}")
def answer(visit: Anyone, advice_id: int, typed: Typed) -> Response:
    draft, asked = _found(visit, advice_id)
    try:
        _refuse_closed(asked)
        given = {"verdict": typed.text("verdict"), "text": typed.text("answer")}
        advice.answer(visit.session, visit.me, draft.id or 0, typed.text("digest"), **given)
    except (BadInput, Refusal) as problem:
        return again(visit, ONE, problem, typed, **_shown(visit, *_found(visit, advice_id)))
    return done(visit, "/advice", "Answered. Your answer stays with the draft, and whoever asked has been told.")


def _refuse_closed(asked: Advice) -> None:
    if asked.closed:
        raise Refusal("This has been answered already.", rule="already-decided")


def _found(visit: Visit, advice_id: int) -> tuple[Draft, Advice]:
    """An adviser need not be somebody who reads drafts; whoever reads drafts may see what was asked."""
    asked = visit.session.get(Advice, advice_id)
    if asked is None:
        raise NotFound(NOT_HERE)
    draft = visit.session.get_one(Draft, asked.draft_id)
    reads = visit.may(Verb.READ_DRAFTS, Place(draft.academy_id))
    if not reads and why_not(visit.session, visit.me, draft, asked) is not None:
        raise NotFound(NOT_HERE)
    return draft, asked


def _shown(visit: Visit, draft: Draft, asked: Advice) -> dict[str, Any]:
    no = why_not(visit.session, visit.me, draft, asked)
    return {
        "draft": draft,
        "asked": asked,
        "who": words(asked),
        "person": _name(visit),
        "barred": no,
        "open": not asked.closed and draft.state is State.ADVICE,
        "verdicts": VERDICTS,
        "earlier": [each for each in of_draft(visit.session, draft.id or 0) if each.id != asked.id],
        "accounts": [f"@{a.handle} on {label(a.platform)}" for a in targets(visit.session, draft)],
        "reads": visit.may(Verb.READ_DRAFTS, Place(draft.academy_id)),
    }


def _name(visit: Visit) -> Any:
    return lambda person_id: person(visit.session, person_id).name if person_id else ""


@router.get("/guidance")
def guide(visit: Annotated[Visit, allowed(Verb.READ_POLICY)]) -> Response:
    homes = []
    for home in visit.academies:
        profile = profile_at(visit.session, home.id or 0)
        said = {where: guidance.reminders(profile, where) for where in guidance.PLACES}
        channels = [f"@{a.handle} on {label(a.platform)}" for a in guidance.channels(visit.session, home.id or 0)]
        homes.append((home, profile, said, guidance.links(visit.session, profile), channels))
    return page(visit, "advice/guidance.html", homes=homes, MOMENTS=MOMENTS, OFFERED=OFFERED)


MOMENTS = {"submit": "Before you submit", "approve": "Before you approve", "picture": "Before you add a picture", "reply": "When the public answers"}
OFFERED = {
    "example": "If you name your employer on an account of your own, words like these make clear that you speak for yourself.",
    "set_wording": "The policy sets the wording for posts of your own about your work. Until your trust enters it, this is an example.",
    "required": "The policy wants a disclaimer where you name the organisation on an account of your own, and leaves the wording to you.",
}
