"""The rules of one academy: seeing where each comes from, confirming a default, proposing another value, and agreeing to it."""

import json
from typing import Annotated, Any

from fastapi import APIRouter
from starlette.responses import Response

from bot.errors import BadInput, NotFound, Refusal
from bot.people import overrides
from bot.people.grants import Place, profile_at
from bot.people.models import Academy
from bot.people.permissions import Verb
from bot.policy.entry import field
from bot.policy.overrides import plain
from bot.web.access import Visit, allowed
from bot.web.forms import Typed, again, wanted
from bot.web.pages.policy_rows import SOURCES, Row, rows_of, typed_value
from bot.web.rendering import done, page

router = APIRouter()
MayRead = Annotated[Visit, allowed(Verb.READ_POLICY)]
MayPropose = Annotated[Visit, allowed(Verb.SET_PROFILE)]
MayAgree = Annotated[Visit, allowed(Verb.AGREE_STRICTER)]
MayLeave = Annotated[Visit, allowed(Verb.SET_PROFILE, Verb.AGREE_STRICTER)]


def _home(visit: Visit, academy_id: int) -> Academy:
    home = next((a for a in visit.academies if a.id == academy_id), None)
    if home is None:
        raise NotFound("There is no such academy, or it is not yours to see.")
    return home


def _all(visit: Visit, academy_id: int, shown: str = "") -> dict[str, Any]:
    home = _home(visit, academy_id)
    rows = rows_of(visit, home)
    themes: dict[str, list[Row]] = {}
    for row in rows:
        if shown in {"", row.source} or (shown == "waiting" and row.proposed):
            themes.setdefault(row.theme, []).append(row)
    return {
        "academy": home,
        "themes": themes,
        "shown": shown,
        "sources": SOURCES,
        "counts": {source: sum(row.source == source for row in rows) for source in SOURCES},
        "waiting": [row for row in rows if row.proposed],
        "may_propose": visit.may(Verb.SET_PROFILE, Place(academy_id)),
    }


def _one(visit: Visit, academy_id: int, key: str) -> dict[str, Any]:
    home = _home(visit, academy_id)
    row = next((row for row in rows_of(visit, home) if row.key == key), None)
    if row is None:
        raise NotFound("There is no such rule.")
    entered = typed_value(profile_at(visit.session, academy_id), key)
    return {"academy": home, "row": row, "sources": SOURCES, "may_propose": visit.may(Verb.SET_PROFILE, Place(academy_id)), **entered}


@router.get("/academies/{academy_id}/rules")
def rules(visit: MayRead, academy_id: int, shown: str = "") -> Response:
    return page(visit, "policy/rules.html", **_all(visit, academy_id, shown if shown in {*SOURCES, "waiting"} else ""))


@router.post("/academies/{academy_id}/rules")
def confirm(visit: MayPropose, academy_id: int, typed: Typed) -> Response:
    """Several defaults are proposed to be confirmed as they are, with one reason."""
    keys = [key for key in typed.many("confirm") if key]
    try:
        wanted(typed, confirm="Tick at least one rule.", reason="Say why, in a few words: it goes on the record.")
        for key in keys:
            home = profile_at(visit.session, _home(visit, academy_id).id or 0)
            if key not in home.parameters():
                raise NotFound("There is no such rule.")
            overrides.propose_override(visit.session, visit.me, academy_id, key, _as_typed(plain(home, key), key), typed.text("reason"))
    except (BadInput, Refusal) as problem:
        return again(visit, "policy/rules.html", problem, typed, **_all(visit, academy_id, "default"))
    return done(visit, f"/academies/{academy_id}/rules?shown=waiting", f"Proposed: {len(keys)} to be confirmed. They count when a leader agrees.")


@router.post("/academies/{academy_id}/rules/agree")
def agree(visit: MayAgree, academy_id: int, typed: Typed) -> Response:
    """One proposal, or several confirmations at once."""
    ids = [int(each) if each.isascii() and each.isdigit() and len(each) < 10 else 0 for each in typed.many("override")]
    try:
        wanted(typed, override="Choose what you agree to.")
        for override_id in ids:
            overrides.agree_override(visit.session, visit.me, override_id)
    except (BadInput, Refusal) as problem:
        return again(visit, "policy/rules.html", problem, typed, **_all(visit, academy_id, "waiting"))
    return done(visit, f"/academies/{academy_id}/rules", "Agreed. It counts from now; where a rule changed, everybody reads and confirms again.")


@router.post("/academies/{academy_id}/rules/leave")
def leave(visit: MayLeave, academy_id: int, typed: Typed) -> Response:
    try:
        overrides.leave_override(visit.session, visit.me, typed.number("override") or 0)
    except (BadInput, Refusal) as problem:
        return again(visit, "policy/rules.html", problem, typed, **_all(visit, academy_id, "waiting"))
    return done(visit, f"/academies/{academy_id}/rules", "Dropped. The rule stays as it is.")


@router.get("/academies/{academy_id}/rules/{key}")
def rule(visit: MayRead, academy_id: int, key: str) -> Response:
    return page(visit, "policy/rule.html", **_one(visit, academy_id, key))


@router.post("/academies/{academy_id}/rules/{key}")
def propose(visit: MayPropose, academy_id: int, key: str, typed: Typed) -> Response:
    state = _one(visit, academy_id, key)
    try:
        overrides.propose_override(visit.session, visit.me, academy_id, key, typed.many("value"), typed.text("reason"))
    except (BadInput, Refusal) as problem:
        return again(visit, "policy/rule.html", problem, typed, **state)
    return done(visit, f"/academies/{academy_id}/rules?shown=waiting", "Proposed. It counts when somebody else agrees.")


def _as_typed(value: str, key: str) -> list[str]:
    """A stored value as the form would send it."""
    found = json.loads(value)
    if field(key).kind == "yes_no":
        return ["yes" if found else "no"]
    return [str(each) for each in found] if isinstance(found, list) else [str(found)]
