"""Contact details and identity numbers."""

from collections.abc import Callable

import pytest

from bot.drafts.bundle import MediaItem
from bot.drafts.screens.base import Finding

Judge = Callable[..., list[Finding]]


def levels(found: list[Finding]) -> list[str]:
    return [finding.level for finding in found]


@pytest.mark.parametrize(
    "text",
    [
        "Text the coach on 07700 900123",
        "Ring +44 7700 900123 for lifts",
        "0 7 7 0 0 9 0 0 1 2 3 is the number",
        "Her mum's number is 01632 960999",
        "Write to sampleparent77@gmail.com",
        "Write to sampleparent77 [at] gmail [dot] com",
        "Email first.person@somecompany.co.uk",
        "He lives at 12 Oak Road, B12 1AB",
        "Flowers to 14 Elm Close, Leeds LS1 4AB please",
        "NI number AB 12 34 56 C",
        "Her NHS number is 943 476 5870",
        "UPN B801200005001 needs updating",
        "DOB 12/05/2013",
        "d.o.b. 12 May 2013",
        "She was born on 3 May 2012",
        "Date of birth: 2013-05-12",
        "Birthday: 4/6/14",
    ],
)
def test_personal_details_are_blocked(judge: Judge, text: str) -> None:
    assert levels(judge(text, screen="personal_data")) == ["block"], text


def test_S19_3_a_parents_phone_number_is_blocked(judge: Judge) -> None:
    assert levels(judge("The parent's number is 01632 960999", screen="personal_data", profile="bet")) == ["block"]


@pytest.mark.parametrize(
    "text",
    [
        "Year 7 won 3-1 and 42-17 in 2025/26.",
        "Call the office on 01632 960123.",
        "Reception: 0121 496 0000, office@academy-a.sch.uk",
        "Email enquiries@academy-a.sch.uk",
        "112 UCAS points, Room 12, £2, 3pm, 20/11/2026",
        "The hall is at Academy A, School Lane, B1 1AA.",
        "Born on 23 April 1564",
        "Charity 1234567, company 07654321",
        "Order code 1234567890123",
        "Happy 100th birthday to our school",
    ],
)
def test_ordinary_numbers_pass(judge: Judge, text: str) -> None:
    assert judge(text, screen="personal_data") == [], text


@pytest.mark.parametrize(
    "text",
    [
        "Details from 01632 960123",
        "Tickets: sales@localplayers.co.uk",
        "Meet at LS1 4AB",
        "NI number QQ 12 34 56 C",
        "j.sample@academy-a.sch.uk",
        "Birthday fun on 4 June",
    ],
)
def test_doubtful_details_are_asked_about(judge: Judge, text: str) -> None:
    assert levels(judge(text, screen="personal_data")) == ["ask"], text


def test_the_academys_own_contacts_are_no_secret(judge: Judge) -> None:
    own = ("07700 900123", "LS1 4AB", "hello@academy-a.org")
    assert judge("Text 07700900123, post to LS1 4AB or hello@academy-a.org", screen="personal_data", official_contacts=own) == []
    assert judge("Text +44 7700 900123", screen="personal_data", official_contacts=own) == []


def test_descriptions_and_file_names_are_read_too(judge: Judge, photo: Callable[..., MediaItem]) -> None:
    found = judge("Hello", photo("Poster with 07700 900123 on it", "call_07700900124_now.jpg"), screen="personal_data")
    assert [(f.level, f.start, f.message.split(" holds")[0]) for f in found] == [
        ("block", None, "The description of the picture"),
        ("block", None, "The file name of the picture"),
    ]


def test_offsets_point_at_the_detail(judge: Judge) -> None:
    text = "🎉 Text 07700 900123 now"
    (finding,) = judge(text, screen="personal_data")
    assert text[finding.start : finding.end] == "07700 900123"
