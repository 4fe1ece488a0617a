"""Length as each network counts it."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.drafts.bundle import MediaItem
from bot.drafts.screens.base import Finding
from bot.drafts.screens.length import measure
from bot.drafts.screens.weighted import parse_tweet

Judge = Callable[..., list[Finding]]


@pytest.mark.parametrize(
    ("text", "platform", "used", "limit"),
    [
        ("a" * 280, "x", 280, 280),
        ("Read https://www.academy-a.example.com/" + "x" * 200, "x", 28, 280),
        ("日本語", "x", 6, 280),
        ("👨‍👩‍👧‍👦", "x", 2, 280),
        ("👨‍👩‍👧‍👦é", "bluesky", 2, 300),
        ("Read https://academy-a.example.sch.uk/" + "x" * 200, "mastodon", 28, 500),
        ("Thanks @friend@social.example.org", "mastodon", 14, 500),
        ("a" * 500, "practice", 500, 500),
        ("", "x", 0, 280),
    ],
)
def test_each_network_counts_its_own_way(text: str, platform: str, used: int, limit: int) -> None:
    assert measure(text, platform) == (used, limit)


@pytest.mark.parametrize(
    ("platform", "limit", "label"), [("x", 280, "X"), ("bluesky", 300, "Bluesky"), ("mastodon", 500, "Mastodon"), ("practice", 500, "Practice")]
)
def test_too_long_says_by_how_much_and_where(judge: Judge, platform: str, limit: int, label: str) -> None:
    assert judge("a" * limit, screen="length", platforms=(platform,)) == []
    (finding,) = judge("a" * (limit + 7), screen="length", platforms=(platform,))
    assert finding.level == "block"
    assert f"7 too long for {label}" in finding.message


def test_bluesky_bytes_count_too(judge: Judge) -> None:
    (finding,) = judge("👨‍👩‍👧‍👦" * 200, screen="length", platforms=("bluesky",))
    assert "2,000 bytes too long" in finding.message


def test_every_network_is_checked(judge: Judge) -> None:
    found = judge("a" * 400, screen="length", platforms=("x", "bluesky", "mastodon"))
    assert [("X" in f.message, "Bluesky" in f.message) for f in found] == [(True, False), (False, True)]


def test_nothing_to_post_is_blocked_unless_there_is_a_picture(judge: Judge, photo: Callable[..., MediaItem]) -> None:
    assert [f.level for f in judge(" \n", screen="length")] == ["block"]
    assert judge("", photo(), screen="length") == []


def test_an_unknown_network_is_refused_in_a_sentence(judge: Judge) -> None:
    (finding,) = judge("Hello", screen="length", platforms=("myspace",))
    assert finding.level == "block"
    assert "'myspace'" in finding.message


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.characters(max_codepoint=127), max_size=60))
def test_the_quick_count_of_plain_text_is_what_the_library_counts(text: str) -> None:
    assert measure(text, "x")[0] == parse_tweet(text).weightedLength
