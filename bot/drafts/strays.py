"""What becomes of a stray post: a leader decides, or the profile's time runs out; removing is read back."""

from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.accounts import register, stop
from bot.accounts.models import Account
from bot.audit.actions import Act
from bot.audit.log import GATEPOST, append, recorded
from bot.cases import tasks
from bot.clock import now
from bot.drafts import break_glass
from bot.drafts.models import Stray, StrayKind, StrayState
from bot.errors import BadInput, NotFound, Refusal
from bot.notify.send import settled
from bot.people.grants import Place, actor, profile_at, require
from bot.people.models import Person
from bot.people.permissions import Verb
from bot.platforms.base import AccessLost, Busy, Refused, Trouble, Unsupported
from bot.platforms.capabilities import CAPABILITIES
from bot.platforms.registry import Means
from bot.work import backoff, claim, ready, settle

FAILURES = 2
LOOK_AGAIN = timedelta(minutes=10)  # whether a person has removed it by hand


def decide(session: Session, me: Person, stray_id: int, decision: str, reason: str) -> Stray:
    """Adopt it as the academy's own, remove it, or leave the difference: always with a reason."""
    stray = session.get(Stray, stray_id, with_for_update=True, populate_existing=True)
    if stray is None:
        raise NotFound("That stray post is not here.")
    account = register.account(session, stray.account_id)
    act = {"adopt": Act.STRAY_ADOPTED, "remove": Act.STRAY_REMOVE}.get(decision, Act.STRAY_LEFT)
    with recorded(
        session, actor(me), act, f"stray:{stray_id}", academy_id=account.academy_id, account_id=account.id, decision=decision, reason=reason.strip()
    ):
        require(session, me, Verb.DECIDE_STRAYS, Place(account.academy_id))
        if stray.state is not StrayState.OPEN:
            raise Refusal("This has been decided already.", rule="already-decided")
        allowed = ("leave",) if stray.kind is StrayKind.GONE else ("adopt", "remove") if stray.kind is StrayKind.UNKNOWN else ("leave", "remove")
        if decision not in allowed:
            raise BadInput({"decision": "Choose one of the decisions."})
        if not reason.strip():
            raise BadInput({"reason": "Say why, in a sentence: it is what a governor will read."})
        break_glass.refuse_plain(session, stray, decision)
        stray.state = {"adopt": StrayState.ADOPTED, "remove": StrayState.REMOVING, "leave": StrayState.LEFT}[decision]
        stray.decided_by, stray.decided_at, stray.decision_reason, stray.not_before = me.id, now(), reason.strip(), now()
        session.add(stray)
        break_glass.decided(session, stray)
        settled(session, f"stray:{stray_id}")
    return stray


def due_removals(session: Session) -> list[tuple[int, int]]:
    """Removals decided on, and strays nobody adopted in time where the profile removes them (P52)."""
    for stray in session.exec(select(Stray).where(Stray.state == StrayState.OPEN, Stray.kind == StrayKind.UNKNOWN)).all():
        account = register.account(session, stray.account_id)
        profile = profile_at(session, account.academy_id)
        action, minutes = profile.stray_post_action.value, profile.adopt_minutes.value
        if break_glass.protected_until(session, stray) is not None:
            continue  # a leader said why, and another has an hour to look (S14.2)
        waited = now() - stray.seen_at >= timedelta(minutes=minutes)
        if stop.standing(session, account) is not None:
            continue  # nothing is done by itself while somebody has stopped the account; a leader still may
        if action == "remove_at_once":
            _take(session, account, stray.id or 0, "This academy removes whatever did not go through Gatepost.")
        elif action == "remove_unless_adopted" and waited:
            _take(session, account, stray.id or 0, f"Nobody adopted it within {minutes} minutes.")
    session.commit()
    rows = session.exec(select(Stray).where(ready(Stray, (StrayState.REMOVING,))))
    return [(s.id or 0, s.account_id) for s in rows]


def _take(session: Session, account: Account, key: int, reason: str) -> None:
    """One conditional UPDATE, so that an adoption a leader makes at this moment is never overwritten."""
    taken = session.execute(
        sa.update(Stray)
        .where(col(Stray.id) == key, col(Stray.state) == StrayState.OPEN, ~break_glass.protected(key))
        .values(state=StrayState.REMOVING, decision_reason=reason)
        .returning(col(Stray.id))
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    if taken is not None:
        append(session, GATEPOST, Act.STRAY_REMOVE, f"stray:{key}", academy_id=account.academy_id, account_id=account.id, reason=reason)


def remove(session: Session, key: int, means: Means) -> None:
    """Delete the stray post, then read back that it is gone; where the network will not, a person gets the steps."""
    attempt = claim(session, Stray, key, (StrayState.REMOVING,))
    if attempt is None:
        session.rollback()
        return
    stray = session.get_one(Stray, key)
    account = register.account(session, stray.account_id)
    remote_id, failures = stray.remote_id, stray.failures
    session.commit()
    try:
        platform = register.open_platform(account, means.doors, means.vault)
        gone = platform.lookup([remote_id])[remote_id] is None  # somebody may have done it by hand
        if not gone:
            platform.delete(remote_id)
            gone = platform.lookup([remote_id])[remote_id] is None
    except (Refused, Unsupported) as no:
        _by_hand(session, account, key, attempt, str(no))
    except Exception as trouble:  # noqa: BLE001 -- deleting again is harmless, so it is simply tried again
        if isinstance(trouble, AccessLost):
            register.access_lost(session, account.id or 0)
        if failures + 1 >= FAILURES and not isinstance(trouble, Busy):
            _by_hand(session, account, key, attempt, str(trouble) if isinstance(trouble, Trouble) else "The network could not be understood.")
        else:
            wait = trouble.until if isinstance(trouble, Busy) and trouble.until else now() + backoff(failures)
            settle(session, Stray, key, attempt, failures=failures + 1, not_before=wait, last_error=type(trouble).__name__)
            session.commit()
    else:
        state = StrayState.REMOVED if gone else StrayState.REMOVING
        if settle(session, Stray, key, attempt, state=state, not_before=now() + backoff(failures), failures=failures + 1):
            if gone:
                append(session, GATEPOST, Act.STRAY_GONE, f"stray:{key}", academy_id=account.academy_id, account_id=account.id)
                settled(session, f"stray:{key}")
            elif failures + 1 >= FAILURES:
                _ask(session, account, key)
            session.commit()


def _by_hand(session: Session, account: Account, key: int, attempt: int, why: str) -> None:
    """The network will not: exact steps for a person, and the stray stays open for the next reading to confirm."""
    _ask(session, account, key)
    if settle(session, Stray, key, attempt, state=StrayState.REMOVING, last_error=why, not_before=now() + LOOK_AGAIN):
        session.commit()
    else:
        session.rollback()


def _ask(session: Session, account: Account, key: int) -> None:
    stray = session.get_one(Stray, key)
    steps = (f"Open {stray.url or 'the post'}.", *_steps(account), "Come back here and press Done.")
    tasks.ask(session, account, f"stray:{key}", f"Remove a post from @{account.handle} by hand", steps, link=stray.url)


def _steps(account: Account) -> tuple[str, ...]:
    return CAPABILITIES[account.platform].steps.get("delete", ("Sign in as the academy and delete it.",))
