"""The web application: who is let in, what every page carries, and the list of screens.

To add a screen (say, /reports):

1. `bot/web/pages/reports.py`: `router = APIRouter()` and views of about ten lines. Each names its permission and holds
   no rules; the domain function decides, commits and records:

       @router.get("/reports")
       def reports(visit: Annotated[Visit, allowed(Verb.READ_AUDIT)]) -> Response:
           return page(visit, "reports/list.html", rows=...)

       @router.post("/reports")
       def make(visit: Annotated[Visit, allowed(Verb.READ_AUDIT)], typed: Typed) -> Response:
           try:
               report = reporting.make(visit.session, visit.me, **typed.texts("title", "reason"))
           except (BadInput, Refusal) as problem:
               return again(visit, "reports/list.html", problem, typed, rows=...)   # 422 or 403, nothing typed is lost
           return done(visit, f"/reports/{report.id}", "The report is ready.")      # 303 and a message shown once

   `visit.session`, `visit.me`, `visit.academies`, `visit.may(verb, Place(academy_id, account_id))`,
   `visit.request.app.state.doors` and `.vault`. Refusal, Conflict, NotFound and BadInput that a view does not catch
   become pages by themselves. Use `anyone_signed_in()` where every role may; `dependencies=[public()]` signed out.
2. `bot/web/templates/reports/list.html`: extend `page.html` (blocks `title` and `body`; `body_wide` for tables). It shows the
   error summary, a refusal and the message itself. Fields: `{% from "fields.html" import text_field, ... with context %}`
   keep `typed` and link `errors`; never write an input by hand. `value | spoken`, `| when`, `| day`, `tag(state)`.
   A table is `<div class="gp-table">` around `<table class="govuk-table">`, so that a phone scrolls the table and not the page;
   with the class `gp-stack` beside `govuk-table` each row becomes a small card on a phone instead.
3. Put the module into SCREENS below, its place in the navigation into `frame.PLACES`, what waits there into
   `bot.reports.today.WAITING`.
   A small style or script of its own goes beside `static/start.js` and is served as /static/NAME after the next build.
4. tests/web: the house test already proves that signed out it leads to the sign-in and that a governor changes nothing.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import govuk_frontend_jinja
from fastapi import FastAPI
from sqlalchemy.engine import Engine
from starlette.concurrency import run_in_threadpool
from starlette.staticfiles import StaticFiles

from bot.db import connect
from bot.platforms.registry import Doors
from bot.secrets import Vault
from bot.settings import Settings
from bot.web import failures
from bot.web.pages import (
    academy,
    access_review,
    account_acts,
    account_connect,
    accounts,
    advice,
    audit,
    break_glass,
    cases,
    cases_work,
    comment_appeals,
    comment_desk,
    comment_several,
    comment_watch,
    comments,
    concerns,
    consent,
    consent_person,
    consent_removals,
    costs,
    declarations,
    directory,
    draft,
    draft_decide,
    draft_faces,
    draft_form,
    draft_picture_files,
    draft_sources,
    draft_split,
    drafts,
    events,
    events_day,
    evidence,
    evidence_add,
    facts,
    following,
    health,
    health_watching,
    leavers,
    messages,
    messages_after,
    messages_log,
    moderation_report,
    modes,
    names,
    notices,
    notices_channels,
    people,
    permissions,
    person_rights,
    pile_ons,
    police,
    policy,
    policy_clauses,
    policy_life,
    policy_rules,
    practice,
    queues,
    repeat_writer,
    replies_closed,
    restore,
    rights,
    rights_acts,
    school_calendar,
    shown_pictures,
    sign_in,
    staff_accounts,
    stop,
    strays,
    strays_backlog,
    strays_profile,
    strays_take_over,
    tasks,
    today,
    welcome,
)
from bot.web.pages.planning import screens as planning
from bot.web.rendering import VENDOR
from bot.web.security import Guard, page_headers, script_hashes

SCREENS = (
    health,
    health_watching,
    shown_pictures,
    sign_in,
    welcome,
    today,
    drafts,
    draft_picture_files,
    draft_faces,
    consent,
    consent_person,
    consent_removals,
    costs,
    draft_form,
    draft_split,
    planning,
    queues,
    facts,
    draft,
    draft_decide,
    draft_sources,
    people,
    person_rights,
    leavers,
    access_review,
    declarations,
    permissions,
    account_connect,
    accounts,
    account_acts,
    advice,
    break_glass,
    modes,
    restore,
    messages_log,
    messages_after,
    messages,
    moderation_report,
    stop,
    tasks,
    policy,
    policy_clauses,
    policy_life,
    policy_rules,
    academy,
    names,
    directory,
    audit,
    comment_appeals,
    comment_desk,
    comment_several,
    comment_watch,
    police,
    comments,
    cases,
    cases_work,
    concerns,
    evidence_add,
    evidence,
    strays,
    strays_backlog,
    strays_profile,
    strays_take_over,
    events,
    events_day,
    rights,
    rights_acts,
    school_calendar,
    staff_accounts,
    notices,
    notices_channels,
    repeat_writer,
    pile_ons,
    replies_closed,
    following,
    practice,
)

StartWorker = Callable[[], Callable[[], None]]
"""Starts the embedded worker and gives what stops it."""


def create_app(settings: Settings, engine: Engine | None = None, start_worker: StartWorker | None = None) -> FastAPI:
    """The pages over one database; with `start_worker`, the worker lives and ends with them."""

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        stop_worker = await run_in_threadpool(start_worker) if start_worker else None
        try:
            yield
        finally:
            if stop_worker:
                await run_in_threadpool(stop_worker)

    app = FastAPI(title="Gatepost", lifespan=lifespan, openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    app.state.settings = settings
    app.state.engine = engine or connect(settings.database_url)
    app.state.vault = Vault(settings.keys)
    app.state.doors = Doors(settings, app.state.engine)
    for screen in SCREENS:  # as they are: including a router would build each of its routes again for every app
        app.router.routes.extend(screen.router.routes)
    app.mount("/static", StaticFiles(directory=VENDOR, check_dir=False), name="static")
    failures.install(app)
    base = Path(govuk_frontend_jinja.__file__).parent / "templates" / "template.html"
    app.add_middleware(Guard, settings=settings, headers=page_headers(settings, script_hashes(base)), error_page=failures.plain_page())
    return app
