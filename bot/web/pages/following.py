"""Whom the official accounts follow: the allow-list of organisations, requests for it, and follows that were made outside."""

from typing import Annotated, Any

from fastapi import APIRouter
from sqlmodel import Session
from starlette.responses import Response

from bot.accounts import register
from bot.accounts.models import Account
from bot.errors import BadInput, Refusal
from bot.following import guard, watch
from bot.following.models import Allowed, AllowState, StrayFollow, StrayFollowState
from bot.people.models import Person
from bot.people.permissions import Verb
from bot.platforms.capabilities import CAPABILITIES
from bot.reports import outside
from bot.web.access import Visit, allowed
from bot.web.forms import Typed, again
from bot.web.rendering import done, page

router = APIRouter()
MayRead = Annotated[Visit, allowed(Verb.READ_FOLLOWS)]
MayAsk = Annotated[Visit, allowed(Verb.ASK_FOLLOW)]
MayDecide = Annotated[Visit, allowed(Verb.DECIDE_FOLLOW)]
STATES = {
    AllowState.REQUESTED: ("Waiting for a leader", "yellow"),
    AllowState.APPROVED: ("Approved: being followed", "blue"),
    AllowState.ACTIVE: ("On the list", "green"),
    AllowState.REFUSED: ("Refused", "red"),
    AllowState.REMOVED: ("Taken off", "grey"),
}
F = StrayFollowState
STRAY_STATES = {
    F.BACKLOG: ("Followed before Gatepost: look at it", "orange"),
    F.UNDOING: ("Being undone", "yellow"),
    F.BY_HAND: ("To be undone by hand", "red"),
    F.UNDONE: ("Undone, and read back", "green"),
    F.ALLOWED: ("Put on the list since", "green"),
}
DECISIONS = [("approve", "Put it on the list", "Gatepost follows it."), ("refuse", "Refuse", "Nobody follows it. Say why.")]


@router.get("/following")
def following(visit: MayRead) -> Response:
    accounts = outside.accounts_where(visit.session, visit.me, Verb.READ_FOLLOWS)
    blocks = [_block(visit.session, account) for account in accounts]
    return page(
        visit,
        "following/list.html",
        blocks=blocks,
        STATES=STATES,
        STRAY_STATES=STRAY_STATES,
        may_ask=visit.may(Verb.ASK_FOLLOW),
        may_decide=visit.may(Verb.DECIDE_FOLLOW),
        may_see_holders=visit.may(Verb.DECIDE_FOLLOW) or visit.may(Verb.READ_AUDIT),
    )


@router.get("/following/ask/{account_id}")
def asking(visit: MayAsk, account_id: int) -> Response:
    return page(visit, "following/ask.html", account=outside.account_where(visit.session, visit.me, Verb.ASK_FOLLOW, account_id))


@router.post("/following/ask/{account_id}")
def ask(visit: MayAsk, account_id: int, typed: Typed) -> Response:
    account = outside.account_where(visit.session, visit.me, Verb.ASK_FOLLOW, account_id)
    try:
        entry = guard.ask(visit.session, visit.me, account_id, **typed.texts("handle", "organisation", "purpose", "website"))
    except (BadInput, Refusal) as problem:
        return again(visit, "following/ask.html", problem, typed, account=account)
    return done(visit, "/following", f"Asked for {entry.organisation}. A leader other than you decides; nothing is followed until then.")


@router.get("/following/entries/{entry_id}")
def one(visit: MayRead, entry_id: int) -> Response:
    return page(visit, "following/one.html", **_one(visit, entry_id))


@router.post("/following/entries/{entry_id}")
def decide(visit: MayDecide, entry_id: int, typed: Typed) -> Response:
    outside.follow_entry(visit.session, visit.me, entry_id)
    decision = typed.text("decision")
    if decision not in ("approve", "refuse"):
        unclear = BadInput({"decision": "Choose whether it goes on the list."})
        return again(visit, "following/one.html", unclear, typed, **_one(visit, entry_id))
    try:
        guard.decide(visit.session, visit.me, entry_id, approve=decision == "approve", reason=typed.text("reason"))
    except (BadInput, Refusal) as problem:
        return again(visit, "following/one.html", problem, typed, **_one(visit, entry_id))
    said = "On the list. The worker follows it within a minute." if decision == "approve" else "Refused. Your reason is on record."
    return done(visit, "/following", said)


@router.post("/following/entries/{entry_id}/take-off")
def take_off(visit: MayDecide, entry_id: int, typed: Typed) -> Response:
    outside.follow_entry(visit.session, visit.me, entry_id)
    try:
        guard.take_off(visit.session, visit.me, entry_id, typed.text("reason"))
    except (BadInput, Refusal) as problem:
        return again(visit, "following/one.html", problem, typed, **_one(visit, entry_id))
    return done(visit, "/following", "Taken off the list. The next reading of the account undoes the follow.")


@router.post("/following/strays/{stray_id}/undo")
def undo(visit: MayDecide, stray_id: int) -> Response:
    watch.decide_backlog(visit.session, visit.me, stray_id)
    return done(visit, "/following", "It is being undone. The worker reads back that it is gone.")


def _block(session: Session, account: Account) -> dict[str, Any]:
    """One account: its list, what waits, and what was followed outside."""
    key = account.id or 0
    strays: list[StrayFollow] = watch.open_strays(session, key)
    waiting = outside.follow_entries(session, key, AllowState.REQUESTED)
    return {
        "account": account,
        "can": CAPABILITIES[account.platform],
        "waiting": waiting,
        "listed": guard.on_list(session, key),
        "past": outside.follow_entries(session, key, AllowState.REFUSED, AllowState.REMOVED),
        "strays": strays,
        "names": {e.asked_by: _name(session, e.asked_by) for e in waiting},
    }


def _one(visit: Visit, entry_id: int) -> dict[str, Any]:
    entry: Allowed = outside.follow_entry(visit.session, visit.me, entry_id)
    return {
        "entry": entry,
        "account": register.account(visit.session, entry.account_id),
        "asked_by": _name(visit.session, entry.asked_by),
        "decided_by": _name(visit.session, entry.decided_by) if entry.decided_by else "",
        "state": STATES[entry.state],
        "decisions": DECISIONS,
        "may_decide": visit.may(Verb.DECIDE_FOLLOW),
    }


def _name(session: Session, person_id: int) -> str:
    found = session.get(Person, person_id)
    return found.name if found else "somebody"
