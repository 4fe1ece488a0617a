"""Six sets of comments in many voices. Their headers say what each found at first look; only e and f were written after the rules."""

from pathlib import Path

import pytest

from bot.moderation.pipeline import judge
from bot.moderation.verdict import Comment, Word

SETS = "abcdef"
FLOORS = {  # share of abuse hidden or asked about, share of children at risk alarmed or asked about; what is reached, not what is wished
    "a": (1.0, 1.0),
    "b": (0.9, 1.0),
    "c": (0.85, 0.9),
    "d": (0.85, 1.0),
    "e": (0.8, 0.7),
    "f": (0.35, 0.2),
}


def rows(name: str) -> list[list[str]]:
    """Wanted, kind and text of each comment of one set."""
    lines = (Path(__file__).parent / "blind" / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


def words(name: str, *wanted: str) -> list[tuple[Word, str]]:
    return [(judge(Comment(text)).word, text) for want, _, text in rows(name) if want in wanted]


@pytest.mark.parametrize("name", SETS)
def test_S15_2_criticism_counter_speech_and_ordinary_words_are_never_hidden(name: str) -> None:
    assert [text for word, text in words(name, "keep", "counter") if word is Word.HIDE] == []


def test_few_ordinary_comments_trouble_anybody() -> None:
    said = [pair for name in SETS for pair in words(name, "keep")]
    assert len([text for word, text in said if word is not Word.KEEP]) <= 0.05 * len(said)


@pytest.mark.parametrize("name", SETS)
def test_abuse_is_hidden_or_asked_about(name: str) -> None:
    said = words(name, "hide")
    noticed = [text for word, text in said if word is not Word.KEEP]
    print(f"set {name}: {len(noticed)} of {len(said)} abusive comments noticed")  # noqa: T201
    assert len(noticed) >= FLOORS[name][0] * len(said)


@pytest.mark.parametrize("name", SETS)
def test_S16_children_at_risk_are_noticed(name: str) -> None:
    said = words(name, "alarm")
    noticed = [text for word, text in said if word in {Word.ALARM, Word.ASK}]
    print(f"set {name}: {len(noticed)} of {len(said)} children at risk noticed")  # noqa: T201
    assert len(noticed) >= FLOORS[name][1] * len(said)
