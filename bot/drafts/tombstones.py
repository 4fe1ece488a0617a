"""A post that a person removed never comes back by itself (control C13).

A network with a key would put it up again without a word: to the network a deleted post and one that never arrived look the same.
So before anything leaves, the removals and losses of its account are read. Nothing is copied from them: a removal on record is the
tombstone, and nothing can fall out of step with it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from bot.accounts.models import Account
from bot.clock import now, spoken
from bot.drafts.models import Draft, Release, Stray, StrayKind, StrayState
from bot.drafts.reconcile_models import FoundPost
from bot.drafts.removal_models import Removal, RemovalState
from bot.text import loose_equal

KEPT = timedelta(days=365)
TAKEN_OUT = (RemovalState.REMOVING, RemovalState.CANNOT_REMOVE, RemovalState.REMOVED)


@dataclass(frozen=True)
class Tombstone:
    """One post of an account that is not to come back. `release_id` is its own release, where it had one."""

    at: datetime
    text: str
    sentence: str
    release_id: int | None = None


def standing(session: Session, account: Account, text: str, release_id: int | None = None) -> list[Tombstone]:
    """What stands in the way of these words on this account; of this very release, whatever it says."""
    return [t for t in _all(session, account) if (release_id is not None and t.release_id == release_id) or loose_equal(t.text, text)]


def _all(session: Session, account: Account) -> Iterator[Tombstone]:
    since, name = now() - KEPT, f"@{account.handle}"
    removals = (
        select(Removal, Release, Draft).join(Release, col(Release.id) == col(Removal.release_id)).join(Draft, col(Draft.id) == col(Release.draft_id))
    )
    for removal, release, draft in session.exec(removals.where(Release.account_id == account.id, Removal.since >= since)):
        if removal.state is RemovalState.NOT_OUT:
            continue
        # Where nobody has pressed Remove yet, the very post may not leave, but other posts with its words may.
        words = draft.text if removal.state in TAKEN_OUT else ""
        at = removal.begun_at or removal.since
        yield Tombstone(at, words, f"A post with these words was taken down from {name} ({spoken(at)}): {removal.why}", release.id)
    strays = select(Stray).where(Stray.account_id == account.id, Stray.seen_at >= since, Stray.kind != StrayKind.EDITED)
    for stray in session.exec(strays):
        yield from _of_stray(stray, name)
    for found in session.exec(select(FoundPost).where(FoundPost.account_id == account.id, FoundPost.seen_at >= since)):
        said = f"A post with these words was found on {name} after Gatepost was restored from a backup ({spoken(found.seen_at)}). It may be this one."
        yield Tombstone(found.seen_at, found.text, said)


def _of_stray(stray: Stray, name: str) -> Iterator[Tombstone]:
    at = stray.decided_at or stray.seen_at
    if stray.kind is StrayKind.GONE:
        yield Tombstone(
            stray.seen_at, stray.approved_text, f"A post with these words disappeared from {name} ({spoken(stray.seen_at)}).", stray.release_id
        )
    elif stray.decided_by is not None and stray.state in (StrayState.REMOVING, StrayState.REMOVED):
        yield Tombstone(at, stray.live_text, f"A post with these words was removed from {name} ({spoken(at)}): {stray.decision_reason}")
