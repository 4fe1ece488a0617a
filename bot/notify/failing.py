"""What did not get through: alarms that reach nobody outside the pages, and deliveries that failed or were given up."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.audit.actions import Act
from bot.audit.log import recorded
from bot.clock import now
from bot.errors import NotFound, Refusal
from bot.notify.channel_models import DeliveryState, NoticeChannel, NoticeDelivery
from bot.notify.models import Notice, Urgency
from bot.people.grants import Place, actor, require
from bot.people.models import Person
from bot.people.permissions import Verb

S, D = DeliveryState, NoticeDelivery
SHOWN = 200
OLDEST = timedelta(days=30)


@dataclass(frozen=True)
class Unheard:
    """An alarm that nobody has acknowledged and no channel has carried. Without a channel, `since` is when it was raised."""

    notice: Notice
    no_channel: bool
    since: datetime


def unheard(session: Session, academy_ids: Collection[int]) -> list[Unheard]:
    """Oldest first. One that is only now on its way is not among them, unless all its channels are known to fail."""
    still = (Notice.urgency == Urgency.NOW, col(Notice.read_at).is_(None))  # few, and found by their index: every page asks
    notices = session.exec(select(Notice).where(*still).order_by(col(Notice.id)).limit(SHOWN)).all()
    found = []
    for notice in notices:
        if notice.spread_at is None or notice.academy_id not in academy_ids:
            continue
        rows = session.exec(
            select(D.state, NoticeChannel.failing_since).join(NoticeChannel, col(NoticeChannel.id) == D.channel_id).where(D.notice_id == notice.id)
        ).all()
        open_ways = [(state, since) for state, since in rows if state is not S.GIVEN_UP]
        if any(state is S.SENT for state, _ in rows):
            continue
        if not open_ways:
            found.append(Unheard(notice, no_channel=True, since=notice.at))
        elif all(since is not None for _, since in open_ways):
            found.append(Unheard(notice, no_channel=False, since=min(since for _, since in open_ways if since is not None)))
    return found


@dataclass(frozen=True)
class Undelivered:
    """One line of the administrator's page."""

    delivery: NoticeDelivery
    notice: Notice
    channel: NoticeChannel


def undelivered(session: Session, academy_ids: Collection[int]) -> list[Undelivered]:
    """What failed and is tried again, or was given up, and is not settled; alarms first, then newest."""
    query = (
        select(D, Notice, NoticeChannel)
        .join(Notice, col(Notice.id) == D.notice_id)
        .join(NoticeChannel, col(NoticeChannel.id) == D.channel_id)
        .where(
            col(D.state).in_([S.FAILED, S.GIVEN_UP]) | sa.and_(col(D.state) == S.SENDING, col(D.failures) > 0),
            col(Notice.read_at).is_(None),
            col(Notice.academy_id).in_(academy_ids),
            D.made_at > now() - OLDEST,
        )
        .order_by(col(D.urgency) != Urgency.NOW, col(D.id).desc())
        .limit(SHOWN)
    )
    return [Undelivered(*row) for row in session.exec(query)]


def retry(session: Session, me: Person, delivery_id: int) -> NoticeDelivery:
    """Tried again with the next sweep, as if for the first time."""
    row = session.get(NoticeDelivery, delivery_id)
    if row is None:
        raise NotFound("That notice is not here.")
    home = session.get_one(Notice, row.notice_id).academy_id
    with recorded(session, actor(me), Act.NOTICE_RETRIED, f"delivery:{delivery_id}", academy_id=home, channel=row.channel_id):
        require(session, me, Verb.KEEP_CHANNELS, Place(home))
        row = session.get_one(NoticeDelivery, delivery_id, with_for_update=True, populate_existing=True)
        if row.state not in (S.FAILED, S.GIVEN_UP):
            raise Refusal("This one is not waiting to be tried again: it was sent, or it is on its way.", rule="already-decided")
        if session.get_one(NoticeChannel, row.channel_id).ended_at is not None:
            raise Refusal("Its channel was ended. Add another channel; alarms go over it by themselves.", rule="already-decided")
        row.state, row.failures, row.not_before, row.done_at = S.WAITING, 0, now(), None
        session.add(row)
    return row
