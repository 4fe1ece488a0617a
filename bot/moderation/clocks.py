"""By when a person decides about a comment. Pure: it counts from when the comment was first seen (invariant I10).

Real time for what was hidden, what is grave and what nobody judged: somebody was silenced, or somebody may be in danger. The
profile may count staffed hours for the rest. Real minutes are real across the change of the clocks: all arithmetic is in UTC.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.clock import spoken
from bot.moderation.verdict import Severity, Verdict
from bot.people.hours import Hours

UNJUDGED = "not judged"  # how the reason of a verdict begins when the machine could not judge
SHORTEST = 5  # minutes: a person has to see it, open it and read it
GRAVE = Severity.S1


@dataclass(frozen=True)
class Clock:
    """`note` says what is unusual about it, for the person who decides; empty when nothing is."""

    by: datetime
    note: str = ""


def unjudged(verdict: Verdict) -> bool:
    """The machine failed, in part or altogether, so a person has to be the judge."""
    return any(reason.rule.startswith(UNJUDGED) for reason in verdict.reasons)


def clock(seen_at: datetime, verdict: Verdict, minutes: int, hours: Hours, *, hides: bool, staffed: bool) -> Clock:
    """`minutes` and `staffed` (count staffed hours where that is allowed) are the profile's; `hides`: the machine hides it."""
    seen = seen_at.astimezone(UTC)
    if unjudged(verdict):
        short = max(SHORTEST, minutes // 2)
        return Clock(real(seen, short), f"The machine could not judge this, so the time is shorter: {short} minutes instead of {minutes}.")
    if hides or verdict.severity <= GRAVE or not staffed:
        return Clock(real(seen, minutes))
    by = hours.after(seen, timedelta(minutes=minutes)).astimezone(UTC)
    if hours.staffed(seen):
        return Clock(by)
    return Clock(by, f"It came outside staffed hours: the time counts from {spoken(hours.next_staffed(seen))}.")


def real(since: datetime, minutes: int) -> datetime:
    """So many real minutes later; aware wall-clock arithmetic would gain or lose an hour when the clocks change."""
    return since.astimezone(UTC) + timedelta(minutes=minutes)
