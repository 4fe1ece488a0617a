"""The claim finder, measured on school posts marked by hand before it was written."""

import sys
from itertools import pairwise

import pytest

from bot.drafts.claims import find
from tests.drafts.claim_measure import SETS, TODAY, measure, posts


def kinds(text: str) -> list[tuple[str, str]]:
    return [(claim.kind, claim.text) for claim in find(text, TODAY)]


@pytest.mark.parametrize("name", SETS)
def test_recall_on_marked_school_posts(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    measured = measure(name)
    with capsys.disabled():
        sys.stdout.write(f"\n{name}: {measured.posts} posts, recall {measured.recall:.3f}, precision {measured.precision:.3f}\n")
    assert measured.marked.total() >= 30
    assert measured.recall >= 0.95, measured.missed
    assert measured.precision >= 0.85


def test_the_set_is_large_enough_and_the_table_names_each_kind() -> None:
    measured = measure("claim_posts.txt")
    assert measured.posts >= 200
    for kind in ("figure", "percentage", "date", "time", "money", "ranking", "superlative", "quotation", "award"):
        assert measured.marked[kind] >= 5
        assert f"\n{kind} " in measured.table()


def test_S06_1_a_percentage_is_a_claim() -> None:
    assert ("percentage", "87%") in kinds("87% achieved grade 5+")


def test_S06_2_declaring_no_figures_does_not_hide_one() -> None:
    assert [claim.kind for claim in find("No figures here, but 87% achieved grade 5+.", TODAY)] == ["percentage"]


def test_S06_3_small_numbers_are_found() -> None:
    assert kinds("3 of 4 SEND pupils passed") == [("figure", "3 of 4")]


@pytest.mark.parametrize(
    "text",
    [
        "Vaccinations for Years 7 to 11, buses 7, 12 and 19, and the number 14 bus.",
        "They counted in 2s, 5s and 10s.",
        "Year 7 and Y10 met in Room 12 with 7B for KS3 first aid.",
        "Our first day back, and one of our best friends may call.",
        "They studied the Second World War and danced on May Day.",
        "Ring 01632 960123 or see https://www.academy-a.example.sch.uk/2026/11/20 #Top10 @academy_7",
        "",
        "   \n ",
    ],
)
def test_what_only_looks_like_a_claim_is_left_out(text: str) -> None:
    assert kinds(text) == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Tickets are £2", ("money", "£2")),
        ("The fund reached £3m", ("money", "£3m")),
        ("Open until 15:30", ("time", "15:30")),
        ("See you at 3pm", ("time", "3pm")),
        ("Join us on Friday 20 November", ("date", "Friday 20 November")),
        ("Results on 12/09/2026", ("date", "12/09/2026")),
        ("We are in the top 10% nationally", ("ranking", "top 10%")),
        ("We came second place overall", ("ranking", "second place")),
        ("Now Ofsted Outstanding", ("award", "Ofsted Outstanding")),
        ("Built in 1936", ("date", "1936")),
        ("Built in the 1930s", ("date", "the 1930s")),
        ("Four out of five pupils walk to school", ("figure", "Four out of five")),
    ],
)
def test_one_claim_for_one_fact_and_the_most_telling_kind_wins(text: str, wanted: tuple[str, str]) -> None:
    assert kinds(text) == [wanted]


def test_a_figure_inside_a_quotation_is_a_claim_of_its_own() -> None:
    text = 'The report says "more than 90% of pupils feel safe here".'
    assert [claim.kind for claim in find(text, TODAY)] == ["quotation", "percentage"]


def test_offsets_are_code_points_also_after_emoji() -> None:
    text = "🎉👩🏽‍🔬 Well done, 12 medals"
    claim = next(claim for claim in find(text, TODAY) if claim.kind == "figure")
    assert text[claim.start : claim.end] == claim.text == "12"


def test_claims_never_overlap_outside_quotations() -> None:
    for text, _ in posts("claim_sentences.txt"):
        plain = [claim for claim in find(text, TODAY) if claim.kind != "quotation"]
        assert all(a.end <= b.start for a, b in pairwise(plain)), text
