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
from bot.drafts import break_glass, deletion
from bot.drafts.deletion import Fate, Result
from bot.drafts.models import Stray, StrayKind, StrayState
from bot.errors import BadInput, NotFound, Refusal
from bot.notify.send import settled
from bot.people.grants import Place, actor, profile_at, require
from bot.people.models import Person
from bot.people.permissions import Verb
from bot.platforms.registry import Means
from bot.work import claim, ready, settle

DECISIONS: dict[StrayKind, tuple[str, ...]] = {
    StrayKind.UNKNOWN: ("adopt", "remove"),
    StrayKind.EDITED: ("leave", "remove"),
    StrayKind.GONE: ("leave",),
    StrayKind.BACKLOG: (),  # decided where it is listed
}


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
        if decision not in DECISIONS[stray.kind]:
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
    """Delete the stray post, then read back that it is gone; where the network will not, a person gets the steps. A story ends by itself."""
    attempt = claim(session, Stray, key, (StrayState.REMOVING,))
    if attempt is None:
        session.rollback()
        return
    stray = session.get_one(Stray, key)
    account = register.account(session, stray.account_id)
    remote_id, failures, ends_at, title = stray.remote_id, stray.failures, stray.ends_at, _title(account, stray)
    over = ends_at is not None and ends_at <= now()
    session.commit()
    result = Result(Fate.GONE, "", now()) if over else deletion.delete(session, account, remote_id, means, failures=failures)
    values = {"failures": failures + 1, "last_error": result.said or None, "not_before": result.at}
    if result.fate is Fate.GONE:
        values |= {"state": StrayState.REMOVED, "gone_at": ends_at if over else now()}
        append(session, GATEPOST, Act.STRAY_GONE, f"stray:{key}", academy_id=account.academy_id, account_id=account.id, by_itself=over)
        settled(session, f"stray:{key}")
        tasks.not_needed(session, f"stray:{key}", [title])
    elif result.fate is Fate.BY_HAND:
        url = session.get_one(Stray, key).url
        tasks.ask(session, account, f"stray:{key}", title, deletion.steps(account, url, "delete_story" if ends_at else "delete"), link=url)
    if settle(session, Stray, key, attempt, **values):
        session.commit()
    else:
        session.rollback()


def _title(account: Account, stray: Stray) -> str:
    return f"Remove a {'story' if stray.ends_at else 'post'} from @{account.handle} by hand"
