"""A comment is about a member of staff when it names them in full or by title; a surname that is also a word is nobody."""

import pytest

from bot.moderation.desk.names import names, names_office


@pytest.mark.parametrize(
    "text",
    [
        "Mr Field is useless",
        "mrs. field never answers",
        "Jane Field lies",
        "JANE FIELD OUT",
        "mr J Field",
        "J. Field must go",
        "J Field must go",
        "mr fields class was chaos",
        "Mr Jane Field",
        "MrField again",
        "miss field shouted at my son",
        "Ms Field's fault",
        "Dr Fi\u00e9ld",
        "Mr\u200b Field",
    ],
)
def test_S15_4_full_name_or_title_and_surname_is_about_them(text: str) -> None:
    assert names(text, "Jane Field")
    assert not names(text, "Sam Brown")


@pytest.mark.parametrize(
    "text",
    [
        "the field was muddy",
        "a field trip",
        "Mr Fielding is lovely",
        "don't miss field day",
        "we miss field trips",
        "Jane was in a field",
        "see you at the field, Jane",
        "sir, the field is wet",
        "don't field that team",
        "Mrs Green on the field",
        "Janet Fields",
        "",
    ],
)
def test_a_surname_that_is_also_a_word_is_nobody(text: str) -> None:
    assert not names(text, "Jane Field")


def test_names_of_other_shapes() -> None:
    assert names("Mr Smith Jones again", "Ann Smith-Jones")
    assert names("Mr Field", "Mr Field")
    assert names("A. Field", "Anna Field")
    assert not names("A Field of dreams", "Anna Field")
    assert not names("mr 2", "Senior leadership (SLT) 2")
    assert not names("Mr Field", "")


@pytest.mark.parametrize("text", ["The head should resign", "your headteacher is rude", "our principal never listens", "Head Teacher out"])
def test_the_headteacher_is_meant_by_office(text: str) -> None:
    assert names_office(text)


@pytest.mark.parametrize("text", ["banged his head", "the head of year is great", "the principal reason", "head boy", "heads up everyone"])
def test_other_heads_are_not_the_headteacher(text: str) -> None:
    assert not names_office(text)
    assert not names_office(text, "Principal")
