"""Whom a notice reaches outside the pages: the channels of its role, of whoever holds it, and of everybody at the academy."""

from collections.abc import Iterator

from sqlmodel import Session, col, select

from bot.notify.channel_models import NoticeChannel, NoticePreference
from bot.notify.digests import AT_ONCE, Choice
from bot.notify.models import Notice, Urgency
from bot.people.directory import away_at, signed_in_holders
from bot.people.models import Person
from bot.policy.parameter import RoutedRole

# A notice for one of these may be a safeguarding alarm, so their channels need a leader's word before they are used.
SAFEGUARDING = (RoutedRole.DSL, RoutedRole.DEPUTY_DSL, RoutedRole.HEAD, RoutedRole.TRUST_DSL, RoutedRole.CHAIR)


def live(session: Session, academy_id: int) -> list[NoticeChannel]:
    """Those not ended, whether they may be used yet or not."""
    query = select(NoticeChannel).where(NoticeChannel.academy_id == academy_id, col(NoticeChannel.ended_at).is_(None))
    return list(session.exec(query.order_by(col(NoticeChannel.id))))


def carries_alarms(session: Session, channel: NoticeChannel) -> bool:
    """Whether safeguarding notices can go over it today: roles change, so this is asked each time."""
    if channel.each:
        return True
    if channel.role is not None:
        return channel.role in SAFEGUARDING
    return any(channel.person_id in signed_in_holders(session, channel.academy_id, role) for role in SAFEGUARDING)


def usable(session: Session, channel: NoticeChannel) -> bool:
    return channel.ended_at is None and (channel.agreed_by is not None or not carries_alarms(session, channel))


def told(session: Session, notice: Notice) -> set[int]:
    """The people of the register it is for. Who is away is left in peace, except by an alarm."""
    if notice.person_id is not None:
        people = {notice.person_id}
    elif notice.role is not None and notice.role.value in set(RoutedRole):
        people = signed_in_holders(session, notice.academy_id, RoutedRole(notice.role.value))
    else:
        people = set()
    return people if notice.urgency is Urgency.NOW else people - away_at(session, notice.academy_id)


def ways(session: Session, notice: Notice) -> Iterator[tuple[NoticeChannel, Person | None]]:
    """Each channel that carries this notice, with the person it is for where one channel serves many."""
    channels = [channel for channel in live(session, notice.academy_id) if usable(session, channel)]
    if not channels:
        return
    role = RoutedRole(notice.role.value) if notice.role is not None and notice.role.value in set(RoutedRole) else None
    people = told(session, notice)
    for channel in channels:
        if channel.each:
            everybody = (session.get_one(Person, key) for key in sorted(people))
            yield from ((channel, person) for person in everybody if person.left_at is None)
        elif (channel.role is not None and channel.role in (role, notice.outside)) or channel.person_id in people:
            yield channel, None


def choice(session: Session, channel: NoticeChannel, person: Person | None) -> Choice:
    """What holds for this way: the person's own choice, or for a role's channel what its keeper set."""
    key = person.id if person else channel.person_id
    if key is None:
        return Choice(digest=channel.digest)
    row = session.exec(select(NoticePreference).where(NoticePreference.person_id == key)).first()
    return Choice(row.digest, row.quiet_from, row.quiet_until) if row else AT_ONCE
