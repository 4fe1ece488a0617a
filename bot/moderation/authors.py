"""Names for writers, where a network charges for each: only for those whose comment a person will read, and once for each writer."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import structlog
from sqlmodel import Session, col, select

from bot.accounts.models import Account
from bot.clock import now
from bot.moderation.models import Reply
from bot.platforms.base import Platform, Post
from bot.platforms.offers import NamesWriters

log = structlog.get_logger()
STANDS = timedelta(days=365)  # a handle may change; the permanent id, which everything counts by, may not


def named(session: Session, account: Account, platform: Platform, posts: Sequence[Post]) -> dict[str, Post]:
    """Those of these posts that got their writer's handle, by id. Leaves no transaction open; without names, nothing is held up."""
    nameless = [post for post in posts if not post.author_handle and post.author_id]
    if not nameless or not isinstance(platform, NamesWriters):
        return {}
    wanted = {post.author_id for post in nameless}
    known = _known(session, account, wanted)
    session.commit()
    try:
        if unknown := sorted(wanted - known.keys()):
            known |= platform.handles(unknown)
    except Exception as problem:  # noqa: BLE001 -- a comment is never lost for its writer's name
        log.warning("names not found", kind=type(problem).__name__)
    return {post.remote_id: replace(post, author_handle=handle) for post in nameless if (handle := known.get(post.author_id))}


def _known(session: Session, account: Account, wanted: set[str]) -> dict[str, str]:
    """As read on any account of this network, the newest last."""
    query = (
        select(Reply.author_id, Reply.author_handle)
        .join(Account, col(Account.id) == col(Reply.account_id))
        .where(Account.platform == account.platform, col(Reply.author_id).in_(wanted), Reply.author_handle != "", Reply.seen_at > now() - STANDS)
        .order_by(col(Reply.id))
    )
    return {author_id: handle for author_id, handle in session.exec(query) if author_id}
