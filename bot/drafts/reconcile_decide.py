"""What leaders decide while only reconciling: which posts may still be sent, that an account was looked at by hand, and that it is over."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bot.accounts import register
from bot.accounts.models import Account
from bot.audit.actions import Act
from bot.audit.log import append, recorded
from bot.clock import now
from bot.drafts import reconcile
from bot.drafts.lifecycle import ReleaseState as R
from bot.drafts.models import Draft, Release
from bot.drafts.reconcile_models import LookState, Restoration, RestoredAccount, Wish
from bot.errors import BadInput, NotFound, Refusal
from bot.notify.send import settled
from bot.people.grants import Place, actor, require, require_everywhere
from bot.people.models import Person
from bot.people.permissions import Verb

LONGEST_REASON = 500
WISHES = {"send": Wish.SEND, "leave": Wish.LEAVE}
UNREAD = (LookState.TO_LOOK, LookState.CANNOT)


def looked_by_hand(session: Session, me: Person, look_id: int, reason: str) -> RestoredAccount:
    """Where the network cannot be read, a leader says what they saw on the account itself."""
    row, account = _look(session, look_id)
    where: dict[str, Any] = {"academy_id": account.academy_id, "account_id": account.id}
    with recorded(session, actor(me), Act.RESTORE_LOOKED, f"account:{account.id}", **where, restore=row.restoration_id, by_hand=True) as note:
        require(session, me, Verb.END_RESTORE, Place(account.academy_id))
        if row.state not in UNREAD:
            raise Refusal("This account has been read already.", rule="already-decided", next_step="Reload the page.")
        note.detail["reason"] = _said(reason)
        row.state, row.looked_at, row.looked_by = LookState.BY_HAND, now(), me.id
        row.attempts, row.lease_until = row.attempts + 1, None  # a reading that is under way is no longer waited for
        session.add(row)
    return row


def decide(session: Session, me: Person, look_id: int, wish: str) -> int:
    """For every post of one account that is not up and undecided: send it when this is over, or leave it. Returns how many."""
    look, account = _look(session, look_id)
    where: dict[str, Any] = {"academy_id": account.academy_id, "account_id": account.id}
    with recorded(session, actor(me), Act.RESTORE_DECIDED, f"account:{account.id}", **where, restore=look.restoration_id, wish=wish) as note:
        require(session, me, Verb.END_RESTORE, Place(account.academy_id))
        chosen = WISHES.get(wish)
        if chosen is None:
            raise BadInput({"wish": "Choose whether they are sent or left."})
        if look.state in UNREAD:
            raise Refusal(
                "This account has not been read yet, so nobody can say what is up.",
                rule="not-looked",
                next_step="Wait until it is read, or look at the account itself and say so.",
            )
        row = _standing(session, look.restoration_id)
        items = [(i, r) for i, r, _ in reconcile.listed(session, row, account.id) if not reconcile.accounted(i, r)]
        if any(release.state in (R.PUBLISHING, R.UNKNOWN) for _, release in items):
            raise Refusal("A post is still being looked for by its own key.", rule="not-looked", next_step="Reload the page in a minute.")
        for item, _release in items:
            item.wish, item.decided_by, item.decided_at = chosen, me.id, now()
            session.add(item)
        note.detail["drafts"] = sorted({release.draft_id for _, release in items})
    return len(items)


def end(session: Session, me: Person, reason: str) -> Restoration:
    """Publishing begins again. What leaders chose to send goes back into the queue; every test is made again before it leaves."""
    row = reconcile.standing(session)
    if row is None:
        raise NotFound("Gatepost is not reconciling.")
    with recorded(session, actor(me), Act.RESTORE_ENDED, f"restore:{row.id}") as note:
        require_everywhere(session, me, Verb.END_RESTORE)
        left = reconcile.open_accounts(session, row)
        if left:
            names = ", ".join(f"@{account.handle}" for account in left)
            raise Refusal(
                f"Not everything since the backup is accounted for: {names}.",
                rule="not-accounted",
                next_step="Decide what is left on each of these accounts.",
            )
        note.detail["reason"] = _said(reason)
        note.detail["sent"] = sum(
            _queue(session, me, release, draft) for item, release, draft in reconcile.listed(session, row) if item.wish is Wish.SEND
        )
        row.ended_at, row.ended_by, row.reason = now(), me.id, note.detail["reason"]
        session.add(row)
        settled(session, f"restore:{row.id}")
    return row


def _queue(session: Session, me: Person, release: Release, draft: Draft) -> bool:
    taken = session.execute(
        sa.update(Release)
        .where(col(Release.id) == release.id, col(Release.state).in_((R.HELD, R.FAILED)))
        .values(state=R.QUEUED, reason="", not_before=max(now(), draft.not_before or now()), failures=0, intent_at=None)
        .returning(col(Release.id))
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    session.expire(release)
    if taken is None:
        return False
    where: dict[str, Any] = {"academy_id": draft.academy_id, "account_id": release.account_id}
    append(session, actor(me), Act.PUBLISH_RELEASED, f"draft:{draft.id}", **where, release=release.id)
    return True


def _standing(session: Session, restoration_id: int) -> Restoration:
    row = reconcile.standing(session)
    if row is None or row.id != restoration_id:
        raise Refusal("This restore is over.", rule="already-decided", next_step="Reload the page.")
    return row


def _look(session: Session, look_id: int) -> tuple[RestoredAccount, Account]:
    row = session.get(RestoredAccount, look_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound("That account is not on the list.")
    return row, register.account(session, row.account_id)


def _said(reason: str) -> str:
    said = " ".join(reason.split())[:LONGEST_REASON]
    if not said:
        raise BadInput({"reason": "Say in a sentence what you looked at: it is what a governor will read."})
    return said
