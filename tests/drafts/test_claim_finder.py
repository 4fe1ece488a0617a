"""The claim finder, measured on school posts marked by hand before it was written."""

import re
import sys
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from bot.drafts.claims import FoundClaim, find

TODAY = date(2026, 11, 20)
MARK = re.compile(r"\[\[(\w+)\|(.*?)\]\]")
Gold = list[tuple[str, int, int]]


def posts(name: str) -> list[tuple[str, Gold]]:
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    return [unmark(line) for line in lines if line and not line.startswith("# ")]


def unmark(line: str) -> tuple[str, Gold]:
    plain, last = "", 0
    gold: Gold = []
    for mark in MARK.finditer(line):
        plain += line[last : mark.start()]
        gold.append((mark[1], len(plain), len(plain) + len(mark[2])))
        plain += mark[2]
        last = mark.end()
    return plain + line[last:], gold


def overlap(claim: FoundClaim, start: int, end: int) -> bool:
    return claim.start < end and start < claim.end


def kinds(text: str) -> list[tuple[str, str]]:
    return [(claim.kind, claim.text) for claim in find(text, TODAY)]


@pytest.mark.parametrize("name", ["claim_sentences.txt", "claim_sentences_second.txt", "claim_sentences_third.txt"])
def test_recall_on_marked_school_posts(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    marked = met = named = listed = right = 0
    missed: list[str] = []
    for text, gold in posts(name):
        claims = find(text, TODAY)
        for kind, start, end in gold:
            hits = [claim for claim in claims if overlap(claim, start, end)]
            marked += 1
            met += bool(hits)
            named += any(claim.kind == kind for claim in hits)
            if not hits:
                missed.append(f"{kind} {text[start:end]!r} in {text!r}")
        listed += len(claims)
        right += sum(any(overlap(claim, start, end) for _, start, end in gold) for claim in claims)
    with capsys.disabled():
        line = f"\n{name}: {marked} marked, found {met / marked:.3f}, of the right kind {named / marked:.3f}, precision {right / listed:.3f}\n"
        sys.stdout.write(line)
    assert marked >= 30
    assert met / marked >= 0.95, missed
    assert right / listed >= 0.85


def test_S06_1_a_percentage_is_a_claim() -> None:
    assert ("percentage", "87%") in kinds("87% achieved grade 5+")


def test_S06_2_declaring_no_figures_does_not_hide_one() -> None:
    assert [claim.kind for claim in find("No figures here, but 87% achieved grade 5+.", TODAY)] == ["percentage"]


def test_S06_3_small_numbers_are_found() -> None:
    assert kinds("3 of 4 SEND pupils passed") == [("figure", "3 of 4")]


@pytest.mark.parametrize(
    "text",
    [
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
