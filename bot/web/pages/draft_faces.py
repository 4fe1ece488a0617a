"""The people in a draft's pictures as its readers see them, and the approver's word that children can be seen (S09.4)."""

from typing import Annotated, Any

from fastapi import APIRouter
from starlette.responses import Response

from bot.consent import images_register
from bot.drafts import image_consent, turns
from bot.drafts.bundle import MediaItem
from bot.drafts.content import bundle_of
from bot.drafts.models import Draft
from bot.errors import BadInput, Refusal
from bot.people.grants import Place
from bot.people.permissions import Verb
from bot.web.access import Visit, allowed
from bot.web.forms import Filled, Typed, again
from bot.web.pages.draft_rows import row
from bot.web.rendering import done, page

router = APIRouter()
MayApprove = Annotated[Visit, allowed(Verb.APPROVE)]
SEEN = "drafts/children_seen.html"


def pictured(visit: Visit, draft: Draft) -> dict[str, Any]:
    """For the draft's page: who is said to be in each picture, by its hash, and whether the approver may say otherwise."""
    items = bundle_of(visit.session, draft).media
    labels = {item.sha256: _labels(visit, draft, item) for item in items}
    asks = visit.may(Verb.APPROVE, Place(draft.academy_id)) and draft.state not in image_consent.OVER
    return {"labels": labels, "ask_faces": asks and _childless(visit, draft)}


def _labels(visit: Visit, draft: Draft, item: MediaItem) -> str:
    people = images_register.consents(visit.session, draft.academy_id, item.people).people
    return "; ".join(seen.label for seen in people.values())


def _childless(visit: Visit, draft: Draft) -> list[tuple[str, str]]:
    numbered = enumerate(bundle_of(visit.session, draft).media, start=1)
    hidden = {item.sha256 for item in image_consent.said_childless(visit.session, draft)}
    return [(item.sha256, f"Picture {number}: {item.alt or item.filename}") for number, item in numbered if item.sha256 in hidden]


def _chosen(typed: Filled, choices: int) -> list[str]:
    """Where there is one picture it needs no choosing."""
    found = typed.many("pictures")
    if choices > 1 and not found:
        raise BadInput({"pictures": "Choose the pictures in which children can be seen."})
    return found


@router.get("/drafts/{draft_id}/children-seen")
def ask(visit: MayApprove, draft_id: int) -> Response:
    draft = turns.draft_for(visit.session, visit.me, draft_id)
    return page(visit, SEEN, draft=draft, row=row(visit.session, draft), choices=_childless(visit, draft))


@router.post("/drafts/{draft_id}/children-seen")
def children_seen(visit: MayApprove, draft_id: int, typed: Typed) -> Response:
    draft = turns.draft_for(visit.session, visit.me, draft_id)
    try:
        image_consent.children_seen(visit.session, visit.me, draft_id, _chosen(typed, len(_childless(visit, draft))))
    except (BadInput, Refusal) as problem:
        return again(visit, SEEN, problem, typed, draft=draft, row=row(visit.session, draft), choices=_childless(visit, draft))
    return done(visit, f"/drafts/{draft_id}", "It is stopped. The Headteacher and the safeguarding lead have been told.")
