"""What follows from private messages: blocks to confirm and to look at again, and messages sent from the account outside Gatepost."""

from typing import Annotated, Any

from fastapi import APIRouter
from starlette.responses import Response

from bot.cases.models import Task
from bot.errors import BadInput, Refusal
from bot.moderation.messages import blocks, sent
from bot.moderation.messages.blocking import steps, task_of
from bot.moderation.messages.models import BlockState
from bot.people.grants import Place
from bot.people.permissions import Verb
from bot.platforms.capabilities import CAPABILITIES
from bot.platforms.messaging import MESSAGING
from bot.web.access import Visit, allowed
from bot.web.forms import Typed, again
from bot.web.marks import highlighted
from bot.web.pages import message_rows
from bot.web.pages.people_rows import names
from bot.web.rendering import done, page

router = APIRouter()
MayRead = Annotated[Visit, allowed(Verb.READ_MESSAGES)]
MayReadSent = Annotated[Visit, allowed(Verb.READ_SENT)]
BLOCK, SENT = "messages/block.html", "messages/sent.html"
B = BlockState
STATES: dict[BlockState, tuple[str, str]] = {
    B.PROPOSED: ("Proposed: nobody is blocked yet", "yellow"),
    B.REFUSED: ("Refused: nobody was blocked", "grey"),
    B.ACTING: ("Being carried out", "yellow"),
    B.BLOCKED: ("Blocked, and read back", "green"),
    B.BY_HAND: ("A person has a task to do it", "yellow"),
    B.ENDED: ("Lifted, and read back", "grey"),
}


@router.get("/messages/blocks/{block_id}")
def block(visit: MayRead, block_id: int) -> Response:
    return page(visit, BLOCK, **_block(visit, block_id))


@router.post("/messages/blocks/{block_id}")
def decide_block(visit: MayRead, block_id: int, typed: Typed) -> Response:
    try:
        blocks.decide(visit.session, visit.me, block_id, **typed.texts("decision", "words"))
    except (BadInput, Refusal) as problem:
        return again(visit, BLOCK, problem, typed, **_block(visit, block_id))
    return done(visit, f"/messages/blocks/{block_id}", "Decided, and on record. The page says how it stands.")


@router.get("/messages/sent/{sent_id}")
def one_sent(visit: MayReadSent, sent_id: int) -> Response:
    return page(visit, SENT, **_sent(visit, sent_id))


@router.post("/messages/sent/{sent_id}")
def settle(visit: MayReadSent, sent_id: int, typed: Typed) -> Response:
    try:
        sent.settle(visit.session, visit.me, sent_id, typed.text("outcome"))
    except (BadInput, Refusal) as problem:
        return again(visit, SENT, problem, typed, **_sent(visit, sent_id))
    return done(visit, f"/messages/sent/{sent_id}", "Written down, and on record.")


def _block(visit: Visit, block_id: int) -> dict[str, Any]:
    row = blocks.mine(visit.session, visit.me, block_id)
    account = message_rows.account_of(visit.session, row)
    task: Task | None = task_of(visit.session, row)
    return {
        "block": row,
        "account": account,
        "network": CAPABILITIES[account.platform].label,
        "can": MESSAGING[account.platform],
        "after_block": CAPABILITIES[account.platform].after_block,
        "state": ("Done by hand" if row.wanted else "Lifted by hand", "green") if task and task.done_at else STATES[row.state],
        "task": task,
        "steps": steps(account, wanted=row.wanted),
        "choices": list(blocks.possible(row).items()) if visit.may(Verb.BLOCK_SENDERS, Place(row.academy_id)) else [],
        "names": names(visit.session),
    }


def _sent(visit: Visit, sent_id: int) -> dict[str, Any]:
    row, said = sent.opened(visit.session, visit.me, sent_id)
    account = message_rows.account_of(visit.session, row)
    return {
        "row": row,
        "account": account,
        "network": CAPABILITIES[account.platform].label,
        "pieces": highlighted(said, ()) if said else [],
        "names": names(visit.session),
    }
