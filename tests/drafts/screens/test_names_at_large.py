"""Sentences a school writes, and sentences it must not: the one is let through with a large register, the other is stopped."""

from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest

from bot.consent.names import Person, Register
from bot.drafts.bundle import MediaItem
from bot.drafts.screens.base import Finding
from bot.drafts.screens.forenames import FORENAMES

Judge = Callable[..., list[Finding]]
HERE = Path(__file__).parent
PASS = [line for line in (HERE / "must_pass.txt").read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
STOP = [line.split(" | ", 3) for line in (HERE / "must_stop.txt").read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
KEY = b"a key that is only for tests, 32"
SURNAMES = [
    "Smith",
    "Brown",
    "Green",
    "Hill",
    "Ward",
    "Hall",
    "Baker",
    "Park",
    "Day",
    "Newton",
    "Lewis",
    "Nightingale",
    "King",
    "Frank",
    "Grace",
    "Hope",
    "Okoro",
    "Wood",
    "Austen",
    "Swift",
    "Year",
]
FIRSTS = [
    "John",
    "Jane",
    "Rose",
    "Grace",
    "Hope",
    "Will",
    "May",
    "June",
    "Summer",
    "Charity",
    "Faith",
    "Anna",
    "Sam",
    "Mark",
    "Victoria",
    "Isaac",
    "Florence",
    "Martin",
    "Anne",
    "Jack",
    "Amber",
    "Ruby",
    "Jade",
    "Robin",
    "Holly",
    "Ivy",
    "April",
]
LARGE = Register([Person(first, last) for first, last in product((*FIRSTS, *map(str.title, sorted(FORENAMES))), SURNAMES)], KEY)
SMALL = Register(
    [
        Person("Jane", "Smith"),
        Person("Testa", "Placeholder"),
        Person("Grace", "Exampleson"),
        Person("John", "Brown"),
        Person("Quietly", "Hiddenson", never_publish=True),
        Person("Demo", "Teacherly", kind="staff", contacts=("07700 900555", "@demoteach")),
    ],
    KEY,
)


@pytest.mark.parametrize("profile", ["default", "bet", "core", "inspire"])
@pytest.mark.parametrize("with_picture", [False, True])
def test_an_ordinary_sentence_is_not_blocked_however_large_the_register(
    judge: Judge,
    photo: Callable[..., MediaItem],
    profile: str,
    with_picture: bool,
) -> None:
    assert len(PASS) >= 60
    pictures = [photo()] if with_picture else []
    blocked = {
        text: [f.message for f in found]
        for text in PASS
        if (
            found := [
                f for f in judge(text, *pictures, profile=profile, names=LARGE) if f.level == "block" and f.screen in {"names", "personal_data"}
            ]
        )
    }
    assert blocked == {}


@pytest.mark.parametrize(("screen", "profile", "picture", "text"), STOP, ids=[f"{n}-{row[0]}" for n, row in enumerate(STOP)])
def test_what_must_not_go_out_is_blocked(judge: Judge, photo: Callable[..., MediaItem], screen: str, profile: str, picture: str, text: str) -> None:
    pictures = [photo()] if picture == "p" else []
    found = judge(text.replace("\\u200b", "\u200b"), *pictures, screen=screen, profile=profile, names=SMALL)
    assert "block" in {f.level for f in found}, found


def test_there_are_enough_of_both() -> None:
    assert (len(STOP) >= 60, len(PASS) >= 60) == (True, True)


@pytest.mark.parametrize(
    ("text", "screen"),
    [
        ("Well done Jane Smtih on the prize", "names"),
        ("A Year 7 boy has been excluded.", "personal_data"),
        ("Mrs Baker is off sick.", "personal_data"),
        ("A pupil told us about their epilepsy", "personal_data"),
        ("Ask @mrs_baker_pe for the kit list", "personal_data"),
        ("Our plan remains confidential until June.", "personal_data"),
    ],
)
def test_what_is_doubtful_is_asked_about(judge: Judge, text: str, screen: str) -> None:
    assert {f.level for f in judge(text, screen=screen, profile="bet", names=SMALL)} == {"ask"}


def test_a_family_is_warned_about(judge: Judge) -> None:
    assert [f.level for f in judge("Thank you to the Placeholders for the cakes", screen="names", profile="bet", names=SMALL)] == ["warn"]


def test_a_named_adult_needs_permission_where_the_policy_says_so(judge: Judge) -> None:
    assert judge("Mrs Baker led the trip", screen="names", profile="bet", names=SMALL) == []
    (finding,) = judge("Mrs Baker led the trip", screen="names", profile="core", names=SMALL)
    assert (finding.level, finding.clause) == ("ask", "CORE-7.6b")


def test_confidential_matter_names_the_clause_of_its_trust(judge: Judge) -> None:
    for profile, clause in {
        "att": "ATT-4.2a",
        "bet": "BET-1.3.4a",
        "core": "CORE-4.1.8",
        "acet": "ACET-1.3.1",
        "inspire": "INSP-6.3.1",
        "default": None,
    }.items():
        (finding,) = judge("Jack has ADHD", screen="personal_data", profile=profile)
        assert (finding.level, finding.clause) == ("block", clause)
