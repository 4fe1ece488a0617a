"""The queues: what waits for a fact check, for senior leadership and for the data protection officer."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter
from starlette.responses import Response

from bot.drafts import turns
from bot.drafts.lifecycle import Move
from bot.people.grants import Place
from bot.people.permissions import Verb
from bot.reports.approvals import quick_approvals
from bot.web.access import Visit, allowed
from bot.web.pages.draft_rows import row
from bot.web.rendering import page

router = APIRouter()


@dataclass(frozen=True)
class Queue:
    path: str
    title: str
    lead: str
    link: str  # where one of them is dealt with
    empty: str


QUEUES: dict[Move, Queue] = {
    Move.SIGN_FACTS: Queue(
        "/facts",
        "Facts to check",
        "Check each fact against its source. You cannot check what you wrote or changed.",
        "/facts/",
        "No facts wait for you.",
    ),
    Move.APPROVE: Queue(
        "/approvals",
        "Waiting for approval",
        "Read each as the public will read it. Your approval counts for exactly the version on the page.",
        "/drafts/",
        "Nothing waits for your approval.",
    ),
    Move.CLEAR: Queue(
        "/data-protection",
        "Data protection",
        "Each of these may say something about a person. Until you decide, it cannot go out.",
        "/drafts/",
        "Nothing waits for you.",
    ),
}


def queue(visit: Visit, *moves: Move, **more: Any) -> Response:
    """Mine to deal with first; then those that wait for somebody else, with the reason."""
    found = [each for move in moves if visit.may(turns.NEXT_VERB[move]) for each in turns.with_reasons(visit.session, visit.me, move)]
    mine = [row(visit.session, draft) for draft, refusal in found if refusal is None]
    others = [row(visit.session, draft, refusal.sentence, whose=True) for draft, refusal in found if refusal is not None]
    return page(visit, "drafts/queue.html", queue=QUEUES[moves[0]], mine=mine, others=others, **more)


def mine_to_open(visit: Visit) -> list[tuple[str, str]]:
    """(title, path) of the queues this person has a part in."""
    return [(each.title, each.path) for move, each in QUEUES.items() if visit.may(turns.NEXT_VERB[move])]


@router.get("/approvals")
def approvals(visit: Annotated[Visit, allowed(Verb.APPROVE, Verb.APPROVE_EXTRA)]) -> Response:
    led = [a.id for a in visit.academies if a.id is not None and visit.may(Verb.RELEASE, Place(a.id))]
    return queue(visit, Move.APPROVE, Move.APPROVE_EXTRA, quick=quick_approvals(visit.session, led))


@router.get("/data-protection")
def data_protection(visit: Annotated[Visit, allowed(Verb.CLEAR_DATA)]) -> Response:
    return queue(visit, Move.CLEAR)
