"""What stood on an account when it was connected (ATT-6.12): listed once, held against today's checks, and gone through by a leader.

Nothing is removed by itself. It is read back in time a page at a time, up to `MOST` posts; what is older is looked at on the network.
"""

import time
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
from bot.drafts.drifting.models import Backlog, BacklogChoice, BacklogPost, BacklogState
from bot.drafts.models import Release, Stray
from bot.drafts.screening import setting_for
from bot.drafts.screens.base import Setting
from bot.notify.send import tell_roles
from bot.people.permissions import Role
from bot.platforms.base import AccessLost, Busy, Post, Trouble
from bot.platforms.offers import ListsOlder, Older
from bot.platforms.registry import Means
from bot.work import backoff, claim, ready, settle

log = structlog.get_logger()
S = BacklogState
MOST = 1_000  # read of one account: two years at two a day; on X a dollar, or five where the academy does not own the app
ENOUGH_S = 30.0  # of reading in one go, so that other accounts have their turn
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
    """Read, judge and list, a page at a time. Returns how many posts were listed. A worker that died left nothing but a claim."""
    key = _row(session, account_id)
    session.commit()
    listed, until = 0, time.monotonic() + ENOUGH_S
    while key is not None and time.monotonic() < until and (attempt := claim(session, Backlog, key, (S.LISTING,))) is not None:
        session.commit()
        listed += _page(session, key, attempt, account_id, means)
    session.rollback()
    return listed


def _page(session: Session, key: int, attempt: int, account_id: int, means: Means) -> int:
    """One page: the place of the next is stored with its posts, so that none is passed over whenever the worker dies."""
    cursor = session.get_one(Backlog, key).cursor
    account = register.account(session, account_id)
    setting = replace(setting_for(session, account.academy_id, [account.platform]), read_media=False)
    session.commit()
    try:
        platform = register.open_platform(account, means.doors, means.vault)
        page = platform.older(cursor) if isinstance(platform, ListsOlder) else Older(platform.timeline(None).posts, None)
    except Exception as trouble:
        if not isinstance(trouble, Trouble):
            log.exception("listing the backlog failed", account=account_id, kind=type(trouble).__name__)
        _failed(session, key, attempt, account, trouble)
        return 0
    judged = [(post, judge(account, post, setting)) for post in page.posts]
    return _store(session, key, attempt, page, judged)


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


def _store(session: Session, key: int, attempt: int, page: Older, judged: list[tuple[Post, list[str]]]) -> int:
    row = session.get_one(Backlog, key)
    account_id, read = row.account_id, row.read + len(page.posts)
    more = page.cursor is not None and read < MOST
    values = {"cursor": page.cursor, "read": read, "failures": 0, "last_error": None}
    if not settle(session, Backlog, key, attempt, **values):
        session.rollback()
        return 0
    known = _known(session, account_id) | _listed(session, key, [post.remote_id for post in page.posts])
    rows = {
        post.remote_id: BacklogPost(
            backlog_id=key,
            remote_id=post.remote_id,
            text=post.text,
            url=post.url,
            posted_at=post.at,
            pictures=post.media_count,
            shown=evidence.of_post(post),
            findings=findings,
            flagged=bool(findings),
        )
        for post, findings in judged
        if post.remote_id not in known
    }
    session.add_all(rows.values())
    session.flush()
    if not more:
        _finish(session, key, capped=page.cursor is not None)
    session.commit()
    return len(rows)


def _finish(session: Session, key: int, *, capped: bool) -> None:
    """Everything is listed: leaders are told, unless they went through it while it was being listed."""
    row = session.get_one(Backlog, key)
    account = register.account(session, row.account_id)
    posts = list(session.exec(select(BacklogPost.choice, BacklogPost.flagged).where(BacklogPost.backlog_id == key)))
    flagged, left = sum(flagged for _, flagged in posts), sum(choice is BacklogChoice.OPEN for choice, _ in posts)
    row.capped, row.listed_at, row.state = capped, now(), S.LOOKING if left else S.DONE
    append(
        session,
        GATEPOST,
        Act.BACKLOG_LISTED,
        f"backlog:{key}",
        academy_id=account.academy_id,
        account_id=account.id,
        posts=len(posts),
        flagged=flagged,
        capped=capped,
    )
    if left:
        text = f"Go through {len(posts)} posts that stood on @{account.handle} before Gatepost; {flagged} would be stopped by today's checks."
        tell_roles(session, account.academy_id, [Role.SLT], text, f"/strays/backlogs/{account.id}", subject=f"backlog:{key}")
    else:
        row.finished_at = now()
    session.add(row)


def _listed(session: Session, key: int, remote_ids: list[str]) -> set[str]:
    query = select(BacklogPost.remote_id).where(BacklogPost.backlog_id == key, col(BacklogPost.remote_id).in_(remote_ids))
    return set(session.exec(query))


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
