"""For the machines that watch this one: is the process up, can it work, and how much of what there is.

/healthz and /readyz ask for no sign-in and say nothing secret. /metrics is there only with a token, and only for who has it.
"""

import hmac

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.errors import NotFound
from bot.reports import working_ready
from bot.web.access import NOT_HERE, Database, public
from bot.web.pages.health_metrics import CONTENT_TYPE, written

router = APIRouter(dependencies=[public()])


@router.get("/healthz")
def up() -> JSONResponse:
    """Touches nothing but this process."""
    return JSONResponse({"up": True})


@router.get("/readyz")
def ready(request: Request, session: Database) -> JSONResponse:
    """503 with what is wrong, in plain words, while anything is."""
    wrong = working_ready.wrong(session, request.app.state.vault)
    return JSONResponse({"ready": not wrong, "wrong": wrong}, status_code=503 if wrong else 200)


@router.get("/metrics")
def metrics(request: Request, session: Database) -> Response:
    token = request.app.state.settings.metrics_token
    if not token:
        raise NotFound(NOT_HERE)
    kind, _, given = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "bearer" or not hmac.compare_digest(given.strip().encode(), token.encode()):
        return PlainTextResponse("A bearer token is needed.\n", status_code=401, headers={"www-authenticate": "Bearer"})
    return Response(written(session), media_type=CONTENT_TYPE)
