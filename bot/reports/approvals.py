"""How many approvals came within seconds of opening the page: counted for those who lead, and never refused."""

from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session, col, select

from bot.clock import now
from bot.drafts.approval import QUICK
from bot.drafts.lifecycle import SignKind
from bot.drafts.models import Draft, SignOff

SINCE = timedelta(days=30)


@dataclass(frozen=True)
class Quick:
    """Of the last thirty days, approvals given on a page whose opening is known."""

    quick: int
    all: int


def quick_approvals(session: Session, academy_ids: list[int]) -> Quick:
    query = select(SignOff.seconds).join(Draft, col(Draft.id) == col(SignOff.draft_id))
    kinds = (SignKind.APPROVAL, SignKind.EXTRA)
    query = query.where(col(Draft.academy_id).in_(academy_ids), col(SignOff.kind).in_(kinds), col(SignOff.at) > now() - SINCE)
    known = [s for s in session.exec(query) if s is not None]
    return Quick(sum(s < QUICK for s in known), len(known))
