"""How a saved draft will look on each of its accounts."""

from typing import Annotated

from fastapi import APIRouter
from sqlmodel import Session, col, select
from starlette.responses import Response

from bot.drafts import turns
from bot.drafts.content import targets
from bot.drafts.models import Draft, DraftMedia
from bot.drafts.planning.preview import Look, look
from bot.people.grants import academy
from bot.people.permissions import Verb
from bot.web.access import Visit, allowed
from bot.web.rendering import page

router = APIRouter()


def looks(session: Session, draft: Draft) -> list[Look]:
    media = list(session.exec(select(DraftMedia).where(DraftMedia.draft_id == draft.id).order_by(col(DraftMedia.position))))
    replies = draft.reply_setting if draft.continues_id is None else "everyone"  # of a thread, only the first part says who may reply
    found = (look(account, draft.text, media, replies) for account in targets(session, draft))
    return [each for each in found if each is not None]


@router.get("/drafts/{draft_id}/preview")
def shown(visit: Annotated[Visit, allowed(Verb.READ_DRAFTS)], draft_id: int) -> Response:
    draft = turns.draft_for(visit.session, visit.me, draft_id)
    home = academy(visit.session, draft.academy_id).name
    return page(visit, "planning/preview.html", draft=draft, looks=looks(visit.session, draft), home=home)
