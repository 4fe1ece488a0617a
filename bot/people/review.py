"""What a review of access looks through: every live role and permission at an academy, and when each was last used."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.audit.actions import Act, Outcome
from bot.audit.models import Entry
from bot.clock import now
from bot.people.models import Grant, Person, RoleHolding, SignedIn, Standing
from bot.people.permissions import Verb

EVERY = timedelta(days=120)
DORMANT = timedelta(days=120)
"""A permission not used for so long is proposed for ending."""
TO_DECIDE = timedelta(days=30)
"""After which a dormant permission that nobody decided about ends by itself."""

USES: dict[Verb, tuple[Act, ...]] = {
    Verb.DRAFT: (Act.DRAFT_CREATED, Act.DRAFT_SAVED, Act.DRAFT_SUBMITTED, Act.DRAFT_ADOPTED),
    Verb.CHECK: (Act.CLAIM_CHECKED, Act.FACTS_SIGNED),
    Verb.APPROVE: (Act.DRAFT_APPROVED, Act.EXTRA_APPROVED, Act.DRAFT_RETURNED, Act.DRAFT_REJECTED),
    Verb.MODERATE: (Act.REPLY_DECIDED, Act.REPLY_OPENED),
}
"""What in the record shows that a permission was used."""


def live_roles(session: Session, academy_id: int) -> list[RoleHolding]:
    """Those for the whole trust among them."""
    moment = now()
    query = select(RoleHolding).join(Person, col(Person.id) == col(RoleHolding.person_id))
    query = query.where(
        RoleHolding.standing == Standing.ACTIVE,
        col(RoleHolding.starts) <= moment,
        sa.or_(col(RoleHolding.ends).is_(None), col(RoleHolding.ends) > moment),
        sa.or_(col(RoleHolding.academy_id).is_(None), col(RoleHolding.academy_id) == academy_id),
        col(Person.left_at).is_(None),
    )
    return list(session.exec(query.order_by(col(RoleHolding.person_id), col(RoleHolding.id))))


def live_grants(session: Session, account_ids: list[int]) -> list[Grant]:
    moment = now()
    query = select(Grant).join(Person, col(Person.id) == col(Grant.person_id))
    query = query.where(
        col(Grant.account_id).in_(account_ids),
        Grant.standing == Standing.ACTIVE,
        col(Grant.starts) <= moment,
        col(Grant.ends) > moment,
        col(Person.left_at).is_(None),
    )
    return list(session.exec(query.order_by(col(Grant.person_id), col(Grant.id))))


def last_acts(session: Session, people: set[int]) -> dict[int, datetime]:
    """For each person the last thing they did, or when they were last here; missing for never. One question for all of them."""
    found: dict[int, datetime] = {}
    acted = select(col(Entry.actor_id), sa.func.max(col(Entry.at))).where(col(Entry.actor_id).in_(people)).group_by(col(Entry.actor_id))
    seen = (
        select(col(SignedIn.person_id), sa.func.max(col(SignedIn.seen))).where(col(SignedIn.person_id).in_(people)).group_by(col(SignedIn.person_id))
    )
    for person_id, at in [*session.exec(acted), *session.exec(seen)]:
        found[person_id or 0] = max(at, found.get(person_id or 0, at))
    return found


def grant_used(session: Session, grant: Grant) -> datetime | None:
    """When the person last did what the permission lets them do; None for never.

    The record of a draft names no account, so work on one counts for every account they may do it on: rather kept than lost.
    """
    acts = [act.value for act in USES[grant.verb]]
    done = select(sa.func.max(col(Entry.at))).where(col(Entry.act).in_(acts), Entry.actor_id == grant.person_id, Entry.outcome == Outcome.DONE)
    return session.exec(done).one()


def is_dormant(grant: Grant, used: datetime | None) -> bool:
    """Not used for so long, and held for so long: a new permission has had no time to be used."""
    return max(grant.starts, used or grant.starts) <= now() - DORMANT
