"""The engine behind `gatepost check-draft`."""

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bot.consent.names import Person, Register
from bot.drafts.check import check
from bot.errors import BadInput

TODAY = date(2026, 11, 20)


def judge(line: object, **options: Any) -> dict[str, Any]:
    return check(line, **{"policy": None, "platform": None, "today": TODAY, "names": None, "links": {}, "read_media": False, **options})


def test_only_a_text_is_needed() -> None:
    assert judge({"text": "The garden is lovely."}) == {"id": None, "findings": [], "claims": []}


def test_the_answer_is_plain_json_with_the_agreed_fields() -> None:
    answer = judge({"id": 7, "text": "87% passed. Text 07700 900123.", "policy": "bet", "platform": ["x", "bluesky"]})
    assert json.loads(json.dumps(answer)) == answer
    assert answer["id"] == 7
    assert answer["claims"] == [{"text": "87%", "kind": "percentage", "start": 0, "end": 3}]
    (finding,) = answer["findings"]
    assert set(finding) == {"screen", "level", "message", "clause", "start", "end"}
    assert (finding["screen"], finding["level"], finding["start"]) == ("personal_data", "block", 17)


def test_options_fill_in_what_the_draft_leaves_out_and_the_draft_wins() -> None:
    long = "a" * 290
    assert judge({"text": long})["findings"] == []
    assert "X" in judge({"text": long}, platform="x")["findings"][0]["message"]
    assert judge({"text": long, "platform": "bluesky"}, platform="x")["findings"] == []
    names = Register([Person("Testa", "Placeholder")], b"a key that is only for tests, 32")
    media = [{"path": "a.jpg", "alt": "A pupil on the stage", "origin": "own"}]
    assert judge({"text": "Well done Testa", "media": media}, policy="inspire", names=names)["findings"] == []
    assert judge({"text": "Well done Testa", "media": media, "policy": "bet"}, policy="inspire", names=names)["findings"][0]["clause"] == "BET-4.4b"


def test_written_on_is_the_day_of_that_draft() -> None:
    line = {"text": "She was born on 3 May 2012"}
    assert judge(line)["findings"][0]["level"] == "block"
    assert judge({**line, "written_on": "2060-01-01"})["findings"][0]["level"] == "ask"


def test_pictures_are_read_only_when_asked(tmp_path: Path) -> None:
    good = tmp_path / "good.jpg"
    out = io.BytesIO()
    Image.new("RGB", (4, 4)).save(out, "JPEG")
    good.write_bytes(out.getvalue())
    media = [{"path": str(good), "alt": "A tree in the yard", "shows": ["nobody"], "origin": "own"}]
    assert judge({"text": "Hello", "media": media}, read_media=True)["findings"] == []
    good.write_bytes(b"broken")
    assert judge({"text": "Hello", "media": media}, read_media=True)["findings"][0]["screen"] == "alt_text"
    assert judge({"text": "Hello", "media": media})["findings"] == []


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ([], "one JSON object"),
        ("text", "one JSON object"),
        ({}, 'no "text"'),
        ({"text": 3}, 'no "text"'),
        ({"text": "a", "policy": "nosuch"}, "no policy profile called 'nosuch'"),
        ({"text": "a", "policy": 4}, "name of a profile"),
        ({"text": "a", "platform": "myspace"}, "'myspace'"),
        ({"text": "a", "platform": [4]}, "No network called 4"),
        ({"text": "a", "media": "a.jpg"}, "must be a list"),
        ({"text": "a", "media": [{"alt": "x"}]}, 'no "path"'),
        ({"text": "a", "media": [{"path": "a.jpg", "alt": 3}]}, "must be text"),
        ({"text": "a", "written_on": "yesterday"}, "must be a date"),
        ({"text": "a", "sources": 4}, "must be a list"),
    ],
)
def test_bad_input_is_refused_in_a_sentence(line: object, words: str) -> None:
    with pytest.raises(BadInput, match=words.replace("(", r"\(")):
        judge(line)


def test_a_missing_picture_is_refused_only_when_files_are_read() -> None:
    line = {"text": "a", "media": [{"path": "not-there.jpg", "alt": "A tree in the yard", "origin": "own"}]}
    assert judge(line)["findings"] == []
    with pytest.raises(BadInput, match=r"not-there\.jpg"):
        judge(line, read_media=True)


@pytest.mark.parametrize(
    "text",
    ["\x00", "\ud800", "a" * 100_000, "@" * 5_000, "1 " * 5_000, "https://" * 2_000, "“" * 3_000, "A" * 3_000 + "a@", "a." * 4_000, "Aa " * 3_000],
)
def test_odd_texts_are_judged(text: str) -> None:
    answer = judge({"text": text}, platform="x")
    assert not any("could not run" in finding["message"] for finding in answer["findings"])
