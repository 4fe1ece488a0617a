"""When the data protection officer is silent too long, the Headteacher is told. Nothing is cleared by it: the draft stays locked."""

from datetime import timedelta

from sqlmodel import Session, col, select

from bot.audit.actions import Act
from bot.audit.log import GATEPOST, append
from bot.clock import now, spoken
from bot.drafts.data_models import DataEscalation
from bot.drafts.lifecycle import State
from bot.drafts.models import Draft
from bot.drafts.routing import named
from bot.drafts.waiting import since
from bot.notify.models import Urgency
from bot.notify.send import tell_roles
from bot.people.calendar import hours_at
from bot.people.permissions import Role

SILENCE = timedelta(hours=18)  # of working time: two working days
SILENCE_WORDS = "2 working days"


def due(session: Session) -> list[int]:
    return [draft.id or 0 for draft in session.exec(select(Draft).where(Draft.state == State.WITH_DPO)) if _silent(session, draft)]


def escalate(session: Session, key: int) -> str:
    """Once for each wait, in one transaction under the draft's lock."""
    draft = session.get(Draft, key, with_for_update=True, populate_existing=True)
    if draft is None or draft.state is not State.WITH_DPO or not _silent(session, draft):
        session.rollback()
        return "not due"
    text = (
        f"The data protection officer has not decided about {named(draft)} since {spoken(since(draft))}, which is more than {SILENCE_WORDS}. "
        "It stays locked until they do: ask them or their deputy, or send the draft back."
    )
    tell_roles(session, draft.academy_id, [Role.HEAD, Role.DPO], text, f"/drafts/{key}", subject=f"draft:{key}", urgency=Urgency.SOON)
    session.add(DataEscalation(draft_id=key, since=since(draft)))
    append(session, GATEPOST, Act.DPO_SILENT, f"draft:{key}", academy_id=draft.academy_id, since=since(draft).isoformat())
    session.commit()
    return "told"


def _silent(session: Session, draft: Draft) -> bool:
    if hours_at(session, draft.academy_id).after(since(draft), SILENCE) > now():
        return False
    told = select(DataEscalation.id).where(DataEscalation.draft_id == draft.id, col(DataEscalation.since) == since(draft))
    return session.exec(told).first() is None
