"""The watch over the live account: posts nobody approved, and approved posts that changed or vanished (control C14).

A post that is live without a release is a stray, unless a release with the same words is on its way or its answer was
lost: then it is that one's, and the publisher will find it.
"""

from datetime import timedelta
from typing import Any

from sqlmodel import Session, col, select

from bot.accounts import register, streams
from bot.accounts.models import Account, Stream, StreamKind
from bot.clock import now
from bot.drafts import blind, break_glass
from bot.drafts.compare import differs, found, live_differs, words
from bot.drafts.drifting import take_over
from bot.drafts.lifecycle import SEEN_LIVE, ReleaseState
from bot.drafts.models import Draft, Release, Stray, StrayKind
from bot.drafts.outgoing import outgoing
from bot.errors import NotFound
from bot.platforms.base import Page, Platform, Post
from bot.platforms.registry import Means
from bot.text import loose_equal

IN_FLIGHT = (ReleaseState.QUEUED, ReleaseState.PUBLISHING, ReleaseState.UNKNOWN)
WATCHED_FOR = timedelta(days=30)
MOST_AT_ONCE = 100


def due(session: Session) -> list[tuple[int, int]]:
    return streams.due(session, StreamKind.TIMELINE)


def run(session: Session, key: int, means: Means) -> int:
    """Read the account's own posts once. Returns how many strays are new."""
    stream_account = _account_of(session, key)
    watched = [release.remote_id or "" for release in _watched(session, stream_account)]
    session.commit()

    def fetch(platform: Platform, cursor: str | None) -> tuple[Page, dict[str, Post | None]]:
        return platform.timeline(cursor), platform.lookup(watched) if watched else {}

    new = streams.read(session, key, means, fetch, _store)
    blind.tell(session, key)
    return new


def _store(session: Session, account: Account, got: tuple[Page, dict[str, Post | None]]) -> dict[str, Any]:
    page, looked_up = got
    new = 0
    values: dict[str, Any] = {"cursor": page.cursor, "last_error": page.unseen or None}
    in_flight = _texts_in_flight(session, account)
    for post in page.posts:  # what was there before the gate lies behind the cursor; a post's own date may be made up
        if _is_ours(session, account, post):
            continue
        if any(loose_equal(text, words(post)) for text in in_flight):
            values.pop("cursor", None)  # not known yet whose it is: read from here again, so that it is not passed over
            continue
        stray = found(session, account, StrayKind.UNKNOWN, post.remote_id, post)
        if stray is not None:
            new += 1
            break_glass.match(session, stray)
    for release in _watched(session, account):
        if release.remote_id in looked_up:
            new += _compare(session, account, release, looked_up[release.remote_id])
    take_over.consider(session, account)
    return {**values, "new": new}


def _compare(session: Session, account: Account, release: Release, live: Post | None) -> bool:
    draft = session.get_one(Draft, release.draft_id)
    approved = outgoing(session, draft, release, release.intent_at or now())
    if live is not None and not differs(approved, live):
        release.state, release.reason = ReleaseState.VERIFIED, ""
        return False
    release.state, release.reason = ReleaseState.DIFFERS, "The live post differs from what was approved; see Stray posts."
    session.add(release)
    return live_differs(session, account, release, approved, live) is not None


def _is_ours(session: Session, account: Account, post: Post) -> bool:
    return session.exec(select(Release).where(Release.account_id == account.id, Release.remote_id == post.remote_id)).first() is not None


def _texts_in_flight(session: Session, account: Account) -> list[str]:
    query = (
        select(Draft.text)
        .join(Release, col(Release.draft_id) == col(Draft.id))
        .where(Release.account_id == account.id, col(Release.state).in_(IN_FLIGHT), col(Release.intent_at).is_not(None))
    )
    return list(session.exec(query))


def _watched(session: Session, account: Account) -> list[Release]:
    """Published and read back, not decided to be different, newest first."""
    left = select(Stray.release_id).where(Stray.account_id == account.id, col(Stray.release_id).is_not(None), Stray.kind == StrayKind.GONE)
    query = (
        select(Release)
        .where(
            Release.account_id == account.id,
            col(Release.state).in_(SEEN_LIVE),
            col(Release.published_at) >= now() - WATCHED_FOR,
            col(Release.id).not_in(left),
        )
        .order_by(col(Release.published_at).desc())
        .limit(MOST_AT_ONCE)
    )
    return list(session.exec(query))


def _account_of(session: Session, stream_id: int) -> Account:
    stream = session.get(Stream, stream_id)
    if stream is None:
        raise NotFound("That stream is not here.")
    return register.account(session, stream.account_id)
