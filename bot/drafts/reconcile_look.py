"""The job of reconcile-only: read what each account posted since the backup, and match it with what stands in the queue."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.accounts import register
from bot.accounts.models import Account
from bot.audit.actions import Act
from bot.audit.log import GATEPOST, append
from bot.clock import now
from bot.drafts.compare import words
from bot.drafts.lifecycle import ReleaseState
from bot.drafts.models import Draft, Release, Stray, StrayKind, StrayState
from bot.drafts.reconcile_models import FoundPost, LookState, Restoration, RestoredAccount
from bot.notify.send import settled
from bot.platforms.base import AccessLost, Busy, Platform, Post, Refused, Trouble, Unsupported
from bot.platforms.registry import Means
from bot.text import loose_equal
from bot.work import backoff, claim, ready, settle

PAGES = 50
MARGIN = timedelta(days=1)  # a network that gives no cursor shows older posts too; its clock may be wrong
WAITS = (ReleaseState.HELD, ReleaseState.FAILED)


def due(session: Session) -> list[tuple[int, int]]:
    """(reading, account)."""
    rows = session.exec(select(RestoredAccount).where(ready(RestoredAccount, (LookState.TO_LOOK,))))
    return [(row.id or 0, row.account_id) for row in rows]


def run(session: Session, key: int, means: Means) -> str:
    """Read one account on from the backup's own cursor. What is found there is up; what is not waits for a leader."""
    attempt = claim(session, RestoredAccount, key, (LookState.TO_LOOK,))
    if attempt is None:
        session.rollback()
        return "nothing to do"
    row = session.get_one(RestoredAccount, key)
    account, cursor, failures = register.account(session, row.account_id), row.cursor, row.failures
    backup_at = session.get_one(Restoration, row.restoration_id).backup_at
    session.commit()
    try:
        posts = _since(register.open_platform(account, means.doors, means.vault), cursor)
    except (Refused, Unsupported) as no:
        return _end(session, key, attempt, state=LookState.CANNOT, last_error=str(no))
    except Exception as trouble:  # noqa: BLE001 -- whatever it is, the account has not been read
        if isinstance(trouble, AccessLost):
            register.access_lost(session, account.id or 0)
        said = str(trouble) if isinstance(trouble, Trouble) else "The network's answer could not be understood."
        wait = trouble.until if isinstance(trouble, Busy) and trouble.until else now() + backoff(failures)
        return _end(session, key, attempt, failures=failures + 1, last_error=said, not_before=wait)
    mine = posts if cursor else [post for post in posts if post.at >= backup_at - MARGIN]
    up = sum(_match(session, row.restoration_id, account, post) for post in mine)
    detail: dict[str, Any] = {"restore": row.restoration_id, "posts": len(mine), "matched": up}
    append(session, GATEPOST, Act.RESTORE_LOOKED, f"account:{account.id}", academy_id=account.academy_id, account_id=account.id, **detail)
    return _end(session, key, attempt, state=LookState.LOOKED, looked_at=now(), last_error=None)


def _since(platform: Platform, cursor: str | None) -> list[Post]:
    found: list[Post] = []
    for _ in range(PAGES):
        page = platform.timeline(cursor)
        found += page.posts
        if not page.posts or page.cursor == cursor:
            break
        cursor = page.cursor
    return found


def _match(session: Session, restoration_id: int, account: Account, post: Post) -> bool:
    """Whether the post is one of those that wait. One that no release knows is remembered: its draft may still be approved here."""
    known = select(Release.id).where(Release.account_id == account.id, Release.remote_id == post.remote_id)
    if session.exec(known).first() is not None:
        return True
    waiting = (
        select(Release, Draft)
        .join(Draft, col(Draft.id) == col(Release.draft_id))
        .where(Release.account_id == account.id, col(Release.state).in_(WAITS), col(Release.remote_id).is_(None))
        .order_by(col(Release.id))
    )
    for release, draft in session.exec(waiting).all():
        if loose_equal(draft.text, words(post)) and _is_up(session, release, draft, account, post):
            return True
    seen = select(FoundPost.id).where(
        FoundPost.restoration_id == restoration_id, FoundPost.account_id == account.id, FoundPost.remote_id == post.remote_id
    )
    if session.exec(seen).first() is None:
        session.add(
            FoundPost(
                restoration_id=restoration_id, account_id=account.id or 0, remote_id=post.remote_id, text=post.text, url=post.url, seen_at=now()
            )
        )
        session.flush()
    return False


def _is_up(session: Session, release: Release, draft: Draft, account: Account, post: Post) -> bool:
    """It went out after the backup was made: from here it is read back like any other."""
    taken = session.execute(
        sa.update(Release)
        .where(col(Release.id) == release.id, col(Release.state).in_(WAITS))
        .values(
            state=ReleaseState.PUBLISHED,
            remote_id=post.remote_id,
            url=post.url,
            published_at=post.at,
            intent_at=post.at,
            not_before=now(),
            reason="",
            looks=0,
            failures=0,
        )
        .returning(col(Release.id))
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    if taken is None:
        return False
    session.expire(release)
    same = select(Stray).where(Stray.account_id == account.id, Stray.remote_id == post.remote_id, Stray.kind == StrayKind.UNKNOWN)
    for stray in session.exec(same.where(Stray.state == StrayState.OPEN)).all():
        stray.state, stray.decided_at, stray.decision_reason = StrayState.ADOPTED, now(), f"It is draft {draft.id}, found after the restore."
        session.add(stray)
        settled(session, f"stray:{stray.id}")
    append(
        session,
        GATEPOST,
        Act.PUBLISHED,
        f"draft:{draft.id}",
        academy_id=draft.academy_id,
        account_id=account.id,
        digest=release.digest,
        state=ReleaseState.PUBLISHED.value,
        remote_id=post.remote_id,
        reason="Found on the account after a restore.",
    )
    return True


def _end(session: Session, key: int, attempt: int, **values: object) -> str:
    if settle(session, RestoredAccount, key, attempt, **values):
        session.commit()
    else:
        session.rollback()
    return str(values.get("state", "later"))
