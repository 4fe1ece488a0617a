"""The difference of two texts in words: nothing is lost, and what a person reads as one word stays one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.web.pages.word_diff import LONGEST, Part, parts, sides

WORDS = st.text(alphabet="ab .\n-é🎉", max_size=30)


@given(WORDS, WORDS)
def test_both_texts_can_be_read_back_from_the_difference(before: str, after: str) -> None:
    found = parts(before, after)
    assert "".join(p.text for p in found if p.kind != "new") == before
    assert "".join(p.text for p in found if p.kind != "gone") == after
    assert all(p.text for p in found)
    left, right = sides(before, after)
    assert ("".join(p.text for p in left), "".join(p.text for p in right)) == (before, after)


@pytest.mark.parametrize(
    ("before", "after", "wanted"),
    [
        ("until 4.30pm", "until 5.30pm", [("same", "until "), ("gone", "4.30pm"), ("new", "5.30pm")]),
        ("the old red hall", "the new big hall", [("same", "the "), ("gone", "old red"), ("new", "new big"), ("same", " hall")]),
        ("a b", "a c d b", [("same", "a "), ("new", "c d "), ("same", "b")]),
        ("Year 11-16.", "Year 11-18.", [("same", "Year "), ("gone", "11-16"), ("new", "11-18"), ("same", ".")]),
    ],
)
def test_what_a_person_reads_as_one_word_or_one_change_is_one(before: str, after: str, wanted: list[tuple[str, str]]) -> None:
    assert parts(before, after) == [Part(*each) for each in wanted]


def test_a_text_too_long_to_compare_is_shown_whole() -> None:
    long = "a " * LONGEST
    assert parts(long, long + "b") == [Part("gone", long), Part("new", long + "b")]
