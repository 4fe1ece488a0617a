"""References for a person, as each trust has them (control C08, parameter P43)."""

from collections.abc import Callable

import pytest

from bot.drafts.screens.base import Finding

Judge = Callable[..., list[Finding]]


@pytest.mark.parametrize(
    ("profile", "level", "clause"),
    [
        ("att", "warn", "ATT-6.10"),
        ("bet", "warn", None),
        ("core", "block", "CORE-4.2"),
        ("acet", "warn", None),
        ("inspire", "block", "INSP-10.3"),
        ("default", "warn", None),
    ],
)
def test_S08_2_a_reference_for_a_person_is_flagged_as_the_profile_says(judge: Judge, profile: str, level: str, clause: str | None) -> None:
    (finding,) = judge("We can highly recommend Mr X as a tutor", screen="references", profile=profile)
    assert (finding.level, finding.clause) == (level, clause)
    wanted = "write down why it is not one" if level == "warn" else "does not allow"
    assert wanted in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "We recommend parents read with their child every day.",
        "Our recommended reading list is on the library page.",
        "Highly recommended by Ofsted.",
        "The reference library is open at lunch.",
        "Mr X has been a wonderful head of music. Thank you!",
        "We recommend Mr Gum and other funny books.",
        "We would recommend Mr Patel's homework club to everyone.",
        "UCAS references are written by your tutor.",
        "Miss Jones is the best teacher in the world, says Year 2.",
    ],
)
@pytest.mark.parametrize("profile", ["core", "default"])
def test_advice_books_and_praise_are_no_references(judge: Judge, profile: str, text: str) -> None:
    assert judge(text, screen="references", profile=profile) == []


def test_a_book_that_is_warmly_recommended_only_asks(judge: Judge) -> None:
    (finding,) = judge("What a novel! Its author came to read and we cannot recommend her enough.", screen="references", profile="core")
    assert finding.level == "ask"
