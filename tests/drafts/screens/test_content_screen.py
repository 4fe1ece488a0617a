"""What an official account does not say of anybody (control C08)."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.drafts.bundle import MediaItem
from bot.drafts.screens import content_words
from bot.drafts.screens.base import Finding
from bot.drafts.screens.content_clauses import CONTENT, TOPICS
from bot.policy.clauses import CLAUSES
from bot.words import lists

Judge = Callable[..., list[Finding]]
Photo = Callable[..., MediaItem]
SLUR = "Our Year 9s do not play like retards."


def test_S08_3_a_hard_stop_is_cleared_by_other_words_only(judge: Judge) -> None:
    (finding,) = judge(SLUR, screen="content", profile="core")
    assert (finding.level, finding.clause) == ("block", "CORE-4.1.7")  # a block has no place for an approver's reason: see sign-off
    assert "no reason given clears it, only other words do" in finding.message
    assert SLUR[finding.start : finding.end] == "retards"
    assert judge("Our Year 9s play beautifully.", screen="content", profile="core") == []


@pytest.mark.parametrize("text", ["What a w a n k e r", "fυck the rain", "Sh1t happens", "Wh0re", "Parents can f*** off"])
def test_a_disguise_does_not_help(judge: Judge, text: str) -> None:
    assert [finding.level for finding in judge(text, screen="content")] == ["block"]


def test_words_that_are_quoted_or_rebuked_need_a_reason_but_do_not_block(judge: Judge) -> None:
    findings = judge('In assembly we spoke about why the word "retard" hurts people. Calling someone a retard is never okay.', screen="content")
    assert [finding.level for finding in findings] == ["warn"]


def test_a_picture_is_read_too_and_its_words_have_no_place_in_the_text(judge: Judge, photo: Photo) -> None:
    (finding,) = judge("Our new poster", photo("A poster that calls the referee a wanker"), screen="content")
    assert finding.message.startswith("The description of the picture uses an obscene")
    assert (finding.start, finding.end) == (None, None)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Shame on the bus company", "a supplier"),
        ("The council is hopeless", "a public body"),
        ("Those lazy parents again", "parents or families"),
        ("Our head of year is clueless", "a member of staff"),
        ("Our results are better than at the school down the road", "another school"),
    ],
)
def test_whoever_is_run_down_is_named(judge: Judge, text: str, words: str) -> None:
    (finding,) = judge(text, screen="content")
    assert finding.level == "warn"
    assert words in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "We are sorry that the buses were late. The council has been very helpful.",
        "Parents, thank you. You never let us down.",
        "Mr Hyde is a criminal, Year 10 decided.",
        "Rosa Parks was arrested for refusing to give up her seat.",
        "Year 5 put Goldilocks on trial for stealing porridge.",
        "Nobody at our school is useless at maths.",
        "Bloody Sunday: a talk for Year 13 historians.",
    ],
)
def test_plain_talk_and_lessons_pass(judge: Judge, text: str) -> None:
    assert [finding for finding in judge(text, screen="content") if finding.level != "ask"] == []


def test_one_persons_opinion_only_asks(judge: Judge) -> None:
    (finding,) = judge("I think the council are wrong about the crossing.", screen="content", profile="att")
    assert (finding.level, finding.clause) == ("ask", "ATT-5.3a")


def test_every_clause_named_here_is_a_clause_of_that_trust() -> None:
    known = {line.partition(",")[0] for line in CLAUSES.read_text(encoding="utf-8").splitlines()}
    named = {(trust, clause) for table in (*CONTENT.values(), *TOPICS.values()) for trust, clause in table.items()}
    assert {clause for trust, clause in named if clause not in known or not clause.startswith(f"{trust}-")} == set()


@pytest.fixture
def spoilt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the word lists that a test may spoil."""
    folder = tmp_path / "words"
    shutil.copytree(lists.FOLDER, folder)
    monkeypatch.setattr(lists, "FOLDER", folder)
    content_words.forget()
    yield folder
    content_words.forget()


@pytest.mark.parametrize(
    ("name", "screen", "harm"),
    [
        ("drafts/content", "content", "missing"),
        ("drafts/marks", "content", "not text"),
        ("slurs", "content", "empty"),
        ("drafts/references", "references", "missing"),
        ("drafts/topics", "sensitive topic", "empty"),
    ],
)
def test_a_word_list_that_is_lost_lets_nothing_out_and_says_so(judge: Judge, spoilt: Path, name: str, screen: str, harm: str) -> None:
    path = spoilt / f"{name}.txt"
    if harm == "missing":
        path.unlink()
    else:
        path.write_bytes(b"" if harm == "empty" else b"\xff\xfe\x00")
    (finding,) = judge("Well done, everyone.", screen=screen.replace(" ", "_"))
    assert finding.level == "block"
    assert finding.message.startswith(f"The {screen} check could not run, so this cannot go out. The word list {name}.txt")
