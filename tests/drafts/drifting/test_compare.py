"""Two faces beside each other, and what a series of counts says: pure."""

from datetime import timedelta

import pytest

from bot.clock import now
from bot.drafts.drifting.compare import COMPARED, Lead, Seen, differing, every, lead, only, whose
from bot.drafts.drifting.models import FaceKind, LeadKind
from bot.platforms import base, messaging, offers
from bot.platforms.capabilities import CAPABILITIES
from bot.platforms.offers import Face
from bot.platforms.reading import WRITES

# Every method that asks and changes nothing. One that is in neither list would let a doubted account be written to.
READS = {
    "whoami", "resolve", "find", "lookup", "timeline", "replies", "is_hidden", "reply_setting", "following", "followers",
    "is_detached", "blocked", "following_count", "face", "rights", "messages", "messages_open", "is_blocked", "handles", "reply_stands",
    "older",
}  # fmt: skip
UP, FELL = LeadKind.UP_THEN_DOWN, LeadKind.FELL


def test_C14_only_what_both_versions_tell_can_differ() -> None:
    change = differing({"name": "A", "bio": "Old", "link": "x"}, {"name": "A", "bio": "New", "avatar": "9"})
    assert change is not None
    assert (change.before, change.after) == ({"bio": "Old"}, {"bio": "New"})
    assert differing({"bio": "Two  words "}, {"bio": "Two words"}) is None
    assert only(change, {"link"}) is None
    assert "posts" not in COMPARED, "a count moves with every post"


@pytest.mark.parametrize(
    ("live", "kind"),
    [
        (Face("7", "Oak"), None),
        (Face("7", "oak_new"), FaceKind.HANDLE),
        (Face("8", "oak"), FaceKind.IDENTITY),
    ],
)
def test_S02_handle_and_id_are_held_against_the_register(live: Face, kind: FaceKind | None) -> None:
    found = whose(Face("7", "oak"), live)
    assert (found.kind if found else None) is kind
    assert whose(Face("", "oak"), Face("9", "OAK")) is None


@pytest.mark.parametrize(
    ("before", "high", "after", "came", "went", "found"),
    [
        (5, 6, 5, 0, 0, Lead(UP, 1)),  # posted and deleted unseen
        (5, 6, 5, 1, 1, None),  # ours, and we took it down
        (5, 6, 5, 1, 0, Lead(FELL, 1)),  # ours stayed, so an older one went
        (5, 8, 5, 1, 1, Lead(UP, 2)),
        (None, 9, 7, 0, 1, Lead(FELL, 1)),
        (5, 4, 3, 0, 1, None),
    ],
)
def test_S14_4_what_nobody_can_account_for(before: int | None, high: int, after: int, came: int, went: int, found: Lead | None) -> None:
    at = now()
    said = lead(None if before is None else Seen(before, at - timedelta(hours=1)), Seen(high, at), Seen(after, at), came=came, went=went)
    assert said == found


def test_C14_each_network_has_a_pace_and_x_which_charges_is_read_less_often() -> None:
    assert every("practice") < every("bluesky") < every("x") <= timedelta(hours=1)
    assert {"x", "practice"} <= set(CAPABILITIES)


def test_S02_every_method_of_a_network_is_known_to_read_or_to_write() -> None:
    protocols = [base.Platform, *(each for module in (offers, messaging) for each in vars(module).values() if getattr(each, "_is_protocol", False))]
    methods = {name for each in protocols for name in vars(each) if not name.startswith("_") and callable(getattr(each, name))}
    assert methods == READS | set(WRITES)
