"""The policy an academy is held to: each rule with its clause, how late its review is, and confirming that it was read."""

from typing import Annotated, Any

from fastapi import APIRouter
from starlette.responses import Response

from bot.clock import today
from bot.errors import BadInput, Refusal
from bot.people import register
from bot.people.academies import empty_roles
from bot.people.grants import attested, profiles_of
from bot.people.models import Academy
from bot.people.override_models import OverrideStanding
from bot.people.overrides import overrides_at
from bot.people.permissions import Verb
from bot.policy.clauses import clauses_of
from bot.policy.profile import Profile
from bot.policy.show import overdue, rows, version_hash
from bot.web.access import Visit, allowed
from bot.web.forms import Typed, again, wanted
from bot.web.pages.policy_words import spoken_value
from bot.web.rendering import done, page

router = APIRouter()
MayRead = Annotated[Visit, allowed(Verb.READ_POLICY)]


def _policies(visit: Visit) -> list[dict[str, Any]]:
    """One for each profile as it counts: two academies that decided differently about the same policy are shown apart."""
    by_version: dict[str, list[Academy]] = {}
    profiles = profiles_of(visit.session, visit.academies)
    for academy in visit.academies:
        by_version.setdefault(version_hash(profiles[academy.id or 0]), []).append(academy)
    return [_one(visit, profiles[homes[0].id or 0], homes) for homes in by_version.values()]


def _one(visit: Visit, profile: Profile, homes: list[Academy]) -> dict[str, Any]:
    empty = dict.fromkeys(sentence for home in homes for sentence in empty_roles(visit.session, home.id or 0, home.policy))
    decided = {key for home in homes for key in overrides_at(visit.session, home.id or 0, OverrideStanding.ACTIVE)}
    return {
        "profile": profile,
        "academies": [(a.id, a.name) for a in homes],
        "rows": [_row(profile, row, decided) for row in rows(profile)],
        "overdue": overdue(profile, today()),
        "vacancies": list(empty),
        "attested": attested(visit.session, visit.me, profile),
        "clauses": bool(clauses_of(profile)),
    }


def _row(profile: Profile, row: dict[str, Any], decided: set[str]) -> dict[str, Any]:
    key = row["parameter"]
    return {
        **row,
        "words": spoken_value(row["value"], key),
        "question": Profile.asks(key).question,
        "missing": key in profile.to_enter(),
        "decided": key in decided,
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
