"""What the number of posts gives away of what came and went between two readings (S14.4). Commits nothing."""

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from bot.accounts.models import Account, Stream, StreamKind
from bot.audit.actions import Act
from bot.audit.log import GATEPOST, append, recorded
from bot.clock import now
from bot.drafts.drifting.compare import Seen, lead
from bot.drafts.drifting.models import CountLead, LeadKind, PostCount
from bot.drafts.models import Release, Stray, StrayKind, StrayState
from bot.errors import BadInput, NotFound, Refusal
from bot.notify.send import settled, tell_roles
from bot.people.grants import Place, actor, require
from bot.people.models import Person
from bot.people.permissions import Role, Verb

SENTENCE = {
    LeadKind.UP_THEN_DOWN: "The number of posts on @{handle} went up and down again between two readings: {posts} may have come and gone unseen",
    LeadKind.FELL: "The number of posts on @{handle} fell by {posts} more than Gatepost knows of: older posts may have been deleted",
}
A_POST = col(Stray.ends_at).is_(None)  # networks do not count stories


def seen(session: Session, account: Account, told: str | None) -> None:
    """Note the count where it moved, and weigh a fall once the account's own posts were read after it."""
    if told is None or not told.isdigit():
        return
    last = _rows(session, account, 1)
    if not last or last[0].count != int(told):
        session.add(PostCount(account_id=account.id or 0, count=int(told), weighed=not last or int(told) > last[0].count))
        session.flush()
    read = session.exec(select(Stream.last_read).where(Stream.account_id == account.id, Stream.kind == StreamKind.TIMELINE)).first()
    for row in session.exec(
        select(PostCount).where(PostCount.account_id == account.id, col(PostCount.weighed).is_(False)).order_by(col(PostCount.id))
    ):
        if read is not None and read > row.at:
            _weigh(session, account, row)


def _weigh(session: Session, account: Account, fall: PostCount) -> None:
    fall.weighed = True
    session.add(fall)
    earlier = _rows(session, account, 2, below=fall.id or 0)
    if not earlier:
        return
    high, before = earlier[0], earlier[1] if len(earlier) > 1 else None
    known = {"came": _came(session, account, before) if before else 0, "went": _went(session, account, high)}
    found = lead(_seen(before) if before else None, Seen(high.count, high.at), Seen(fall.count, fall.at), **known)
    if found is None:
        return
    row = CountLead(
        account_id=account.id or 0,
        kind=found.kind,
        posts=found.posts,
        before=before.count if before else high.count,
        high=high.count,
        after=fall.count,
        from_at=before.at if before else high.at,
        to_at=fall.at,
    )
    session.add(row)
    session.flush()
    append(session, GATEPOST, Act.COUNT_LEAD, f"count:{row.id}", academy_id=account.academy_id, account_id=account.id, kind=row.kind, posts=row.posts)
    text = SENTENCE[row.kind].format(handle=account.handle, posts=row.posts)
    tell_roles(session, account.academy_id, [Role.SLT], f"{text}.", "/strays", subject=f"count:{row.id}")


def looked(session: Session, me: Person, lead_id: int, note: str) -> CountLead:
    """A leader looked into it and says what they found."""
    row = session.get(CountLead, lead_id, with_for_update=True, populate_existing=True)
    account = session.get(Account, row.account_id) if row else None
    if row is None or account is None:
        raise NotFound("That is not here.")
    with recorded(session, actor(me), Act.COUNT_LOOKED, f"count:{lead_id}", academy_id=account.academy_id, account_id=account.id, note=note.strip()):
        require(session, me, Verb.DECIDE_STRAYS, Place(account.academy_id))
        if row.looked_at is not None:
            raise Refusal("Somebody looked into this already.", rule="already-decided", next_step="Reload the page.")
        if not note.strip():
            raise BadInput({"note": "Say in a sentence what you found, or that nobody knows."})
        row.looked_by, row.looked_at, row.note = me.id, now(), note.strip()
        session.add(row)
        settled(session, f"count:{lead_id}")
    return row


def open_leads(session: Session, account_ids: list[int]) -> list[CountLead]:
    query = select(CountLead).where(col(CountLead.account_id).in_(account_ids), col(CountLead.looked_at).is_(None))
    return list(session.exec(query.order_by(col(CountLead.id))))


def _rows(session: Session, account: Account, most: int, below: int | None = None) -> list[PostCount]:
    query = select(PostCount).where(PostCount.account_id == account.id).order_by(col(PostCount.id).desc()).limit(most)
    return list(session.exec(query if below is None else query.where(col(PostCount.id) < below)))


def _seen(row: PostCount) -> Seen:
    return Seen(row.count, row.at)


def _came(session: Session, account: Account, since: PostCount) -> int:
    """Posts that went up since then and that Gatepost knows of: its own, and strays it saw."""
    sent = select(func.count()).select_from(Release).where(Release.account_id == account.id, col(Release.published_at) >= since.at)
    strays = select(func.count()).select_from(Stray)
    strays = strays.where(Stray.account_id == account.id, Stray.kind == StrayKind.UNKNOWN, col(Stray.seen_at) >= since.at, A_POST)
    return session.exec(sent).one() + session.exec(strays).one()


def _went(session: Session, account: Account, since: PostCount) -> int:
    """Posts that are known to have gone since then: found missing, or removed through Gatepost."""
    missed = sa.and_(col(Stray.kind) == StrayKind.GONE, col(Stray.seen_at) >= since.at)
    removed = sa.and_(col(Stray.state) == StrayState.REMOVED, col(Stray.gone_at) >= since.at)
    query = select(func.count(sa.distinct(col(Stray.remote_id)))).where(Stray.account_id == account.id, sa.or_(missed, removed), A_POST)
    return session.exec(query).one()
