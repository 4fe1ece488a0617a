"""Leavers: writing down that somebody leaves, what people then look at themselves, and the leaver's own page."""

from typing import Annotated, Any

from fastapi import APIRouter
from sqlmodel import col, select
from starlette.responses import Response

from bot.clock import london, now
from bot.drafts.leaving import announce, checks, word
from bot.drafts.leaving.moves import WORDS, of_person
from bot.errors import BadInput, NotFound, Refusal
from bot.people.grants import same_human
from bot.people.leaver_duty import NEVER_LOOKED_AT
from bot.people.leaving_models import CheckKind, CheckState, Leaving, LeavingState
from bot.people.models import Person
from bot.people.permissions import Verb
from bot.people.register import person as person_of
from bot.web.access import Visit, allowed, anyone_signed_in
from bot.web.forms import Filled, Typed, again
from bot.web.pages.people_rows import names
from bot.web.rendering import done, page

router = APIRouter()
MaySee = Annotated[Visit, allowed(Verb.REVOKE)]
Anyone = Annotated[Visit, anyone_signed_in()]
NEW, ONE, OWN = "people/leave.html", "leavers/one.html", "leavers/own.html"
NOW, LATER = "now", "later"
ANSWERS = {
    CheckKind.ADMINISTRATOR: [("gone", "Gone: they are not in the list"), ("still_there", "Still there")],
    CheckKind.KEYS: [("gone", "New keys are made and connected"), ("still_there", "The old keys still count")],
    CheckKind.HELD: [("gone", "It is back, or changed"), ("still_there", "They still have it")],
}
CHECK_WORDS = {CheckState.OPEN: ("To do", "blue"), CheckState.STILL_THERE: ("Still there", "red"), CheckState.GONE: ("Gone", "green")}


@router.get("/leavers")
def listed(visit: MaySee) -> Response:
    rows = visit.session.exec(select(Leaving).order_by(col(Leaving.leaves_at).desc())).all()
    shown = [(row, WORDS[row.state], checks.unanswered(visit.session, row.id or 0)) for row in rows if word.visible(visit.session, visit.me, row)]
    shown.sort(key=lambda each: each[0].state in (LeavingState.CLOSED, LeavingState.CANCELLED))
    return page(visit, "leavers/list.html", shown=shown, names=names(visit.session))


@router.get("/people/{person_id}/leave")
def form(visit: MaySee, person_id: int) -> Response:
    return page(visit, NEW, **_form(visit, person_id))


@router.post("/people/{person_id}/leave")
def record(visit: MaySee, person_id: int, typed: Typed) -> Response:
    person = person_of(visit.session, person_id)
    try:
        row = announce.announce(
            visit.session,
            visit.me,
            person_id,
            leaves_at=_moment(typed),
            successor_id=_chosen(typed, "successor_id"),
            held_items=typed.text("held_items"),
        )
    except (BadInput, Refusal) as problem:
        return again(visit, NEW, problem, typed, **_form(visit, person_id))
    said = (
        "On record. Everything ends by itself then."
        if row.leaves_at > now()
        else "Their roles, permissions and sign-ins ended. Look at the checks now."
    )
    return done(visit, f"/leavers/{row.id}", f"{person.name}: {said}")


@router.get("/leavers/{leaving_id}")
def one(visit: MaySee, leaving_id: int) -> Response:
    return page(visit, ONE, **_one(visit, leaving_id))


@router.post("/leavers/{leaving_id}/time")
def change_time(visit: MaySee, leaving_id: int, typed: Typed) -> Response:
    shown = _one(visit, leaving_id)
    try:
        announce.change_time(visit.session, visit.me, leaving_id, typed.moment("leaves_at"))
    except (BadInput, Refusal) as problem:
        return again(visit, ONE, problem, typed, **shown)
    return done(visit, f"/leavers/{leaving_id}", "The new time is on record. They have been told.")


@router.post("/leavers/{leaving_id}/cancel")
def cancel(visit: MaySee, leaving_id: int, typed: Typed) -> Response:
    shown = _one(visit, leaving_id)
    try:
        announce.cancel(visit.session, visit.me, leaving_id, typed.text("reason"))
    except (BadInput, Refusal) as problem:
        return again(visit, ONE, problem, typed, **shown)
    return done(visit, "/leavers", "Called off. Nothing of theirs ends.")


@router.post("/leavers/checks/{check_id}")
def answer(visit: MaySee, check_id: int, typed: Typed) -> Response:
    leaving_id = checks.leaving_of(visit.session, check_id)
    shown = _one(visit, leaving_id)
    try:
        check = checks.answer(visit.session, visit.me, check_id, typed.text(f"answer_{check_id}"), typed.text(f"note_{check_id}"))
    except BadInput as wrong:
        named = BadInput({f"{field}_{check_id}": sentence for field, sentence in wrong.fields.items()})
        return again(visit, ONE, named, typed, **shown)
    except Refusal as problem:
        return again(visit, ONE, problem, typed, **shown)
    said = "Noted." if check.state is CheckState.GONE else "The administrator and the Headteacher have been told. Look again once it is put right."
    return done(visit, f"/leavers/{leaving_id}", said)


@router.post("/leavers/{leaving_id}/paper")
def paper(visit: MaySee, leaving_id: int, typed: Typed) -> Response:
    shown = _one(visit, leaving_id)
    try:
        word.paper(visit.session, visit.me, leaving_id, typed.day("signed_on"))
    except (BadInput, Refusal) as problem:
        return again(visit, ONE, problem, typed, **shown)
    return done(visit, f"/leavers/{leaving_id}", "On record: you saw the signed paper.")


@router.post("/leavers/{leaving_id}/close")
def close(visit: MaySee, leaving_id: int, typed: Typed) -> Response:
    shown = _one(visit, leaving_id)
    try:
        word.close(visit.session, visit.me, leaving_id)
    except Refusal as problem:
        return again(visit, ONE, problem, typed, **shown)
    return done(visit, "/leavers", "Closed.")


@router.get("/before-you-leave")
def own(visit: Anyone) -> Response:
    return page(visit, OWN, **_own(visit))


@router.post("/before-you-leave")
def confirm(visit: Anyone, typed: Typed) -> Response:
    shown = _own(visit)
    try:
        word.confirm(visit.session, visit.me, agreed=typed.ticked("agreed"))
    except (BadInput, Refusal) as problem:
        return again(visit, OWN, problem, typed, **shown)
    return done(visit, "/", "Thank you. Your word is on record.")


def _form(visit: Visit, person_id: int) -> dict[str, Any]:
    person = person_of(visit.session, person_id)
    others = visit.session.exec(select(Person).where(col(Person.left_at).is_(None), Person.id != person_id).order_by(Person.name)).all()
    return {
        "person": person,
        "whens": [(NOW, "They have left", "Everything ends at once."), (LATER, "They leave at a time to come", "Everything ends by itself then.")],
        "others": [(other.id, other.name) for other in others],
        "standing": of_person(visit.session, person_id),
        "twins": [other for other in others if same_human(person, other)],
    }


def _one(visit: Visit, leaving_id: int) -> dict[str, Any]:
    row = visit.session.get(Leaving, leaving_id)
    if row is None or not word.visible(visit.session, visit.me, row):
        raise NotFound("There is no such leaving, or it is not yours to see.")
    sentences, clauses = word.duty(visit.session, row)
    found = checks.of(visit.session, leaving_id)
    return {
        "row": row,
        "person": person_of(visit.session, row.person_id),
        "state": WORDS[row.state],
        "to_come": row.state is LeavingState.NOTIFIED and row.leaves_at > now(),
        "checks": [(check, CHECK_WORDS[check.state], ANSWERS[check.kind], checks.STEPS[check.kind]) for check in found],
        "open_checks": sum(check.state is not CheckState.GONE for check in found),
        "may_close": row.state in (LeavingState.ATTESTED, LeavingState.NOT_ATTESTED),
        "may_paper": row.state in (LeavingState.CHECKING, LeavingState.NOT_ATTESTED),
        "sentences": row.attested_text.splitlines() or sentences,
        "clauses": clauses,
        "never": NEVER_LOOKED_AT,
        "names": names(visit.session),
        "typed_time": london(row.leaves_at).strftime("%Y-%m-%dT%H:%M"),
    }


def _own(visit: Visit) -> dict[str, Any]:
    row = word.mine(visit.session, visit.me)
    if row is None:
        raise NotFound("Nothing is on record about your leaving.")
    sentences, clauses = word.duty(visit.session, row)
    return {"row": row, "sentences": sentences, "clauses": clauses, "never": NEVER_LOOKED_AT}


def _moment(typed: Filled) -> Any:
    """None stands for now."""
    chosen = typed.text("when")
    if chosen not in (NOW, LATER):
        raise BadInput({"when": "Choose whether they have left or leave later."})
    if chosen == NOW:
        return None
    moment = typed.moment("leaves_at")
    if moment is None:
        raise BadInput({"leaves_at": "Enter the date and time when they leave."})
    return moment


def _chosen(typed: Filled, name: str) -> int | None:
    """Zero, which is nobody, for something that is no row's number, so that it is refused and not passed over."""
    return (typed.number(name) or 0) if typed.text(name).strip() else None
