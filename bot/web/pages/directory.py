"""The role directory of an academy: who holds each role, who stands in, who is away, and the roles that nobody holds."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter
from sqlmodel import Session, col, select
from starlette.responses import Response

from bot.clock import today
from bot.errors import BadInput, NotFound, Refusal
from bot.people import directory, directory_write
from bot.people.directory import Contact, Seat
from bot.people.directory_models import DirectoryEntry
from bot.people.grants import Place, roles
from bot.people.models import Academy, Person
from bot.people.permissions import Verb
from bot.policy.parameter import RoutedRole
from bot.web.access import Visit, allowed, anyone_signed_in
from bot.web.forms import Filled, Typed, again
from bot.web.rendering import day, done, page

router = APIRouter()
MayKeep = Annotated[Visit, allowed(Verb.KEEP_DIRECTORY)]
LIST, FORM, AWAY = "people/directory.html", "people/directory_entry.html", "people/absence.html"
SEATS: dict[Seat, tuple[str, str]] = {
    Seat.FILLED: ("Filled", "green"),
    Seat.ABSENT: ("Away: the deputy acts", "orange"),
    Seat.VACANT: ("Vacant", "red"),
    Seat.EXPIRED: ("Run out", "red"),
}


@dataclass(frozen=True)
class Line:
    """One holder of a role, as the page shows them."""

    entry: DirectoryEntry
    holder: Contact
    deputy: Contact | None
    dates: str
    away: str
    may_say: bool


@dataclass(frozen=True)
class RoleRow:
    role: RoutedRole
    words: str
    state: str
    colour: str
    lines: list[Line]
    others: list[str]  # hold it in Gatepost and have no entry, so no deputy


def _home(visit: Visit, academy_id: int) -> Academy:
    home = next((a for a in visit.academies if a.id == academy_id), None)
    if home is None:
        raise NotFound("There is no such academy, or it is not yours to see.")
    return home


def _keeps(visit: Visit, academy_id: int) -> bool:
    return visit.may(Verb.KEEP_DIRECTORY, Place(academy_id))


def _row(visit: Visit, academy_id: int, role: RoutedRole) -> RoleRow:
    session = visit.session
    seat = directory.seat(session, academy_id, role)
    lines = [_line(visit, academy_id, e) for e in directory.entries(session, academy_id, role) if e.ends is None or e.ends >= today()]
    written = {line.entry.person_id for line in lines}
    others = [session.get_one(Person, key).name for key in sorted(directory.signed_in_holders(session, academy_id, role) - written)]
    return RoleRow(role, directory.WORDS[role], *SEATS[seat], lines, others)


def _line(visit: Visit, academy_id: int, entry: DirectoryEntry) -> Line:
    until = f" until {day(entry.ends)}" if entry.ends else ""
    away = ""
    if entry.absent_from and (entry.absent_until is None or entry.absent_until >= today()):
        away = f"Away from {day(entry.absent_from)}{f' until {day(entry.absent_until)}' if entry.absent_until else ''}"
    mine = entry.person_id == visit.me.id or _keeps(visit, academy_id)
    dates = f"From {day(entry.starts)}{until}{'' if entry.academy_id else ', for the whole trust'}"
    return Line(entry, directory.holder(visit.session, entry), directory.deputy(visit.session, entry), dates, away, mine)


@router.get("/academies/{academy_id}/directory")
def listed(visit: Annotated[Visit, anyone_signed_in()], academy_id: int) -> Response:
    home = _home(visit, academy_id)
    rows = [_row(visit, academy_id, role) for role in RoutedRole]
    reach = visit.may(Verb.READ_PEOPLE, Place(academy_id)) or visit.may(Verb.WORK_CASES, Place(academy_id))
    return page(visit, LIST, home=home, rows=rows, may_keep=_keeps(visit, academy_id), may_reach=reach)


def _people(session: Session, academy_id: int) -> list[tuple[int, str]]:
    """Those who work here, then everybody else in the register: somebody of the trust may stand in."""
    known = session.exec(select(Person).where(col(Person.left_at).is_(None)).order_by(Person.name)).all()
    here = [p for p in known if roles(session, p, academy_id)]
    return [(p.id or 0, p.name) for p in [*here, *(p for p in known if p not in here)]]


def _form(visit: Visit, academy_id: int, entry: DirectoryEntry | None, role: str) -> dict[str, Any]:
    choices = [(each.value, directory.WORDS[each]) for each in RoutedRole]
    people = _people(visit.session, academy_id)
    return {"home": _home(visit, academy_id), "entry": entry, "role": role, "choices": choices, "people": people, "today": today()}


def _entry(visit: Visit, academy_id: int, entry_id: int) -> DirectoryEntry:
    _home(visit, academy_id)
    entry = visit.session.get(DirectoryEntry, entry_id)
    if entry is None or entry.academy_id not in (None, academy_id):
        raise NotFound("That entry of the role directory is not here.")
    return entry


@router.get("/academies/{academy_id}/directory/new")
def new(visit: MayKeep, academy_id: int, role: str = "") -> Response:
    return page(visit, FORM, **_form(visit, academy_id, None, role))


@router.post("/academies/{academy_id}/directory/new")
def write(visit: MayKeep, academy_id: int, typed: Typed) -> Response:
    return _write(visit, academy_id, typed, None)


@router.get("/academies/{academy_id}/directory/{entry_id}")
def edit(visit: MayKeep, academy_id: int, entry_id: int) -> Response:
    entry = _entry(visit, academy_id, entry_id)
    return page(visit, FORM, **_form(visit, academy_id, entry, entry.role.value))


@router.post("/academies/{academy_id}/directory/{entry_id}")
def write_over(visit: MayKeep, academy_id: int, entry_id: int, typed: Typed) -> Response:
    return _write(visit, academy_id, typed, _entry(visit, academy_id, entry_id))


def _write(visit: Visit, academy_id: int, typed: Filled, entry: DirectoryEntry | None) -> Response:
    shown = _form(visit, academy_id, entry, typed.text("role"))
    where = entry.academy_id if entry else None if typed.ticked("whole_trust") else academy_id
    try:
        directory_write.name_holder(
            visit.session,
            visit.me,
            where,
            typed.text("role"),
            typed.texts(*directory_write.TEXTS),
            person_id=typed.number("person_id"),
            deputy_id=typed.number("deputy_id"),
            starts=typed.day("starts"),
            ends=typed.day("ends"),
            entry_id=entry.id if entry else None,
        )
    except (BadInput, Refusal) as problem:
        return again(visit, FORM, problem, typed, **shown)
    return done(visit, f"/academies/{academy_id}/directory", "Written into the directory.")


@router.get("/academies/{academy_id}/directory/{entry_id}/absence")
def absence_form(visit: Annotated[Visit, anyone_signed_in()], academy_id: int, entry_id: int) -> Response:
    return page(visit, AWAY, **_absence(visit, academy_id, entry_id))


@router.post("/academies/{academy_id}/directory/{entry_id}/absence")
def absence(visit: Annotated[Visit, anyone_signed_in()], academy_id: int, entry_id: int, typed: Typed) -> Response:
    shown = _absence(visit, academy_id, entry_id)
    try:
        entry = directory_write.set_absence(visit.session, visit.me, entry_id, typed.day("absent_from"), typed.day("absent_until"))
    except (BadInput, Refusal) as problem:
        return again(visit, AWAY, problem, typed, **shown)
    said = "Noted. The deputy gets what is sent to the role while it lasts." if entry.absent_from else "Noted. Nobody stands in any more."
    return done(visit, f"/academies/{academy_id}/directory", said)


def _absence(visit: Visit, academy_id: int, entry_id: int) -> dict[str, Any]:
    entry = _entry(visit, academy_id, entry_id)
    return {"home": _home(visit, academy_id), "line": _line(visit, academy_id, entry), "words": directory.WORDS[entry.role]}


@router.post("/academies/{academy_id}/directory/{entry_id}/end")
def end(visit: MayKeep, academy_id: int, entry_id: int) -> Response:
    _entry(visit, academy_id, entry_id)
    directory_write.end_entry(visit.session, visit.me, entry_id)
    return done(visit, f"/academies/{academy_id}/directory", "Ended. It stays on record.")
