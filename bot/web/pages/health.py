"""For the machines that watch this one: is the process up, and can it work."""

import sqlalchemy as sa
from fastapi import APIRouter
from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import JSONResponse

from bot.audit.models import Entry
from bot.people.models import Person
from bot.web.access import Database, public

router = APIRouter(dependencies=[public()])


@router.get("/healthz")
def up() -> JSONResponse:
    return JSONResponse({"up": True})


@router.get("/readyz")
def ready(session: Database) -> JSONResponse:
    """503 until the database answers and its tables are there."""
    try:
        for table in (Person, Entry):
            session.execute(sa.select(sa.literal(1)).select_from(table).limit(1))
    except SQLAlchemyError:
        return JSONResponse({"ready": False}, status_code=503)
    return JSONResponse({"ready": True})
