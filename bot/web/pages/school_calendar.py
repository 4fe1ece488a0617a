"""The school calendar of an academy: closed days, bank holidays, and the hours in which somebody is there."""

from typing import Annotated, Any

from fastapi import APIRouter
from starlette.responses import Response

from bot.clock import today
from bot.errors import BadInput, NotFound, Refusal
from bot.people import calendar, calendar_write
from bot.people.bank_holidays import in_year
from bot.people.calendar_file import LONGEST_FILE
from bot.people.calendar_models import ClosureKind
from bot.people.grants import Place
from bot.people.permissions import Verb
from bot.web.access import Visit, allowed
from bot.web.forms import Typed, again
from bot.web.rendering import done, page

router = APIRouter()
MayRead = Annotated[Visit, allowed(Verb.READ_POLICY)]
MayKeep = Annotated[Visit, allowed(Verb.KEEP_CALENDAR)]
TEMPLATE = "calendar/school.html"
KINDS = (
    (ClosureKind.HOLIDAY.value, "School holiday"),
    (ClosureKind.INSET.value, "Inset day"),
    (ClosureKind.OTHER.value, "Another closure, such as snow"),
)


def _state(visit: Visit, academy_id: int) -> dict[str, Any]:
    home = next((a for a in visit.academies if a.id == academy_id), None)
    if home is None:
        raise NotFound("There is no such academy, or it is not yours to see.")
    hours = calendar.hours_at(visit.session, academy_id)
    rows = calendar.of_academy(visit.session, academy_id)
    return {
        "academy": home,
        "hours": hours,
        "coming": [row for row in rows if row.last >= today()],
        "past": [row for row in rows if row.last < today()],
        "bank": [(day, name) for year in (today().year, today().year + 1) for day, name in in_year(year).items() if day >= today()][:9],
        "kinds": KINDS,
        "may_keep": visit.may(Verb.KEEP_CALENDAR, Place(academy_id)),
    }


@router.get("/academies/{academy_id}/calendar")
def school(visit: MayRead, academy_id: int) -> Response:
    return page(visit, TEMPLATE, problems=[], **_state(visit, academy_id))


@router.post("/academies/{academy_id}/calendar")
def add(visit: MayKeep, academy_id: int, typed: Typed) -> Response:
    try:
        calendar_write.add(
            visit.session,
            visit.me,
            academy_id,
            **typed.texts("kind", "name"),
            first=typed.day("first"),
            last=typed.day("last"),
            staffed=typed.ticked("staffed"),
        )
    except (BadInput, Refusal) as problem:
        return again(visit, TEMPLATE, problem, typed, problems=[], **_state(visit, academy_id))
    return done(visit, f"/academies/{academy_id}/calendar", "Added. Waiting that begins from now on leaves these days out.")


@router.post("/academies/{academy_id}/calendar/file")
def take_in(visit: MayKeep, academy_id: int, typed: Typed) -> Response:
    chosen = typed.files("file")
    data = chosen[0].file.read(LONGEST_FILE + 1) if chosen else b""
    try:
        new, problems = calendar_write.take_in(visit.session, visit.me, academy_id, data)
    except (BadInput, Refusal) as problem:
        return again(visit, TEMPLATE, problem, typed, problems=[], **_state(visit, academy_id))
    if problems:  # shown once, on the page itself: they are a list to work through
        return page(visit, TEMPLATE, problems=problems, imported=new, **_state(visit, academy_id))
    return done(visit, f"/academies/{academy_id}/calendar", f"{new} new {'range' if new == 1 else 'ranges'} of days added.")


@router.post("/academies/{academy_id}/calendar/hours")
def set_hours(visit: MayKeep, academy_id: int, typed: Typed) -> Response:
    try:
        calendar_write.set_hours(visit.session, visit.me, academy_id, typed.text("opens"), typed.text("closes"))
    except (BadInput, Refusal) as problem:
        return again(visit, TEMPLATE, problem, typed, problems=[], **_state(visit, academy_id))
    return done(visit, f"/academies/{academy_id}/calendar", "Kept.")


@router.post("/academies/{academy_id}/calendar/{closure_id}/remove")
def remove(visit: MayKeep, academy_id: int, closure_id: int) -> Response:
    calendar_write.remove(visit.session, visit.me, academy_id, closure_id)
    return done(visit, f"/academies/{academy_id}/calendar", "Removed. These days count as ordinary ones again.")
