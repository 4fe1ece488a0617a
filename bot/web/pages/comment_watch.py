"""Watch only: which accounts and rules judge without hiding, and what they would have done."""

from typing import Annotated, Any

from fastapi import APIRouter
from starlette.responses import Response

from bot.accounts import register
from bot.clock import today
from bot.errors import BadInput, Refusal
from bot.moderation.desk import shadow, shadow_report
from bot.people.found import person
from bot.people.grants import Place
from bot.people.models import Academy
from bot.people.permissions import Verb
from bot.reports.outside import accounts_where
from bot.web.access import Visit, allowed
from bot.web.forms import Filled, Typed, again
from bot.web.pages.comment_appeals import account_of
from bot.web.rendering import done, page

router = APIRouter()
Leader = Annotated[Visit, allowed(Verb.WATCH_ONLY)]


@router.get("/watch-only")
def watched(visit: Leader) -> Response:
    return page(visit, "comments/watch.html", **_all(visit))


@router.get("/watch-only/accounts")
def account_form(visit: Leader) -> Response:
    return page(visit, "comments/watch_form.html", **_form(visit, "account"))


@router.post("/watch-only/accounts")
def watch_account(visit: Leader, typed: Typed) -> Response:
    try:
        shadow.watch_account(visit.session, visit.me, account_of(visit, typed, Verb.WATCH_ONLY), typed.text("reason"), typed.day("review_on"))
    except (BadInput, Refusal) as problem:
        return again(visit, "comments/watch_form.html", problem, typed, **_form(visit, "account"))
    return done(visit, "/watch-only", "The machine hides nothing on this account from now on. Safeguarding is paged all the same.")


@router.get("/watch-only/rules")
def rule_form(visit: Leader) -> Response:
    return page(visit, "comments/watch_form.html", **_form(visit, "rule"))


@router.post("/watch-only/rules")
def watch_rule(visit: Leader, typed: Typed) -> Response:
    try:
        shadow.watch_rule(visit.session, visit.me, _academy(visit, typed), typed.text("rule"), typed.text("reason"), typed.day("review_on"))
    except (BadInput, Refusal) as problem:
        return again(visit, "comments/watch_form.html", problem, typed, **_form(visit, "rule"))
    return done(visit, "/watch-only", "This rule hides nothing from now on. Where another rule speaks too, that one still does.")


@router.post("/watch-only/{watch_id}/end")
def end(visit: Leader, watch_id: int) -> Response:
    shadow.end(visit.session, visit.me, watch_id)
    return done(visit, "/watch-only", "Ended. From now on the machine hides again where the policy says so.")


def _academy(visit: Visit, typed: Filled) -> int:
    homes = [home.id or 0 for home in _homes(visit)]
    chosen = homes[0] if len(homes) == 1 else typed.number("academy_id")
    if chosen not in homes:
        raise BadInput({"academy_id": "Choose the academy."})
    return chosen


def _all(visit: Visit) -> dict[str, Any]:
    session = visit.session
    rows = shadow.standing(session, visit.me)
    return {
        "rows": [
            (row, f"@{register.account(session, row.account_id).handle}" if row.account_id else row.rule, person(session, row.began_by).name)
            for row in rows
        ],
        "tallies": {row.id: shadow_report.would_have(session, row) for row in rows},
        "by_rule": {home.name: shadow_report.by_rule(session, home.id or 0) for home in _homes(visit)},
        "today": today(),
    }


def _form(visit: Visit, kind: str) -> dict[str, Any]:
    session, homes = visit.session, _homes(visit)
    watching = {row.account_id for row in shadow.standing(session, visit.me)}
    rules = sorted({rule for home in homes for rule in shadow.rules(session, home.id or 0)}, key=lambda rule: (":" in rule, rule))
    return {
        "kind": kind,
        "accounts": [(a.id, f"@{a.handle}") for a in accounts_where(session, visit.me, Verb.WATCH_ONLY) if a.id not in watching],
        "homes": [(home.id, home.name) for home in homes],
        "rules": [(rule, rule) for rule in rules],
        "longest": shadow.LONGEST_WATCH,
    }


def _homes(visit: Visit) -> list[Academy]:
    return [home for home in visit.academies if visit.may(Verb.WATCH_ONLY, Place(home.id or 0))]
