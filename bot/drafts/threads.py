"""Threads: a post that continues another one of ours, as its answer (issue D, "X in full").

Each part is a draft of its own, with its own facts and signatures. Its digest covers the part before it, so that changing an earlier
part voids what was signed after it; and it leaves only once every part before it is live and read back on the same account.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session, col, select

from bot.accounts import register
from bot.accounts.models import Account
from bot.clock import now, spoken
from bot.drafts.content import Content, targets
from bot.drafts.lifecycle import SEEN_LIVE, WORDS, ReleaseState, State
from bot.drafts.models import Draft, DraftTarget, Release, Stray, StrayKind
from bot.drafts.removal_models import Removal, RemovalState
from bot.platforms.capabilities import CAPABILITIES

R = ReleaseState
MOST = 25  # parts of one thread
RECENT = timedelta(days=60)  # how long ago a post may have been changed last to be offered for going on from
LOOK_AGAIN = timedelta(seconds=20)  # a part that waits asks for the one before it this often
OVER = {State.REJECTED: "was rejected", State.WITHDRAWN: "was withdrawn", State.EXPIRED: "expired: nobody decided in time"}
STUCK = {
    R.FAILED: "was refused by the network",
    R.MISSED: "was missed: its time had passed",
    R.DIFFERS: "does not stand on the account as it was approved",
}
AGAIN = "Once part {n} is live, senior leadership can send this one again."
APART = "Its author can change it, so that it stands alone or continues another post, and it then needs new signatures; or withdraw it."


@dataclass(frozen=True)
class Before:
    """What an earlier part keeps this one from. `waits`: it goes on by itself once that part is live."""

    sentence: str
    waits: bool


def parts(session: Session, draft: Draft) -> list[Draft]:
    """The whole thread in order, this draft among it; only itself when it stands alone."""
    found, latest = [*earlier(session, draft), draft], draft
    while len(found) < 2 * MOST and (later := next(iter(following(session, latest)), None)) is not None and later not in found:
        found.append(later)
        latest = later
    return found


def earlier(session: Session, draft: Draft) -> list[Draft]:
    """The parts before it, first one first."""
    found: list[Draft] = []
    before = _one(session, draft.continues_id)
    while before is not None and before not in found and len(found) < 2 * MOST:
        found.insert(0, before)
        before = _one(session, before.continues_id)
    return found


def following(session: Session, draft: Draft) -> list[Draft]:
    """What continues it and is not over. One at most, unless two people began one at the same moment."""
    query = select(Draft).where(Draft.continues_id == draft.id, col(Draft.state).not_in(list(OVER)))
    return list(session.exec(query.order_by(col(Draft.id))))


def problem(session: Session, academy_id: int, content: Content, draft_id: int | None = None) -> str | None:
    """Why a draft with this content cannot continue the post it names, as a sentence."""
    if content.continues_id is None:
        return None
    before = _one(session, content.continues_id)
    if before is None or before.academy_id != academy_id:
        return "Choose one of the drafts in the list."
    return _place_problem(session, before, draft_id) or _accounts_problem(session, before, content) or _times_problem(before, content)


def _place_problem(session: Session, before: Draft, draft_id: int | None) -> str | None:
    thread = [*earlier(session, before), before]
    if before.state in OVER:
        return f"Draft {before.id} {OVER[before.state]}, so nothing can continue it."
    if draft_id in {part.id for part in thread}:
        return f"Draft {before.id} comes after this one already, or is this one, so this one cannot continue it."
    if len(thread) >= MOST:
        return f"A thread has {MOST} parts at most."
    other = next((each for each in following(session, before) if each.id != draft_id), None)
    return f"Draft {other.id} continues draft {before.id} already. Continue that one instead." if other else None


def _accounts_problem(session: Session, before: Draft, content: Content) -> str | None:
    stands_on = {account.id for account in targets(session, before)}
    for account_id in content.account_ids:
        account = register.account(session, account_id)
        if not CAPABILITIES[account.platform].answer:
            label = CAPABILITIES[account.platform].label
            return f"On {label} a post cannot continue another one. Let it stand alone, or take @{account.handle} out."
        if account_id not in stands_on:
            return f"Draft {before.id} is not for @{account.handle}. A post continues another one on the same account."
    return None


def _times_problem(before: Draft, content: Content) -> str | None:
    if before.not_before is not None and content.not_after <= before.not_before:
        return f"Draft {before.id} goes out at {spoken(before.not_before)} at the earliest, after the latest time of this one."
    return None


def choices(session: Session, account_ids: list[int], draft: Draft | None = None) -> list[tuple[Draft, list[Account]]]:
    """Recent drafts of these accounts that can be gone on from, newest change first, each with those of its accounts where that works."""
    answering = [a for a in (register.account(session, key) for key in account_ids) if CAPABILITIES[a.platform].answer]
    aimed = select(DraftTarget.draft_id).where(col(DraftTarget.account_id).in_([a.id for a in answering]))
    query = select(Draft).where(col(Draft.id).in_(aimed), col(Draft.state).not_in(list(OVER)), col(Draft.changed_at) > now() - RECENT)
    mine = {part.id for part in parts(session, draft)[len(earlier(session, draft)) :]} if draft else set()
    kept = draft.continues_id if draft else None
    found = [each for each in session.exec(query.order_by(col(Draft.changed_at).desc()).limit(4 * MOST)) if each.id not in mine]
    if (before := _one(session, kept)) is not None and before not in found:
        found.append(before)
    gone_on = select(Draft.continues_id).where(col(Draft.continues_id).in_([each.id for each in found]), col(Draft.state).not_in(list(OVER)))
    taken = set(session.exec(gone_on))
    open_ends = [each for each in found if each.id == kept or each.id not in taken][:MOST]
    return [(each, [a for a in targets(session, each) if CAPABILITIES[a.platform].answer]) for each in open_ends]


def before_it(session: Session, draft: Draft, account: Account) -> Before | None:
    """None when it may leave as far as its thread goes. Every earlier part is looked at, the first one first."""
    if draft.continues_id is None:
        return None
    thread = earlier(session, draft)
    if not thread or thread[-1].id != draft.continues_id:
        return Before(f"Draft {draft.continues_id}, which it continues, is no longer here. {APART}", waits=False)
    told = [_told(session, part, number, account) for number, part in enumerate(thread, start=1)]
    held = [each for each in told if each is not None]
    return next((each for each in held if not each.waits), None) or next(iter(held), None)


def answered(session: Session, draft: Draft, account_id: int) -> str | None:
    """The remote id of the live post this one answers."""
    release = _release(session, draft.continues_id, account_id) if draft.continues_id is not None else None
    return release.remote_id if release else None


def _told(session: Session, part: Draft, number: int, account: Account) -> Before | None:
    name = f"Part {number} (draft {part.id})"
    if part.state in OVER:
        return Before(f"{name} {OVER[part.state]}, so this one is not sent. {APART}", waits=False)
    release = _release(session, part.id or 0, account.id or 0)
    if release is None or part.state is not State.APPROVED:
        if account.id not in {a.id for a in targets(session, part)}:
            return Before(f"{name} is not for @{account.handle}, so this one is not sent there. {APART}", waits=False)
        return Before(_waits(number, WORDS[part.state]), waits=True)
    if release.state in SEEN_LIVE and _removed(session, release):
        return Before(f"{name} was removed from @{account.handle}, so this one is not sent. {APART}", waits=False)
    if release.state in STUCK:
        then = "" if release.state is R.DIFFERS else AGAIN.format(n=number) + " "
        return Before(f"{name} {STUCK[release.state]}, so this one is not sent. {then}{APART}", waits=False)
    return None if release.state is R.VERIFIED else Before(_waits(number, WORDS[release.state]), waits=True)


def _waits(number: int, words: str) -> str:
    return f"Waits for part {number}, which is at “{words}”. It goes on by itself once that part is live."


def _removed(session: Session, release: Release) -> bool:
    """Taken down, listed to come down, or gone from the account."""
    listed = select(Removal.id).where(Removal.release_id == release.id, Removal.state != RemovalState.NOT_OUT)
    gone = select(Stray.id).where(Stray.release_id == release.id, Stray.kind == StrayKind.GONE)
    return session.exec(listed).first() is not None or session.exec(gone).first() is not None


def _release(session: Session, draft_id: int | None, account_id: int) -> Release | None:
    """The newest that counts."""
    query = select(Release).where(Release.draft_id == draft_id, Release.account_id == account_id, Release.state != R.VOID)
    return session.exec(query.order_by(col(Release.id).desc())).first()


def _one(session: Session, draft_id: int | None) -> Draft | None:
    return session.get(Draft, draft_id) if draft_id is not None else None
