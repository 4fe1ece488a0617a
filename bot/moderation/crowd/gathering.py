"""When many comments are one thing: thresholds, and a pure function over times and writers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Threshold:
    """So many comments, of so many different writers, within so long."""

    comments: int
    writers: int
    within: timedelta


# Ours: no policy gives a number. Three writers, because two people who quarrel are no crowd.
UNDER_ONE_POST = Threshold(5, 3, timedelta(hours=6))
IN_A_SHORT_TIME = Threshold(5, 3, timedelta(minutes=30))
QUIET = timedelta(hours=24)  # without a new one it is over by itself


@dataclass(frozen=True)
class Said:
    """One comment that the judge would hide or asks about: when the network took it, who wrote it, under which post."""

    at: datetime
    author_id: str
    root_id: str | None


def crowd(newest: Said, others: Iterable[Said]) -> Threshold | None:
    """Which threshold `newest` reaches together with the others; under one post is told first, because a post can be closed."""
    around = [each for each in others if each != newest]
    for threshold, same in (
        (UNDER_ONE_POST, [each for each in around if newest.root_id is not None and each.root_id == newest.root_id]),
        (IN_A_SHORT_TIME, around),
    ):
        together = [newest, *(each for each in same if abs(each.at - newest.at) <= threshold.within)]
        if len(together) >= threshold.comments and len({each.author_id for each in together}) >= threshold.writers:
            return threshold
    return None
