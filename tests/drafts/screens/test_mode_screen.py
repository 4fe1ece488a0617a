"""What a sensitive period asks of the words, and that it asks nothing while none stands."""

from pathlib import Path

import pytest

from bot.clock import today
from bot.drafts.bundle import Bundle
from bot.drafts.screens.base import Setting
from bot.drafts.screens.mode import screen
from bot.policy.profile import load

POSTS = [line for line in Path(__file__).with_name("ordinary_posts.txt").read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
MODES = ("incident", "mourning", "election", "industrial_action", "results_day")


def levels(text: str, *modes: str, replies: str = "nobody") -> list[tuple[str, str]]:
    setting = Setting(profile=load("default"), platforms=("x",), today=today(), modes=modes)
    return [(f.level, f.topic) for f in screen(Bundle(text, reply_setting=replies), setting)]


@pytest.mark.parametrize(
    "text",
    [
        "Jane Placeholder, the candidate for the local election, visited our school council.",
        "Our local MP came to open the new library.",
        "Thank you to Councillor Placeholder for judging the cakes.",
        "The Labour candidate and the Green Party candidate answered questions in assembly.",
        "Sixth formers met John Placeholder MP.",
        "The hustings are in the hall after school.",
        "The Education Secretary visited today.",
    ],
)
def test_S34_1_somebody_who_stands_or_a_party_is_named(text: str) -> None:
    assert levels(text, "election") == [("warn", "political")]
    assert levels(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Vote Labour on Thursday!",
        "Please support our candidate Jane Placeholder.",
        "Come to the Liberal Democrats rally.",
        "Back our local MP.",
    ],
)
def test_campaigning_is_blocked(text: str) -> None:
    assert levels(text, "election") == [("block", "political")]


@pytest.mark.parametrize(
    "text",
    [
        "Vote for your favourite book in the library.",
        "GCSE candidates must be in the hall by the start of the day.",
        "The school council elections are next week. Candidates, bring your posters.",
        "We are looking for candidates for the post of teaching assistant.",
        "Your support makes the difference. Thank you for voting for our charity.",
        "A labour of love: the new garden is open.",
        "The school is a polling station, so it is closed to pupils.",
        "The eco group won the green award.",
        "Year 9 debated the reform of Parliament.",
    ],
)
def test_what_only_sounds_like_it_passes(text: str) -> None:
    assert levels(text, "election") == []


def test_an_ordinary_post_passes_in_every_period() -> None:
    assert {text: found for text in POSTS if (found := [level for level, _ in levels(text, *MODES) if level == "block"])} == {}


def test_replies_must_be_closed_where_the_period_says_so() -> None:
    assert [levels("Hello.", mode, replies="everyone") for mode in MODES] == [[("block", "")], [("block", "")], [], [("block", "")], []]


def test_alt_text_counts_too() -> None:
    from bot.drafts.bundle import MediaItem

    item = MediaItem("a.jpg", "image/jpeg", "0" * 64, "The Labour candidate shakes hands")
    setting = Setting(profile=load("default"), platforms=("x",), today=today(), modes=("election",))
    assert [f.level for f in screen(Bundle("A visit.", media=(item,)), setting)] == ["warn"]
