"""Is Gatepost watching? Drawn by the pages, so it answers while the worker is dead.

When the pages are gone too, `gatepost watch` and the signal to the outside are left.
"""

from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from bot.people.permissions import Verb
from bot.reports import working, working_outages, working_seen
from bot.reports.watching import READS
from bot.reports.working import State
from bot.web.access import Visit, allowed
from bot.web.pages.account_words import label
from bot.web.rendering import page

router = APIRouter()


@router.get("/watching")
def watching(visit: Annotated[Visit, allowed(Verb.READ_ACCOUNTS)]) -> Response:
    session = visit.session
    found = working.standing(session)
    asleep = found.state is not State.WORKING
    return page(
        visit,
        "watching/one.html",
        found=found,
        sentence=working.sentence(found),
        processes=[(row, working.alive(row)) for row in found.rows[:5]],
        outside=visit.request.app.state.settings.heartbeat_url != "",
        sights=working_seen.sights(session, [a.id or 0 for a in visit.academies], asleep=asleep),
        outages=working_outages.newest(session),
        label=label,
        reads=READS,
    )
