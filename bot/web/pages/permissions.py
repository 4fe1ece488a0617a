"""The register of permissions: asking for one, deciding it, taking it back."""

from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter
from starlette.responses import Response

from bot.cases import permissions_register as register
from bot.cases.declarations_models import PermissionState
from bot.cases.permissions_kinds import ELSEWHERE, KINDS
from bot.clock import london
from bot.errors import BadInput, Refusal
from bot.people.directory import WORDS as ROLES
from bot.people.grants import profile_at
from bot.people.permissions import Verb
from bot.web.access import Visit, allowed, anyone_signed_in
from bot.web.forms import Typed, again
from bot.web.pages.declarations import chosen_academy, homes
from bot.web.pages.people_rows import names
from bot.web.rendering import done, page

router = APIRouter()
KEPT_AT = {"/consent": Verb.KEEP_CONSENT, "/rights": Verb.READ_RIGHTS}
Anyone = Annotated[Visit, anyone_signed_in()]
MayAsk = Annotated[Visit, allowed(Verb.ASK_PERMISSION)]
NEW, ONE = "permissions/new.html", "permissions/one.html"
ALUMNI = {
    "adults": [("yes", "Yes"), ("no", "No, or I am not sure")],
    "counts": [("no", "No"), ("yes", "Yes, or I am not sure")],
    "channels": [("official", "An official account or email of the academy"), ("personal", "An account or telephone of my own")],
    "contacts": [("work", "Their work contact"), ("personal", "A personal account or number of theirs")],
}


@router.get("/permissions")
def listed(visit: Anyone) -> Response:
    shown = [(row, KINDS[row.kind].label, register.WORDS[row.state]) for row in register.visible(visit.session, visit.me)]
    places = [(label, hint, path) for label, hint, path in ELSEWHERE if visit.may(KEPT_AT[path])]
    may_ask = visit.may(Verb.ASK_PERMISSION)
    return page(visit, "permissions/list.html", shown=shown, names=names(visit.session), elsewhere=places, may_ask=may_ask)


@router.get("/permissions/new")
def form(visit: MayAsk) -> Response:
    return page(visit, NEW, **_form(visit))


@router.post("/permissions/new")
def ask(visit: MayAsk, typed: Typed) -> Response:
    try:
        row = register.ask(
            visit.session,
            visit.me,
            chosen_academy(visit, typed),
            **typed.texts("kind", "purpose", "scope", "adult", "still_pupil", "channel", "contact"),
            starts=typed.day("starts"),
            ends=typed.day("ends"),
        )
    except (BadInput, Refusal) as problem:
        return again(visit, NEW, problem, typed, **_form(visit))
    return done(visit, f"/permissions/{row.id}", "Asked. You are told here when it is decided.")


@router.get("/permissions/{permission_id}")
def one(visit: Anyone, permission_id: int) -> Response:
    return page(visit, ONE, **_one(visit, permission_id))


@router.post("/permissions/{permission_id}/decide")
def decide(visit: Anyone, permission_id: int, typed: Typed) -> Response:
    shown = _one(visit, permission_id)
    try:
        row = register.decide(visit.session, visit.me, permission_id, **typed.texts("decision", "reason"))
    except (BadInput, Refusal) as problem:
        return again(visit, ONE, problem, typed, **shown)
    return done(visit, "/permissions", "Refused. They have been told." if row.state is PermissionState.REFUSED else "Given. They have been told.")


@router.post("/permissions/{permission_id}/revoke")
def revoke(visit: Anyone, permission_id: int, typed: Typed) -> Response:
    shown = _one(visit, permission_id)
    try:
        register.revoke(visit.session, visit.me, permission_id, typed.text("revoke_reason"))
    except BadInput as wrong:
        return again(visit, ONE, BadInput({"revoke_reason": wrong.fields["reason"]}), typed, **shown)
    except Refusal as problem:
        return again(visit, ONE, problem, typed, **shown)
    return done(visit, f"/permissions/{permission_id}", "Taken back.")


def _form(visit: Visit) -> dict[str, Any]:
    rules = {profile_at(visit.session, home.id or 0).former_pupil_rule.value for home in visit.academies}
    return {
        "kinds": [(kind.value, each.label, each.hint) for kind, each in KINDS.items()],
        "homes": homes(visit),
        "rule": "; ".join(sorted(rules)),
        **ALUMNI,
    }


def _one(visit: Visit, permission_id: int) -> dict[str, Any]:
    row = register.found(visit.session, visit.me, permission_id)
    visit.session.commit()
    _, clause = KINDS[row.kind].given_by(profile_at(visit.session, row.academy_id))
    decides = register.may_decide(visit.session, visit.me, row)
    in_force = row.state in (PermissionState.GRANTED, PermissionState.LIVE)
    return {
        "row": row,
        "kind": KINDS[row.kind],
        "state": register.WORDS[row.state],
        "last_day": london(row.ends - timedelta(minutes=1)).date(),
        "who": " or ".join(ROLES[role] for role in register.deciders(visit.session, row)),
        "clause": clause,
        "may_decide": decides and row.state is PermissionState.ASKED,
        "may_revoke": in_force and (decides or row.asked_by == visit.me.id),
        "names": names(visit.session),
    }
