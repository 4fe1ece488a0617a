"""A private message arrived that Gatepost cannot see: who wrote it, when, and what kind it is."""

from typing import Annotated, Any

from fastapi import APIRouter
from starlette.responses import Response

from bot.errors import BadInput, Refusal
from bot.moderation.messages import manual
from bot.moderation.messages.models import MessageState
from bot.people.permissions import Verb
from bot.platforms.capabilities import CAPABILITIES
from bot.web.access import Visit, allowed
from bot.web.forms import Typed, again
from bot.web.rendering import done, page

router = APIRouter()
MayLog = Annotated[Visit, allowed(Verb.LOG_MESSAGES)]
NEW = "messages/new.html"


@router.get("/messages/new")
def form(visit: MayLog, account: str = "") -> Response:
    return page(visit, NEW, chosen=account, **_form(visit))


@router.post("/messages/new")
def write_down(visit: MayLog, typed: Typed) -> Response:
    try:
        row = manual.write_down(
            visit.session,
            visit.me,
            account_id=typed.number("account"),
            at=typed.moment("at"),
            **typed.texts("kind", "handle", "words"),
            seen_imagery=typed.ticked("imagery"),
        )
    except (BadInput, Refusal) as problem:
        return again(visit, NEW, problem, typed, chosen=typed.text("account"), **_form(visit))
    if row.state is MessageState.SAFEGUARDING:
        said = "Passed to the safeguarding lead, who is being paged. If it cannot wait, ring them too."
    else:
        said = "Written down. Nobody answers it; senior leadership closes it."
    return done(visit, "/messages" if visit.may(Verb.READ_MESSAGES) else "/", said)


def _form(visit: Visit) -> dict[str, Any]:
    return {
        "accounts": [(each.id, f"@{each.handle}, {CAPABILITIES[each.platform].label}") for each in manual.accounts(visit.session, visit.me)],
        "kinds": [(kind.value, words) for kind, (words, _) in manual.KINDS.items()],
    }
