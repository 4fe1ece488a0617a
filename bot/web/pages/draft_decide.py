"""The acts that need words: sending back, rejecting, asking or refusing for data protection; and posts that are stuck."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from bot.drafts import resolve, signoff, turns
from bot.drafts.data_decision import clear_with_changes, dpo_decide
from bot.drafts.models import Draft, Release
from bot.drafts.signatures import Signing
from bot.drafts.take_down import take_down
from bot.errors import BadInput, NotFound, Refusal
from bot.people.permissions import Verb
from bot.web.access import Visit, allowed
from bot.web.forms import Filled, Typed, again
from bot.web.pages.draft_rows import row
from bot.web.rendering import done, page

router = APIRouter()
MayJudge = Annotated[Visit, allowed(Verb.CHECK, Verb.APPROVE)]
MayApprove = Annotated[Visit, allowed(Verb.APPROVE)]
MayClear = Annotated[Visit, allowed(Verb.CLEAR_DATA)]
MayRelease = Annotated[Visit, allowed(Verb.RELEASE)]
MayTakeDown = Annotated[Visit, allowed(Verb.DECIDE_STRAYS)]
Act = Callable[[Visit, int, Filled], Draft]


@dataclass(frozen=True)
class Reasoned:
    """An act with a reason has a small page of its own, because somebody else will read what is written there."""

    title: str
    hint: str
    button: str
    said: str
    act: Act


def _send_back(visit: Visit, draft_id: int, typed: Filled) -> Draft:
    return signoff.send_back(visit.session, visit.me, draft_id, typed.text("reason"))


def _reject(visit: Visit, draft_id: int, typed: Filled) -> Draft:
    return signoff.send_back(visit.session, visit.me, draft_id, typed.text("reason"), reject=True)


def _ask_dpo(visit: Visit, draft_id: int, typed: Filled) -> Draft:
    return signoff.ask_dpo(visit.session, visit.me, draft_id, typed.text("reason"))


def _clear_data(visit: Visit, draft_id: int, typed: Filled) -> Draft:
    signing = Signing(visit.me, visit.request.app.state.vault)
    return dpo_decide(visit.session, signing, draft_id, typed.text("digest"), clear=True, reason=typed.text("reason"))


def _clear_with_changes(visit: Visit, draft_id: int, typed: Filled) -> Draft:
    signing = Signing(visit.me, visit.request.app.state.vault)
    return clear_with_changes(visit.session, signing, draft_id, typed.text("digest"), typed.text("reason"))


def _refuse_data(visit: Visit, draft_id: int, typed: Filled) -> Draft:
    signing = Signing(visit.me, visit.request.app.state.vault)
    return dpo_decide(visit.session, signing, draft_id, typed.text("digest"), clear=False, reason=typed.text("reason"))


def _take_down(visit: Visit, draft_id: int, typed: Filled) -> Draft:
    return take_down(visit.session, visit.me, draft_id, typed.text("reason"))


SEND_BACK = Reasoned("Send it back for changes", "Say what should change. The author reads this.", "Send it back", "Sent back.", _send_back)
REJECT = Reasoned(
    "Reject it for good",
    "Say why. A rejected draft cannot come back; where a change would be enough, send it back instead.",
    "Reject it",
    "Rejected.",
    _reject,
)
ASK_DPO = Reasoned(
    "Ask the data protection officer", "Say what they should look at.", "Ask them", "The data protection officer has been asked.", _ask_dpo
)
CLEAR_DATA = Reasoned(
    "The data may be public",
    "Say on what basis, in a few words: consent given, public already, nobody can be recognised. It stays with your signature.",
    "Clear it",
    "Cleared. It goes to senior leadership.",
    _clear_data,
)
CLEAR_WITH_CHANGES = Reasoned(
    "It may be public once something is changed",
    "Say exactly what has to change. The draft goes back to its author with these words, and comes to you again before anybody approves it.",
    "Send it back with this condition",
    "Sent back with your condition. It comes to you again.",
    _clear_with_changes,
)
REFUSE_DATA = Reasoned(
    "The data may not be public",
    "Say why, so that the author knows what to change. The draft cannot come back unchanged.",
    "Refuse it",
    "Refused. Its author has been told.",
    _refuse_data,
)


TAKE_DOWN = Reasoned(
    "Take the live post down",
    "Say why. It is removed from every account it is live on and read back; its author and a governor read your reason. To put a corrected one out, "
    "write a new draft.",
    "Take it down",
    "It is being removed, and read back until it is gone.",
    _take_down,
)


def _ask(visit: Visit, draft_id: int, kind: Reasoned) -> Response:
    draft = turns.draft_for(visit.session, visit.me, draft_id)
    return page(visit, "drafts/reason.html", kind=kind, draft=draft, row=row(visit.session, draft))


def _decide(visit: Visit, draft_id: int, typed: Filled, kind: Reasoned) -> Response:
    draft = turns.draft_for(visit.session, visit.me, draft_id)
    shown = row(visit.session, draft)
    try:
        kind.act(visit, draft_id, typed)
    except (BadInput, Refusal) as problem:
        return again(visit, "drafts/reason.html", problem, typed, kind=kind, draft=draft, row=shown)
    return done(visit, f"/drafts/{draft_id}", kind.said)


@router.get("/drafts/{draft_id}/send-back")
def send_back_form(visit: MayJudge, draft_id: int) -> Response:
    return _ask(visit, draft_id, SEND_BACK)


@router.post("/drafts/{draft_id}/send-back")
def send_back(visit: MayJudge, draft_id: int, typed: Typed) -> Response:
    return _decide(visit, draft_id, typed, SEND_BACK)


@router.get("/drafts/{draft_id}/reject")
def reject_form(visit: MayApprove, draft_id: int) -> Response:
    return _ask(visit, draft_id, REJECT)


@router.post("/drafts/{draft_id}/reject")
def reject(visit: MayApprove, draft_id: int, typed: Typed) -> Response:
    return _decide(visit, draft_id, typed, REJECT)


@router.get("/drafts/{draft_id}/take-down")
def take_down_form(visit: MayTakeDown, draft_id: int) -> Response:
    return _ask(visit, draft_id, TAKE_DOWN)


@router.post("/drafts/{draft_id}/take-down")
def take_it_down(visit: MayTakeDown, draft_id: int, typed: Typed) -> Response:
    return _decide(visit, draft_id, typed, TAKE_DOWN)


@router.get("/drafts/{draft_id}/ask-dpo")
def ask_dpo_form(visit: MayJudge, draft_id: int) -> Response:
    return _ask(visit, draft_id, ASK_DPO)


@router.post("/drafts/{draft_id}/ask-dpo")
def ask_dpo(visit: MayJudge, draft_id: int, typed: Typed) -> Response:
    return _decide(visit, draft_id, typed, ASK_DPO)


@router.post("/drafts/{draft_id}/clear")
def clear(visit: MayClear, draft_id: int, typed: Typed) -> Response:
    """Asked on the page that shows the whole draft: the digest of that page is what is cleared."""
    return _decide(visit, draft_id, typed, CLEAR_DATA)


@router.get("/drafts/{draft_id}/clear-with-changes")
def clear_with_changes_form(visit: MayClear, draft_id: int) -> Response:
    return _ask(visit, draft_id, CLEAR_WITH_CHANGES)


@router.post("/drafts/{draft_id}/clear-with-changes")
def clear_it_with_changes(visit: MayClear, draft_id: int, typed: Typed) -> Response:
    return _decide(visit, draft_id, typed, CLEAR_WITH_CHANGES)


@router.get("/drafts/{draft_id}/refuse-data")
def refuse_data_form(visit: MayClear, draft_id: int) -> Response:
    return _ask(visit, draft_id, REFUSE_DATA)


@router.post("/drafts/{draft_id}/refuse-data")
def refuse_data(visit: MayClear, draft_id: int, typed: Typed) -> Response:
    return _decide(visit, draft_id, typed, REFUSE_DATA)


def _release(visit: Visit, draft_id: int, release_id: int) -> Release:
    draft = turns.draft_for(visit.session, visit.me, draft_id)
    release = visit.session.get(Release, release_id)
    if release is None or release.draft_id != draft.id:
        raise NotFound("That post is not here.")
    return release


@router.post("/drafts/{draft_id}/releases/{release_id}/again")
def send_again(visit: MayRelease, draft_id: int, release_id: int) -> Response:
    _release(visit, draft_id, release_id)
    resolve.release_again(visit.session, visit.me, release_id)
    return done(visit, f"/drafts/{draft_id}", "It is back in the queue. Every test is made again before it leaves.")


@router.get("/drafts/{draft_id}/releases/{release_id}/resolve")
def resolve_form(visit: MayRelease, draft_id: int, release_id: int) -> Response:
    release = _release(visit, draft_id, release_id)
    draft = turns.draft_for(visit.session, visit.me, draft_id)
    return page(visit, "drafts/resolve.html", draft=draft, release=release, row=row(visit.session, draft))


@router.post("/drafts/{draft_id}/releases/{release_id}/resolve")
def resolve_unknown(visit: MayRelease, draft_id: int, release_id: int, typed: Typed) -> Response:
    release = _release(visit, draft_id, release_id)
    draft = turns.draft_for(visit.session, visit.me, draft_id)
    try:
        up = _up(typed)
        resolve.resolve_unknown(visit.session, visit.me, release_id, it_is_up=up, remote_id=typed.text("remote_id"))
    except (BadInput, Refusal) as problem:
        return again(visit, "drafts/resolve.html", problem, typed, draft=draft, release=release, row=row(visit.session, draft))
    return done(visit, f"/drafts/{draft_id}", "Noted. It is read back now." if up else "Noted. It is held; it can be sent again from here.")


def _up(typed: Filled) -> bool:
    """Only a clear answer counts: what is said here decides whether the post is sent again."""
    if typed.text("up") not in ("yes", "no"):
        raise BadInput({"up": "Say whether the post is on the account."})
    return typed.text("up") == "yes"
