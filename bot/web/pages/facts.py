"""Checking facts: what waits for me, then one draft claim by claim, signed for exactly the version on the page."""

from typing import Annotated, Any

from fastapi import APIRouter
from starlette.responses import Response

from bot.drafts import signoff, turns
from bot.drafts.lifecycle import Finding, Move
from bot.drafts.models import Draft
from bot.drafts.signatures import Signing, same_digest
from bot.errors import BadInput, NotFound, Refusal
from bot.people.permissions import Verb
from bot.web.access import Visit, allowed
from bot.web.forms import Filled, Typed, again, wanted
from bot.web.pages.draft_view import ClaimRow, claim_rows, everything
from bot.web.pages.queues import queue
from bot.web.rendering import done, page

router = APIRouter()
MayCheck = Annotated[Visit, allowed(Verb.CHECK)]
ONE = "drafts/facts.html"
FACT = "drafts/fact.html"
CHOICES = (
    (Finding.VERIFIED.value, "Verified: the source says so"),
    (Finding.WRONG.value, "Wrong"),
    (Finding.CANNOT_TELL.value, "I cannot tell"),
)
DENIED = (
    (Finding.NOT_A_FACT.value, "Not a fact: the author is right"),
    (Finding.WRONG.value, "It is a fact and needs a source"),
    (Finding.CANNOT_TELL.value, "I cannot tell"),
)


def choices(row: ClaimRow) -> tuple[tuple[str, str], ...]:
    """What a checker may say: about a source, or about the author's reason why there is none."""
    return DENIED if row.source and row.source.denied else CHOICES


@router.get("/facts")
def waiting(visit: MayCheck) -> Response:
    return queue(visit, Move.SIGN_FACTS)


@router.get("/facts/{draft_id}")
def one(visit: MayCheck, draft_id: int) -> Response:
    draft = turns.draft_for(visit.session, visit.me, draft_id)
    return page(visit, ONE, choices=choices, **everything(visit, draft))


@router.get("/facts/{draft_id}/{claim_id}")
def fact(visit: MayCheck, draft_id: int, claim_id: int) -> Response:
    """One fact at a time, for a small screen."""
    draft = turns.draft_for(visit.session, visit.me, draft_id)
    return page(visit, FACT, **_fact(visit, draft, claim_id))


@router.post("/facts/{draft_id}/{claim_id}")
def check_one(visit: MayCheck, draft_id: int, claim_id: int, typed: Typed) -> Response:
    draft = turns.draft_for(visit.session, visit.me, draft_id)
    shown = _fact(visit, draft, claim_id)
    try:
        same_digest(visit.session, draft, typed.text("digest"))
        wanted(typed, **{f"finding_{claim_id}": "Choose what you found."})
        _keep(visit, draft, typed)
    except (BadInput, Refusal) as problem:
        return again(visit, FACT, problem, typed, **shown)
    to = f"/facts/{draft_id}/{shown['next']}" if shown["next"] else f"/facts/{draft_id}"
    return done(visit, to, "What you found is kept.")


def _fact(visit: Visit, draft: Draft, claim_id: int) -> dict[str, Any]:
    """The one fact, where it stands among the others, and the next one that nobody has checked."""
    context = everything(visit, draft)
    rows: list[ClaimRow] = context["claims"]
    here = next((n for n, row in enumerate(rows) if row.claim.id == claim_id), None)
    if here is None:
        raise NotFound("That fact is no longer in the draft: it was changed meanwhile.")
    open_rows = [row.claim.id for row in rows[here + 1 :] + rows[:here] if row.finding == Finding.NONE]
    return {**context, "row": rows[here], "choices": choices(rows[here]), "place": here + 1, "count": len(rows), "next": next(iter(open_rows), None)}


@router.post("/facts/{draft_id}")
def check(visit: MayCheck, draft_id: int, typed: Typed) -> Response:
    """Keeps every finding that can be kept, says which cannot, and signs when that was asked for."""
    draft = turns.draft_for(visit.session, visit.me, draft_id)
    try:
        same_digest(visit.session, draft, typed.text("digest"))
        _keep(visit, draft, typed)
        if typed.text("then") == "sign":
            signing = Signing(visit.me, visit.request.app.state.vault)
            signoff.sign_facts(visit.session, signing, draft_id, typed.text("digest"))
            return done(visit, f"/drafts/{draft_id}", "The facts are signed.")
    except (BadInput, Refusal) as problem:
        return again(visit, ONE, problem, typed, choices=choices, **everything(visit, draft))
    return done(visit, f"/facts/{draft_id}", "What you found is kept.")


def _keep(visit: Visit, draft: Draft, typed: Filled) -> None:
    wrong: dict[str, str] = {}
    for row in claim_rows(visit.session, draft):
        number = row.claim.id or 0
        finding, note = typed.text(f"finding_{number}"), typed.text(f"note_{number}")
        if not finding or _same(row, finding, note):
            continue
        try:
            signoff.check_claim(visit.session, visit.me, number, finding, note)
        except BadInput as problem:
            wrong.update({f"{name}_{number}": sentence for name, sentence in problem.fields.items()})
        except NotFound as problem:
            wrong[f"finding_{number}"] = problem.sentence
    if wrong:
        raise BadInput(wrong)


def _same(row: ClaimRow, finding: str, note: str) -> bool:
    return row.finding == finding and row.claim.finding_note == note.strip()
