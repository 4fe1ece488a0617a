"""The list of drafts: what waits for me first, then mine, then everything I may read."""

from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter
from starlette.responses import FileResponse, Response

from bot.drafts import turns
from bot.drafts.lifecycle import WORDS, Move, ReleaseState, State
from bot.people.permissions import Verb
from bot.web.access import Visit, allowed
from bot.web.pages.draft_rows import PAGE, Row, mine, row, rows, search
from bot.web.pages.queues import mine_to_open
from bot.web.rendering import page

router = APIRouter()
MayRead = Annotated[Visit, allowed(Verb.READ_DRAFTS)]
STATIC = Path(__file__).parents[1] / "static"
MOST_PAGES = 10_000

# What a person is asked to do with a draft that waits for them.
ASKS: tuple[tuple[Move, str], ...] = (
    (Move.APPROVE, "Read it and approve it, or send it back"),
    (Move.CLEAR, "Decide whether the data may be public"),
    (Move.SIGN_FACTS, "Check its facts"),
)


@router.get("/drafts")
def listed(visit: MayRead, state: str = "", words: str = "", page_number: str = "1") -> Response:
    number = int(page_number) if page_number.isascii() and page_number.isdigit() and len(page_number) < 6 else 1
    number = min(max(number, 1), MOST_PAGES)
    places = turns.readable(visit.session, visit.me)
    words = words.replace("\0", "")
    found, total = search(visit.session, places, state, words, number)
    looking = bool(state or words.strip())
    first = number == 1 and not looking
    waits = _waiting(visit) if first else []
    above = {r.draft.id for r in waits}
    own = [d for d in mine(visit.session, visit.me, places) if d.id not in above] if first else []
    above |= {d.id for d in own}
    context: dict[str, Any] = {
        "waiting": waits,
        "mine": rows(visit.session, own),
        "found": rows(visit.session, [d for d in found if d.id not in above]),
        "above": len(above),
        "total": total,
        "number": number,
        "pages": max(1, -(-total // PAGE)),
        "queues": mine_to_open(visit),
        "looking": looking,
        "state": state,
        "words": words,
        "states": [(value.value, text) for value, text in WORDS.items() if isinstance(value, State | ReleaseState)],
    }
    return page(visit, "drafts/list.html", may_write=visit.may(Verb.DRAFT), **context)


def _waiting(visit: Visit) -> list[Row]:
    """Each draft once, with what is asked of me."""
    asked = {d.id: row(visit.session, d, f"Sent back to you: {d.note}") for d in turns.came_back(visit.session, visit.me)}
    for draft, release in turns.in_trouble(visit.session, visit.me):
        asked.setdefault(draft.id, row(visit.session, draft, release.reason or "Look at it and decide what becomes of it"))
    for move, ask in ASKS:
        if visit.may(turns.NEXT_VERB[move]):
            for draft in turns.waiting(visit.session, visit.me, move):
                asked.setdefault(draft.id, row(visit.session, draft, ask))
    return list(asked.values())


@router.get("/drafts/page.js")
def script(visit: MayRead) -> Response:  # noqa: ARG001 -- the gate is in the parameter
    return FileResponse(STATIC / "drafts.js", media_type="text/javascript")


@router.get("/drafts/page.css")
def style(visit: MayRead) -> Response:  # noqa: ARG001 -- the gate is in the parameter
    return FileResponse(STATIC / "drafts.css", media_type="text/css")
