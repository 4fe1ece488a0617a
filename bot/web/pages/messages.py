"""Private messages: what waits, one message, what is decided about it, and which networks let Gatepost see any. Nothing can be sent."""

from typing import Annotated, Any

from fastapi import APIRouter
from starlette.responses import Response

from bot.accounts import register
from bot.errors import BadInput, NotFound, Refusal
from bot.moderation.messages import blocks, desk, sent, words
from bot.moderation.messages.models import Category, MessageState, PrivateMessage
from bot.people.grants import Place
from bot.people.permissions import Verb
from bot.web.access import NOT_HERE, Visit, allowed
from bot.web.forms import Typed, again
from bot.web.marks import highlighted
from bot.web.pages import message_rows
from bot.web.pages.people_rows import names
from bot.web.rendering import done, page

router = APIRouter()
MayRead = Annotated[Visit, allowed(Verb.READ_MESSAGES)]
LIST, ONE = "messages/list.html", "messages/one.html"
EFFECTS: dict[MessageState, str] = {
    MessageState.CLOSED: "Closed. Nothing was sent.",
    MessageState.SIGNPOSTED: "Closed. Nothing was sent; the words to publish are on the message's page.",
    MessageState.SAFEGUARDING: "Passed to the safeguarding lead, who is being paged. It has left this desk.",
    MessageState.BLOCK_PROPOSED: "Proposed. Another leader confirms or refuses it.",
}


@router.get("/messages")
def listed(visit: MayRead, show: str = "waiting") -> Response:
    return page(visit, LIST, **_list(visit, decided=show == "decided"))


@router.post("/messages/close-ordinary")
def close_ordinary(visit: MayRead, typed: Typed) -> Response:
    home = typed.number("academy_id")
    if home not in {a.id for a in visit.academies}:
        raise NotFound(NOT_HERE)
    many = desk.close_ordinary(visit.session, visit.me, home or 0, typed.number("up_to") or 0)
    closed = f"Closed {many} ordinary {'message' if many == 1 else 'messages'}." if many else "There was none to close."
    return done(visit, "/messages", f"{closed} Nothing was sent.")


@router.get("/messages/seen")
def seen(visit: MayRead) -> Response:
    return page(visit, "messages/seen.html", accounts=message_rows.accounts(visit))


@router.get("/messages/{message_id}")
def one(visit: MayRead, message_id: int) -> Response:
    return page(visit, ONE, **_one(visit, message_id))


@router.post("/messages/{message_id}")
def decided(visit: MayRead, message_id: int, typed: Typed) -> Response:
    try:
        row = desk.decide(visit.session, visit.me, message_id, typed.text("decision"), **typed.texts("reason", "words"))
    except (BadInput, Refusal) as problem:
        return again(visit, ONE, problem, typed, **_one(visit, message_id))
    back = f"/messages/{message_id}" if row.state is MessageState.SIGNPOSTED else "/messages"
    return done(visit, back, EFFECTS[row.state])


def _list(visit: Visit, *, decided: bool) -> dict[str, Any]:
    rows = desk.queue(visit.session, visit.me, decided=decided)
    ordinary = [row for row in rows if row.category is Category.ORDINARY and row.state is MessageState.WAITING]
    homes = {row.academy_id for row in ordinary}
    return {
        "cards": [message_rows.card(visit.session, row) for row in rows],
        "decided": decided,
        "in_one_press": [
            (home, max(row.id or 0 for row in mine), len(mine), message_rows.academy_name(visit, home) if len(homes) > 1 else "")
            for home in sorted(homes)
            if len(mine := [row for row in ordinary if row.academy_id == home]) > 1
        ],
        "blocks": [(block, message_rows.account_of(visit.session, block)) for block in blocks.visible(visit.session, visit.me)],
        "sent": [(row, message_rows.account_of(visit.session, row)) for row in sent.visible(visit.session, visit.me)],
        "may_log": visit.may(Verb.LOG_MESSAGES),
    }


def _one(visit: Visit, message_id: int) -> dict[str, Any]:
    row, said = desk.opened(visit.session, visit.me, message_id)
    account = register.account(visit.session, row.account_id)
    profile, home = message_rows.profile_of(visit, row.academy_id)
    return {
        "card": message_rows.card(visit.session, row),
        "pieces": highlighted(said, ()) if said else [],
        "closing": words.closing(profile, account),
        "clause": profile.private_messages.clause if profile.private_messages.stated else "",
        "answer_clause": profile.answer_channel.clause if profile.answer_channel.stated else "",
        "signpost": words.signpost(account, home) if profile.signpost_reply.value else "",
        "former": profile.former_pupil_rule.value,
        "pupil": profile.pupil_word,
        "alumni": message_rows.alumni(visit, row.academy_id),
        "choices": _choices(visit, row, signposts=profile.signpost_reply.value) if row.state is MessageState.WAITING else [],
        "block": blocks.standing(visit.session, row),
        "names": names(visit.session),
        "asks_words": not said,
    }


def _choices(visit: Visit, row: PrivateMessage, *, signposts: bool) -> list[tuple[str, str]]:
    out = {desk.SIGNPOST} if not signposts else set()
    if not row.sender_id or not visit.may(Verb.READ_MESSAGES, Place(row.academy_id)):
        out.add(desk.BLOCK)
    return [(name, text) for name, text in desk.DECISIONS.items() if name not in out]
