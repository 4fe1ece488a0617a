"""How moderation is going: read by those who answer for it, printed, taken away as a file (on record), and said to the public."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.responses import FileResponse, Response

from bot.audit.actions import Act
from bot.audit.log import append
from bot.errors import BadInput
from bot.people.grants import actor
from bot.people.permissions import Verb
from bot.reports import moderation_public
from bot.reports.moderation import Report, report
from bot.reports.moderation_files import as_csv, as_json
from bot.reports.moderation_scope import choices
from bot.web.access import Visit, allowed
from bot.web.forms import Filled
from bot.web.rendering import page

router = APIRouter()
MayRead = Annotated[Visit, allowed(Verb.READ_MODERATION)]
STYLE = Path(__file__).parents[1] / "static" / "moderation_report.css"
PAGE, PUBLIC = "moderation_report/report.html", "moderation_report/public.html"


@dataclass(frozen=True)
class Kind:
    mime: str
    write: Callable[[Report], str]


KINDS = {"csv": Kind("text/csv; charset=utf-8", as_csv), "json": Kind("application/json", as_json)}


@router.get("/reports/moderation")
def shown(visit: MayRead) -> Response:
    return _page(visit, PAGE)


@router.get("/reports/moderation/public")
def to_publish(visit: MayRead) -> Response:
    return _page(visit, PUBLIC)


@router.get("/reports/moderation/page.css")
def style(visit: MayRead) -> Response:  # noqa: ARG001 -- the gate is in the parameter
    return FileResponse(STYLE, media_type="text/css")


@router.get("/reports/moderation/download.csv")
def csv_file(visit: MayRead) -> Response:
    return _file(visit, "csv")


@router.get("/reports/moderation/download.json")
def json_file(visit: MayRead) -> Response:
    return _file(visit, "json")


def _asked(visit: Visit) -> Filled:
    return Filled(FormData(list(visit.request.query_params.multi_items())))


def _read(visit: Visit, typed: Filled) -> Report:
    """Raises BadInput with a sentence for each field that cannot be used, both days at once."""
    wrong: dict[str, str] = {}
    days = {}
    for name in ("since", "until"):
        try:
            days[name] = typed.day(name)
        except BadInput as problem:
            wrong |= problem.fields
    if wrong:
        raise BadInput(wrong)
    return report(visit.session, visit.me, typed.text("where"), days["since"], days["until"])


def _page(visit: Visit, template: str) -> Response:
    typed, found, errors = _asked(visit), None, {}
    try:
        found = _read(visit, typed)
    except BadInput as problem:
        errors = problem.fields
    chosen = {name: value for name, value in typed.texts("where", "since", "until").items() if value}
    return page(
        visit,
        template,
        status=422 if errors else 200,
        errors=errors,
        typed=typed if chosen else None,
        report=found,
        words=moderation_public.text(found) if found and template == PUBLIC else "",
        places=choices(visit.session, visit.me),
        query=f"?{urlencode(chosen)}" if chosen else "",
    )


def _file(visit: Visit, kind: str) -> Response:
    found = _read(visit, _asked(visit))
    whole, homes, accounts = found.scope.whole, found.scope.academy_ids, found.scope.account_ids
    append(
        visit.session,
        actor(visit.me),
        Act.REPORT_TAKEN,
        "moderation",
        academy_id=homes[0] if len(homes) == 1 else None,
        account_id=accounts[0] if found.scope.one_account else None,
        kind=kind,
        accounts=found.scope.label,
        since=whole.first,
        until=whole.last,
    )
    visit.session.commit()
    name = f"moderation-{whole.first}-to-{whole.last}.{kind}"
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
    return Response(KINDS[kind].write(found), media_type=KINDS[kind].mime, headers=headers)
