"""The approved face beside the live one, and what a series of counts says. Pure: reads no database, clock or network."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.drafts.drifting.models import FaceKind, LeadKind
from bot.platforms.offers import FACE_FIELDS, Face

COUNT = "posts"
COMPARED = tuple(name for name in FACE_FIELDS if name != COUNT)
WORDS: dict[str, str] = {**FACE_FIELDS, "handle": "Handle", "remote_id": "Permanent number on the network"}
# How often a face is read. Each reading of X is charged, once for the same account and day (PLATFORMS 1.1, a soft promise);
# a reading of YouTube is one of 10,000 units a day.
EVERY: dict[str, timedelta] = {"practice": timedelta(seconds=10), "x": timedelta(minutes=30), "youtube": timedelta(minutes=10)}
OTHERWISE = timedelta(minutes=5)


def every(platform: str) -> timedelta:
    return EVERY.get(platform, OTHERWISE)


@dataclass(frozen=True)
class Change:
    """Two versions of the fields that differ."""

    kind: FaceKind
    before: dict[str, str]
    after: dict[str, str]


def whose(registered: Face, live: Face) -> Change | None:
    """Another permanent id, or another handle, than the register has. An id that is not registered yet counts as the same."""
    names = {"handle": registered.handle, "remote_id": registered.remote_id}
    shown = {"handle": live.handle, "remote_id": live.remote_id}
    if registered.remote_id and registered.remote_id != live.remote_id:
        return Change(FaceKind.IDENTITY, names, shown)
    if registered.handle.casefold() != live.handle.casefold():
        return Change(FaceKind.HANDLE, {"handle": registered.handle}, {"handle": live.handle})
    return None


def differing(approved: dict[str, str], live: dict[str, str]) -> Change | None:
    """Fields that both versions tell and that differ. What a network does not tell is not a change."""
    names = [name for name in COMPARED if name in approved and name in live and _plain(approved[name]) != _plain(live[name])]
    if not names:
        return None
    return Change(FaceKind.PROFILE, {name: approved[name] for name in names}, {name: live[name] for name in names})


def only(change: Change | None, names: set[str]) -> Change | None:
    """The part of a change that is about these fields."""
    if change is None:
        return None
    kept = [name for name in change.after if name in names]
    return Change(change.kind, {name: change.before[name] for name in kept}, {name: change.after[name] for name in kept}) if kept else None


def _plain(value: str) -> str:
    """A network may trim or fold the spaces of what was typed."""
    return " ".join(value.split())


@dataclass(frozen=True)
class Seen:
    count: int
    at: datetime


@dataclass(frozen=True)
class Lead:
    kind: LeadKind
    posts: int


def lead(before: Seen | None, high: Seen, after: Seen, *, came: int, went: int) -> Lead | None:
    """What nobody can account for in a count that fell from `high` to `after`.

    `came` and `went` are the posts that Gatepost knows to have come since `before` and gone since `high`.
    """
    missing = high.count - after.count - went
    if missing <= 0:
        return None
    unseen = high.count - before.count - came if before is not None else 0
    if unseen > 0:
        return Lead(LeadKind.UP_THEN_DOWN, min(missing, unseen))
    return Lead(LeadKind.FELL, missing)
