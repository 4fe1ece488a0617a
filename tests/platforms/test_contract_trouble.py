"""The contract of `Platform` when things go wrong: five troubles, told apart, and never a second post."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.platforms.base import AccessLost, Busy, Refused, Trouble, Unsure

from .contract import BUSY, DOWN, LOST, REFUSE, TURNED_AWAY, Twin


def ordered(twin: Twin, kind: str) -> None:
    if kind not in twin.faults:
        pytest.skip(f"this twin cannot be told to go wrong: {kind}")
    twin.fail_next(kind)


def published(twin: Twin) -> None:
    if not twin.platform.can.publish:
        pytest.skip("this network does not offer: publish")


def test_a_post_whose_answer_was_lost_is_found_once_and_only_once(twin: Twin) -> None:
    published(twin)
    wanted = twin.outgoing("Sports day is off: see https://oak.example/sports for the new date.")
    assert twin.platform.find(wanted) is None
    ordered(twin, LOST)
    with pytest.raises(Unsure):
        twin.platform.publish(wanted)
    found = twin.platform.find(wanted)
    assert found is not None
    assert [one.remote_id for one in twin.platform.timeline(None).posts if one.text == wanted.text] == [found.remote_id]
    again = twin.platform.find(wanted)
    assert again is not None
    assert again.remote_id == found.remote_id


def test_a_repeat_after_a_lost_answer_never_makes_a_second_post(twin: Twin) -> None:
    published(twin)
    wanted = twin.outgoing("The library opens again on Monday.")
    ordered(twin, LOST)
    with pytest.raises(Unsure):
        twin.platform.publish(wanted)
    if twin.platform.can.keyed:
        assert twin.platform.publish(wanted).text == wanted.text
    elif twin.platform.name == "x":
        with pytest.raises(Unsure):  # X refuses a text it already has, which is no reason to think that nothing is up
            twin.platform.publish(wanted)
    assert sum(one.text == wanted.text for one in twin.platform.timeline(None).posts) == 1


def test_a_page_lost_to_a_busy_network_is_read_again_whole(twin: Twin) -> None:
    twin.put("A quiet day.")
    start = twin.platform.replies(None)
    reply = twin.someone_replies("Not here.")
    ordered(twin, BUSY)
    with pytest.raises(Busy):
        twin.platform.replies(start.cursor)
    assert [one.remote_id for one in twin.platform.replies(start.cursor).posts] == [reply]


def test_a_hide_that_was_refused_is_not_reported_as_done(twin: Twin) -> None:
    if not twin.platform.can.hide:
        pytest.skip("this network does not offer: hide")
    root = twin.put("The menu for the week.")
    reply = twin.someone_replies("Yuck.")
    ordered(twin, REFUSE)
    with pytest.raises(Refused):
        twin.platform.set_hidden(reply, root, True)
    if twin.platform.can.read_hidden:
        assert twin.platform.is_hidden(reply, root) is False


TROUBLES: tuple[tuple[str, str, tuple[type[Trouble], ...]], ...] = (
    (REFUSE, "publish", (Refused,)),
    (BUSY, "publish", (Busy,)),
    (LOST, "publish", (Unsure,)),
    (DOWN, "publish", (Busy, Unsure)),  # a network that is down may not be able to say whether it was down in time
    (TURNED_AWAY, "publish", (AccessLost,)),
    (REFUSE, "timeline", (Refused,)),
    (BUSY, "timeline", (Busy,)),
    (DOWN, "timeline", (Busy,)),
    (TURNED_AWAY, "timeline", (AccessLost,)),
)


@pytest.mark.parametrize(("kind", "call", "expected"), TROUBLES)
def test_each_way_of_going_wrong_is_told_apart(twin: Twin, kind: str, call: str, expected: tuple[type[Trouble], ...]) -> None:
    if call == "publish":
        published(twin)
    wanted = twin.outgoing("Half term starts on Monday.")
    ordered(twin, kind)
    with pytest.raises(Trouble) as caught:
        twin.platform.publish(wanted) if call == "publish" else twin.platform.timeline(None)
    assert type(caught.value) in expected
    assert str(caught.value).endswith(".")
    if isinstance(caught.value, Busy) and caught.value.until is not None:
        assert caught.value.until > datetime.now(UTC)
    up = [one.text for one in twin.platform.timeline(None).posts]
    if isinstance(caught.value, Refused | Busy | AccessLost):
        assert wanted.text not in up


def test_after_trouble_the_same_release_goes_out_once(twin: Twin) -> None:
    published(twin)
    wanted = twin.outgoing("Lost property is in reception.")
    ordered(twin, BUSY)
    with pytest.raises(Busy):
        twin.platform.publish(wanted)
    twin.platform.publish(replace(wanted))
    assert sum(one.text == wanted.text for one in twin.platform.timeline(None).posts) == 1
