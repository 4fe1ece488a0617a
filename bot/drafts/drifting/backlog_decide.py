"""A leader goes through what stood on an account before the gate: keep or remove, some at a time, until all is decided."""

from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from bot.accounts import register
from bot.accounts.models import Account
from bot.accounts.register import holders
from bot.audit.actions import Act
from bot.audit.log import GATEPOST, append, recorded
from bot.cases import evidence
from bot.clock import now
from bot.drafts.drifting.models import Backlog, BacklogChoice, BacklogPost, BacklogState
from bot.drafts.models import Stray, StrayKind, StrayState
from bot.errors import BadInput, NotFound, Refusal
from bot.notify.send import settled
from bot.people.grants import Place, actor, require
from bot.people.models import Person
from bot.people.permissions import Verb

AT_ONCE = 20  # on one page: a leader reads each
C = BacklogChoice


@dataclass(frozen=True)
class Progress:
    total: int
    kept: int
    removed: int
    flagged: int  # of those left, how many today's checks would stop

    @property
    def left(self) -> int:
        return self.total - self.kept - self.removed

    @property
    def pages(self) -> int:
        return -(-self.left // AT_ONCE)


def progress(session: Session, backlog_id: int) -> Progress:
    rows = session.exec(select(BacklogPost.choice, func.count()).where(BacklogPost.backlog_id == backlog_id).group_by(col(BacklogPost.choice))).all()
    counts = dict(rows)
    flagged = select(func.count()).where(BacklogPost.backlog_id == backlog_id, BacklogPost.choice == C.OPEN, col(BacklogPost.flagged))
    return Progress(sum(counts.values()), counts.get(C.KEEP, 0), counts.get(C.REMOVE, 0), session.exec(flagged).one())


def following(session: Session, backlog_id: int, page: int = 1) -> list[BacklogPost]:
    """Those still to decide, a page of them: what today's checks would stop first, then the newest."""
    query = select(BacklogPost).where(BacklogPost.backlog_id == backlog_id, BacklogPost.choice == C.OPEN)
    ordered = query.order_by(col(BacklogPost.flagged).desc(), col(BacklogPost.posted_at).desc(), col(BacklogPost.id))
    return list(session.exec(ordered.offset((page - 1) * AT_ONCE).limit(AT_ONCE)))


def removed(session: Session, backlog_id: int) -> list[BacklogPost]:
    """The newest decisions that a post comes down."""
    query = select(BacklogPost).where(BacklogPost.backlog_id == backlog_id, BacklogPost.choice == C.REMOVE)
    return list(session.exec(query.order_by(col(BacklogPost.decided_at).desc(), col(BacklogPost.id)).limit(AT_ONCE)))


def decide(session: Session, me: Person, backlog_id: int, shown: list[int], remove: list[int], reason: str) -> Progress:
    """Of the posts that were on the page, those in `remove` come down and the others stay. What somebody else decided stands."""
    row = session.get(Backlog, backlog_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound("That list is not here.")
    account = register.account(session, row.account_id)
    with recorded(
        session, actor(me), Act.BACKLOG_DECIDED, f"backlog:{backlog_id}", academy_id=account.academy_id, account_id=account.id, reason=reason.strip()
    ) as note:
        require(session, me, Verb.DECIDE_STRAYS, Place(account.academy_id))
        if row.state is BacklogState.DONE:
            raise Refusal("There is nothing to go through on this account.", rule="already-decided", next_step="Reload the page.")
        if not shown or not set(remove) <= set(shown):
            raise BadInput({"remove": "Go through the posts on the page, and tick those to remove."})
        if remove and not reason.strip():
            raise BadInput({"reason": "Say why the ticked posts come down: it is what a governor will read."})
        query = select(BacklogPost).where(BacklogPost.backlog_id == backlog_id, BacklogPost.choice == C.OPEN, col(BacklogPost.id).in_(shown))
        taken, kept = 0, 0
        for post in session.exec(query.order_by(col(BacklogPost.id))).all():
            post.decided_by, post.decided_at = me.id, now()
            if post.id in remove:
                taken += 1
                post.choice, post.reason = C.REMOVE, reason.strip()
                post.stray_id = _take(session, me, account, post)
            else:
                kept += 1
                post.choice = C.KEEP
            session.add(post)
        session.flush()
        now_at = progress(session, backlog_id)
        note.detail.update(removed=taken, kept=kept, left=now_at.left)
        if now_at.left == 0 and row.state is BacklogState.LOOKING:  # while it is being listed there may be more
            row.state, row.finished_at = BacklogState.DONE, now()
            session.add(row)
            settled(session, f"backlog:{backlog_id}")
            append(session, GATEPOST, Act.BACKLOG_DONE, f"backlog:{backlog_id}", academy_id=account.academy_id, account_id=account.id)
    return now_at


def _take(session: Session, me: Person, account: Account, post: BacklogPost) -> int:
    """Evidence first; then the job that removes any stray post deletes it and reads back."""
    stray = Stray(
        account_id=account.id or 0,
        remote_id=post.remote_id,
        kind=StrayKind.BACKLOG,
        state=StrayState.REMOVING,
        live_text=post.text,
        url=post.url,
        posted_at=post.posted_at,
        holders=holders(session, account),
        decided_by=me.id,
        decided_at=now(),
        decision_reason=post.reason,
    )
    session.add(stray)
    session.flush()
    stray.evidence_id = evidence.capture(session, account, f"stray:{stray.id}", post.shown).id
    append(session, actor(me), Act.STRAY_REMOVE, f"stray:{stray.id}", academy_id=account.academy_id, account_id=account.id, reason=post.reason)
    return stray.id or 0
