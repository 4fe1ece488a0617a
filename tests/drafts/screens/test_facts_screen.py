"""A figure of the post beside the figures of its source."""

from datetime import date

import pytest

from bot.drafts.bundle import Bundle
from bot.drafts.screens.base import Finding, Setting
from bot.drafts.screens.facts import screen
from bot.drafts.sources_marks import mark
from bot.drafts.sources_read import SERVED, arrived, words_of
from bot.errors import BadInput
from bot.policy.profile import load

ENGLISH = "87% of our Year 11s achieved a grade 5 or above in English."


def found(text: str, *sources: str, **texts: str) -> list[Finding]:
    return list(screen(Bundle(text, sources=sources), Setting(load("default"), ("x",), date(2026, 11, 20), source_texts=texts)))


@pytest.mark.parametrize(
    ("text", "source", "says"),
    [
        (ENGLISH, "Results. Year 11 English: 78% of pupils achieved grade 5 or above. Maths: 71%.", "says 87%, but the source says 78%"),
        ("The PTA summer fair raised £3,412.50.", "Summer fair total raised: £3,142.50", "says £3,412.50, but the source says £3,142.50"),
        ("We had 412 applications for 180 places.", "Admissions: 421 applications for 180 places", "says 412, but the source says 421"),
        ("89% met the expected standard in phonics.", "measure,result\nphonics met expected standard,80%\n", "says 89%, but the source says 80%"),
        ("We came 2nd in the regional maths challenge.", "Regional maths challenge: Academy A came 3rd", "says 2nd, but the source says 3rd"),
        ("Our open evening is on Thursday 26 November.", "Open evening: Thursday 3 December 2026, 6pm", "says Thursday 26 November"),
        ("Three of our pupils won the poetry prize.", "The poetry prize went to four pupils of the academy", "says Three, but the source says four"),
    ],
)
def test_a_figure_that_its_source_gives_otherwise(text: str, source: str, says: str) -> None:
    findings = found(text, source)
    assert [(f.screen, f.level) for f in findings] == [("content", "warn")]
    assert says in findings[0].message


@pytest.mark.parametrize(
    ("text", "source"),
    [
        (ENGLISH, "87% of pupils achieved grade 5 in English, 71% in maths"),
        (ENGLISH, "86.7% of pupils achieved grade 5 in English"),
        (ENGLISH, "School results file 2026, page 3"),
        (ENGLISH, "Free school meals: 23%"),
        (ENGLISH, "https://academy.example/english-grade-5-78%-achieved"),
        (ENGLISH, ""),
        ("The PTA summer fair raised £3,412.50.", "Summer fair cake stall £120.00\nSummer fair tombola £230.50"),
        ("Nearly 200 students took part in the sponsored walk.", "193 students took part in the sponsored walk"),
        ("Our library has 6,500 books.", "6500 books in stock"),
        ("The trust secured £3.2m to rebuild the science block.", "Grant: £3,200,000 science block"),
        ("All 30 pupils walked 10 miles.", "Risk assessment: 3 staff for 30 pupils, 10 miles"),
    ],
)
def test_no_alarm_where_nothing_contradicts(text: str, source: str) -> None:
    assert found(text, source) == []


def test_the_source_of_one_fact_is_not_held_against_another() -> None:
    text = f"{ENGLISH} 71% achieved grade 5 in maths."
    assert found(text, "71% — Year 11 achieved grade 5 in maths: 71%") == []
    assert len(found(text, "87% — Year 11 achieved grade 5 in English: 78%")) == 1


def test_kept_words_are_compared_and_a_reason_is_no_source() -> None:
    sha256 = "a" * 64
    source = f"87% — {mark('results.csv', 'file', sha256)}"
    assert len(found(ENGLISH, source, **{sha256: "English: 78% achieved grade 5"})) == 1
    assert found(ENGLISH, source) == []
    assert found(ENGLISH, "87% — Not a fact: last year 78% achieved grade 5 in English") == []


def test_a_csv_is_read_with_the_heads_of_its_columns() -> None:
    file = arrived("C:\\fakepath\\results 2026.csv", "Subject,Grade 5+ (%)\nEnglish,78\nMaths,71\n".encode("utf-8-sig"))
    assert (file.name, file.mime) == ("results 2026.csv", "text/csv")
    assert words_of(file.mime, file.data) == "Subject: English; Grade 5+ (%): 78%\nSubject: Maths; Grade 5+ (%): 71%"


@pytest.mark.parametrize(
    ("name", "data", "mime"),
    [
        ("page.html", b"<script>alert(1)</script>", "text/plain"),
        ("report.exe", b"%PDF-1.7 rest", "application/pdf"),
        ("../../etc/chart", b"\x89PNG\r\n\x1a\nrest", "image/png"),
        ("notes.txt", "Größe\r\n1".encode("utf-16"), "text/plain"),
    ],
)
def test_what_a_file_is_its_bytes_say(name: str, data: bytes, mime: str) -> None:
    file = arrived(name, data)
    assert file.mime == mime
    assert file.name.rpartition(".")[2] in SERVED
    assert "/" not in file.name


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.txt", b""),
        ("virus.exe", b"MZ\x00\x01"),
        ("old.doc", b"\xd0\xcf\x11\xe0\x00"),
        ("a.zip", b"PK\x03\x04 no zip"),
        ("big.txt", b"x" * 8_000_001),
    ],
)
def test_what_no_checker_can_open_is_refused_with_a_sentence(name: str, data: bytes) -> None:
    with pytest.raises(BadInput) as no:
        arrived(name, data)
    assert no.value.fields["file"].endswith(".")
