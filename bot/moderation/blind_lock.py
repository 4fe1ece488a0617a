"""The pre-agreed reply lock: comments cannot be read for too long, so the latest posts take no replies until they can (control C33).

It is off unless the profile names a number of posts. What is closed, and how it is opened again, is the reply lock of pile-ons; here
is only when, and which posts. It is agreed beforehand and never asked for twice in one time of blindness.
"""

from datetime import timedelta

import structlog
from sqlmodel import Session, col, select

from bot.accounts import register, streams
from bot.accounts.models import Account, Stream, StreamKind
from bot.audit.actions import Act
from bot.audit.log import GATEPOST, append, recorded
from bot.cases import tasks
from bot.cases.models import Task
from bot.clock import now, spoken
from bot.errors import NotFound, Refusal
from bot.moderation.blind_lock_models import BlindLock, BlindLockState
from bot.moderation.crowd import reply_lock
from bot.moderation.crowd.reply_lock_work import TRIES
from bot.notify.models import Urgency
from bot.notify.send import settled, tell_roles
from bot.people.grants import Place, actor, may, profile_at, require
from bot.people.models import Person
from bot.people.permissions import Role, Verb
from bot.platforms.base import AccessLost, Busy, Refused, Trouble, Unsupported
from bot.platforms.capabilities import CAPABILITIES
from bot.platforms.registry import Means
from bot.work import backoff, claim, ready, settle

log = structlog.get_logger()
B = BlindLockState
CLOSE, OPEN = "Close the latest posts to replies by hand: Gatepost cannot read the comments", "Open the latest posts to replies again by hand"


def due(session: Session) -> list[tuple[int, int]]:
    """(stream, account): blind for as long as was agreed, or seeing again while posts are still closed for it."""
    live = select(BlindLock, Stream, Account).join(Stream, col(Stream.id) == col(BlindLock.stream_id)).where(BlindLock.state != B.OVER)
    found = [
        (stream.id or 0, account.id or 0)
        for blind, stream, account in session.exec(live.join(Account, col(Account.id) == col(BlindLock.account_id)))
        if _is_over(blind, stream, account) or _waits(session, blind)
    ]
    blind_ones = select(Stream, Account).join(Account, col(Account.id) == col(Stream.account_id))
    unread = blind_ones.where(Stream.kind == StreamKind.REPLIES, col(Stream.blind_since).is_not(None), col(Account.state).in_(register.LIVE))
    return found + [(stream.id or 0, account.id or 0) for stream, account in session.exec(unread) if _agreed(session, stream, account)]


def run(session: Session, key: int, means: Means) -> str:
    """Begin, find the posts, or end it: each in one transaction, so that a crash between any two lines is made good by the next run."""
    stream = session.get_one(Stream, key, with_for_update=True, populate_existing=True)
    account = register.account(session, stream.account_id)
    blind = session.exec(select(BlindLock).where(BlindLock.stream_id == key, BlindLock.state != B.OVER)).first()
    if blind is not None and _is_over(blind, stream, account):
        subject = f"blind-lock:{blind.id}"
        append(session, GATEPOST, Act.LOCK_ENDED, subject, academy_id=account.academy_id, account_id=account.id, read_again=True)
        _end(session, account, blind)
        session.commit()
        return blind.state.value
    if blind is None:
        if not _agreed(session, stream, account):
            session.rollback()
            return "not due"
        blind = _begin(session, stream, account)
    session.commit()
    return _find(session, blind, means) if blind.state is B.FINDING else blind.state.value


def current(session: Session, account_id: int) -> BlindLock | None:
    """The newest of an account, whether or not it is over."""
    return session.exec(select(BlindLock).where(BlindLock.account_id == account_id).order_by(col(BlindLock.id).desc())).first()


def open_now(session: Session, me: Person, account_id: int) -> BlindLock:
    """A leader opens the posts although comments still cannot be read. What a leader closed for a time stays closed for that time."""
    blind = current(session, account_id)
    if blind is None or not may(session, me, Verb.READ_ACCOUNTS, Place(blind.academy_id)):
        raise NotFound("There is no such page, or it is not yours to see.")
    subject = f"blind-lock:{blind.id}"
    with recorded(session, actor(me), Act.LOCK_ENDED, subject, academy_id=blind.academy_id, account_id=account_id):
        require(session, me, Verb.LOCK_REPLIES, Place(blind.academy_id))
        blind = session.get_one(BlindLock, blind.id, with_for_update=True, populate_existing=True)
        if blind.state is B.OVER:
            raise Refusal("These posts are not kept closed any more.", rule="already-decided", next_step="Reload the page.")
        blind.ended_by = me.id
        _end(session, register.account(session, account_id), blind)
    return blind


def _agreed(session: Session, stream: Stream, account: Account) -> bool:
    """Whether the profile asks for it by now, and it was not done for this time of blindness."""
    profile, since = profile_at(session, account.academy_id), streams.unseen_since(stream)
    if not profile.blind_lock_posts.value or stream.blind_since is None or since is None:
        return False
    if now() - since < timedelta(minutes=profile.blind_lock_minutes.value):
        return False
    done = select(BlindLock.id).where(BlindLock.stream_id == stream.id, BlindLock.since == stream.blind_since)
    return session.exec(done).first() is None


def _is_over(blind: BlindLock, stream: Stream, account: Account) -> bool:
    """Read again, or not read by anybody any more."""
    return stream.blind_since != blind.since or account.state not in register.LIVE


def _waits(session: Session, blind: BlindLock) -> bool:
    return session.exec(select(BlindLock.id).where(BlindLock.id == blind.id, ready(BlindLock, (B.FINDING,)))).first() is not None


def _begin(session: Session, stream: Stream, account: Account) -> BlindLock:
    posts, can = profile_at(session, account.academy_id).blind_lock_posts.value, CAPABILITIES[account.platform]
    blind = BlindLock(
        academy_id=account.academy_id,
        account_id=account.id or 0,
        stream_id=stream.id or 0,
        since=stream.blind_since or now(),
        unseen_since=streams.unseen_since(stream) or now(),
        posts=posts,
    )
    session.add(blind)
    session.flush()
    subject, since = f"blind-lock:{blind.id}", f"blind since {spoken(blind.unseen_since)}"
    append(session, GATEPOST, Act.LOCK_ASKED, subject, academy_id=account.academy_id, account_id=account.id, reason=since, posts=posts)
    if not can.lock:
        _by_hand(session, account, blind, f"{can.label} does not let Gatepost close a post to replies.")
        return blind
    unread = f"Comments on @{account.handle} could not be read since {spoken(blind.unseen_since)}"
    text = f"{unread}, so its latest posts are closed to replies until they can."
    tell_roles(session, account.academy_id, [Role.SLT], text, f"/accounts/{account.id}", subject=subject, urgency=Urgency.SOON)
    return blind


def _find(session: Session, blind: BlindLock, means: Means) -> str:
    key = blind.id or 0
    attempt = claim(session, BlindLock, key, (B.FINDING,))
    if attempt is None:
        session.rollback()
        return "not due"
    account = register.account(session, blind.account_id)
    session.commit()
    try:
        platform = register.open_platform(account, means.doors, means.vault)
        newest = sorted(platform.timeline(None).posts, key=lambda post: post.at)[::-1]
    except (Refused, Unsupported, AccessLost) as no:
        if isinstance(no, AccessLost):
            register.access_lost(session, account.id or 0)
        _by_hand(session, account, session.get_one(BlindLock, key), str(no))
        return _settle(session, key, attempt, state=B.BY_HAND, last_error=str(no))
    except Exception as trouble:  # noqa: BLE001 -- whatever it is, the posts still take replies
        return _again(session, account, key, attempt, trouble)
    blind = session.get_one(BlindLock, key)
    for post in [post for post in newest if post.takes_replies][: blind.posts]:
        reply_lock.close_unseen(session, account, post.remote_id, blind)
    tasks.not_needed(session, f"blind-lock:{key}", (CLOSE,))
    return _settle(session, key, attempt, state=B.LOCKED, failures=0, last_error=None)


def _again(session: Session, account: Account, key: int, attempt: int, trouble: Exception) -> str:
    if not isinstance(trouble, Trouble):
        log.error("finding the latest posts raised", blind_lock=key, kind=type(trouble).__name__)
    text = str(trouble) if isinstance(trouble, Trouble) else "The network's answer could not be understood."
    blind = session.get_one(BlindLock, key)
    failures = blind.failures + 1
    if failures == TRIES:  # it goes on being tried, and meanwhile a person does it by hand
        _ask(session, account, blind, text)
    wait = trouble.until if isinstance(trouble, Busy) and trouble.until else now() + backoff(failures)
    return _settle(session, key, attempt, failures=failures, not_before=wait, last_error=text)


def _by_hand(session: Session, account: Account, blind: BlindLock, why: str) -> None:
    blind.state = B.BY_HAND
    append(session, GATEPOST, Act.LOCK_BY_HAND, f"blind-lock:{blind.id}", academy_id=account.academy_id, account_id=account.id, why=why)
    _ask(session, account, blind, why)


def _ask(session: Session, account: Account, blind: BlindLock, why: str) -> None:
    steps = CAPABILITIES[account.platform].steps.get("lock", reply_lock.STEPS["lock"])
    first = f"Comments could not be read since {spoken(blind.unseen_since)}. {why}"
    number = "Do it for the latest post." if blind.posts == 1 else f"Do it for the {blind.posts} latest posts."
    steps = (first, *steps, number, "Come back here and press Done: you are told when comments are read again.")
    tasks.ask(session, account, f"blind-lock:{blind.id}", CLOSE, steps, link=f"/accounts/{account.id}")


def _end(session: Session, account: Account, blind: BlindLock) -> None:
    """The posts' own locks see by themselves that nothing keeps them closed. Whoever closed posts by hand is asked to open them."""
    subject, link = f"blind-lock:{blind.id}", f"/accounts/{account.id}"
    asked = session.exec(select(Task).where(Task.subject == subject, Task.title == CLOSE)).first()
    tasks.not_needed(session, subject, (CLOSE,))
    settled(session, subject)
    if asked is not None and asked.done_by is not None:
        steps = CAPABILITIES[account.platform].steps.get("unlock", reply_lock.STEPS["unlock"])
        why = "Comments are read again." if blind.ended_by is None else "A leader wants the posts open again."
        tasks.ask(session, account, subject, OPEN, (why, *steps, "Come back here and press Done."), link=link)
    elif asked is not None:
        text = f"Posts of @{account.handle} need not be closed to replies any more. If somebody closed one by hand, open it again."
        tell_roles(session, account.academy_id, [Role.SLT], text, link, subject=f"{subject}:open", urgency=Urgency.SOON)
    blind.state, blind.over_at = B.OVER, now()
    blind.attempts += 1
    session.add(blind)


def _settle(session: Session, key: int, attempt: int, **values: object) -> str:
    if settle(session, BlindLock, key, attempt, **values):
        session.commit()
        return str(values.get("state", "again"))
    session.rollback()
    return "lost"
