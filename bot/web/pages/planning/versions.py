"""The versions of a draft, and any two of them beside each other, word by word."""

from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from bot.clock import spoken
from bot.drafts import turns
from bot.drafts.planning import versions
from bot.people.permissions import Verb
from bot.web.access import Visit, allowed
from bot.web.pages.draft_standing import name
from bot.web.pages.planning.compare import compared
from bot.web.rendering import page

router = APIRouter()
MayRead = Annotated[Visit, allowed(Verb.READ_DRAFTS)]


@router.get("/drafts/{draft_id}/versions")
def listed(visit: MayRead, draft_id: int, old: str = "", new: str = "") -> Response:
    """A number that is no version of this draft counts as not chosen."""
    session, draft = visit.session, turns.draft_for(visit.session, visit.me, draft_id)
    found = versions.of_draft(session, draft_id)
    if not found:
        return page(visit, "planning/versions.html", draft=draft, versions=[], rows=[])
    left, right, why = versions.to_compare(session, visit.me, found)
    by_number = {each.version: each for each in found}
    chosen = (_number(old) in by_number, _number(new) in by_number)
    left, right = (_number(old) if chosen[0] else left), (_number(new) if chosen[1] else right)
    versions.saw(session, visit.me, draft)
    signed = versions.signers(session, draft_id)
    return page(
        visit,
        "planning/versions.html",
        draft=draft,
        versions=[(v.version, name(session, v.by), spoken(v.at), [name(session, p) for p in signed.get(v.digest, ())]) for v in reversed(found)],
        left=left,
        right=right,
        why="" if any(chosen) else why,
        rows=compared(session, by_number[left], by_number[right]) if left != right else [],
        newest=found[-1].version,
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
