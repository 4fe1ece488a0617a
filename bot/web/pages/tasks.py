"""What no network lets us do: asked of a person, with exact steps and a time."""

from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from bot.cases import tasks
from bot.moderation.desk import by_hand
from bot.people.permissions import Verb
from bot.web.access import Visit, allowed
from bot.web.rendering import done, page

router = APIRouter()
MayDo = Annotated[Visit, allowed(Verb.DO_TASKS)]


@router.get("/tasks")
def listed(visit: MayDo) -> Response:
    return page(visit, "tasks.html", tasks=tasks.open_for(visit.session, visit.me))


@router.post("/tasks/{task_id}/done")
def finish(visit: MayDo, task_id: int) -> Response:
    by_hand.finish(visit.session, visit.me, task_id)
    return done(visit, "/tasks", "Thank you. It is on record that you did this.")
