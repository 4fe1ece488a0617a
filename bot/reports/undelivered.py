"""What pages say of notices that did not get through: in red while an alarm reaches nobody, and a count for whoever keeps the channels."""

from collections.abc import Sequence

from sqlmodel import Session

from bot.clock import spoken
from bot.notify import channels, failing, recipients
from bot.notify.channel_models import NoticeChannel
from bot.notify.failing import Undelivered, Unheard
from bot.notify.models import Urgency
from bot.people.directory import WORDS, signed_in_holders
from bot.people.grants import Place, academies, may, roles
from bot.people.models import Academy, Person
from bot.people.permissions import ROLE_WORDS, Role, Verb
from bot.policy.parameter import RoutedRole
from bot.reports import notice_items

Line = tuple[int, str, str, Urgency]  # how many, the sentence, where, how soon
PAGE = "/notices/undelivered"
NEEDED = (RoutedRole.HEAD, RoutedRole.DSL, RoutedRole.DEPUTY_DSL)


def alarms(session: Session, me: Person, homes: Sequence[Academy]) -> list[str]:
    """A sentence for each role or person whom an alarm does not reach: for them, for the Headteacher, and for who keeps the channels.

    Never for whoever the case behind it is about.
    """
    played = {home.id for home in homes if home.practice}  # a practice school without channels is as it should be
    found = [
        each for each in failing.unheard(session, [home.id or 0 for home in homes]) if not each.no_channel or each.notice.academy_id not in played
    ]
    if not found:
        return []
    held = {home.id or 0: roles(session, me, home.id) for home in homes}
    mine = [each for each in found if _concerned(each, me, held[each.notice.academy_id]) and notice_items.name_for(session, me, each.notice)]
    return list(dict.fromkeys(_sentence(session, each, me, held[each.notice.academy_id]) for each in mine))


def _concerned(each: Unheard, me: Person, held: set[Role]) -> bool:
    return each.notice.person_id == me.id or each.notice.role in held or bool(held & {Role.HEAD, Role.ADMIN})


def _sentence(session: Session, each: Unheard, me: Person, held: set[Role]) -> str:
    notice = each.notice
    if notice.person_id == me.id or (notice.role is not None and notice.role in held):
        whom, here = "An alarm for you", f": {notice_items.name(session, notice)}. It stands on this page only"
    else:
        name = session.get_one(Person, notice.person_id).name if notice.person_id else ROLE_WORDS[notice.role or Role.DSL]
        whom, here = f"An alarm for: {name}", ". Tell them yourself, now"
    if each.no_channel:
        return f"{whom} has no channel to leave by{here}."
    return f"{whom} cannot leave Gatepost since {spoken(each.since)}{here}. It is tried again every minute."


def kept(session: Session, me: Person) -> list[Academy]:
    """The academies whose channels this person keeps."""
    return [home for home in academies(session, me) if may(session, me, Verb.KEEP_CHANNELS, Place(home.id or 0))]


def rows(session: Session, me: Person) -> list[tuple[Undelivered, str]]:
    """What did not get through, with what this person may know it is about."""
    found = failing.undelivered(session, [home.id or 0 for home in kept(session, me)])
    named = [(each, notice_items.name_for(session, me, each.notice)) for each in found]
    return [(each, name) for each, name in named if name]


def lines(session: Session, me: Person) -> list[Line]:
    """For Today: notices that did not get through, channels to agree to, and roles that no channel reaches."""
    found: list[Line] = []
    count = len(rows(session, me))
    sentence = f"Look at {count} notice{'' if count == 1 else 's'} that did not get through"
    found.append((count, sentence, PAGE, Urgency.SOON))
    for home in academies(session, me):
        waiting = [row for row in recipients.live(session, home.id or 0) if channels.may_agree(session, me, row)]
        said = f"Agree to {_count(len(waiting))} at {home.name} over which alarms can go, or say no"
        found.append((len(waiting), said, f"/academies/{home.id}/channels", Urgency.SOON))
    for home in kept(session, me):
        missing = [] if home.practice else unreached(session, home.id or 0)
        said = f"Add a channel at {home.name}: alarms reach nobody by email or telephone as {' or '.join(WORDS[role].lower() for role in missing)}"
        found.append((len(missing), said, f"/academies/{home.id}/channels", Urgency.SOON))
    return found


def unreached(session: Session, academy_id: int) -> list[RoutedRole]:
    """Of those whom a safeguarding alarm goes to first, the roles that no usable channel reaches."""
    ways = [row for row in recipients.live(session, academy_id) if recipients.usable(session, row)]
    return [role for role in NEEDED if not any(_reaches(session, row, role) for row in ways)]


def _reaches(session: Session, row: NoticeChannel, role: RoutedRole) -> bool:
    held = signed_in_holders(session, row.academy_id, role)
    return row.role is role or (row.each and bool(held)) or row.person_id in held


def _count(number: int) -> str:
    return f"{number} channel{'' if number == 1 else 's'}"
