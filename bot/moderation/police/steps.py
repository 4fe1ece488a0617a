"""Who opens a police step: a leader whom it is not about, and the threatened person on a page of their own. Nobody else knows of it."""

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.accounts import register
from bot.accounts.models import Account
from bot.cases.police_models import PoliceStep
from bot.clock import now
from bot.errors import NotFound, Refusal
from bot.moderation.desk.subject import is_about, require_other
from bot.moderation.models import Reply, Review
from bot.people.grants import Place, may, profile_at, require, same_human
from bot.people.models import Person, RoleHolding, Standing
from bot.people.permissions import Verb

NOT_HERE = "There is no such page, or it is not yours to see."


def colleagues(session: Session, academy_id: int) -> list[Person]:
    """Everybody who works at this academy and uses Gatepost."""
    held = select(RoleHolding.person_id).where(
        RoleHolding.standing == Standing.ACTIVE,
        sa.or_(col(RoleHolding.ends).is_(None), col(RoleHolding.ends) > now()),
        sa.or_(col(RoleHolding.academy_id).is_(None), col(RoleHolding.academy_id) == academy_id),
    )
    return list(session.exec(select(Person).where(col(Person.id).in_(held), col(Person.left_at).is_(None)).order_by(Person.name)))


def own_step(session: Session, me: Person, step_id: int) -> tuple[PoliceStep, Reply]:
    """The step of the person it is about, and only theirs; while their safeguarding lead has the comment there is none."""
    step = session.get(PoliceStep, step_id)
    reply = session.get(Reply, step.reply_id) if step else None
    theirs = session.get(Person, step.person_id) if step and step.person_id else None
    if step is None or reply is None or theirs is None or not same_human(me, theirs) or reply.review is Review.SAFEGUARDING:
        raise NotFound(NOT_HERE)
    if step.asked_at is None or not may(session, me, Verb.ANSWER_ABOUT_POLICE, Place(step.academy_id)):
        raise NotFound(NOT_HERE)
    return step, reply


def open_step(session: Session, me: Person, step_id: int) -> tuple[PoliceStep, Reply, Account]:
    """For a leader at the academy. Whoever it is about reads their own page instead."""
    step = session.get(PoliceStep, step_id)
    if step is None or not may(session, me, Verb.ASK_ABOUT_POLICE, Place(step.academy_id)):
        raise NotFound(NOT_HERE)
    reply = session.get_one(Reply, step.reply_id)
    account = register.account(session, step.account_id)
    if reply.review is Review.SAFEGUARDING or is_about(session, me, reply, account):
        raise NotFound(NOT_HERE)
    return step, reply, account


def locked(session: Session, me: Person, step_id: int, reply: Reply, account: Account, *, told: bool = False) -> PoliceStep:
    """The step as it stands now, held until the commit, for a leader who may change it. `told`: afterwards as well."""
    require(session, me, Verb.ASK_ABOUT_POLICE, Place(account.academy_id, account.id))
    require_other(session, me, reply, account)
    step = session.get_one(PoliceStep, step_id, with_for_update=True, populate_existing=True)
    if not told:
        require_untold(step)
    return step


def require_untold(step: PoliceStep) -> None:
    if step.told:
        raise Refusal("The police were told already.", rule="already-told", next_step="Ring them if something has changed since.")


def clause(session: Session, academy_id: int) -> str | None:
    """The clause behind the consent, where the policy has one."""
    rule = profile_at(session, academy_id).police_consent
    return rule.clause if rule.stated else None
