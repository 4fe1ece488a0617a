"""What pages say of posts that are closed to replies because comments cannot be read (control C33). Never more than is known (I8)."""

from collections import Counter
from dataclasses import dataclass

from sqlmodel import Session

from bot.accounts import register
from bot.accounts.models import Account
from bot.clock import spoken
from bot.moderation import blind_lock
from bot.moderation.blind_lock_models import BlindLock, BlindLockState
from bot.moderation.crowd import reply_lock
from bot.moderation.crowd.reply_lock_models import LockState, ReplyLock
from bot.notify.models import Urgency
from bot.people.grants import Place, may
from bot.people.models import Person
from bot.people.permissions import Verb, who_may

Line = tuple[int, str, str, Urgency]  # how many, the sentence, where, how soon
WHY = "because comments could not be read"


@dataclass(frozen=True)
class Closed:
    """`posts`: how many of the latest Gatepost closed, or is closing. `may_open`: whether this person may open them now."""

    account: Account
    sentence: str
    posts: int
    may_open: bool


def of_account(session: Session, me: Person, account: Account) -> Closed | None:
    blind = blind_lock.current(session, account.id or 0)
    if blind is None:
        return None
    locks = reply_lock.of_blind_lock(session, blind.id or 0)
    may_open = blind.state is not BlindLockState.OVER and may(session, me, Verb.LOCK_REPLIES, Place(account.academy_id))
    sentence = _sentence(blind, locks)
    return Closed(account, sentence, len(locks), may_open) if sentence else None


def of_post(session: Session, account: Account, root_id: str | None) -> str:
    """Why one post takes no replies although no leader asked for it, and who may open it. Empty when blindness does not keep it closed."""
    lock = reply_lock.of_post(session, account.id or 0, root_id) if root_id else None
    blind = session.get(BlindLock, lock.blind_lock_id) if lock is not None and lock.blind_lock_id else None
    if lock is None or blind is None or blind.state is BlindLockState.OVER or lock.state is LockState.OPENING:
        return ""
    stands = {
        LockState.CLOSED: f"Replies to this post are closed since {spoken(lock.closed_at)} {WHY}." if lock.closed_at else "",
        LockState.CLOSING: f"This post is being closed to replies, {WHY}.",
        LockState.BY_HAND: f"A person is asked to close this post to replies, {WHY}.",
    }[lock.state]
    opens = f"Before that it is for these to open it, on the account's page: {who_may(Verb.LOCK_REPLIES)}."
    return f"{stands} It opens once comments are read again. {opens}"


def all_for(session: Session, me: Person) -> list[Closed]:
    """On every account whose comments this person reads."""
    mine = [account for account in register.of_academy(session) if may(session, me, Verb.READ_COMMENTS, Place(account.academy_id))]
    return [closed for account in mine if (closed := of_account(session, me, account)) is not None]


def lines(session: Session, me: Person) -> list[Line]:
    return [(1, f"@{each.account.handle}: {each.sentence}", f"/accounts/{each.account.id}", Urgency.SOON) for each in all_for(session, me)]


def _sentence(blind: BlindLock, locks: list[ReplyLock]) -> str:
    """Empty when nothing is closed on account of it."""
    if blind.state is BlindLockState.OVER:
        ours = sum(lock.asked_by is None for lock in locks)
        return f"{_posts(ours)} being opened to replies again." if ours else ""
    if blind.state is BlindLockState.BY_HAND:
        return f"A person is asked to close the latest posts to replies, {WHY}. Until somebody does, anybody can reply."
    if blind.state is BlindLockState.FINDING:
        tried = f" It did not work yet: {blind.last_error}" if blind.last_error else ""
        return f"The latest posts are being closed to replies, {WHY}.{tried}"
    found = Counter(lock.state for lock in locks)
    since = min((lock.closed_at for lock in locks if lock.state is LockState.CLOSED and lock.closed_at is not None), default=None)
    said = [
        f"Replies are closed since {spoken(since)} {WHY}." if since else "",
        f"{_posts(found[LockState.CLOSING])} being closed to replies, {WHY}." if found[LockState.CLOSING] else "",
        f"{_posts(found[LockState.BY_HAND])} to be closed by a person, who has the steps." if found[LockState.BY_HAND] else "",
    ]
    return " ".join(each for each in said if each)


def _posts(number: int) -> str:
    return "One of the latest posts is" if number == 1 else f"{number} of the latest posts are"
