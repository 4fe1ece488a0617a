"""What an academy is held to: the profile that an administrator proposes and the Headteacher agrees to, and its contact details."""

from typing import Annotated, Any

from fastapi import APIRouter
from starlette.responses import Response

from bot.errors import BadInput, NotFound, Refusal
from bot.people import academies
from bot.people.grants import Place, profile_at
from bot.people.models import Academy
from bot.people.permissions import Verb
from bot.policy import profile as profiles
from bot.web.access import Visit, allowed
from bot.web.forms import Typed, again
from bot.web.rendering import done, page

router = APIRouter()
MayRead = Annotated[Visit, allowed(Verb.READ_POLICY)]
MayPropose = Annotated[Visit, allowed(Verb.SET_PROFILE)]
MayAgree = Annotated[Visit, allowed(Verb.COSIGN_PROFILE)]


def _state(visit: Visit, academy_id: int) -> dict[str, Any]:
    home: Academy | None = next((a for a in visit.academies if a.id == academy_id), None)
    if home is None:
        raise NotFound("There is no such academy, or it is not yours to see.")
    place, here = Place(academy_id), profile_at(visit.session, academy_id)
    return {
        "academy": home,
        "profile": here,
        "missing": [(key, profiles.Profile.asks(key).question) for key in here.to_enter()],
        "proposed": profiles.load(home.proposed_policy) if home.proposed_policy else None,
        "empty": academies.empty_roles(visit.session, academy_id, home.proposed_policy or home.policy),
        "choices": [(name, profiles.load(name).title) for name in profiles.names()],
        "may_propose": visit.may(Verb.SET_PROFILE, place),
        "may_agree": visit.may(Verb.COSIGN_PROFILE, place),
        "may_channels": visit.may(Verb.KEEP_CHANNELS, place) or visit.may(Verb.AGREE_CHANNEL, place),
    }


@router.get("/academies/{academy_id}")
def academy(visit: MayRead, academy_id: int) -> Response:
    return page(visit, "academy.html", **_state(visit, academy_id))


@router.post("/academies/{academy_id}/profile")
def propose(visit: MayPropose, academy_id: int, typed: Typed) -> Response:
    try:
        academies.propose_profile(visit.session, visit.me, academy_id, typed.text("policy"))
    except (BadInput, Refusal) as problem:
        return again(visit, "academy.html", problem, typed, **_state(visit, academy_id))
    return done(visit, f"/academies/{academy_id}", "Proposed. It counts when the Headteacher agrees.")


@router.post("/academies/{academy_id}/agree")
def agree(visit: MayAgree, academy_id: int, typed: Typed) -> Response:
    try:
        academies.agree_profile(visit.session, visit.me, academy_id)
    except (BadInput, Refusal) as problem:
        return again(visit, "academy.html", problem, typed, **_state(visit, academy_id))
    return done(visit, f"/academies/{academy_id}", "Agreed. Everybody is asked to read the policy and confirm before they go on.")


@router.post("/academies/{academy_id}/contacts")
def contacts(visit: MayPropose, academy_id: int, typed: Typed) -> Response:
    try:
        academies.set_contacts(visit.session, visit.me, academy_id, typed.text("contacts"))
    except (BadInput, Refusal) as problem:
        return again(visit, "academy.html", problem, typed, **_state(visit, academy_id))
    return done(visit, f"/academies/{academy_id}", "Kept.")
