"""The review of access: everybody with a live role or permission, when it was last used, and whether it is kept."""

from typing import Annotated, Any

from fastapi import APIRouter
from sqlmodel import Session
from starlette.responses import Response

from bot.accounts.models import Account
from bot.cases import access_review
from bot.errors import BadInput, Refusal
from bot.people import review
from bot.people.grants import same_human
from bot.people.models import Grant, Person, RoleHolding
from bot.people.permissions import ACCOUNT_VERBS, ROLE_WORDS, Verb
from bot.people.review_models import ReviewItem, ReviewState, Verdict
from bot.web.access import Visit, allowed
from bot.web.forms import Typed, again
from bot.web.pages.people_rows import academy_names, names
from bot.web.rendering import done, page

router = APIRouter()
MayReview = Annotated[Visit, allowed(Verb.REVIEW_ACCESS)]
LIST = "access_review/list.html"
VERDICTS = {
    Verdict.KEEP: ("Kept", "green"),
    Verdict.END: ("Ended", "grey"),
    Verdict.LAPSED: ("Ended by itself", "grey"),
    Verdict.OVER: ("Over", "grey"),
}


@router.get("/access-review")
def listed(visit: MayReview) -> Response:
    return page(visit, LIST, **_list(visit))


@router.post("/access-review/items/{item_id}")
def decide(visit: MayReview, item_id: int, typed: Typed) -> Response:
    verdict = typed.text("verdict")
    try:
        item = access_review.decide(visit.session, visit.me, item_id, verdict, typed.text(f"reason_{item_id}"))
    except BadInput as wrong:
        named = BadInput({f"reason_{item_id}": sentence for sentence in wrong.fields.values()})
        return again(visit, LIST, named, typed, **_list(visit))
    except Refusal as problem:
        return again(visit, LIST, problem, typed, **_list(visit))
    who = visit.session.get_one(Person, item.person_id).name
    return done(visit, "/access-review", f"{who}: {VERDICTS[item.verdict or Verdict.KEEP][0].lower()}.")


def _list(visit: Visit) -> dict[str, Any]:
    shown = [
        {
            "review": row,
            "where": academy_names(visit.session)[row.academy_id],
            "rows": [_row(visit, item) for item in access_review.items(visit.session, row.id or 0)],
            "open": row.state is ReviewState.OPEN,
        }
        for row in access_review.mine(visit.session, visit.me)
    ]
    return {"shown": shown, "names": names(visit.session), "days": review.DORMANT.days, "every": review.EVERY.days}


def _row(visit: Visit, item: ReviewItem) -> dict[str, Any]:
    held = access_review.holding_of(visit.session, item)
    person = visit.session.get_one(Person, item.person_id)
    return {
        "item": item,
        "person": person,
        "what": _words(visit.session, held),
        "may_decide": item.verdict is None and not same_human(visit.me, person),
        "mine": same_human(visit.me, person),
        "verdict": VERDICTS[item.verdict] if item.verdict else None,
    }


def _words(session: Session, held: RoleHolding | Grant) -> str:
    if isinstance(held, RoleHolding):
        return ROLE_WORDS[held.role] + ("" if held.academy_id else ", for the whole trust")
    return f"{ACCOUNT_VERBS[held.verb]} for @{session.get_one(Account, held.account_id).handle}"
