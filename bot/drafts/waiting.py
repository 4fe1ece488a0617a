"""How long a draft has waited for the person whose turn it is. Waiting reminds people and widens the circle; it never approves."""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.clock import now
from bot.drafts.lifecycle import State
from bot.drafts.models import Draft
from bot.notify.send import settled
from bot.people.calendar import hours_at

WAIT = timedelta(hours=4)  # of working time, until the first reminder and until the trust approver pool may step in (S05.4)
FACTS = (State.SUBMITTED, State.CHECKING)
WAITING = (*FACTS, State.WITH_DPO, State.AWAITING_APPROVAL, State.AWAITING_EXTRA)


def subject(draft: Draft) -> str:
    """What the reminders are about: they leave everyone's page together."""
    return f"draft-waiting:{draft.id}"


def put(session: Session, draft: Draft, state: State) -> None:
    """The draft goes to the next person, and the waiting begins anew. A check that goes on is the same wait. Commits nothing."""
    if not (state in FACTS and draft.state in FACTS and draft.waiting_since):
        begins = now() if state in WAITING else None
        draft.waiting_since, draft.reminder_at = begins, first_reminder(session, draft.academy_id, begins) if begins else None
        settled(session, subject(draft))
    draft.state = state
    session.add(draft)


def since(draft: Draft) -> datetime:
    """When the present wait began; for a row that does not say so, the latest thing that happened to it."""
    return draft.waiting_since or draft.submitted_at or draft.changed_at


def first_reminder(session: Session, academy_id: int, begins: datetime) -> datetime:
    """When a wait that began then has gone on so long that people are reminded and others may step in."""
    return hours_at(session, academy_id).after(begins, WAIT)


def long_enough(session: Session, draft: Draft) -> bool:
    """Whether it has waited so long that others may step in."""
    return first_reminder(session, draft.academy_id, since(draft)) <= now()
