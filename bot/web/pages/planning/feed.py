"""The secret calendar address: made, ended, and what is read there."""

from typing import Annotated, Any

from fastapi import APIRouter, Request
from starlette.responses import PlainTextResponse, Response

from bot.drafts.planning import feed
from bot.drafts.planning.ical import written
from bot.errors import BadInput
from bot.people.permissions import Verb
from bot.web.access import Database, Visit, allowed, public
from bot.web.forms import Typed, again
from bot.web.rendering import done, page

router = APIRouter()
MayHave = Annotated[Visit, allowed(Verb.HAVE_FEED)]
TEMPLATE = "planning/feed.html"
HEADERS = {"cache-control": "private, max-age=900", "x-robots-tag": "noindex", "content-disposition": 'inline; filename="posts.ics"'}
NONE_HERE = "There is no calendar at this address."
CHOICES = {
    "handle": ("Only the account", "“Post for @academy”. Nothing of what it says leaves Gatepost."),
    "words": ("The account and the first words", "Only of what is approved. Whoever sees your calendar reads them."),
}


@router.get("/calendar/feed")
def form(visit: MayHave) -> Response:
    return page(visit, TEMPLATE, **_shown(visit))


@router.post("/calendar/feed")
def make(visit: MayHave, typed: Typed) -> Response:
    """The address is on this one page and nowhere else."""
    if typed.text("shows") not in CHOICES:
        return again(visit, TEMPLATE, BadInput({"shows": "Choose what each entry says."}), typed, **_shown(visit))
    token = feed.make(visit.session, visit.me, visit.request.app.state.vault, shows_words=typed.text("shows") == "words")
    address = visit.request.app.state.settings.address
    return page(visit, TEMPLATE, link=f"{address}/calendar/feed/{token}.ics", **_shown(visit))


@router.post("/calendar/feed/end")
def end(visit: MayHave) -> Response:
    feed.end(visit.session, visit.me)
    return done(visit, "/calendar/feed", "The address has ended. Nothing can be read there any more.")


@router.get("/calendar/feed/{token}.ics", dependencies=[public()])
def read(request: Request, session: Database, token: str) -> Response:
    """The same answer for whatever is no address, so that nothing can be learnt by trying."""
    try:
        found = feed.read(session, request.app.state.vault, token)
    except feed.TooOften:
        return PlainTextResponse("This calendar is read too often. Try again in an hour.", status_code=429, headers={"retry-after": "3600"})
    finally:
        session.commit()
    if found is None:
        return PlainTextResponse(NONE_HERE, status_code=404)
    content = written(found.entries, shows_words=found.shows_words, address=request.app.state.settings.address)
    return Response(content, media_type="text/calendar; charset=utf-8", headers=HEADERS)


def _shown(visit: Visit) -> dict[str, Any]:
    return {"row": feed.of_person(visit.session, visit.me), "choices": [(value, *words) for value, words in CHOICES.items()]}
