"""What came from outside, for those who may see it: stray posts, requests to follow, and what a comment answers."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from bot.accounts import register
from bot.accounts.models import Account
from bot.cases.models import Case
from bot.drafts import break_glass
from bot.drafts.models import Draft, Release, Stray, StrayKind, StrayState
from bot.errors import NotFound
from bot.following.models import Allowed, AllowState
from bot.moderation.models import Reply
from bot.people.grants import Place, academies, may, profile_at, same_human
from bot.people.models import Person
from bot.people.permissions import Verb
from bot.platforms.practice_world import PracticePost

SHOWN = 200
NOT_HERE = "There is no such page, or it is not yours to see."


def accounts_where(session: Session, me: Person, verb: Verb) -> list[Account]:
    """The official accounts of the academies where this person may do this."""
    mine = [a.id for a in academies(session, me) if a.id is not None and may(session, me, verb, Place(a.id))]
    return [a for a in register.of_academy(session) if a.academy_id in mine]


def account_where(session: Session, me: Person, verb: Verb, account_id: int) -> Account:
    found = next((a for a in accounts_where(session, me, verb) if a.id == account_id), None)
    if found is None:
        raise NotFound(NOT_HERE)
    return found


def strays(session: Session, me: Person, *, decided: bool = False) -> list[Stray]:
    """To decide, oldest first; or decided, newest first."""
    accounts = [a.id for a in accounts_where(session, me, Verb.DECIDE_STRAYS)]
    query = select(Stray).where(col(Stray.account_id).in_(accounts))
    if decided:
        return list(session.exec(query.where(Stray.state != StrayState.OPEN).order_by(col(Stray.id).desc()).limit(SHOWN)))
    return list(session.exec(query.where(Stray.state == StrayState.OPEN).order_by(col(Stray.id))))


def stray(session: Session, me: Person, stray_id: int) -> Stray:
    found = session.get(Stray, stray_id)
    if found is None:
        raise NotFound(NOT_HERE)
    account_where(session, me, Verb.DECIDE_STRAYS, found.account_id)
    return found


def removed_at(session: Session, found: Stray) -> datetime | None:
    """When a stray post that nobody adopts is taken down; None where the profile only alerts or a person must decide (P52)."""
    if found.state is not StrayState.OPEN or found.kind is not StrayKind.UNKNOWN:
        return None
    profile = profile_at(session, register.account(session, found.account_id).academy_id)
    minutes = {"remove_at_once": 0, "remove_unless_adopted": profile.adopt_minutes.value}.get(profile.stray_post_action.value)
    declared = break_glass.protected_until(session, found)
    return None if minutes is None else declared or found.seen_at + timedelta(minutes=minutes)


def follow_entries(session: Session, account_id: int, *states: AllowState) -> list[Allowed]:
    query = select(Allowed).where(Allowed.account_id == account_id, col(Allowed.state).in_(states))
    return list(session.exec(query.order_by(col(Allowed.organisation), col(Allowed.id))))


def follow_entry(session: Session, me: Person, entry_id: int) -> Allowed:
    found = session.get(Allowed, entry_id)
    if found is None:
        raise NotFound(NOT_HERE)
    account_where(session, me, Verb.READ_FOLLOWS, found.account_id)
    return found


def follows_to_decide(session: Session, me: Person) -> list[Allowed]:
    """Requests somebody else made."""
    accounts = [a.id for a in accounts_where(session, me, Verb.DECIDE_FOLLOW)]
    query = select(Allowed).where(col(Allowed.account_id).in_(accounts), Allowed.state == AllowState.REQUESTED)
    return [e for e in session.exec(query.order_by(col(Allowed.asked_at))) if not same_human(me, session.get_one(Person, e.asked_by))]


def answered(session: Session, account: Account, reply: Reply) -> str:
    """The academy's words that a reply stands under, where Gatepost knows them; empty where it does not."""
    ids = [remote for remote in (reply.parent_id, reply.root_id) if remote]
    query = (
        select(Draft.text)
        .join(Release, col(Release.draft_id) == col(Draft.id))
        .where(Release.account_id == account.id, col(Release.remote_id).in_(ids))
    )
    known = session.exec(query).first()
    if known is None:
        stray_text = select(Stray.live_text).where(Stray.account_id == account.id, col(Stray.remote_id).in_(ids), Stray.live_text != "")
        known = session.exec(stray_text.order_by(col(Stray.id).desc())).first()
    if known is None and account.platform == "practice":
        known = next((p.text for i in ids if i.isdigit() and (p := session.get(PracticePost, int(i))) and not p.gone), None)
    return known or ""


def reply_of(session: Session, case: Case) -> Reply | None:
    """The reply that a safeguarding case is about."""
    kind, _, key = case.linked.partition(":")
    return session.get(Reply, int(key)) if kind == "reply" and key.isdigit() else None
