"""What reading and writing on networks that charge costs: by account and month, and each account's budget."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter
from starlette.responses import Response

from bot.accounts import costs_budget
from bot.accounts.costs_prices import DOLLAR, costs, dollars
from bot.clock import now
from bot.errors import BadInput, NotFound, Refusal
from bot.people.grants import Place
from bot.people.permissions import Verb
from bot.reports import costs as report
from bot.web.access import NOT_HERE, Visit, allowed
from bot.web.forms import Typed, again
from bot.web.pages.account_words import label
from bot.web.pages.accounts import seen
from bot.web.rendering import done, page

router = APIRouter()
MayRead = Annotated[Visit, allowed(Verb.READ_ACCOUNTS)]
MayConnect = Annotated[Visit, allowed(Verb.CONNECT_ACCOUNT)]


@router.get("/costs")
def listed(visit: MayRead, month: str = "") -> Response:
    chosen = _month(month)
    ids = [a.id for a in visit.academies if a.id is not None and visit.may(Verb.READ_ACCOUNTS, Place(a.id))]
    found = report.months(visit.session, ids, chosen)
    others = [each for each in report.kept_months(visit.session) if each != chosen]
    may_set = {each.account.id for each in found if visit.may(Verb.CONNECT_ACCOUNT, Place(each.account.academy_id))}
    return page(
        visit,
        "costs/list.html",
        found=found,
        month=chosen,
        others=others,
        label=label,
        dollars=dollars,
        may_set=may_set,
        this=now().date().replace(day=1),
    )


@router.get("/costs/{account_id}")
def budget(visit: MayConnect, account_id: int) -> Response:
    return page(visit, "costs/budget.html", **_form(visit, account_id))


@router.post("/costs/{account_id}")
def set_budget(visit: MayConnect, account_id: int, typed: Typed) -> Response:
    form = _form(visit, account_id)
    try:
        costs_budget.set_budget(visit.session, visit.me, account_id, typed.text("amount"), app_owned=typed.text("owned") != "no")
    except (BadInput, Refusal) as problem:
        return again(visit, "costs/budget.html", problem, typed, **form)
    return done(visit, "/costs", "The budget is set. It counts from now, for this month too.")


def _form(visit: Visit, account_id: int) -> dict[str, Any]:
    account = seen(visit, account_id)
    found = costs_budget.of(visit.session, account)
    if found is None:
        raise NotFound(NOT_HERE)
    own = f"{found.limit / DOLLAR:.2f}" if found.limit != costs().month else ""
    return {"account": account, "label": label(account.platform), "found": found, "own": own, "usual": dollars(costs().month), "dollars": dollars}


def _month(text: str) -> date:
    """This month for anything that is none: it comes from a link."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return now().date().replace(day=1)
