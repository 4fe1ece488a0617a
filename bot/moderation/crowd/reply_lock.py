"""Closing a post to replies: asked for by a leader, carried out by the worker, read back, and ended by itself (C15, I6, I8).

A run is one step: read who may reply now and keep it, then close, then (when the time is over) put back what was there. Each
step may be repeated, so a crash between any two lines is made good by the next run.
"""

from dataclasses import dataclass
from datetime import timedelta

import structlog
from sqlmodel import Session, col, select

from bot.accounts import register
from bot.accounts.models import Account
from bot.audit.actions import Act
from bot.audit.log import GATEPOST, append, recorded
from bot.cases import tasks
from bot.clock import now
from bot.errors import BadInput, NotFound, Refusal
from bot.moderation.crowd.pile_on_models import PileOn
from bot.moderation.crowd.reply_lock_models import LockState, ReplyLock
from bot.people.grants import Place, actor, may, require
from bot.people.models import Person
from bot.people.permissions import Verb
from bot.platforms.base import AccessLost, Busy, Refused, Trouble, Unsupported
from bot.platforms.capabilities import CAPABILITIES
from bot.platforms.registry import Means
from bot.work import backoff, claim, ready, settle

log = structlog.get_logger()
L = LockState
HOURS: dict[int, str] = {1: "1 hour", 3: "3 hours", 12: "12 hours", 24: "1 day", 72: "3 days"}
LIVE = (L.CLOSING, L.CLOSED, L.OPENING, L.BY_HAND)
TITLES = {"lock": "Close a post to replies by hand", "unlock": "Open a post to replies again by hand"}
STEPS = {
    "lock": ("Sign in as the academy.", "Open the post and choose that nobody may reply."),
    "unlock": ("Sign in as the academy.", "Open the post and choose that everyone may reply, or whoever could before."),
}
NOBODY = "nobody"
SHORTEST_REASON = 10
TRIES = 3  # that the network neither does it nor says why, before a person is asked


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
        if of_post(session, account.id or 0, pile.root_id) is not None:
            raise Refusal("This post is closed to replies already.", rule="already-decided")
        lock = ReplyLock(
            academy_id=pile.academy_id,
            account_id=account.id or 0,
            root_id=pile.root_id,
            live_key=f"{account.id}:{pile.root_id}",
            pile_on_id=pile_id,
            reason=reason.strip(),
            ends_at=now() + timedelta(hours=hours),
            asked_by=me.id or 0,
        )
        session.add(lock)
        session.flush()
        note.detail["lock"] = lock.id
        if not CAPABILITIES[account.platform].lock:
            _ask_person(session, account, lock, "lock", f"{CAPABILITIES[account.platform].label} does not let Gatepost close a post to replies.")
            lock.state, lock.not_before = L.BY_HAND, lock.ends_at
            session.add(lock)
    return lock


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


def of_pile_on(session: Session, pile_id: int) -> list[ReplyLock]:
    """All there were, the newest first."""
    return list(session.exec(select(ReplyLock).where(ReplyLock.pile_on_id == pile_id).order_by(col(ReplyLock.id).desc())))


def due(session: Session) -> list[tuple[int, int]]:
    """(lock, account): to be closed now, or over."""
    rows = session.exec(select(ReplyLock).where(ready(ReplyLock, LIVE)).order_by(col(ReplyLock.id)))
    return [(row.id or 0, row.account_id) for row in rows]


def run(session: Session, key: int, means: Means) -> str:
    """One step towards what was asked, at the network or by a person."""
    attempt = claim(session, ReplyLock, key, LIVE)
    if attempt is None:
        session.rollback()
        return "not due"
    lock = session.get_one(ReplyLock, key)
    account = register.account(session, lock.account_id)
    step = Step(key, attempt, lock.root_id, lock.before, lock.failures, over=_is_over(lock))
    if lock.state is L.BY_HAND:
        return _by_hand_is_over(session, account, lock, attempt)
    if step.over and step.before is None:
        return _settle(session, key, attempt, state=L.OPEN, live_key=None)  # it was never touched
    session.commit()
    return _at_network(session, account, step, means)


@dataclass(frozen=True)
class Step:
    """What one run works on, read while it was claimed. `over`: who could reply before is to be put back."""

    key: int
    attempt: int
    root_id: str
    before: str | None
    failures: int
    over: bool


def _is_over(lock: ReplyLock) -> bool:
    return lock.state is L.OPENING or lock.ends_at <= now() or lock.ended_by is not None


def _at_network(session: Session, account: Account, step: Step, means: Means) -> str:
    try:
        platform = register.open_platform(account, means.doors, means.vault)
        if step.before is None:
            return _remember(session, step, means, platform.reply_setting(step.root_id))
        wanted = step.before if step.over else NOBODY
        platform.set_reply_setting(step.root_id, wanted)
        changed = platform.reply_setting(step.root_id) == wanted  # read back by another call
    except (Refused, Unsupported) as no:
        return _cannot(session, account, step, str(no))
    except Exception as trouble:  # noqa: BLE001 -- whatever it is, it must be tried again
        return _again(session, account, step, trouble)
    return _done(session, account, step) if changed else _again(session, account, step, Trouble("Read back: not changed yet."))


def _remember(session: Session, step: Step, means: Means, before: str) -> str:
    """Kept before anything is changed: after a crash the closed post itself would no longer tell."""
    if not settle(session, ReplyLock, step.key, step.attempt, before=before, failures=0):
        session.rollback()
        return "lost"
    session.commit()
    return run(session, step.key, means)


def _done(session: Session, account: Account, step: Step) -> str:
    act, key = Act.LOCK_OFF if step.over else Act.LOCK_ON, step.key
    append(session, GATEPOST, act, f"reply-lock:{key}", academy_id=account.academy_id, account_id=account.id, read_back=True)
    tasks.not_needed(session, f"reply-lock:{key}", (TITLES[_act(step)],))
    if step.over:
        return _settle(session, key, step.attempt, state=L.OPEN, live_key=None, opened_at=now(), failures=0, last_error=None)
    ends_at = session.get_one(ReplyLock, key).ends_at
    return _settle(session, key, step.attempt, state=L.CLOSED, closed_at=now(), not_before=ends_at, failures=0, last_error=None)


def _act(step: Step) -> str:
    return "unlock" if step.over else "lock"


def _by_hand_is_over(session: Session, account: Account, lock: ReplyLock, attempt: int) -> str:
    """Whoever closed it is asked to open it; where nobody had closed it yet, that is no longer wanted."""
    tasks.not_needed(session, f"reply-lock:{lock.id}", (TITLES["lock"],))
    _ask_person(session, account, lock, "unlock", "The time for which the post was closed is over.")
    return _settle(session, lock.id or 0, attempt, state=L.OPEN, live_key=None)


def _again(session: Session, account: Account, step: Step, trouble: Exception) -> str:
    if isinstance(trouble, AccessLost):
        register.access_lost(session, account.id or 0)
    if not isinstance(trouble, Trouble):
        log.error("closing a post to replies raised", lock=step.key, kind=type(trouble).__name__)
    text = str(trouble) if isinstance(trouble, Trouble) else "The network's answer could not be understood."
    if step.failures + 1 == TRIES:  # it goes on being tried, and meanwhile a person does it by hand
        _ask_person(session, account, session.get_one(ReplyLock, step.key), _act(step), text)
    wait = trouble.until if isinstance(trouble, Busy) and trouble.until else now() + backoff(step.failures)
    state = L.OPENING if step.over else L.CLOSING
    _settle(session, step.key, step.attempt, state=state, failures=step.failures + 1, not_before=wait, last_error=text)
    return "again"


def _cannot(session: Session, account: Account, step: Step, why: str) -> str:
    """Honest wording: the post takes replies as before, or still takes none, and a person has a timed task (invariant I8)."""
    lock, act = session.get_one(ReplyLock, step.key), Act.LOCK_BY_HAND
    append(session, GATEPOST, act, f"reply-lock:{lock.id}", academy_id=account.academy_id, account_id=account.id, why=why, over=step.over)
    _ask_person(session, account, lock, _act(step), why)
    if step.over:
        return _settle(session, step.key, step.attempt, state=L.OPEN, live_key=None, last_error=why)
    return _settle(session, step.key, step.attempt, state=L.BY_HAND, not_before=lock.ends_at, last_error=why)


def _ask_person(session: Session, account: Account, lock: ReplyLock, act: str, why: str) -> None:
    steps = CAPABILITIES[account.platform].steps.get(act, STEPS[act])
    link = f"/pile-ons/{lock.pile_on_id}" if lock.pile_on_id else "/tasks"
    tasks.ask(session, account, f"reply-lock:{lock.id}", TITLES[act], (why, *steps, "Come back here and press Done."), link=link)


def _settle(session: Session, key: int, attempt: int, **values: object) -> str:
    if settle(session, ReplyLock, key, attempt, **values):
        session.commit()
        return str(values.get("state", "again"))
    session.rollback()
    return "lost"
