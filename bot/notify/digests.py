"""When a notice leaves: at once, with the next digest, or after somebody's quiet hours. Pure: hours and choices come in.

An alarm (`now`) leaves at once whatever anybody chose. What is for today waits for quiet hours only where the profile counts the
waiting in staffed hours, and never longer than until the clock runs again.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.clock import LONDON, london
from bot.notify.models import Urgency
from bot.people.hours import DAY, FURTHEST, Hours

DIGESTS = (time(7, 30), time(15, 45))  # before and after school, London time
DIGEST_WORDS = "7.30am and 3.45pm on school days"


@dataclass(frozen=True)
class Choice:
    """What one person, or the keeper of a role's channel, chose."""

    digest: bool = False
    quiet_from: time | None = None
    quiet_until: time | None = None

    def quiet_end(self, moment: datetime) -> datetime | None:
        """When the quiet hours that hold at this moment end; None outside them. They may go over midnight."""
        begins, ends = self.quiet_from, self.quiet_until
        if begins is None or ends is None or begins == ends:
            return None
        local = london(moment)
        at = local.time()
        inside = begins <= at < ends if begins < ends else at >= begins or at < ends
        if not inside:
            return None
        day = local.date() + (DAY if begins > ends and at >= begins else timedelta(0))
        return datetime.combine(day, ends, LONDON).astimezone(moment.tzinfo)


AT_ONCE = Choice()


@dataclass(frozen=True)
class Leaving:
    """When it leaves, and whether together with others."""

    at: datetime
    digest: bool = False


def leaving(urgency: Urgency, choice: Choice, hours: Hours, moment: datetime, *, may_wait: bool) -> Leaving:
    """`may_wait`: the academy's profile counts waiting in staffed hours, so what is for today may rest while the clock does."""
    if urgency is Urgency.NOW:
        return Leaving(moment)
    quiet = choice.quiet_end(moment)
    if urgency is Urgency.SOON:
        rests = quiet is not None and may_wait and not hours.staffed(moment)
        return Leaving(min(quiet, hours.next_staffed(moment))) if rests and quiet else Leaving(moment)
    if not choice.digest:
        return Leaving(quiet or moment)
    at = next_digest(hours, moment)
    return Leaving(choice.quiet_end(at) or at, digest=True)


def next_digest(hours: Hours, moment: datetime) -> datetime:
    """The next of the two times on a day with staffed hours."""
    day = london(moment).date()
    for _ in range(FURTHEST):
        for at in DIGESTS:
            found = datetime.combine(day, at, LONDON).astimezone(moment.tzinfo)
            if found > moment and not hours.why_closed(day):
                return found
        day += DAY
    return moment
