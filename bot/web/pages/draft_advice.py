"""What a draft's page says of questions asked first, and the reminders at the moment of acting."""

from typing import Any

from bot.drafts import guidance
from bot.drafts.advice import refuse_asking
from bot.drafts.advisers import of_draft, open_for, why_not
from bot.drafts.lifecycle import MOVES, Move, State
from bot.drafts.models import Draft
from bot.errors import Refusal
from bot.people.found import person
from bot.people.grants import profile_at
from bot.web.access import Visit

MOMENT = {State.DRAFT: "submit", State.NEEDS_CHANGES: "submit", State.AWAITING_APPROVAL: "approve", State.AWAITING_EXTRA: "approve"}


def asked_first(visit: Visit, draft: Draft) -> dict[str, Any]:
    session = visit.session
    asked = open_for(session, draft.id or 0) if draft.state is State.ADVICE else None
    mine = asked is not None and why_not(session, visit.me, draft, asked) is None
    may_ask = _may_ask(visit, draft)
    where = MOMENT.get(draft.state, "") if may_ask else ""
    return {
        "advice": of_draft(session, draft.id or 0),
        "advice_names": lambda person_id: person(session, person_id).name if person_id else "",
        "may_answer": asked.id if asked is not None and mine else None,
        "may_ask": may_ask,
        "reminders": guidance.reminders(profile_at(session, draft.academy_id), where) if where else [],
    }


def reminders_for(visit: Visit, where: str) -> list[guidance.Reminder]:
    """For a page that is about no draft yet: by the first academy of whoever looks."""
    home = next(iter(visit.academies), None)
    return guidance.reminders(profile_at(visit.session, home.id or 0), where) if home is not None else []


def _may_ask(visit: Visit, draft: Draft) -> bool:
    if draft.state not in MOVES[Move.ASK_ADVICE]:
        return False
    try:
        refuse_asking(visit.session, visit.me, draft)
    except Refusal:
        return False
    return True
