"""The consent register: finding somebody by name, adding one, importing a file. Matched, not browsed: there is no list of children."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter
from starlette.responses import Response

from bot.clock import today
from bot.consent import images_register
from bot.consent.images import PLATFORMS
from bot.consent.images_register import Named, Said
from bot.consent.people import Giver, PersonKind, Pictured, Word
from bot.drafts import consent_import
from bot.errors import BadInput, NotFound, Refusal
from bot.people.grants import Place
from bot.people.models import Academy
from bot.people.permissions import Verb
from bot.web.access import Visit, allowed
from bot.web.forms import Filled, Typed, again
from bot.web.rendering import done, page

router = APIRouter()
MayKeep = Annotated[Visit, allowed(Verb.KEEP_CONSENT)]
KINDS = ((PersonKind.PUPIL.value, "A pupil"), (PersonKind.ADULT.value, "An adult"))
GIVERS = tuple((giver.value, giver.value.capitalize()) for giver in Giver)
ANSWERS = ((Word.GIVEN.value, "Consent was given"), (Word.REFUSED.value, "Consent was refused"))
PLACES = tuple((name, words[:1].upper() + words[1:]) for name, words in PLATFORMS.items())


def offered(visit: Visit) -> dict[str, Any]:
    """What every form of the register chooses from."""
    return {
        "academies": [(academy.id, academy.name) for academy in _mine(visit)],
        "kinds": KINDS,
        "givers": GIVERS,
        "answers": ANSWERS,
        "places": PLACES,
    }


def _mine(visit: Visit) -> list[Academy]:
    return [academy for academy in visit.academies if academy.id and visit.may(Verb.KEEP_CONSENT, Place(academy.id))]


def chosen(visit: Visit, typed: Filled) -> int:
    """The academy that was chosen; where there is only one, that."""
    mine = [academy.id or 0 for academy in _mine(visit)]
    wanted = typed.number("academy_id") if len(mine) > 1 else mine[0]
    if wanted not in mine:
        raise BadInput({"academy_id": "Choose the academy."})
    return wanted or 0


@router.get("/consent")
def find(visit: MayKeep) -> Response:
    return page(visit, "consent/find.html", **offered(visit))


@router.post("/consent")
def found(visit: MayKeep, typed: Typed) -> Response:
    try:
        rows = _called(visit, chosen(visit, typed), typed.text("name"))
    except BadInput as problem:
        return again(visit, "consent/find.html", problem, typed, **offered(visit))
    if len(rows) == 1:
        return done(visit, f"/consent/people/{rows[0].id}")
    return page(visit, "consent/find.html", typed=typed, rows=rows, **offered(visit))


def _called(visit: Visit, academy_id: int, line: str) -> list[Pictured]:
    rows = images_register.find(visit.session, academy_id, line)
    if not rows:
        raise BadInput({"name": "Nobody of this name is in the register. Check the spelling, or add them."})
    return rows


@router.get("/consent/new")
def new(visit: MayKeep) -> Response:
    return page(visit, "consent/new.html", today=today().isoformat(), **offered(visit))


@router.post("/consent/new")
def add(visit: MayKeep, typed: Typed) -> Response:
    try:
        who = Named(**typed.texts("forename", "surname", "form", "kind"))
        row = images_register.add(visit.session, visit.me, chosen(visit, typed), who, said_in(typed) if typed.text("word") else None)
    except (BadInput, Refusal) as problem:
        return again(visit, "consent/new.html", problem, typed, **offered(visit))
    return done(visit, f"/consent/people/{row.id}", f"{row.label} is in the register.")


@router.get("/consent/import")
def import_form(visit: MayKeep) -> Response:
    return page(visit, "consent/import.html", **offered(visit))


@router.post("/consent/import")
def import_file(visit: MayKeep, typed: Typed) -> Response:
    try:
        result = consent_import.import_consents(visit.session, visit.me, chosen(visit, typed), _text(typed))
    except (BadInput, Refusal) as problem:
        return again(visit, "consent/import.html", problem, typed, **offered(visit))
    return page(visit, "consent/import.html", result=result, **offered(visit))


def _text(typed: Filled) -> str:
    files = typed.files("file")
    if not files:
        raise BadInput({"file": "Choose the file."})
    data = files[0].file.read(consent_import.LARGEST + 1)
    for code in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(code).replace("\0", "")
        except UnicodeDecodeError:
            continue
    raise BadInput({"file": "This is no CSV file. Export it again as CSV (UTF-8)."})


def said_in(typed: Filled) -> Said:
    """One consent or refusal as typed. Raises BadInput for what is no date."""
    wrong: dict[str, str] = {}
    days: dict[str, date | None] = {}
    for name in ("given_on", "starts", "ends"):
        try:
            days[name] = typed.day(name)
        except BadInput as problem:
            wrong |= problem.fields
    if wrong:
        raise BadInput(wrong)
    return Said(
        giver=typed.text("giver"),
        word=typed.text("word"),
        form_ref=typed.text("form_ref"),
        given_on=days["given_on"],
        use=typed.text("use"),
        platforms=tuple(typed.many("platforms")),
        starts=days["starts"],
        ends=days["ends"],
    )


def mine_or_gone(visit: Visit, academy_id: int) -> None:
    """Another academy's rows are not there, so that nothing can be learnt by asking."""
    if not visit.may(Verb.KEEP_CONSENT, Place(academy_id)):
        raise NotFound("That person is not in the consent register.")
