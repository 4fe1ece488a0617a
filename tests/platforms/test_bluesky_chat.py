"""Who may begin a private conversation on Bluesky, as its public record says."""

import pytest

from bot.platforms.bluesky_chat import CHAT, closed, closing


@pytest.mark.parametrize(
    "value",
    [{}, {"allowIncoming": "all"}, {"allowIncoming": "following"}, {"allowIncoming": "none"}, {"allowIncoming": "none", "allowGroupInvites": "all"}],
)
def test_C18_an_account_is_open_unless_both_switches_say_nobody(value: dict[str, str]) -> None:
    there = {"value": {"$type": CHAT, **value, "note": "kept"}, "cid": "a"}
    assert not closed(there)
    assert closing(there)["note"] == "kept"
    assert closed({"value": closing(there)})


def test_C18_an_account_without_a_record_counts_as_open() -> None:
    assert not closed(None)
    assert closed({"value": closing(None)})
