"""Who may approve now: the academy's own approvers at once, the trust approver pool when nobody there does (S05.4)."""

from sqlmodel import Session, col, select

from bot.clock import spoken
from bot.drafts.content import targets
from bot.drafts.models import Draft
from bot.drafts.signatures import require_outsider
from bot.drafts.waiting import first_reminder, long_enough, since
from bot.errors import Refusal
from bot.people.directory import away_at
from bot.people.grants import live_grant, roles
from bot.people.models import Grant, Person
from bot.people.permissions import Role, Verb


def require_approver(session: Session, me: Person, draft: Draft) -> None:
    """Raises the Refusal of whoever may not approve it now. The two-person rule holds for the pool as for everybody."""
    require_outsider(session, me, draft, Verb.APPROVE, "approve")
    if not by_pool_alone(session, me, draft) or long_enough(session, draft) or not approvers_at_work(session, draft):
        return
    raise Refusal(
        "The academy's own approvers decide first; the trust approver pool may step in after four working hours.",
        rule="pool-early",
        next_step=f"It is yours from {spoken(first_reminder(session, draft.academy_id, since(draft)))}, if it still waits then.",
    )


def by_pool_alone(session: Session, me: Person, draft: Draft) -> bool:
    """Whether this person approves for it only as one of the pool."""
    if Role.POOL not in roles(session, me, draft.academy_id):
        return False
    return any(live_grant(session, me, Verb.APPROVE, account.id or 0) is None for account in targets(session, draft))


def approvers_at_work(session: Session, draft: Draft) -> list[Person]:
    """Those of the academy itself who could approve it and are not away."""
    accounts = [account.id for account in targets(session, draft)]
    ids = select(Grant.person_id).where(col(Grant.account_id).in_(accounts), Grant.verb == Verb.APPROVE)
    away = away_at(session, draft.academy_id)
    known = session.exec(select(Person).where(col(Person.id).in_(ids), col(Person.left_at).is_(None)).order_by(Person.name))
    return [p for p in known if p.id not in away and not by_pool_alone(session, p, draft) and _may(session, p, draft)]


def _may(session: Session, person: Person, draft: Draft) -> bool:
    try:
        require_outsider(session, person, draft, Verb.APPROVE, "approve")
    except Refusal:
        return False
    return True
