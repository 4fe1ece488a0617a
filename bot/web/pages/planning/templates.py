"""Templates for posts that come again: the list, making and changing one, and a new draft begun from one."""

from typing import Annotated, Any

from fastapi import APIRouter
from starlette.responses import Response

from bot.accounts import register as accounts
from bot.drafts.planning import templates
from bot.drafts.planning.examples import EXAMPLES, example
from bot.drafts.planning.models import PostTemplate
from bot.drafts.planning.templates import Wording
from bot.drafts.typed import REPLY_SETTINGS
from bot.errors import BadInput, Refusal
from bot.people.grants import Place, academy
from bot.people.models import Academy
from bot.people.permissions import Verb
from bot.web.access import Visit, allowed
from bot.web.forms import Filled, Typed, again
from bot.web.pages import draft_form
from bot.web.pages.draft_rows import named
from bot.web.rendering import done, page

router = APIRouter()
MayWrite = Annotated[Visit, allowed(Verb.DRAFT)]
LIST, FORM, USE = "planning/templates.html", "planning/template.html", "planning/use.html"


@router.get("/drafts/templates")
def listed(visit: MayWrite) -> Response:
    rows = templates.readable(visit.session, visit.me)
    several = len(_homes(visit)) > 1
    shown = [(row, templates.one_line(row.text), academy(visit.session, row.academy_id).name if several else "") for row in rows]
    taken = {row.name for row in rows}
    left = [each for each in EXAMPLES if each.name not in taken]
    return page(visit, LIST, shown=shown, examples=left, retired=templates.readable(visit.session, visit.me, retired=True))


@router.get("/drafts/templates/new")
def new(visit: MayWrite, begin: str = "") -> Response:
    found = example(begin)
    wording = Wording(found.name, found.text, (), found.reply_setting, found.alt_hint) if found else Wording("", "")
    return page(visit, FORM, **_fields(visit, None, wording))


@router.post("/drafts/templates/new")
def make(visit: MayWrite, typed: Typed) -> Response:
    wording = _typed(typed)
    try:
        row = templates.make(visit.session, visit.me, _home(visit, typed), wording)
    except (BadInput, Refusal) as problem:
        return again(visit, FORM, problem, typed, **_fields(visit, None, wording))
    return done(visit, "/drafts/templates", f"The template “{row.name}” is there for everybody who writes for the academy.")


@router.get("/drafts/templates/{template_id}")
def edit(visit: MayWrite, template_id: int) -> Response:
    row = templates.template(visit.session, visit.me, template_id)
    templates.in_use(row)
    return page(visit, FORM, **_fields(visit, row, Wording(row.name, row.text, tuple(row.account_ids), row.reply_setting, row.alt_hint)))


@router.post("/drafts/templates/{template_id}")
def change(visit: MayWrite, template_id: int, typed: Typed) -> Response:
    row, wording = templates.template(visit.session, visit.me, template_id), _typed(typed)
    try:
        templates.change(visit.session, visit.me, template_id, wording)
    except (BadInput, Refusal) as problem:
        return again(visit, FORM, problem, typed, **_fields(visit, row, wording))
    return done(visit, "/drafts/templates", "The template is changed. Drafts made from it before stay as they are.")


@router.post("/drafts/templates/{template_id}/retire")
def retire(visit: MayWrite, template_id: int) -> Response:
    row = templates.retire(visit.session, visit.me, template_id)
    return done(visit, "/drafts/templates", f"“{row.name}” is retired. Drafts made from it stay as they are.")


@router.get("/drafts/templates/{template_id}/use")
def fill(visit: MayWrite, template_id: int) -> Response:
    """Asks for what goes into the gaps first; where there is none, the new draft is there at once."""
    row = templates.template(visit.session, visit.me, template_id)
    templates.in_use(row)
    gaps = templates.gaps(row.text)
    return page(visit, USE, row=row, gaps=list(enumerate(gaps, start=1))) if gaps else _begun(visit, row, {})


@router.post("/drafts/templates/{template_id}/use")
def use(visit: MayWrite, template_id: int, typed: Typed) -> Response:
    row = templates.template(visit.session, visit.me, template_id)
    templates.in_use(row)
    gaps = templates.gaps(row.text)
    return _begun(visit, row, {gap: typed.text(f"gap_{number}") for number, gap in enumerate(gaps, start=1)})


def _begun(visit: Visit, row: PostTemplate, words: dict[str, str]) -> Response:
    """The form of a new draft. The questions stay open: what is true of one post is not true of the next."""
    values: dict[str, object] = {"text": templates.filled(row.text, words), "accounts": list(row.account_ids), "reply_setting": row.reply_setting}
    return draft_form.begun_from(visit, values, row.name, row.alt_hint)


def _typed(typed: Filled) -> Wording:
    return Wording(typed.text("name"), typed.text("text"), tuple(typed.numbers("account_ids")), typed.text("reply_setting"), typed.text("alt_hint"))


def _homes(visit: Visit) -> list[Academy]:
    return [home for home in visit.academies if visit.may(Verb.DRAFT, Place(home.id or 0))]


def _home(visit: Visit, typed: Filled) -> int:
    homes = [home.id or 0 for home in _homes(visit)]
    chosen = typed.number("academy_id") if len(homes) > 1 else homes[0]
    if chosen not in homes:
        raise BadInput({"academy_id": "Choose the academy it is for."})
    return chosen or 0


def _fields(visit: Visit, row: PostTemplate | None, wording: Wording) -> dict[str, Any]:
    homes = [home for home in _homes(visit) if row is None or home.id == row.academy_id]
    several = len(homes) > 1
    live = [(a, home.name) for home in homes for a in accounts.of_academy(visit.session, home.id or 0) if a.state in accounts.LIVE]
    return {
        "row": row,
        "wording": wording,
        "homes": [(home.id, home.name) for home in homes] if several else [],
        "accounts": [(a.id, named(a), name if several else "") for a, name in live],
        "reply_settings": list(REPLY_SETTINGS.items()),
    }
