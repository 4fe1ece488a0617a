"""Sending one release, once.

1. Claim the row, test authority again and commit the intent: one transaction, before any call.
2. Call the network. A definite refusal is `failed`; a definite not-now waits; a lost answer is `unknown`.
3. Unknown, or a worker that died: read the account back. Found: go on. Not there after the network's settling time: send again
   where that is certain, otherwise a person decides.
4. Accepted: read the live post back and compare it with what was approved. Then, and only then, `verified`.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlmodel import Session, col, select

from bot.accounts import register
from bot.accounts.models import Account
from bot.audit.actions import Act
from bot.audit.log import GATEPOST, append
from bot.clock import now
from bot.drafts import access_hold, modes, reconcile, shown, threads
from bot.drafts.authority import Held, paused, why_held
from bot.drafts.compare import differs, live_differs
from bot.drafts.lifecycle import ReleaseState
from bot.drafts.models import Draft, Release
from bot.drafts.outgoing import outgoing
from bot.errors import Misconfigured
from bot.notify.models import Urgency
from bot.notify.send import tell_person, tell_roles
from bot.people.permissions import Role
from bot.platforms.base import AccessLost, Busy, Platform, Post, Refused, Trouble, Unsupported
from bot.platforms.capabilities import CAPABILITIES
from bot.platforms.registry import Means
from bot.work import backoff, claim, ready, settle

log = structlog.get_logger()
R = ReleaseState
SENDING = timedelta(minutes=4)  # four pictures and the post, each with its own time-out of 20 s, and room
LOOKS = 2  # times it is looked for again after it was found absent: once after the network's settling time, and once more
HESITATION = timedelta(seconds=60)  # between the claim and the call; a quarter of the lease
SKEW = timedelta(minutes=10)  # how wrong a clock may be before a lost post is looked for in the wrong minutes
FRESH = timedelta(minutes=15)  # after this, a post that is absent may have been up and removed by a person
TELL_AFTER = 5  # failed looks before a person is asked to look


def due(session: Session) -> list[tuple[int, int]]:
    """(release, account), oldest first."""
    waiting = (R.QUEUED, R.UNKNOWN, R.PUBLISHED)
    query = select(Release.id, Release.account_id).where(ready(Release, waiting, R.PUBLISHING))
    return [(key or 0, account) for key, account in session.exec(query.order_by(col(Release.not_before), col(Release.id)))]


def run(session: Session, key: int, means: Means) -> str:
    """Take one release one step further. Returns the state it is in afterwards. Never raises for expected trouble."""
    release = session.get(Release, key)
    state = release.state if release else None
    session.commit()
    step = STEPS.get(state) if state else None
    if step is not None:
        step(session, key, means)
    release = session.get(Release, key, populate_existing=True)
    session.commit()
    return release.state.value if release else "gone"


def _send(session: Session, key: int, means: Means) -> None:
    began = now()
    attempt = claim(session, Release, key, (R.QUEUED,), R.PUBLISHING, lease=SENDING, take_over=False)
    if attempt is None:
        session.rollback()
        return
    release, draft, account = _rows(session, key)
    held = why_held(session, release, draft, account, means.vault)
    if held is not None and held.state is R.QUEUED:  # it waits for the part of its thread before it, and nobody need be told
        settle(session, Release, key, attempt, state=R.QUEUED, reason=held.sentence, not_before=now() + threads.LOOK_AGAIN)
        session.commit()
        return
    if held is not None:
        _hold(session, release, draft, attempt, held)
        return
    intent_at = release.intent_at or now()
    # A key is made from the first intent. Without one, a post that was certainly not sent counts from its next intent.
    kept = intent_at if CAPABILITIES[account.platform].keyed else None
    post = shown.addressed(outgoing(session, draft, release, intent_at), account, release, means)
    release.intent_at, release.reason = intent_at, ""
    session.add(release)
    _record(session, Act.INTENT, draft, account, digest=release.digest, attempt=attempt)
    session.commit()
    if now() - began > HESITATION:  # the machine slept, and another worker may think us dead: nothing was sent, so wait for a new turn
        settle(session, Release, key, attempt, state=R.QUEUED, intent_at=kept)
        session.commit()
        return
    late = paused(session, account)  # a stop that was committed after the claim counts too
    if late is not None:
        _hold(session, release, draft, attempt, late, intent_at=kept)
        return
    session.commit()
    try:
        live = _open(account, means).publish(post)
    except (Refused, Unsupported) as refused:
        _finish(session, key, attempt, Act.PUBLISH_FAILED, state=R.FAILED, intent_at=kept, reason=str(refused))
    except Busy as busy:
        failures = release.failures + 1
        wait = busy.until or now() + backoff(failures)
        settle(session, Release, key, attempt, state=R.QUEUED, intent_at=kept, failures=failures, last_error=str(busy), not_before=wait)
        session.commit()
    except (AccessLost, Misconfigured) as lost:
        register.access_lost(session, account.id or 0)
        access_hold.remember(session, release, account, reason := f"The account must be connected again. {lost}")
        _finish(session, key, attempt, Act.PUBLISH_HELD, state=R.HELD, intent_at=kept, reason=reason)
    except Exception as lost:
        if not isinstance(lost, Trouble):
            log.exception("publish raised", release=key, kind=type(lost).__name__)
        _unknown(session, key, attempt, str(lost) if isinstance(lost, Trouble) else "The answer could not be read.")
    else:
        _accepted(session, key, attempt, live)


def _died(session: Session, key: int, _means: Means) -> None:
    """A worker committed its intent and was never heard of again: it may have sent."""
    attempt = claim(session, Release, key, (), R.PUBLISHING)
    if attempt is None:
        session.rollback()
        return
    _unknown(session, key, attempt, "The worker stopped while sending.")


def _look(session: Session, key: int, means: Means) -> None:
    """Unknown: is it up?"""
    attempt = claim(session, Release, key, (R.UNKNOWN,))
    if attempt is None:
        session.rollback()
        return
    release, draft, account = _rows(session, key)
    intent_at = release.intent_at or now()
    # Without a key it is looked for by its words and its time, and the clock that wrote the intent may have been ahead of the network's.
    since = intent_at if CAPABILITIES[account.platform].keyed else intent_at - SKEW
    post = outgoing(session, draft, release, since)
    session.commit()
    try:
        platform = _open(account, means)
        live = platform.find(post)
    except Exception as trouble:  # noqa: BLE001 -- whatever it is, we still do not know
        _still_unknown(session, key, attempt, trouble)
        return
    if live is not None and not _belongs_to_another(session, key, account, live):
        _accepted(session, key, attempt, live)
        return
    if release.looks < LOOKS:
        # Counted from this look, not from the intent: a worker that died may have sent long after it wrote its intent down.
        wait = timedelta(seconds=platform.can.settle_s if release.looks == 0 else 2)
        settle(session, Release, key, attempt, looks=release.looks + 1, not_before=now() + wait)
        session.commit()
    elif live is None and _surely_absent(session, platform, intent_at):
        kept = intent_at if platform.can.keyed else None
        _finish(session, key, attempt, Act.PUBLISH_ABSENT, state=R.QUEUED, reason="", looks=0, intent_at=kept)
    else:
        reason = "The network's answer was lost and the post is not on the account. Look at the account, then send it again or withdraw it."
        _finish(session, key, attempt, Act.PUBLISH_ABSENT, state=R.HELD, reason=reason, looks=0, intent_at=None)


def _surely_absent(session: Session, platform: Platform, intent_at: datetime) -> bool:
    """Whether a post that is not there was never accepted. Long after its intent, somebody may have removed it instead: it must not
    come back by itself, and a network with a key would let it."""
    if now() - intent_at > FRESH or reconcile.standing(session) is not None:
        return False
    return platform.can.keyed or platform.can.reads_own


def _verify(session: Session, key: int, means: Means) -> None:
    """Accepted: read the live post and compare."""
    attempt = claim(session, Release, key, (R.PUBLISHED,))
    if attempt is None:
        session.rollback()
        return
    release, draft, account = _rows(session, key)
    post = outgoing(session, draft, release, release.intent_at or now())
    remote_id = release.remote_id or ""
    session.commit()
    try:
        live = _open(account, means).lookup([remote_id])[remote_id]
    except Exception as trouble:  # noqa: BLE001 -- it is published; reading it back is tried again
        wait = trouble.until if isinstance(trouble, Busy) and trouble.until else now() + backoff(release.failures)
        settle(session, Release, key, attempt, failures=release.failures + 1, last_error=_text(trouble), not_before=wait)
        session.commit()
        return
    if live is None and release.looks < TELL_AFTER:
        settle(session, Release, key, attempt, looks=release.looks + 1, not_before=now() + backoff(release.looks))
        session.commit()
    elif live is None or differs(post, live):
        live_differs(session, account, release, post, live)
        if settle(session, Release, key, attempt, state=R.DIFFERS, reason="The live post differs from what was approved; see Stray posts."):
            session.commit()
        else:
            session.rollback()
    else:
        _finish(session, key, attempt, Act.LIVE_VERIFIED, state=R.VERIFIED, verified_at=now(), looks=0, reason="")


STEPS: dict[ReleaseState, Callable[[Session, int, Means], None]] = {
    R.QUEUED: _send,
    R.PUBLISHING: _died,
    R.UNKNOWN: _look,
    R.PUBLISHED: _verify,
}


def _belongs_to_another(session: Session, key: int, account: Account, live: Post) -> bool:
    """The same words went out twice on purpose, and what was found is the other one: then nothing is certain."""
    query = select(Release).where(Release.account_id == account.id, Release.remote_id == live.remote_id, Release.id != key)
    return session.exec(query).first() is not None


def _rows(session: Session, key: int) -> tuple[Release, Draft, Account]:
    release = session.get_one(Release, key, populate_existing=True)
    return release, session.get_one(Draft, release.draft_id, populate_existing=True), register.account(session, release.account_id)


def _open(account: Account, means: Means) -> Platform:
    return register.open_platform(account, means.doors, means.vault)


def _accepted(session: Session, key: int, attempt: int, live: Post) -> None:
    _finish(
        session,
        key,
        attempt,
        Act.PUBLISHED,
        state=R.PUBLISHED,
        remote_id=live.remote_id,
        url=live.url,
        published_at=now(),
        reason="",
        looks=0,
        failures=0,
        not_before=now(),
    )


def _unknown(session: Session, key: int, attempt: int, why: str) -> None:
    _finish(session, key, attempt, Act.PUBLISH_UNKNOWN, state=R.UNKNOWN, reason=why, looks=0, not_before=now() + timedelta(seconds=1))


def _still_unknown(session: Session, key: int, attempt: int, trouble: Exception) -> None:
    release, draft, account = _rows(session, key)
    failures = release.failures + 1
    if isinstance(trouble, AccessLost):
        register.access_lost(session, account.id or 0)
    wait = trouble.until if isinstance(trouble, Busy) and trouble.until else now() + backoff(failures)
    if failures == TELL_AFTER:
        text = f"Gatepost cannot find out whether draft {draft.id} went out on @{account.handle}. Look at the account and say."
        tell_roles(session, draft.academy_id, [Role.SLT, Role.HEAD], text, f"/drafts/{draft.id}", urgency=Urgency.SOON)
    settle(session, Release, key, attempt, failures=failures, last_error=_text(trouble), not_before=wait)
    session.commit()


def _hold(session: Session, release: Release, draft: Draft, attempt: int, held: Held, **values: Any) -> None:
    """Nothing leaves; the row says why, and the people who can help are told."""
    missed = held.state is R.MISSED
    act = Act.TAMPERED if held.tamper else Act.PUBLISH_MISSED if missed else Act.PUBLISH_HELD
    key = release.id or 0
    if held.rule == "mode" and (mode := modes.holds(session, draft)) is not None:
        modes.remember(session, mode, key)
    if held.rule == "restore":
        reconcile.remember(session, release)
    if held.rule == "account":
        access_hold.remember(session, release, register.account(session, release.account_id), held.sentence)
    text = f"Draft {draft.id} was {'missed' if missed else 'held'}: {held.sentence}"
    to = [Role.HEAD, Role.SLT] if held.tamper else [Role.SLT]
    tell_roles(session, draft.academy_id, to, text, f"/drafts/{draft.id}", urgency=Urgency.SOON)
    tell_person(session, draft.academy_id, draft.author_id, text, f"/drafts/{draft.id}")
    _finish(session, key, attempt, act, state=held.state, reason=held.sentence, rule=held.rule, **values)


def _finish(session: Session, key: int, attempt: int, act: Act, *, rule: str = "", **values: Any) -> None:
    """Write the result and its record, if the row is still ours; otherwise drop both."""
    release, draft, account = _rows(session, key)
    detail = {k: v for k, v in values.items() if k in ("state", "remote_id", "reason") and v}
    _record(session, act, draft, account, digest=release.digest, **detail, **({"rule": rule} if rule else {}))
    if settle(session, Release, key, attempt, **values):
        session.commit()
    else:
        session.rollback()


def _record(session: Session, act: Act, draft: Draft, account: Account, **detail: Any) -> None:
    append(session, GATEPOST, act, f"draft:{draft.id}", academy_id=draft.academy_id, account_id=account.id, **detail)


def _text(trouble: Exception) -> str:
    return str(trouble) if isinstance(trouble, Trouble) else "The network's answer could not be understood."
