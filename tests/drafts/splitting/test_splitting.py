"""A long text divided for its networks: where it breaks, what stays together, and what holds whatever the text is."""

import random
from datetime import date

import pytest

from bot.drafts.claims import find
from bot.drafts.screens.length import measure, problem
from bot.drafts.splitting import as_sent, offered, refusal, split
from bot.drafts.splitting_places import places
from bot.errors import BadInput

X, ALL = ["x"], ["x", "bluesky", "mastodon", "threads"]
PARAGRAPH = "The hall was full and everybody sang. The band played for an hour. Families stayed for tea and cake until the lights went out. "
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"  # one picture of four people, held together by joiners
LINK = "https://academy-a.example.sch.uk/news/" + "a-very-long-way/" * 40
WORDS = (
    "maths", "Tŷ", "ŵyl", "Gŵyl.", "ysgol!", "e.g.", "Mr.", "Mrs", "Smith", "10", "a.m.", "Really?", "#Year11", "@academy_a", FAMILY, "🎉",
    "–", "“quoted”",
    "\u200fשלום\u200f", "مدرسة،", "مرحبا؟", "\u2067עברית\u2069", "e\u0301te\u0301", "gov.uk.", "(see", "below)", "1.", "•", "12\u00a0May", "\u200f",
)  # fmt: skip
BETWEEN = (" ", " ", " ", " ", "\n", "\n\n", "  ", " \n \n ")


def drawn(seed: int, link: str) -> str:
    dice = random.Random(seed)  # noqa: S311 - texts to try, no secret
    words = (*WORDS, link)
    return "".join(dice.choice(words) + dice.choice(BETWEEN) for _ in range(dice.randint(40, 160))).strip()


@pytest.mark.parametrize("seed", range(16))
def test_the_parts_hold_the_same_words_in_the_same_order_and_each_fits_every_network(seed: int) -> None:
    networks, link = ((X, LINK), (["bluesky"], LINK[:200]), (["mastodon"], LINK), (ALL, LINK[:200]))[seed % 4]
    text, numbered = drawn(seed, link), seed % 3 == 0
    parts = split(text, networks, numbered=numbered)
    assert " ".join(parts).split() == text.split()
    sent = [as_sent(part, n, len(parts), numbered=numbered) for n, part in enumerate(parts, start=1)]
    assert [problem(each, network) for each in sent for network in networks] == [None] * len(sent) * len(networks)
    assert all(part == part.strip() and part in text for part in parts)


def test_it_breaks_at_paragraphs_before_sentences_and_at_sentences_before_words() -> None:
    paragraphs = "\n\n".join([PARAGRAPH.strip()] * 3)
    assert len(split(paragraphs, X)) == 2
    assert "\n\n".join(split(paragraphs, X)) == paragraphs
    sentences = split(PARAGRAPH * 5, X)
    assert [part[-1] for part in sentences] == ["."] * len(sentences)
    words = split("and then they sang " * 30, X)
    assert len(words) == 3
    assert max(map(len, words)) - min(map(len, words)) < 20, "parts of the same text are alike in length"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Thank you to Mrs", "Smith"),
        ("Thank you to Dr. J. K.", "Jones"),
        ("Thank you to Mr and", "Mrs Smith"),
        ("It holds 10\u00a0km", "round"),
    ],
)
def test_a_title_stays_with_its_name(before: str, after: str) -> None:
    text = f"{before} {after} for all they did"
    at = len(before)
    if after == "round":
        assert any(end == at for _, end, _, _ in places(text)), "an ordinary space may be broken"
        assert all(end != text.index("\u00a0") for _, end, _, _ in places(text))
    else:
        assert all(not start < at < end or end > at for start, end, _, _ in places(text))
        assert all(end != at for _, end, _, _ in places(text))


@pytest.mark.parametrize(
    "text",
    [
        "Bring lunch, e.g. A sandwich", "Ask Mr. smith or Rev. Green", "Doors open at 10 a.m. Parents wait", "By J. Smith", "See No. 4 and p. 12",
        "Read more. https://a.example", "Is it?) then go", "On Fri. 12 May", "B.A. Honours", "We saw ... and went",
    ],
)  # fmt: skip
def test_what_is_no_end_of_a_sentence(text: str) -> None:
    assert [place for _, _, place, _ in places(text)][:-1].count("sentence") == 0


@pytest.mark.parametrize(
    "text",
    ["Well done! 🎉 They sang", "They sang. We danced", "He said “yes.” We danced", "مرحبا؟ نعم", "It is 2026. We danced", "In the sun. We sang"],
)
def test_what_is_an_end_of_a_sentence(text: str) -> None:
    assert [(place, tight) for _, _, place, tight in places(text)].count(("sentence", False)) == 1


def test_bullets_numbers_dashes_and_emoji_stay_where_they_belong() -> None:
    tight = {text[:end].split()[-1]: tight for text in ("1. Bring", "- Bring", "sang –", "sang 🎉") for _, end, _, tight in list(places(text))[:1]}
    assert tight == {"1.": True, "-": True, "sang": True}


def test_a_fact_is_not_broken_in_two_where_it_can_be_helped() -> None:
    text = "we sang " * 33 + "and 87 per cent of our pupils came " + "we sang " * 20
    spans = [(claim.start, claim.end) for claim in find(text, date(2026, 11, 20))]
    assert [text[a:b] for a, b in spans] == ["87 per cent"]
    assert any("87 per cent" in part for part in split(text, X, whole=spans))
    long = [(0, len(text))]
    assert len(split(text, X, whole=long)) == 2, "a stretch longer than a part is broken all the same"


def test_links_count_as_the_network_counts_them_and_are_never_broken() -> None:
    text = f"{PARAGRAPH}Look here: {LINK} {PARAGRAPH}"
    parts = split(text, X)
    assert sum(LINK in part for part in parts) == 1
    assert len(LINK) > 600
    with pytest.raises(BadInput, match="cannot be divided"):
        split(text, ["bluesky"])  # Bluesky counts every letter of it


def test_the_number_is_counted_in_and_stands_where_no_check_takes_it_for_a_fact() -> None:
    text = "a" * 140 + " " + "b" * 139
    assert [len(part) for part in split(text, X)] == [280]
    assert [len(part) for part in split(text, X, numbered=True)] == [140, 139]
    with pytest.raises(BadInput, match="cannot be divided"):
        split("C" * 278, X, numbered=True)
    assert as_sent("See you on Friday", 1, 4, numbered=True) == "See you on Friday\n1/4"
    assert [claim.text for claim in find("See you on Friday\n1/4", date(2026, 11, 20))] == ["on Friday"]


def test_more_than_nine_parts_leave_room_for_two_figures() -> None:
    text = " ".join("w" * 91 for _ in range(33))
    parts = split(text, X, numbered=True)
    assert len(parts) == 17
    assert all(measure(as_sent(part, n, 17, numbered=True), "x")[0] <= 280 for n, part in enumerate(parts, start=1))


def test_a_thread_is_bounded() -> None:
    paragraphs = "\n\n".join(["A paragraph of its own with some words. " * 4] * 27)
    assert len(split(paragraphs, X)) <= 25, "where paragraphs make too many parts, it breaks elsewhere"
    with pytest.raises(BadInput, match="more than the 3 parts"):
        split(PARAGRAPH * 12, X, most=3)


def test_what_cannot_be_divided_is_said_in_a_sentence() -> None:
    with pytest.raises(BadInput) as no:
        split("Here it comes: " + "Llanfair" * 50 + " and on", X)
    assert no.value.fields["text"].startswith("“LlanfairLlanfair")
    assert no.value.fields["text"].endswith("Shorten it.")


def test_a_thread_is_offered_where_every_network_can_carry_one() -> None:
    long = PARAGRAPH * 3
    assert offered(long, ALL)
    assert not offered("Short.", ALL)
    assert refusal(long, ["x", "instagram"]) == "On Instagram a post cannot continue another one. Take that account out, or shorten the text."
    assert "nothing to split" in str(refusal(long, ["mastodon"]))
