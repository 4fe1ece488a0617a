"""Children's names under each trust's rule."""

from collections.abc import Callable

import pytest

from bot.consent.names import Register
from bot.drafts.bundle import MediaItem
from bot.drafts.screens.base import Finding

Judge = Callable[..., list[Finding]]
Photo = Callable[..., MediaItem]


def levels(found: list[Finding]) -> list[str]:
    return [finding.level for finding in found]


def test_S07_1_inspire_blocks_a_full_name_beside_an_image(judge: Judge, register: Register, photo: Photo) -> None:
    (finding,) = judge("Well done Testa Placeholder!", photo(), screen="names", profile="inspire", names=register)
    assert (finding.level, finding.clause, finding.start, finding.end) == ("block", "INSP-13.1.4", 10, 27)


@pytest.mark.parametrize("text", ["Well done Testa!", "Well done T.P. on the win", "Well done TP!"])
def test_S07_1_inspire_clears_a_first_name_or_initials(judge: Judge, register: Register, photo: Photo, text: str) -> None:
    assert judge(text, photo(), screen="names", profile="inspire", names=register) == []


def test_S07_2_bohunt_blocks_a_first_name_beside_an_image(judge: Judge, register: Register, photo: Photo) -> None:
    (finding,) = judge("Well done Testa!", photo(), screen="names", profile="bet", names=register)
    assert (finding.level, finding.clause) == ("block", "BET-4.4b")


def test_S07_3_a_name_in_a_file_name_is_shown_and_a_description_is_demanded(judge: Judge, register: Register, photo: Photo) -> None:
    every = judge("A great day", photo("", "IMG_jsmith_7B.jpg"), profile="bet", names=register)
    found = [f for f in every if f.screen in {"alt_text", "names"}]
    assert [(f.screen, f.level) for f in found] == [("alt_text", "block"), ("names", "block")]
    assert "file name" in found[1].message


def test_S07_3_without_a_register_such_a_file_name_is_asked_about(judge: Judge, photo: Photo) -> None:
    assert levels(judge("A great day", photo(filename="IMG_jsmith_7B.jpg"), screen="names")) == ["ask"]
    assert judge("A great day", photo(filename="IMG_20261120_7B_sports_day.jpg"), screen="names") == []


def test_S07_4_a_name_spelt_out_with_spaces_is_found(judge: Judge, register: Register) -> None:
    assert levels(judge("Look: T e s t a P l a c e h o l d e r", screen="names", names=register)) == ["block"]


def test_a_name_in_a_description_is_found(judge: Judge, register: Register, photo: Photo) -> None:
    (finding,) = judge("Prize giving", photo("Testa Placeholder holding a cup on stage"), screen="names", names=register)
    assert (finding.level, finding.start) == ("block", None)


@pytest.mark.parametrize(("profile", "level"), [("default", ["ask"]), ("bet", ["ask"]), ("inspire", [])])
def test_a_first_name_alone_without_an_image_is_asked_about(judge: Judge, register: Register, profile: str, level: list[str]) -> None:
    assert levels(judge("We spoke with Testa about the show.", screen="names", profile=profile, names=register)) == level


@pytest.mark.parametrize("profile", ["default", "att", "bet", "core", "acet", "inspire"])
def test_who_must_never_be_named_is_blocked_without_saying_why(judge: Judge, register: Register, photo: Photo, profile: str) -> None:
    (hidden,) = judge("Quietly Hiddenson won", photo(), screen="names", profile=profile, names=register)
    (ordinary,) = judge("Testa Placeholder won", photo(), screen="names", profile=profile, names=register)
    assert (hidden.level, hidden.message, hidden.clause) == (ordinary.level, ordinary.message, ordinary.clause)
    (first,) = judge("Well played Quietly today", photo(), screen="names", profile=profile, names=register)
    assert first.level == "block"


def test_staff_are_asked_about_only_where_written_permission_is_the_rule(judge: Judge, register: Register) -> None:
    assert judge("Goodbye Demo Teacherly", screen="names", profile="bet", names=register) == []
    (finding,) = judge("Goodbye Demo Teacherly", screen="names", profile="core", names=register)
    assert (finding.level, finding.clause) == ("ask", "CORE-7.6b")


@pytest.mark.parametrize(
    "text", ["Aisha in 7B drew this", "Great work from Jack (Year 9)", "Year 9 pupil Jack won", "8C's Sophie sang", "Aisha Sample, Year 7, won"]
)
def test_without_a_register_a_name_beside_a_class_is_found(judge: Judge, text: str) -> None:
    assert levels(judge(text, screen="names", profile="bet")) == ["block"], text
    assert levels(judge(text, screen="names", profile="inspire")) == ["ask"], text


@pytest.mark.parametrize(
    "text", ["Amber Year 3 team won the quiz", "Charlotte Bronte in Year 10 English", "Year 11 Victoria Sponge bake-off", "Ruby Class made lanterns"]
)
def test_words_that_only_stand_beside_a_class_are_never_blocked(judge: Judge, text: str) -> None:
    assert "block" not in levels(judge(text, screen="names", profile="bet")), text


def test_an_unknown_word_beside_a_class_is_asked_about(judge: Judge) -> None:
    assert levels(judge("Zyxwv in 7B drew this", screen="names", profile="bet")) == ["ask"]


def test_a_full_name_near_pupil_words_is_asked_about(judge: Judge) -> None:
    assert levels(judge("Congratulations to our student Sophie Sampleton on her win", screen="names")) == ["ask"]
    assert judge("A statue of Sophie Sampleton stands in the square", screen="names") == []


@pytest.mark.parametrize(
    "text",
    [
        "Mr Patel teaches Year 9",
        "Miss Grace (Year 7 lead)",
        "Florence Nightingale House",
        "Maths in Year 7",
        "Drama (Year 9)",
        "Sports Day for Year 8",
        "Grace Darling saved them",
        "John Lewis gave us chairs",
        "The John Smith Centre is open",
        "Saint John and Queen Grace",
        "English in 7B is about myths",
        "Year 7 Football on Monday",
        "Welcome Year 10",
    ],
)
def test_titles_places_and_history_are_not_blocked(judge: Judge, register: Register, photo: Photo, text: str) -> None:
    assert "block" not in levels(judge(text, photo(), screen="names", profile="bet")), text
    if "John Smith" not in text:
        assert "block" not in levels(judge(text, photo(), screen="names", profile="bet", names=register)), text
