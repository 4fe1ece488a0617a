"""Checking facts: what waits for me, then one draft claim by claim, signed for exactly the version on the page."""

from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from bot.drafts import signoff, turns
from bot.drafts.lifecycle import Finding, Move
from bot.drafts.models import Draft
from bot.drafts.signatures import Signing, same_digest
from bot.errors import BadInput, NotFound, Refusal
from bot.people.permissions import Verb
from bot.web.access import Visit, allowed
from bot.web.forms import Filled, Typed, again
from bot.web.pages.draft_view import ClaimRow, claim_rows, everything
from bot.web.pages.queues import queue
from bot.web.rendering import done, page

router = APIRouter()
MayCheck = Annotated[Visit, allowed(Verb.CHECK)]
ONE = "drafts/facts.html"
CHOICES = (
    (Finding.VERIFIED.value, "Verified: the source says so"),
    (Finding.WRONG.value, "Wrong"),
    (Finding.CANNOT_TELL.value, "I cannot tell"),
)


@router.get("/facts")
def waiting(visit: MayCheck) -> Response:
    return queue(visit, Move.SIGN_FACTS)


@router.get("/facts/{draft_id}")
def one(visit: MayCheck, draft_id: int) -> Response:
    draft = turns.draft_for(visit.session, visit.me, draft_id)
    return page(visit, ONE, choices=CHOICES, **everything(visit, draft))


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
        return again(visit, ONE, problem, typed, choices=CHOICES, **everything(visit, draft))
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
