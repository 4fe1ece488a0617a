"""What the screens are told of the pictures of a draft: their rights, and the events they were taken at."""

from collections.abc import Sequence

from sqlmodel import Session

from bot.clock import today
from bot.consent.events_known import EventKnown, events_known
from bot.consent.rights_known import Known, known
from bot.drafts.bundle import MediaItem


def rights_for(session: Session, academy_id: int, media: Sequence[MediaItem]) -> dict[str, Known]:
    """In a stored draft the record counts; a rehearsal has only the draft's own words."""
    return known(session, academy_id, {item.sha256: item.data for item in media}, today())


def events_for(session: Session, academy_id: int, media: Sequence[MediaItem]) -> dict[int, EventKnown]:
    return events_known(session, academy_id, (item.event_id for item in media))
