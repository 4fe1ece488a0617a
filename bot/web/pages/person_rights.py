"""What a person is given and what is taken away: roles, permissions for one account, training. Always two people."""

from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter
from starlette.responses import Response

from bot.clock import from_london
from bot.errors import BadInput, Refusal
from bot.people import register
from bot.people.permissions import ACCOUNT_VERBS, ROLE_WORDS, Verb
from bot.web.access import Visit, allowed
from bot.web.forms import Filled, Typed, again, wanted
from bot.web.pages import people_rows
from bot.web.rendering import done, page

router = APIRouter()
MayRegister = Annotated[Visit, allowed(Verb.REGISTER_PEOPLE)]
MayCosign = Annotated[Visit, allowed(Verb.COSIGN)]
MayRevoke = Annotated[Visit, allowed(Verb.REVOKE)]
PROPOSED = "It counts for nothing until a second person has co-signed it."
TRUST = "trust"


def _role_form(visit: Visit, person_id: int) -> dict[str, Any]:
    places = [(str(a.id), a.name) for a in visit.academies] + [(TRUST, "The whole trust")]
    return {"person": register.person(visit.session, person_id), "roles": [(r.value, w) for r, w in ROLE_WORDS.items()], "places": places}


@router.get("/people/{person_id}/role")
def role_form(visit: MayRegister, person_id: int) -> Response:
    return page(visit, "people/role.html", **_role_form(visit, person_id))


@router.post("/people/{person_id}/role")
def propose_role(visit: MayRegister, person_id: int, typed: Typed) -> Response:
    try:
        wanted(typed, role="Choose a role.", academy_id="Choose where the role counts.")
        everywhere = typed.text("academy_id") == TRUST
        academy_id = None if everywhere else typed.number("academy_id") or 0
        register.propose_role(visit.session, visit.me, person_id, typed.text("role"), academy_id)
    except (BadInput, Refusal) as problem:
        return again(visit, "people/role.html", problem, typed, **_role_form(visit, person_id))
    return done(visit, f"/people/{person_id}", f"The role is proposed. {PROPOSED}")


@router.post("/people/roles/{holding_id}/cosign")
def cosign_role(visit: MayCosign, holding_id: int) -> Response:
    holding = register.cosign_role(visit.session, visit.me, holding_id)
    return done(visit, f"/people/{holding.person_id}", "Co-signed. The role is in force from now.")


@router.post("/people/roles/{holding_id}/end")
def end_role(visit: MayRevoke, holding_id: int) -> Response:
    holding = register.end_role(visit.session, visit.me, holding_id)
    return done(visit, f"/people/{holding.person_id}", "The role has ended.")


def _grant_form(visit: Visit, person_id: int) -> dict[str, Any]:
    return {
        "person": register.person(visit.session, person_id),
        "accounts": people_rows.account_choices(visit),
        "verbs": [(verb.value, words) for verb, words in ACCOUNT_VERBS.items()],
        "sponsors": people_rows.choices(visit.session, without=person_id),
    }


@router.get("/people/{person_id}/permission")
def grant_form(visit: MayRegister, person_id: int) -> Response:
    return page(visit, "people/permission.html", **_grant_form(visit, person_id))


@router.post("/people/{person_id}/permission")
def propose_grant(visit: MayRegister, person_id: int, typed: Typed) -> Response:
    try:
        wanted(
            typed,
            account_id="Choose an account.",
            verb="Choose what the person may do.",
            ends="Enter the last day.",
            sponsor_id="Choose who answers for this person.",
        )
        register.propose_grant(visit.session, visit.me, person_id=person_id, **_asked(visit, typed))
    except (BadInput, Refusal) as problem:
        return again(visit, "people/permission.html", problem, typed, **_grant_form(visit, person_id))
    return done(visit, f"/people/{person_id}", f"The permission is proposed. {PROPOSED}")


def _asked(visit: Visit, typed: Filled) -> dict[str, Any]:
    account_id = typed.number("account_id") or 0
    academy_id = people_rows.academy_of_account(visit.session, account_id)
    if academy_id is None:
        raise BadInput({"account_id": "Choose one of the accounts in the list."})
    return {
        "account_id": account_id,
        "academy_id": academy_id,
        "verb": typed.text("verb"),
        "starts": _edge(typed.day("starts"), "T00:00"),
        "ends": _edge(typed.day("ends"), "T23:59"),
        "sponsor_id": typed.number("sponsor_id") or 0,
        "no_images": typed.ticked("no_images"),
    }


def _edge(day: date | None, hour: str) -> datetime | None:
    """A permission runs from the first minute of its first day to the last of its last, in the UK."""
    return from_london(day.isoformat() + hour) if day else None


@router.post("/people/permissions/{grant_id}/cosign")
def cosign_grant(visit: MayCosign, grant_id: int) -> Response:
    academy_id = people_rows.academy_of_grant(visit.session, grant_id)
    grant = register.cosign_grant(visit.session, visit.me, grant_id, academy_id)
    return done(visit, f"/people/{grant.person_id}", "Co-signed. The permission is in force.")


@router.get("/people/permissions/{grant_id}/revoke")
def revoking(visit: MayRevoke, grant_id: int) -> Response:
    return page(visit, "people/revoke.html", grant=people_rows.grant(visit.session, grant_id), words=ACCOUNT_VERBS)


@router.post("/people/permissions/{grant_id}/revoke")
def revoke_grant(visit: MayRevoke, grant_id: int, typed: Typed) -> Response:
    academy_id = people_rows.academy_of_grant(visit.session, grant_id)
    try:
        grant = register.revoke_grant(visit.session, visit.me, grant_id, academy_id, typed.text("reason"))
    except (BadInput, Refusal) as problem:
        row = people_rows.grant(visit.session, grant_id)
        return again(visit, "people/revoke.html", problem, typed, grant=row, words=ACCOUNT_VERBS)
    return done(visit, f"/people/{grant.person_id}", "The permission is taken away. Posts of theirs that wait are held.")


@router.get("/people/{person_id}/training")
def training_form(visit: MayRegister, person_id: int) -> Response:
    return page(visit, "people/training.html", person=register.person(visit.session, person_id))


@router.post("/people/{person_id}/training")
def record_training(visit: MayRegister, person_id: int, typed: Typed) -> Response:
    try:
        register.record_training(
            visit.session,
            visit.me,
            person_id,
            completed_on=typed.day("completed_on"),
            expires_on=typed.day("expires_on"),
            course=typed.text("course"),
            evidence=typed.text("evidence"),
        )
    except (BadInput, Refusal) as problem:
        return again(visit, "people/training.html", problem, typed, person=register.person(visit.session, person_id))
    return done(visit, f"/people/{person_id}", "The training is on record.")
