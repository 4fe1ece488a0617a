"""Writing down that somebody leaves, now or at a time to come; changing the time; calling it off."""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.audit.actions import Act
from bot.audit.log import recorded
from bot.clock import now, spoken
from bot.drafts.leaving import carry_out
from bot.drafts.leaving.moves import leaver as leaver_of
from bot.drafts.leaving.moves import locked, move, of_person, subject
from bot.errors import BadInput, Refusal
from bot.notify.send import settled, tell_person
from bot.people.found import person
from bot.people.grants import actor, same_human
from bot.people.leaving import homes, require_recorder
from bot.people.leaving_models import Leaving, LeavingState
from bot.people.models import Person

FURTHEST = timedelta(days=366)
MOST_ITEMS, LONGEST_ITEM, LONGEST_REASON = 20, 200, 500
OWN_PAGE = "/before-you-leave"


def announce(
    session: Session, me: Person, person_id: int, *, leaves_at: datetime | None, successor_id: int | None = None, held_items: str = ""
) -> Leaving:
    """With no time they have left already, and everything ends now. The leaver is told, and asked to confirm what the policy asks."""
    leaver = person(session, person_id)
    with recorded(session, actor(me), Act.LEAVING_RECORDED, f"person:{person_id}") as note:
        session.get(Person, person_id, with_for_update=True, populate_existing=True)  # two administrators come one after the other
        require_recorder(session, me, leaver)
        if leaver.left_at is not None:
            raise Refusal("This person has left already.", rule="left")
        if of_person(session, person_id) is not None:
            raise Refusal("Their leaving is on record already.", rule="already-decided", next_step="Change its time, or call it off, under Leavers.")
        wrong = _wrong_time(leaves_at) | _wrong_items(held_items) | _wrong_successor(session, leaver, successor_id)
        if wrong:
            raise BadInput(wrong)
        at = leaves_at or now()
        row = Leaving(
            person_id=person_id,
            academy_ids=homes(session, leaver),
            leaves_at=at,
            not_before=at,
            successor_id=successor_id,
            held_items="\n".join(_items(held_items)),
            recorded_by=me.id or 0,
        )
        session.add(row)
        session.flush()
        note.detail |= {"leaving": row.id, "leaves_at": at.isoformat()}
        if leaves_at is not None:
            _tell(session, row)
    if leaves_at is None:
        carry_out.run(session, row.id or 0)
    return row


def leave(session: Session, me: Person, person_id: int) -> Person:
    """They have left: at once."""
    announce(session, me, person_id, leaves_at=None)
    return person(session, person_id)


def change_time(session: Session, me: Person, leaving_id: int, leaves_at: datetime | None) -> Leaving:
    """Only while it is still to come."""
    row = locked(session, leaving_id)
    with recorded(session, actor(me), Act.LEAVING_CHANGED, f"person:{row.person_id}", leaving=leaving_id) as note:
        require_recorder(session, me, leaver_of(session, row))
        _still_to_come(row)
        if leaves_at is None:
            raise BadInput({"leaves_at": "Enter the date and time when they leave."})
        if wrong := _wrong_time(leaves_at):
            raise BadInput(wrong)
        note.detail |= {"before": row.leaves_at.isoformat(), "leaves_at": leaves_at.isoformat()}
        row.leaves_at = row.not_before = leaves_at
        session.add(row)
        settled(session, subject(row))
        _tell(session, row)
    return row


def cancel(session: Session, me: Person, leaving_id: int, reason: str) -> Leaving:
    """They stay. Nothing had ended yet, so nothing has to be given back."""
    row = locked(session, leaving_id)
    with recorded(session, actor(me), Act.LEAVING_CANCELLED, f"person:{row.person_id}", leaving=leaving_id) as note:
        require_recorder(session, me, leaver_of(session, row))
        _still_to_come(row)
        if not reason.strip():
            raise BadInput({"reason": "Say why, in a few words: it goes on the record."})
        if len(reason) > LONGEST_REASON:
            raise BadInput({"reason": f"Keep it under {LONGEST_REASON} characters."})
        move(session, row, LeavingState.CANCELLED)
        row.reason = note.detail["reason"] = reason.strip()
        settled(session, subject(row))
        for academy_id in row.academy_ids[:1]:
            tell_person(session, academy_id, row.person_id, "It was called off that you leave. Nothing of yours ends.", "/")
    return row


def _still_to_come(row: Leaving) -> None:
    if row.state is not LeavingState.NOTIFIED or row.leaves_at <= now():
        raise Refusal(
            "The time has passed: their access has ended.",
            rule="left",
            next_step="Somebody who comes back is registered again.",
        )


def _tell(session: Session, row: Leaving) -> None:
    text = f"It is on record that you leave on {spoken(row.leaves_at)}. Your access ends then. Before that, confirm what the policy asks of you."
    for academy_id in row.academy_ids[:1]:
        tell_person(session, academy_id, row.person_id, text, OWN_PAGE, subject=subject(row))


def _wrong_time(leaves_at: datetime | None) -> dict[str, str]:
    if leaves_at is None or now() < leaves_at <= now() + FURTHEST:
        return {}
    if leaves_at <= now():
        return {"leaves_at": "That time has passed. If they have left already, choose “They have left”."}
    return {"leaves_at": "That is more than a year away. Check the year."}


def _items(text: str) -> list[str]:
    return [line for each in text.splitlines() if (line := " ".join(each.split()))]


def _wrong_items(text: str) -> dict[str, str]:
    found = _items(text)
    if len(found) > MOST_ITEMS or any(len(each) > LONGEST_ITEM for each in found):
        return {"held_items": f"Write at most {MOST_ITEMS} lines of up to {LONGEST_ITEM} characters, one thing a line."}
    return {}


def _wrong_successor(session: Session, leaver: Person, successor_id: int | None) -> dict[str, str]:
    if successor_id is None:
        return {}
    human = session.get(Person, successor_id)
    if human is None or human.left_at is not None or same_human(human, leaver) or of_person(session, successor_id) is not None:
        return {"successor_id": "Choose somebody else who works here and is not leaving."}
    return {}
