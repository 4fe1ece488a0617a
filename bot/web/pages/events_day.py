"""The day of an event: the briefing sheet and its signatures, going live, closing, notes, and whose children each picture shows."""

from typing import Annotated, Any

from fastapi import APIRouter
from sqlmodel import col, select
from starlette.responses import Response

from bot.consent import events, events_day, events_known, events_sheet
from bot.consent.events_models import ANSWERED, Event
from bot.drafts.models import Draft, DraftMedia
from bot.errors import BadInput, Refusal
from bot.people.grants import academy
from bot.people.permissions import Verb
from bot.web.access import Visit, allowed
from bot.web.forms import Typed, again
from bot.web.pages.events import about, seen
from bot.web.rendering import done, page

router = APIRouter()
MayRead = Annotated[Visit, allowed(Verb.READ_EVENTS)]
MayRun = Annotated[Visit, allowed(Verb.RUN_EVENTS)]
MaySign = Annotated[Visit, allowed(Verb.SIGN_BRIEFING)]
MayDraft = Annotated[Visit, allowed(Verb.DRAFT)]
ONE, PICTURES = "events/one.html", "events/pictures.html"


@router.post("/events/{event_id}/brief")
def brief(visit: MayRun, event_id: int, typed: Typed) -> Response:
    seen(visit, event_id)
    try:
        events_day.brief(visit.session, visit.me, event_id)
    except (BadInput, Refusal) as problem:
        return again(visit, ONE, problem, typed, **about(visit, event_id))
    return done(visit, f"/events/{event_id}", "Noted that the briefing was held. Everybody on the list signs that they were briefed.")


@router.post("/events/{event_id}/sign")
def sign(visit: MaySign, event_id: int, typed: Typed) -> Response:
    seen(visit, event_id)
    events_day.sign(visit.session, visit.me, event_id, typed.number("briefing_id"))
    return done(visit, f"/events/{event_id}", "Signed.")


@router.post("/events/{event_id}/live")
def live(visit: MayRun, event_id: int, typed: Typed) -> Response:
    seen(visit, event_id)
    try:
        events_day.go_live(visit.session, visit.me, event_id, typed.text("reason"))
    except (BadInput, Refusal) as problem:
        return again(visit, ONE, problem, typed, **about(visit, event_id))
    return done(visit, f"/events/{event_id}", "The event is on.")


@router.post("/events/{event_id}/close")
def close(visit: MayRun, event_id: int, typed: Typed) -> Response:
    seen(visit, event_id)
    try:
        events_day.close(visit.session, visit.me, event_id)
    except Refusal as problem:
        return again(visit, ONE, problem, typed, **about(visit, event_id))
    return done(visit, f"/events/{event_id}", "Closed. The list of children is deleted in 7 days.")


@router.post("/events/{event_id}/notes")
def note(visit: MaySign, event_id: int, typed: Typed) -> Response:
    row = seen(visit, event_id)
    try:
        events_sheet.note_incident(visit.session, visit.me, row, typed.text("note"))
    except (BadInput, Refusal) as problem:
        return again(visit, ONE, problem, typed, **about(visit, event_id))
    return done(visit, f"/events/{event_id}", "Written down, for the lead and the safeguarding leads.")


@router.get("/events/{event_id}/sheet")
def sheet(visit: MayRead, event_id: int) -> Response:
    """The names. Each look is on record, and nothing on the way keeps a copy."""
    row = seen(visit, event_id)
    shown = events_sheet.read_sheet(visit.session, visit.me, row)
    drawn = page(visit, "events/sheet.html", event=row, sheet=shown, rule=events_sheet.GENERAL_RULE)
    drawn.headers["cache-control"] = "no-store"
    return drawn


@router.get("/events/{event_id}/pictures")
def pictures(visit: MayRead, event_id: int) -> Response:
    return page(visit, PICTURES, **_pictures(visit, seen(visit, event_id)))


@router.post("/events/{event_id}/pictures/{sha256}")
def declare(visit: MayDraft, event_id: int, sha256: str, typed: Typed) -> Response:
    row = seen(visit, event_id)
    field = f"schools_{sha256[:12]}"  # as the domain names it, so that its sentence stands beside the picture
    try:
        events_known.declare_schools(visit.session, visit.me, event_id, sha256, _chosen(visit, row, sha256, typed.many(field)))
    except (BadInput, Refusal) as problem:
        return again(visit, PICTURES, problem, typed, **_pictures(visit, row))
    return done(visit, f"/events/{event_id}/pictures", "Kept. Go back to the draft and submit it.")


def _chosen(visit: Visit, row: Event, sha256: str, keys: list[str]) -> list[str]:
    """The schools behind what was ticked."""
    known = {"own": events_known.OWN, **{f"s{s.id}": s.name for s in events.schools_of(visit.session, row.id or 0)}}
    if sha256 not in {media.sha256 for media, _ in _used(visit, row)} or not set(keys) <= set(known):
        raise BadInput({f"schools_{sha256[:12]}": "Choose the schools whose children are in the picture."})
    return [known[key] for key in keys]


def _used(visit: Visit, row: Event) -> list[tuple[DraftMedia, Draft]]:
    """Each picture that a draft says was taken there, once, newest first."""
    query = select(DraftMedia, Draft).join(Draft, col(Draft.id) == col(DraftMedia.draft_id))
    query = query.where(DraftMedia.event_id == row.id, Draft.academy_id == row.academy_id).order_by(col(DraftMedia.id).desc()).limit(200)
    found: dict[str, tuple[DraftMedia, Draft]] = {}
    for media, draft in visit.session.exec(query):
        found.setdefault(media.sha256, (media, draft))
    return list(found.values())


def _pictures(visit: Visit, row: Event) -> dict[str, Any]:
    schools = events.schools_of(visit.session, row.id or 0)
    hints = {True: "", False: "It has not said whom it may show: such a picture cannot go out."}
    choices = [("own", f"{academy(visit.session, row.academy_id).name} (our own)", "")]
    choices += [(f"s{s.id}", s.name, hints[s.answer in ANSWERED]) for s in schools]
    known = events_known.events_known(visit.session, row.academy_id, [row.id])[row.id or 0]
    keys = {events_known.OWN: "own", **{s.name: f"s{s.id}" for s in schools}}
    chosen = {sha: [keys[name] for name in names if name in keys] for sha, names in known.declared.items()}
    return {"event": row, "used": _used(visit, row), "choices": choices, "chosen": chosen, "may_declare": visit.may(Verb.DRAFT)}
