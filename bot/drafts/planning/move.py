"""Moving a draft to another time. The window is part of what was signed, so a move voids every signature, without exception."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.clock import now
from bot.drafts.models import Draft
from bot.drafts.turns import draft_for
from bot.drafts.write import content_of, save_if_changed
from bot.errors import BadInput, Conflict
from bot.people.models import Person

FAR = timedelta(days=731)
A_DAY = timedelta(days=1)


def move(session: Session, me: Person, draft_id: int, to: datetime | None, version: int) -> bool:
    """Let it go out at `to` instead. False when that is its time already, and then nothing happened at all.

    Whoever moves a draft has changed it: the same rules, and they can no longer sign it.
    """
    draft = draft_for(session, me, draft_id)
    if to is None:
        raise BadInput({"not_before": "Enter the date and time when it should go out."})
    if to == draft.not_before:
        return False
    if to <= now():
        raise BadInput({"not_before": "That time has passed already. Enter a later one."})
    if to > now() + FAR:
        raise BadInput({"not_before": "That is more than two years ahead. Look at the year again."})
    content = replace(content_of(session, draft), not_before=to, not_after=latest(draft, to))
    try:
        return save_if_changed(session, me, draft_id, content, version)
    except Conflict:
        sentence = "Somebody changed this draft since you opened it. Look at what it says now, then move it again."
        raise BadInput({"not_before": sentence}) from None


def latest(draft: Draft, to: datetime) -> datetime:
    """Its latest time moves along by as much; without a time before, it stays where that still is a day after, and else is a day later."""
    if draft.not_before is not None:
        return draft.not_after + (to - draft.not_before)
    return draft.not_after if draft.not_after > to else to + A_DAY
