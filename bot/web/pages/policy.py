"""The policy an academy is held to: each rule with its clause, how late its review is, and confirming that it was read."""

from typing import Annotated, Any

from fastapi import APIRouter
from sqlmodel import select
from starlette.responses import Response

from bot.clock import today
from bot.errors import BadInput, Refusal
from bot.people import register
from bot.people.grants import attested, profile_at, roles
from bot.people.models import Academy, Person
from bot.people.permissions import Verb
from bot.policy.profile import Profile
from bot.policy.show import overdue, rows, vacancies
from bot.web.access import Visit, allowed
from bot.web.forms import Typed, again, wanted
from bot.web.pages.policy_words import spoken_value
from bot.web.rendering import done, page

router = APIRouter()
MayRead = Annotated[Visit, allowed(Verb.READ_POLICY)]


def _policies(visit: Visit) -> list[dict[str, Any]]:
    by_policy: dict[str, list[Academy]] = {}
    for academy in visit.academies:
        by_policy.setdefault(academy.policy, []).append(academy)
    return [_one(visit, academies) for academies in by_policy.values()]


def _one(visit: Visit, academies: list[Academy]) -> dict[str, Any]:
    profile = profile_at(visit.session, academies[0].id or 0)
    people = visit.session.exec(select(Person)).all()
    filled = {role.value for a in academies for person in people for role in roles(visit.session, person, a.id)}
    return {
        "profile": profile,
        "academies": [(a.id, a.name) for a in academies],
        "rows": [{**row, "words": spoken_value(row["value"]), "question": Profile.asks(row["parameter"]).question} for row in rows(profile)],
        "overdue": overdue(profile, today()),
        "vacancies": vacancies(profile, filled),
        "attested": attested(visit.session, visit.me, profile),
    }


@router.get("/policy")
def policy(visit: MayRead) -> Response:
    return page(visit, "policy.html", policies=_policies(visit))


@router.post("/policy")
def confirm(visit: MayRead, typed: Typed) -> Response:
    """`on_behalf_of` is on no form; whoever sends it is refused by the register, and that is on record."""
    try:
        if typed.number("on_behalf_of") is None:
            wanted(typed, understood="Tick the box to confirm that you read and understood the policy.")
        register.attest(visit.session, visit.me, on_behalf_of=typed.number("on_behalf_of"))
    except (BadInput, Refusal) as problem:
        return again(visit, "policy.html", problem, typed, policies=_policies(visit))
    return done(visit, "/policy", "It is on record that you read and understood the policy.")
