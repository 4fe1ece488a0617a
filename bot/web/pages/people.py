"""The register of people: who is in it, what each may do, an invitation, leaving."""

from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from bot.audit.log import history
from bot.errors import BadInput, Refusal
from bot.notify import invitations
from bot.people import grants, register
from bot.people.models import Capacity
from bot.people.permissions import Verb
from bot.web.access import Visit, allowed
from bot.web.forms import Typed, again
from bot.web.pages import people_rows
from bot.web.rendering import done, page

router = APIRouter()
MayRead = Annotated[Visit, allowed(Verb.READ_PEOPLE)]
MayRegister = Annotated[Visit, allowed(Verb.REGISTER_PEOPLE)]
CAPACITIES = [(each.value, each.value.capitalize()) for each in Capacity]


@router.get("/people")
def everyone(visit: MayRead) -> Response:
    return page(
        visit,
        "people/list.html",
        people=people_rows.everyone(visit.session),
        academies=people_rows.academy_names(visit.session),
        may_register=visit.may(Verb.REGISTER_PEOPLE),
        may_leave=visit.may(Verb.REVOKE),
        may_review=visit.may(Verb.REVIEW_ACCESS),
    )


@router.get("/people/new")
def new(visit: MayRegister) -> Response:
    return page(visit, "people/new.html", capacities=CAPACITIES)


@router.post("/people/new")
def add(visit: MayRegister, typed: Typed) -> Response:
    try:
        person = register.register(visit.session, visit.me, **typed.texts("name", "email", "staff_id", "phone", "capacity"))
    except (BadInput, Refusal) as problem:
        return again(visit, "people/new.html", problem, typed, capacities=CAPACITIES)
    return done(visit, f"/people/{person.id}", f"{person.name} is in the register. They can do nothing yet: propose a role next.")


@router.get("/people/{person_id}")
def one(visit: MayRead, person_id: int) -> Response:
    person = register.person(visit.session, person_id)
    profiles = {a.name: grants.profile_at(visit.session, a.id) for a in grants.academies(visit.session, person) if a.id is not None}
    return page(
        visit,
        "people/one.html",
        person=person,
        roles=people_rows.roles_of(visit, person),
        grants=people_rows.grants_of(visit, person),
        training=people_rows.training_of(visit.session, person_id),
        trained=grants.trained(visit.session, person),
        attestations=people_rows.attestations_of(visit.session, person_id),
        not_attested=[name for name, profile in profiles.items() if not grants.attested(visit.session, person, profile)],
        history=history(visit.session, f"person:{person_id}")[-50:][::-1],
        names=people_rows.names(visit.session),
        may_register=visit.may(Verb.REGISTER_PEOPLE),
        may_revoke=visit.may(Verb.REVOKE),
    )


@router.post("/people/{person_id}/invite")
def invite(visit: MayRegister, person_id: int) -> Response:
    """Not a redirect: the link is in this one answer and nowhere else."""
    token = invitations.invite(visit.session, visit.me, person_id)
    link = f"{visit.request.app.state.settings.address}/welcome/{token}"
    return page(visit, "people/invited.html", person=register.person(visit.session, person_id), link=link)
