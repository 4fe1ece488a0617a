"""The register of names: when it was imported, until when it counts, a new one, and what could not be used. Never a name."""

import csv
import io
from typing import Annotated, Any

from fastapi import APIRouter
from starlette.responses import Response

from bot.consent import register
from bot.errors import BadInput, NotFound, Refusal
from bot.people.found import person
from bot.people.grants import Place
from bot.people.permissions import Verb
from bot.web.access import Visit, allowed
from bot.web.forms import Filled, Typed, again
from bot.web.rendering import done, page

router = APIRouter()
MayImport = Annotated[Visit, allowed(Verb.IMPORT_NAMES)]
SHOWN = 20  # rows with something wrong that the page itself lists
TEMPLATE = "names/register.html"


def _state(visit: Visit, academy_id: int) -> dict[str, Any]:
    home = next((a for a in visit.academies if a.id == academy_id), None)
    if home is None or not visit.may(Verb.IMPORT_NAMES, Place(academy_id)):
        raise NotFound("There is no such academy, or it is not yours to see.")
    imports = register.history(visit.session, academy_id)
    problems = register.problems_at(visit.session, academy_id, imports[0].id) if imports else None
    return {
        "academy": home,
        "imports": imports,
        "current": imports[0] if imports else None,
        "problems": (problems or [])[:SHOWN],
        "days": register.max_age().days,
        "by": {each.by: person(visit.session, each.by).name for each in imports},
    }


@router.get("/academies/{academy_id}/names")
def names(visit: MayImport, academy_id: int) -> Response:
    return page(visit, TEMPLATE, **_state(visit, academy_id))


@router.post("/academies/{academy_id}/names")
def import_names(visit: MayImport, academy_id: int, typed: Typed) -> Response:
    """Done within the request: an academy of 2,000 takes a quarter of a second, 100,000 people about ten."""
    state = _state(visit, academy_id)
    try:
        people, problems = register.import_names(visit.session, visit.me, academy_id, _file(typed))
    except (BadInput, Refusal) as problem:
        return again(visit, TEMPLATE, problem, typed, **state)
    unused = f" {len(problems)} rows have something wrong; they are listed below." if problems else ""
    return done(visit, f"/academies/{academy_id}/names", f"{people} people are watched for now.{unused} Delete the file from your computer.")


@router.get("/academies/{academy_id}/names/{import_id}/rows.csv")
def bad_rows(visit: MayImport, academy_id: int, import_id: int) -> Response:
    _state(visit, academy_id)
    problems = register.problems_at(visit.session, academy_id, import_id)
    if problems is None:
        raise NotFound("There is no such import.")
    text = io.StringIO(newline="")
    csv.writer(text).writerows([("row", "what is wrong"), *problems])
    return Response(text.getvalue(), media_type="text/csv", headers={"content-disposition": f'attachment; filename="rows-{import_id}.csv"'})


def _file(typed: Filled) -> bytes:
    chosen = typed.files("file")
    if not chosen:
        raise BadInput({"file": "Choose the CSV file that your management system exported."})
    return chosen[0].file.read(register.LARGEST_FILE + 1)
