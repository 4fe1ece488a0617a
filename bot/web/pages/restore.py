"""Reconcile only: what went out since the backup, account by account, and the end of the mode."""

from typing import Annotated, Any

from fastapi import APIRouter
from starlette.responses import Response

from bot.accounts.models import Account
from bot.drafts import reconcile, reconcile_decide
from bot.drafts.models import Draft, Release
from bot.drafts.reconcile_models import LookState, RestoredAccount, RestoredRelease, Wish
from bot.errors import BadInput, Refusal
from bot.people.grants import Place
from bot.people.permissions import Verb
from bot.web.access import Visit, allowed
from bot.web.forms import Filled, Typed, again
from bot.web.pages import people_rows
from bot.web.pages.account_words import label
from bot.web.rendering import done, page

router = APIRouter()
MayEnd = Annotated[Visit, allowed(Verb.END_RESTORE)]
READ: dict[LookState, tuple[str, str]] = {
    LookState.TO_LOOK: ("Being read", "blue"),
    LookState.LOOKED: ("Read", "green"),
    LookState.CANNOT: ("Cannot be read: look by hand", "red"),
    LookState.BY_HAND: ("Looked at by hand", "green"),
}
WISHES = {Wish.SEND: ("Not up; is sent at the end", "turquoise"), Wish.LEAVE: ("Not up; stays held", "grey")}


def _fate(look: RestoredAccount, item: RestoredRelease, release: Release) -> tuple[str, str]:
    if release.state in reconcile.UP:
        return "Up", "green"
    if release.state in reconcile.OVER:
        return "Over", "grey"
    if item.wish in WISHES:
        return WISHES[item.wish]
    waiting = look.state in (LookState.TO_LOOK, LookState.CANNOT)
    return ("Not looked for yet", "blue") if waiting else ("Not up: decide", "orange")


def _account(look: RestoredAccount, account: Account, items: list[tuple[RestoredRelease, Release, Draft]]) -> dict[str, Any]:
    read = look.state in (LookState.LOOKED, LookState.BY_HAND)
    return {
        "look": look,
        "account": account,
        "label": label(account.platform),
        "read": READ[look.state],
        "items": [(release, draft, _fate(look, item, release)) for item, release, draft in items],
        "undecided": read and any(not reconcile.accounted(item, release) for item, release, _ in items),
        "unread": not read,
    }


def _state(visit: Visit) -> dict[str, Any]:
    row = reconcile.standing(visit.session)
    rows: list[dict[str, Any]] = []
    if row is not None:
        for look, account in reconcile.accounts(visit.session, row):
            if visit.may(Verb.END_RESTORE, Place(account.academy_id)):
                rows.append(_account(look, account, reconcile.listed(visit.session, row, account.id)))
    left = len(reconcile.open_accounts(visit.session, row)) if row is not None else 0
    return {"row": row, "rows": rows, "left": left, "names": people_rows.names(visit.session)}


@router.get("/restore")
def shown(visit: MayEnd) -> Response:
    return page(visit, "restore/page.html", **_state(visit))


def _tried(visit: Visit, typed: Filled, problem: BadInput | Refusal) -> Response:
    return again(visit, "restore/page.html", problem, typed, **_state(visit))


@router.post("/restore/{look_id}/decide")
def decide(visit: MayEnd, look_id: int, typed: Typed) -> Response:
    try:
        count = reconcile_decide.decide(visit.session, visit.me, look_id, typed.text("wish"))
    except (BadInput, Refusal) as problem:
        return _tried(visit, typed, problem)
    return done(visit, "/restore", f"Noted for {count} post{'' if count == 1 else 's'}. Nothing goes out before you end this.")


@router.get("/restore/{look_id}/looked")
def looked_form(visit: MayEnd, look_id: int) -> Response:
    return page(visit, "restore/looked.html", look_id=look_id, **_state(visit))


@router.post("/restore/{look_id}/looked")
def looked(visit: MayEnd, look_id: int, typed: Typed) -> Response:
    try:
        reconcile_decide.looked_by_hand(visit.session, visit.me, look_id, typed.text("reason"))
    except (BadInput, Refusal) as problem:
        return again(visit, "restore/looked.html", problem, typed, look_id=look_id, **_state(visit))
    return done(visit, "/restore", "Noted. Now say of each post whether it is sent or left.")


@router.post("/restore/end")
def end(visit: MayEnd, typed: Typed) -> Response:
    try:
        reconcile_decide.end(visit.session, visit.me, typed.text("reason"))
    except (BadInput, Refusal) as problem:
        return _tried(visit, typed, problem)
    return done(visit, "/restore", "Publishing goes on. What you chose to send is back in the queue.")
