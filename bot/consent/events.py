"""Planning an event, asking each school who may not be pictured, and writing down what it answered (INSP-14.1, 14.2a)."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlmodel import Session, col, select

from bot.audit.actions import ConsentAct
from bot.audit.log import recorded
from bot.clock import EARLIEST, LATEST, now, today
from bot.consent.events_models import ANSWERED, SETTLED, Answer, Event, EventMove, EventSchool, EventState, move
from bot.consent.events_sheet import sealed_names
from bot.errors import BadInput, NotFound, Refusal
from bot.people.grants import Place, actor, may, require, roles
from bot.people.models import Person
from bot.people.permissions import Role, Verb
from bot.policy.profile import Profile

LONGEST_NAME, LONGEST_MARKER, MOST_SCHOOLS = 120, 400, 60
PICTURED_FOR = timedelta(days=90)  # how long after the day a picture is still declared as taken there


def event(session: Session, event_id: int, *, lock: bool = False) -> Event:
    found = session.get(Event, event_id, with_for_update=lock or None, populate_existing=True)
    if found is None:
        raise NotFound("There is no such event, or it is not yours to see.")
    return found


def schools_of(session: Session, event_id: int) -> list[EventSchool]:
    return list(session.exec(select(EventSchool).where(EventSchool.event_id == event_id).order_by(col(EventSchool.id))))


def open_events(session: Session, academy_id: int) -> list[Event]:
    """The events a picture can have been taken at: those to come and those of the last 90 days, newest first."""
    recent = select(Event).where(Event.academy_id == academy_id, col(Event.day) >= today() - PICTURED_FOR)
    return list(session.exec(recent.order_by(col(Event.day).desc(), col(Event.id).desc())))


def events_of(session: Session, academy_ids: Sequence[int]) -> list[Event]:
    """Every event of these academies, newest first."""
    query = select(Event).where(col(Event.academy_id).in_(academy_ids)).order_by(col(Event.day).desc(), col(Event.id).desc())
    return list(session.exec(query.limit(200)))


def required_at(profile: Profile) -> bool:
    """Whether the trust asks for this procedure (P44); elsewhere it is there to use."""
    return profile.event_photo_procedure.value


def leads(session: Session, academy_id: int) -> list[Person]:
    """Those who can lead an event of the academy."""
    return [p for p in session.exec(select(Person).order_by(Person.name)) if may(session, p, Verb.RUN_EVENTS, Place(academy_id))]


def leads_and_helpers(session: Session, academy_id: int) -> list[Person]:
    """Those of the academy who can be briefed and sign for themselves."""
    return [p for p in session.exec(select(Person).order_by(Person.name)) if may(session, p, Verb.SIGN_BRIEFING, Place(academy_id))]


def plan(session: Session, me: Person, academy_id: int, *, name: str, day: date | None, lead_id: int | None, schools: str) -> Event:
    """`schools`: one a line, and after a comma whom to ask there."""
    with recorded(session, actor(me), ConsentAct.EVENT_PLANNED, academy_id=academy_id) as note:
        require(session, me, Verb.RUN_EVENTS, Place(academy_id))
        lead = session.get(Person, lead_id) if lead_id else None
        coming = _schools(schools)
        wrong = {
            "name": _name_problem(name),
            "day": None if day and EARLIEST <= day.year <= LATEST and day >= today() else "Give the date of the event, today or later.",
            "lead_id": None
            if lead and may(session, lead, Verb.RUN_EVENTS, Place(academy_id))
            else "Choose somebody of this academy who leads the event.",
            "schools": _schools_problem(coming),
        }
        found = {field: sentence for field, sentence in wrong.items() if sentence}
        if found or day is None or lead is None:
            raise BadInput(found)
        row = Event(academy_id=academy_id, name=name.strip(), day=day, lead_id=lead.id or 0, created_by=me.id or 0)
        session.add(row)
        session.flush()
        session.add_all([EventSchool(event_id=row.id or 0, name=school, contact=contact) for school, contact in coming])
        note.subject = f"event:{row.id}"
        note.detail.update(name=row.name, day=day.isoformat(), lead=lead.name, schools=[school for school, _ in coming])
    return row


def ask(session: Session, me: Person, event_id: int) -> Event:
    """The lead has asked every school for its list; until one answers, none of its children may be pictured."""
    row = event(session, event_id, lock=True)
    with recorded(session, actor(me), ConsentAct.EVENT_ASKED, f"event:{event_id}", academy_id=row.academy_id) as note:
        in_charge(session, me, row)
        move(row, EventMove.ASK)
        for school in schools_of(session, event_id):
            school.answer, school.asked_at = Answer.ASKED, now()
            session.add(school)
        session.add(row)
        note.detail["schools"] = [school.name for school in schools_of(session, event_id)]
    return row


def answer(session: Session, me: Person, event_id: int, school_id: int, *, said: str, names: str = "") -> EventSchool:
    """What one school answered, or that it is silent. The names go straight under the vault's key; the record holds only how many."""
    row = event(session, event_id, lock=True)
    school = session.get(EventSchool, school_id)
    if school is None or school.event_id != event_id:
        raise NotFound("That school is not on this event's list.")
    with recorded(session, actor(me), ConsentAct.EVENT_ANSWERED, f"event:{event_id}", academy_id=row.academy_id, school=school.name) as note:
        in_charge(session, me, row)
        move(row, EventMove.ANSWER)
        if said not in SETTLED:
            raise BadInput({f"said_{school_id}": "Choose what the school answered, or that it did not answer."})
        locked, children = sealed_names(session, names, f"names_{school_id}") if said == Answer.LIST else ("", 0)
        if said != Answer.LIST and names.strip():
            raise BadInput({f"names_{school_id}": "You typed names, so choose “Answered with a list”; or take the names out."})
        school.answer, school.names_locked, school.children = Answer(said), locked, children
        school.answered_at = now() if school.answer in ANSWERED else None
        session.add(school)
        session.flush()
        if row.state is EventState.ASKED and all(each.answer in SETTLED for each in schools_of(session, event_id)):
            move(row, EventMove.SETTLE)
        session.add(row)
        note.detail.update(answer=school.answer.value, children=children)
    return school


def set_marker(session: Session, me: Person, event_id: int, marker: str) -> Event:
    """How the children on the list are marked out, in a way they are glad to wear (a lanyard of one colour, say)."""
    row = event(session, event_id, lock=True)
    with recorded(session, actor(me), ConsentAct.EVENT_BRIEFED, f"event:{event_id}", academy_id=row.academy_id) as note:
        in_charge(session, me, row)
        if row.state in (EventState.CLOSED, EventState.PURGED):
            raise Refusal("The event is over.", rule="move")
        text = marker.strip()
        if not text or len(text) > LONGEST_MARKER:
            raise BadInput({"marker": f"Say how these children are marked out, in up to {LONGEST_MARKER} characters; for example: a green lanyard."})
        row.marker = text
        session.add(row)
        note.detail["marker"] = text
    return row


def in_charge(session: Session, me: Person, row: Event) -> None:
    """The lead, or senior leadership where the lead cannot."""
    require(session, me, Verb.RUN_EVENTS, Place(row.academy_id))
    if row.lead_id != me.id and not roles(session, me, row.academy_id) & {Role.SLT, Role.HEAD}:
        lead = session.get_one(Person, row.lead_id)
        raise Refusal("Only the event's lead does this.", rule="lead", next_step=f"Ask {lead.name}, or senior leadership.")


def _name_problem(name: str) -> str | None:
    return None if 0 < len(name.strip()) <= LONGEST_NAME else f"Give the event a name of up to {LONGEST_NAME} characters."


def _schools(text: str) -> list[tuple[str, str]]:
    parted = (line.partition(",") for line in text.splitlines() if line.strip(" ,"))
    return [(" ".join(school.split()), contact.strip()) for school, _, contact in parted]


def _schools_problem(coming: list[tuple[str, str]]) -> str | None:
    named = [school.casefold() for school, _ in coming]
    if not coming or "" in named:
        return "Give the schools that come, one a line. After a comma, whom to ask there."
    if len(coming) > MOST_SCHOOLS:
        return f"Give {MOST_SCHOOLS} schools at most."
    if len(set(named)) < len(named):
        return "The same school is there twice. Give each once."
    if any(len(school) > LONGEST_NAME or len(contact) > LONGEST_NAME for school, contact in coming):
        return f"Keep each school's name, and whom to ask, under {LONGEST_NAME} characters."
    return None
