"""Closing a post to replies: asked for by a leader for a time, or by the profile while comments cannot be read (C15, C33, I6, I8).

Nothing is sent from here: `reply_lock_work` does it.
"""

from datetime import timedelta

from sqlmodel import Session, col, select

from bot.accounts import register
from bot.accounts.models import Account
from bot.audit.actions import Act
from bot.audit.log import GATEPOST, append, recorded
from bot.cases import tasks
from bot.clock import now, spoken
from bot.errors import BadInput, NotFound, Refusal
from bot.moderation.blind_lock_models import BlindLock
from bot.moderation.crowd.pile_on_models import PileOn
from bot.moderation.crowd.reply_lock_models import LockState, ReplyLock
from bot.people.grants import Place, actor, may, require
from bot.people.models import Person
from bot.people.permissions import Verb
from bot.platforms.capabilities import CAPABILITIES

L = LockState
HOURS: dict[int, str] = {1: "1 hour", 3: "3 hours", 12: "12 hours", 24: "1 day", 72: "3 days"}
LIVE = (L.CLOSING, L.CLOSED, L.OPENING, L.BY_HAND)
TITLES = {"lock": "Close a post to replies by hand", "unlock": "Open a post to replies again by hand"}
STEPS = {
    "lock": ("Sign in as the academy.", "Open the post and choose that nobody may reply."),
    "unlock": ("Sign in as the academy.", "Open the post and choose that everyone may reply, or whoever could before."),
}
SHORTEST_REASON = 10


def close(session: Session, me: Person, pile_id: int, hours: int | None, reason: str) -> ReplyLock:
    """Nobody may reply under the post of a pile-on for so many hours. What was said before stays as it is."""
    pile = session.get(PileOn, pile_id)
    if pile is None or not may(session, me, Verb.READ_COMMENTS, Place(pile.academy_id)):
        raise NotFound("There is no such page, or it is not yours to see.")
    account = register.account(session, pile.account_id)
    subject = f"pile-on:{pile_id}"
    with recorded(session, actor(me), Act.LOCK_ASKED, subject, academy_id=pile.academy_id, account_id=account.id, hours=hours) as note:
        require(session, me, Verb.LOCK_REPLIES, Place(pile.academy_id))
        if pile.root_id is None:
            raise Refusal(
                "These comments stand under several posts, so there is no one post to close.",
                rule="no-one-post",
                next_step="Decide the comments one by one.",
            )
        wrong = {}
        if hours not in HOURS:
            wrong["hours"] = "Choose for how long."
        if len(reason.strip()) < SHORTEST_REASON:
            wrong["reason"] = "Write in a sentence why: families will ask."
        if wrong or hours is None:
            raise BadInput(wrong)
        lock = of_post(session, account.id or 0, pile.root_id) or _new(account, pile.root_id)
        if lock.asked_by is not None:
            raise Refusal("This post is closed to replies already.", rule="already-decided")
        lock.pile_on_id, lock.reason, lock.asked_by, lock.asked_at = pile_id, reason.strip(), me.id, now()
        lock.ends_at = now() + timedelta(hours=hours)
        note.detail["lock"] = _wanted(session, account, lock).id
    return lock


def close_unseen(session: Session, account: Account, root_id: str, blind: BlindLock) -> None:
    """Nobody may reply under a post until the account's comments are read again. Commits nothing."""
    lock = of_post(session, account.id or 0, root_id) or _new(account, root_id)
    if lock.ended_by is not None:
        return  # a leader is opening it at this moment
    lock.reason = lock.reason or f"Comments could not be read since {spoken(blind.unseen_since)}"
    lock.blind_lock_id = blind.id
    subject = f"reply-lock:{_wanted(session, account, lock).id}"
    append(session, GATEPOST, Act.LOCK_ASKED, subject, academy_id=account.academy_id, account_id=account.id, blind_lock=blind.id)


def open_again(session: Session, me: Person, lock_id: int) -> ReplyLock:
    """Before its time. Whoever is at the network with it now loses their turn."""
    lock = session.get(ReplyLock, lock_id)
    if lock is None or not may(session, me, Verb.READ_COMMENTS, Place(lock.academy_id)):
        raise NotFound("There is no such page, or it is not yours to see.")
    subject = f"reply-lock:{lock_id}"
    with recorded(session, actor(me), Act.LOCK_ENDED, subject, academy_id=lock.academy_id, account_id=lock.account_id):
        require(session, me, Verb.LOCK_REPLIES, Place(lock.academy_id))
        lock = session.get_one(ReplyLock, lock_id, with_for_update=True, populate_existing=True)
        if lock.state not in LIVE or lock.state is L.OPENING:
            raise Refusal("This post is not closed to replies.", rule="already-decided", next_step="Reload the page.")
        lock.ended_by, lock.not_before, lock.failures = me.id, now(), 0
        lock.attempts += 1
        if lock.state is not L.BY_HAND:
            lock.state = L.OPENING
        session.add(lock)
    return lock


def of_post(session: Session, account_id: int, root_id: str) -> ReplyLock | None:
    """The lock that is on."""
    return session.exec(select(ReplyLock).where(ReplyLock.live_key == f"{account_id}:{root_id}")).first()


def of_blind_lock(session: Session, blind_lock_id: int) -> list[ReplyLock]:
    """Those that are on."""
    live = select(ReplyLock).where(ReplyLock.blind_lock_id == blind_lock_id, col(ReplyLock.live_key).is_not(None))
    return list(session.exec(live.order_by(col(ReplyLock.id))))


def of_pile_on(session: Session, pile_id: int) -> list[ReplyLock]:
    """All there were, the newest first."""
    return list(session.exec(select(ReplyLock).where(ReplyLock.pile_on_id == pile_id).order_by(col(ReplyLock.id).desc())))


def ask_person(session: Session, account: Account, lock: ReplyLock, act: str, why: str) -> None:
    """A timed task, to "lock" or to "unlock", with the steps of that network. Commits nothing."""
    steps = CAPABILITIES[account.platform].steps.get(act, STEPS[act])
    link = f"/pile-ons/{lock.pile_on_id}" if lock.pile_on_id else f"/accounts/{account.id}"
    tasks.ask(session, account, f"reply-lock:{lock.id}", TITLES[act], (why, *steps, "Come back here and press Done."), link=link)


def _new(account: Account, root_id: str) -> ReplyLock:
    return ReplyLock(academy_id=account.academy_id, account_id=account.id or 0, root_id=root_id, live_key=f"{account.id}:{root_id}", reason="")


def _wanted(session: Session, account: Account, lock: ReplyLock) -> ReplyLock:
    """Closed from now on. Whoever is at the network with it now, to open it, loses their turn. Commits nothing."""
    session.add(lock)
    session.flush()
    can = CAPABILITIES[account.platform]
    if not can.lock and lock.state is not L.BY_HAND:
        lock.state = L.BY_HAND
        ask_person(session, account, lock, "lock", f"{can.label} does not let Gatepost close a post to replies.")
    if lock.state is L.BY_HAND:
        lock.not_before = lock.ends_at or now()
    else:
        lock.state, lock.not_before, lock.failures = L.CLOSING, now(), 0
        lock.attempts += 1
    return lock
