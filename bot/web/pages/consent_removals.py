"""Live posts that have to come down because somebody in them may no longer be shown: one press each, and how long it took."""

from typing import Annotated, NamedTuple

from fastapi import APIRouter
from starlette.responses import Response

from bot.drafts import removals, withdrawal
from bot.drafts.models import Draft, Release
from bot.drafts.removal_models import Removal, RemovalState
from bot.people.grants import Place
from bot.people.permissions import Verb
from bot.web.access import Visit, allowed
from bot.web.pages.draft_rows import named
from bot.web.rendering import done, page

router = APIRouter()
MaySee = Annotated[Visit, allowed(Verb.REMOVE_PICTURES, Verb.KEEP_CONSENT)]
MayRemove = Annotated[Visit, allowed(Verb.REMOVE_PICTURES)]
WORDS = {
    RemovalState.OPEN: ("Live", "red"),
    RemovalState.REMOVING: ("Being removed", "orange"),
    RemovalState.CANNOT_REMOVE: ("A person has to remove it", "orange"),
    RemovalState.REMOVED: ("Gone", "green"),
    RemovalState.NOT_OUT: ("It never went out", "grey"),
}


class Line(NamedTuple):
    removal: Removal
    release: Release
    draft: Draft
    account: str
    words: str
    colour: str
    took: str
    may_remove: bool


@router.get("/consent/removals")
def listed(visit: MaySee) -> Response:
    homes = [a.id for a in visit.academies if a.id and any(visit.may(verb, Place(a.id)) for verb in (Verb.REMOVE_PICTURES, Verb.KEEP_CONSENT))]
    lines = [
        Line(row, release, draft, named(account), *WORDS[row.state], _took(row), visit.may(Verb.REMOVE_PICTURES, Place(row.academy_id)))
        for row, release, draft, account in withdrawal.removals(visit.session, homes)
    ]
    return page(visit, "consent/removals.html", lines=lines)


@router.post("/consent/removals/{removal_id}/remove")
def remove(visit: MayRemove, removal_id: int) -> Response:
    removals.begin(visit.session, visit.me, removal_id)
    return done(visit, "/consent/removals", "It is being removed, and read back until it is gone.")


def _took(row: Removal) -> str:
    minutes = withdrawal.minutes_up(row)
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = [f"{number} {unit}{'' if number == 1 else 's'}" for number, unit in ((days, "day"), (hours, "hour"), (rest, "minute")) if number]
    return " ".join(parts[:2]) or "under a minute"
