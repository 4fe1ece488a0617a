"""Adding evidence: a screenshot, a text message, a voicemail. What arrives is taken apart before it is kept."""

import hashlib
from typing import Annotated, Any

from fastapi import APIRouter
from starlette.responses import Response

from bot.accounts.keeping import of_academy
from bot.cases import evidence_add
from bot.cases.evidence_add import Given, Said
from bot.cases.evidence_kinds import LARGEST, PICTURE, TAKEN, kind_of, problem
from bot.drafts.content import Picture
from bot.drafts.pictures import clean, proven
from bot.drafts.typed import picture_problem
from bot.errors import BadInput, Refusal
from bot.people.grants import profile_at
from bot.people.permissions import Verb
from bot.platforms.capabilities import CAPABILITIES
from bot.web.access import Visit, allowed
from bot.web.forms import Filled, Typed, again
from bot.web.pages.declarations import chosen_academy, homes
from bot.web.rendering import done, page

router = APIRouter()
MayAdd = Annotated[Visit, allowed(Verb.ADD_EVIDENCE)]
NEW = "evidence/new.html"
DAMAGED = "The file is damaged, so nobody can say that nothing is hidden in it. Save it again as JPEG or PNG and choose that."
WORDS = ("kind", "time", "address", "day_unknown", "time_unknown", "address_unknown", "sender", "words", "note", "about")


@router.get("/add-evidence")
def form(visit: MayAdd, about: str = "") -> Response:
    return page(visit, NEW, **_form(visit, about))


@router.post("/add-evidence")
def add(visit: MayAdd, typed: Typed) -> Response:
    try:
        wrong: dict[str, str] = {}
        day = _collected(wrong, lambda: typed.day("day"))
        given = _collected(wrong, lambda: _given(visit, typed))
        said = Said(
            **typed.texts(*WORDS),
            day=day,
            account_id=typed.number("account_id"),
            child=typed.ticked("child"),
            no_imagery=typed.ticked("no_imagery"),
        )
        row = _add(visit, typed, said, given or (), wrong)
    except (BadInput, Refusal) as found:
        visit.session.rollback()
        return again(visit, NEW, found, typed, **_form(visit, typed.text("about")))
    if row is None:
        return done(visit, "/", "Thank you. It is sealed, and from now on only the safeguarding lead sees it.")
    return done(visit, f"/evidence/{row}", "Sealed. A page of it is made in a moment.")


def _add(visit: Visit, typed: Filled, said: Said, given: tuple[Given, ...], wrong: dict[str, str]) -> int | None:
    """Every field's sentence together: those of the form and those of the rules. None for what the person may not see again."""
    academy_id = chosen_academy(visit, typed)
    if wrong:
        raise BadInput({**evidence_add.missing(visit.session, academy_id, said, given), **wrong})
    row = evidence_add.add(visit.session, visit.me, academy_id, said, given)
    return None if row.restricted else row.id


def _collected(wrong: dict[str, str], read: Any) -> Any:
    try:
        return read()
    except BadInput as found:
        wrong.update(found.fields)
        return None


def _given(visit: Visit, typed: Filled) -> tuple[Given, ...]:
    """The file as it will be kept: of a picture nothing but the picture."""
    upload = next(iter(typed.files("file")), None)
    if upload is None:
        return ()
    data = upload.file.read(LARGEST + 1)
    if found := problem(data):
        raise BadInput({"file": found})
    original, kind = hashlib.sha256(data).hexdigest(), kind_of(data)
    assert kind is not None  # noqa: S101 -- `problem` tested it
    if kind.group != PICTURE:
        return (Given(data, kind.mime, original),)
    cleaned = clean(data)
    refused = picture_problem(visit.session, Picture("picture", kind.mime, "", data=cleaned.data))
    if refused or not proven(cleaned.data):
        raise BadInput({"file": refused[0].upper() + refused[1:] if refused else DAMAGED})
    return (Given(cleaned.data, kind.mime, original, cleaned.removed),)


def _form(visit: Visit, about: str) -> dict[str, Any]:
    mine = {home.id for home in visit.academies}
    stated = [f for f in (profile_at(visit.session, home.id or 0).evidence_fields for home in visit.academies) if f.stated]
    return {
        "kinds": list(evidence_add.KINDS.items()),
        "homes": homes(visit),
        "accounts": [(a.id, f"@{a.handle}, {CAPABILITIES[a.platform].label}") for a in of_academy(visit.session) if a.academy_id in mine],
        "WARNING": evidence_add.WARNING,
        "TAKEN": TAKEN,
        "about": about if about.startswith("case:") else "",
        "clause": stated[0].clause if stated else "",
    }
