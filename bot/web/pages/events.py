"""Events: planning one, asking the schools, their answers, the briefing and the day. The names are on a page of their own."""

from typing import Annotated, Any

from fastapi import APIRouter
from starlette.responses import Response

from bot.audit.log import history
from bot.clock import today
from bot.consent import events, events_day, events_sheet
from bot.consent.events_models import SETTLED, Answer, Event, EventState
from bot.errors import BadInput, NotFound, Refusal
from bot.people.grants import Place, profile_at, roles
from bot.people.models import Academy, Person
from bot.people.permissions import Role, Verb
from bot.web.access import Visit, allowed
from bot.web.forms import Filled, Typed, again
from bot.web.rendering import done, page

router = APIRouter()
MayRead = Annotated[Visit, allowed(Verb.READ_EVENTS)]
MayRun = Annotated[Visit, allowed(Verb.RUN_EVENTS)]
STATES: dict[EventState, tuple[str, str]] = {
    EventState.PLANNED: ("Planned: ask the schools", "grey"),
    EventState.ASKED: ("Waiting for the schools", "yellow"),
    EventState.ANSWERED_ALL: ("Every school is settled", "blue"),
    EventState.BRIEFED: ("Briefing held", "light-blue"),
    EventState.LIVE: ("Going on now", "green"),
    EventState.CLOSED: ("Over: the list is deleted 7 days later", "grey"),
    EventState.PURGED: ("Over, and the list is deleted", "grey"),
}
ANSWERS: dict[Answer, tuple[str, str]] = {
    Answer.NOT_ASKED: ("Not asked yet", "grey"),
    Answer.ASKED: ("No answer yet", "yellow"),
    Answer.NONE: ("All may be shown", "green"),
    Answer.LIST: ("Answered with a list", "blue"),
    Answer.SILENT: ("Silent: nobody of it is shown", "red"),
}
SAYS = [
    (Answer.NONE.value, "Answered: every child may be shown", ""),
    (Answer.LIST.value, "Answered with a list of children who may not be shown", ""),
    (Answer.SILENT.value, "It did not answer", "No child of this school may then be shown."),
]


@router.get("/events")
def listed(visit: MayRead) -> Response:
    homes = [a.id or 0 for a in visit.academies]
    rows = events.events_of(visit.session, homes)
    leads = {row.id: visit.session.get_one(Person, row.lead_id).name for row in rows}
    wanted = any(events.required_at(profile_at(visit.session, home)) for home in homes)
    may_plan = visit.may(Verb.RUN_EVENTS)
    return page(visit, "events/list.html", events=rows, leads=leads, STATES=STATES, may_plan=may_plan, wanted=wanted, today=today())


@router.get("/events/new")
def new(visit: MayRun) -> Response:
    return page(visit, "events/new.html", **_new(visit))


@router.post("/events/new")
def plan(visit: MayRun, typed: Typed) -> Response:
    try:
        row = events.plan(
            visit.session,
            visit.me,
            _academy(visit, typed),
            **typed.texts("name", "schools"),
            day=typed.day("day"),
            lead_id=typed.number("lead_id"),
        )
    except (BadInput, Refusal) as problem:
        return again(visit, "events/new.html", problem, typed, **_new(visit))
    return done(visit, f"/events/{row.id}", "Planned. Now ask each school which of its children may not be shown.")


@router.get("/events/{event_id}")
def one(visit: MayRead, event_id: int) -> Response:
    return page(visit, "events/one.html", **about(visit, event_id))


@router.post("/events/{event_id}/ask")
def ask(visit: MayRun, event_id: int, typed: Typed) -> Response:
    return _act(visit, event_id, typed, lambda: events.ask(visit.session, visit.me, event_id), "Noted that every school has been asked.")


@router.post("/events/{event_id}/schools/{school_id}")
def answer(visit: MayRun, event_id: int, school_id: int, typed: Typed) -> Response:
    said, names = typed.text(f"said_{school_id}"), typed.text(f"names_{school_id}")
    act = lambda: events.answer(visit.session, visit.me, event_id, school_id, said=said, names=names)  # noqa: E731
    return _act(visit, event_id, typed, act, "Written down. Names are locked away; only the briefing sheet shows them.")


@router.post("/events/{event_id}/marker")
def marker(visit: MayRun, event_id: int, typed: Typed) -> Response:
    return _act(visit, event_id, typed, lambda: events.set_marker(visit.session, visit.me, event_id, typed.text("marker")), "Kept.")


@router.post("/events/{event_id}/expected")
def expect(visit: MayRun, event_id: int, typed: Typed) -> Response:
    chosen, volunteers = tuple(typed.numbers("person_ids")), typed.text("volunteers")
    act = lambda: events_day.expect(visit.session, visit.me, event_id, person_ids=chosen, volunteers=volunteers)  # noqa: E731
    return _act(visit, event_id, typed, act, "They are on the briefing list.")


def _act(visit: Visit, event_id: int, typed: Filled, act: Any, said: str) -> Response:
    """One step of the event's page: what is wrong is shown there, with everything typed still in it."""
    seen(visit, event_id)
    try:
        act()
    except (BadInput, Refusal) as problem:
        return again(visit, "events/one.html", problem, typed, **about(visit, event_id))
    return done(visit, f"/events/{event_id}", said)


def seen(visit: Visit, event_id: int) -> Event:
    """The event, for somebody of its academy. For anybody else it is not there."""
    row = events.event(visit.session, event_id)
    if row.academy_id not in {a.id for a in visit.academies}:
        raise NotFound("There is no such event, or it is not yours to see.")
    return row


def about(visit: Visit, event_id: int) -> dict[str, Any]:
    """Everything the event's page shows. No child's name is among it."""
    session, row = visit.session, seen(visit, event_id)
    place = Place(row.academy_id)
    briefings = events_day.briefings(session, event_id)
    people = events.leads_and_helpers(session, row.academy_id)
    leads_it = row.lead_id == visit.me.id or bool(roles(session, visit.me, row.academy_id) & {Role.SLT, Role.HEAD})
    return {
        "event": row,
        "state": STATES[row.state],
        "lead": session.get_one(Person, row.lead_id),
        "schools": events.schools_of(session, event_id),
        "briefings": briefings,
        "unsigned": events_day.unsigned(session, event_id),
        "mine": next((b for b in briefings if b.person_id == visit.me.id and b.signed_at is None), None),
        "in_charge": leads_it and visit.may(Verb.RUN_EVENTS, place),
        "over": row.state in (EventState.CLOSED, EventState.PURGED),
        "may_see_sheet": events_sheet.may_see(session, visit.me, row),
        "notes": events_sheet.notes_of(session, visit.me, row),
        "authors": {p.id: p.name for p in people},
        "staff": [(p.id, p.name) for p in people if p.id not in {b.person_id for b in briefings}],
        "rule": events_sheet.GENERAL_RULE,
        "ANSWERS": ANSWERS,
        "SAYS": SAYS,
        "SETTLED": SETTLED,
        "history": history(session, f"event:{event_id}")[-50:][::-1],
    }


def _academy(visit: Visit, typed: Filled) -> int:
    chosen = typed.number("academy_id")
    if chosen is None or chosen not in {a.id for a in visit.academies}:
        raise BadInput({"academy_id": "Choose the academy."})
    return chosen


def _new(visit: Visit) -> dict[str, Any]:
    homes: list[Academy] = [a for a in visit.academies if visit.may(Verb.RUN_EVENTS, Place(a.id or 0))]
    people = {p.id: p.name for home in homes for p in events.leads(visit.session, home.id or 0)}
    return {"homes": [(a.id, a.name) for a in homes], "people": sorted(people.items(), key=lambda each: each[1]), "today": today()}
