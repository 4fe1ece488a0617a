"""What people say about a draft, beside its text."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter
from starlette.responses import Response

from bot.drafts import turns
from bot.drafts.models import Draft
from bot.drafts.planning import comments
from bot.drafts.planning.models import DraftComment
from bot.errors import BadInput, Refusal
from bot.people.grants import Place
from bot.people.permissions import Verb
from bot.web.access import Visit, allowed
from bot.web.forms import Typed, again
from bot.web.pages.draft_rows import row
from bot.web.pages.draft_standing import name
from bot.web.rendering import done, page

router = APIRouter()
MayRead = Annotated[Visit, allowed(Verb.READ_DRAFTS)]
MayComment = Annotated[Visit, allowed(Verb.COMMENT_DRAFTS)]
TEMPLATE = "planning/comments.html"


@dataclass(frozen=True)
class Said:
    comment: DraftComment
    by: str
    resolved_by: str
    still_there: bool
    may_settle: bool


@router.get("/drafts/{draft_id}/comments")
def listed(visit: MayRead, draft_id: int) -> Response:
    return page(visit, TEMPLATE, **_shown(visit, turns.draft_for(visit.session, visit.me, draft_id)))


@router.post("/drafts/{draft_id}/comments")
def add(visit: MayComment, draft_id: int, typed: Typed) -> Response:
    draft = turns.draft_for(visit.session, visit.me, draft_id)
    try:
        comments.add(visit.session, visit.me, draft_id, **typed.texts("text", "quote"))
    except (BadInput, Refusal) as problem:
        return again(visit, TEMPLATE, problem, typed, **_shown(visit, draft))
    return done(visit, f"/drafts/{draft_id}/comments", "Your comment is here. The author and those who commented before are told.")


@router.post("/drafts/{draft_id}/comments/{comment_id}/settle")
def settle(visit: MayComment, draft_id: int, comment_id: int, typed: Typed) -> Response:
    draft = turns.draft_for(visit.session, visit.me, draft_id)
    resolved = typed.text("resolved") == "yes"
    try:
        comments.settle(visit.session, visit.me, draft_id, comment_id, resolved=resolved)
    except Refusal as problem:
        return again(visit, TEMPLATE, problem, typed, **_shown(visit, draft))
    return done(visit, f"/drafts/{draft_id}/comments", "Marked as dealt with." if resolved else "It is open again.")


def _shown(visit: Visit, draft: Draft) -> dict[str, Any]:
    may = visit.may(Verb.COMMENT_DRAFTS, Place(draft.academy_id))
    said = [_said(visit, draft, each, may=may) for each in comments.of_draft(visit.session, draft.id or 0)]
    return {
        "draft": draft,
        "row": row(visit.session, draft),
        "open": [each for each in said if each.comment.resolved_at is None],
        "dealt": [each for each in said if each.comment.resolved_at is not None],
        "may_comment": may,
        "longest": comments.LONGEST,
    }


def _said(visit: Visit, draft: Draft, comment: DraftComment, *, may: bool) -> Said:
    return Said(
        comment,
        name(visit.session, comment.person_id),
        name(visit.session, comment.resolved_by) if comment.resolved_by else "",
        comments.still_there(draft, comment),
        may and comments.may_settle(visit.me, draft, comment),
    )
