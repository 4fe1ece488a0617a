"""What stood on an account when it was connected (ATT-6.12): listed once, held against today's checks, and gone through by a leader.

Nothing is removed by itself. The newest page that the network gives is listed; what is older is looked at on the network.
"""

from dataclasses import replace

import structlog
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from bot.accounts import register
from bot.accounts.models import Account, AccountState
from bot.audit.actions import Act
from bot.audit.log import GATEPOST, append
from bot.cases import evidence
from bot.clock import now
from bot.drafts import screens
from bot.drafts.bundle import Bundle, MediaItem, Target
from bot.drafts.drifting.models import Backlog, BacklogPost, BacklogState
from bot.drafts.models import Release, Stray
from bot.drafts.screening import setting_for
from bot.drafts.screens.base import Setting
from bot.notify.send import tell_roles
from bot.people.permissions import Role
from bot.platforms.base import AccessLost, Busy, Post, Trouble
from bot.platforms.registry import Means
from bot.work import backoff, claim, ready, settle

log = structlog.get_logger()
S = BacklogState
# These judge how a draft is made and when it goes out, or need what only a draft has: a picture's bytes, an opened link.
ABOUT_DRAFTS = frozenset({"length", "gaps", "date", "facts", "links", "rights", "events", "images", "sensitive_period"})


def due(session: Session) -> list[tuple[int, int]]:
    """(account, account): connected, and not listed yet."""
    query = (
        select(Account.id)
        .outerjoin(Backlog, col(Backlog.account_id) == col(Account.id))
        .where(
            Account.state == AccountState.CONNECTED,
            col(Account.connected_at).is_not(None),
            col(Account.credential).is_not(None),
            col(Backlog.id).is_(None) | ready(Backlog, (S.LISTING,)),
        )
    )
    return [(key, key) for key in session.exec(query) if key is not None]


def run(session: Session, account_id: int, means: Means) -> int:
    """Read, judge, list. Returns how many posts were listed. A worker that died left nothing but a claim."""
    key = _row(session, account_id)
    attempt = claim(session, Backlog, key, (S.LISTING,)) if key is not None else None
    session.commit()
    if key is None or attempt is None:
        return 0
    account = register.account(session, account_id)
    setting = replace(setting_for(session, account.academy_id, [account.platform]), read_media=False)
    session.commit()
    try:
        found = register.open_platform(account, means.doors, means.vault).timeline(None).posts
    except Exception as trouble:
        if not isinstance(trouble, Trouble):
            log.exception("listing the backlog failed", account=account_id, kind=type(trouble).__name__)
        _failed(session, key, attempt, account, trouble)
        return 0
    judged = [(post, judge(account, post, setting)) for post in found]
    return _store(session, key, attempt, account_id, judged)


def judge(account: Account, post: Post, setting: Setting) -> list[str]:
    """What would block these words today, as sentences. The pictures are not looked at, only what was written for them."""
    told = len(post.alts) == post.media_count
    media = tuple(MediaItem(f"picture-{n}", "image/jpeg", "", alt) for n, alt in enumerate(post.alts, start=1)) if told else ()
    bundle = Bundle(text=post.text, targets=(Target(account.platform, account.id),), media=media)
    return list(dict.fromkeys(f.message for f in screens.run(bundle, setting) if f.level == "block" and f.screen not in ABOUT_DRAFTS))


def of_account(session: Session, account_id: int) -> Backlog | None:
    return session.exec(select(Backlog).where(Backlog.account_id == account_id)).first()


def _row(session: Session, account_id: int) -> int | None:
    there = of_account(session, account_id)
    if there is not None:
        return there.id
    try:
        made = Backlog(account_id=account_id)
        session.add(made)
        session.flush()
    except IntegrityError:  # another worker made it a moment ago, and lists
        session.rollback()
        return None
    return made.id


def _store(session: Session, key: int, attempt: int, account_id: int, judged: list[tuple[Post, list[str]]]) -> int:
    account = register.account(session, account_id)
    known = _known(session, account_id)
    rows = [
        BacklogPost(
            backlog_id=key,
            remote_id=post.remote_id,
            text=post.text,
            url=post.url,
            posted_at=post.at,
            pictures=post.media_count,
            shown=evidence.of_post(post),
            findings=findings,
        )
        for post, findings in judged
        if post.remote_id not in known
    ]
    session.add_all(rows)
    flagged = sum(bool(row.findings) for row in rows)
    state = S.LOOKING if rows else S.DONE
    append(
        session,
        GATEPOST,
        Act.BACKLOG_LISTED,
        f"backlog:{key}",
        academy_id=account.academy_id,
        account_id=account_id,
        posts=len(rows),
        flagged=flagged,
    )
    if rows:
        text = f"Go through {len(rows)} posts that stood on @{account.handle} before Gatepost; {flagged} would be stopped by today's checks."
        tell_roles(session, account.academy_id, [Role.SLT], text, f"/strays/backlogs/{account_id}", subject=f"backlog:{key}")
    ended = {} if rows else {"finished_at": now()}
    if settle(session, Backlog, key, attempt, state=state, listed_at=now(), failures=0, last_error=None, **ended):
        session.commit()
        return len(rows)
    session.rollback()
    return 0


def _known(session: Session, account_id: int) -> set[str]:
    """What went through the gate, or was found past it."""
    sent = session.exec(select(Release.remote_id).where(Release.account_id == account_id, col(Release.remote_id).is_not(None)))
    return {remote for remote in sent if remote} | set(session.exec(select(Stray.remote_id).where(Stray.account_id == account_id)))


def _failed(session: Session, key: int, attempt: int, account: Account, trouble: Exception) -> None:
    if isinstance(trouble, AccessLost):
        register.access_lost(session, account.id or 0)
    failures = session.get_one(Backlog, key).failures + 1
    until = trouble.until if isinstance(trouble, Busy) and trouble.until else now() + backoff(failures + 2)
    said = str(trouble) if isinstance(trouble, Trouble) else "The network's answer could not be understood."
    if settle(session, Backlog, key, attempt, failures=failures, last_error=said, not_before=until):
        session.commit()
    else:
        session.rollback()
