"""`classify`, `check-draft` and `policy`: the interfaces of the issue, to the letter."""

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, Gatepost

LINE = '{"id": "a", "text": "I\'m going to break your legs"}\n{"id": 2, "text": "Well done \U0001f44f"}\n'
SCREENS = {"length", "alt_text", "personal_data", "names", "links",
    "content", "references", "sensitive_topic", "rights", "accessibility", "hashtag", "date"}  # fmt: skip


def is_a_sentence(err: str) -> bool:
    return err.startswith("gatepost: ") and err.rstrip().endswith((".", "?")) and "Traceback" not in err


def test_classify_answers_each_line_in_the_agreed_shape(gatepost: Gatepost) -> None:
    said = gatepost("classify", "--json", stdin=LINE)
    assert (said.code, said.err) == (0, "")
    assert [list(row) for row in said.rows] == [["id", "verdict", "severity", "score", "reasons"]] * 2
    assert [(row["id"], row["verdict"], row["severity"]) for row in said.rows] == [("a", "hide", "S1"), (2, "keep", "S5")]
    assert list(said.rows[0]["reasons"][0]) == ["rule", "span"]
    assert said.rows[0]["reasons"][0]["span"] in "I'm going to break your legs"


def test_classify_as_a_process_reads_utf8_and_a_file(process: Gatepost, home: Path) -> None:
    (home / "lines").write_text(LINE, encoding="utf-8")
    piped, read = process("classify", stdin=LINE), process("classify", "lines")
    assert piped.code == read.code == 0
    assert piped.out == read.out
    assert len(piped.rows) == 2


@pytest.mark.parametrize(
    ("stdin", "part"),
    [
        ('{"id": 1, "text": "ok"}\nnot json\n', "line 2"),
        ('{"id": 1}\n', "line 1, text"),
        ('{"text": "x"}\n', "line 1, id"),
        ("[1]\n", "line 1"),
        ('{"id": true, "text": "x"}\n', "id"),
    ],
)
def test_classify_a_bad_line_is_a_sentence_with_its_number(gatepost: Gatepost, stdin: str, part: str) -> None:
    said = gatepost("classify", stdin=stdin)
    assert said.code == 2
    assert part in said.err
    assert is_a_sentence(said.err)
    assert len(said.rows) == stdin.count('"ok"'), "what came before it was answered"


def test_classify_of_a_file_answers_everything_before_a_bad_line_and_judges_alike_however_many_there_are(gatepost: Gatepost, home: Path) -> None:
    texts = ("Well done", "you are all idiots", "Call me on 07700 900123", "cant do this anymore, ive got the tablets ready")
    rows = [json.dumps({"id": number, "text": f"{texts[number % 4]} {number}"}) for number in range(70)]
    (home / "lines").write_text("\n".join([*rows, "not json", *rows]), encoding="utf-8")
    said = gatepost("classify", "lines")
    assert (said.code, "line 71" in said.err) == (2, True)
    assert [row["id"] for row in said.rows] == list(range(70))
    assert said.rows == gatepost("classify", stdin="\n".join(rows)).rows


def test_classify_of_what_is_no_text_is_a_sentence(process: Gatepost) -> None:
    assert process("classify", "missing.jsonl").err == "gatepost: file: missing.jsonl cannot be read: No such file or directory.\n"
    said = process("classify", "--json", stdin=b"\xff\xfe{")
    assert (said.code, is_a_sentence(said.err)) == (2, True)


TEXT = "\U0001f389 Results: 87% passed. Ring 01632 960123 or see https://bit.ly/x"


def bundle(**more: object) -> str:
    return json.dumps({"text": TEXT} | more) + "\n"


def test_check_draft_answers_in_the_agreed_shape_with_offsets_in_code_points(gatepost: Gatepost, home: Path) -> None:
    (home / "links.json").write_text(json.dumps({"https://bit.ly/x": {"status": 200, "final_url": "https://example.org/"}}))
    said = gatepost(
        "check-draft", "--json", "--policy", "acet", "--platform", "x", "--today", "2026-11-20", "--link-answers", "links.json", "--no-media-files",
        stdin=bundle(id="b1") + bundle(id=2, platform="bluesky", media=[{"path": "choir.png", "alt": "", "shows": ["adult"], "origin": "own"}]),
    )  # fmt: skip
    assert (said.code, said.err) == (0, "")
    assert [row["id"] for row in said.rows] == ["b1", 2]
    for row in said.rows:
        assert list(row) == ["id", "findings", "claims"]
        for found in row["findings"]:
            assert list(found) == ["screen", "level", "message", "clause", "start", "end"]
            assert found["screen"] in SCREENS
            assert found["level"] in {"block", "warn", "ask"}
        for claim in row["claims"]:
            assert list(claim) == ["text", "kind", "start", "end"]
            assert TEXT[claim["start"] : claim["end"]] == claim["text"]
    assert any(TEXT[f["start"] : f["end"]] == "01632 960123" for f in said.rows[0]["findings"] if f["screen"] == "personal_data")
    assert "87%" in {c["text"] for c in said.rows[0]["claims"]} | {c["text"][:3] for c in said.rows[0]["claims"]}
    assert "alt_text" in {f["screen"] for f in said.rows[1]["findings"]}


def test_check_draft_needs_only_a_text(process: Gatepost) -> None:
    said = process("check-draft", "--json", stdin='{"text": "Well done to our choir"}\n')
    assert said.code == 0
    assert said.rows[0]["claims"] == []


def test_check_draft_knows_names_from_a_register(gatepost: Gatepost, home: Path) -> None:
    (home / "roll.csv").write_text("forename,surname,group\nPlainfore,Plainsur,pupil\n", encoding="utf-8")
    said = gatepost("check-draft", "--register", "roll.csv", stdin='{"text": "Well done Plainfore Plainsur"}\n')
    if said.code == 2:  # the roll asks for other columns: its sentence names them
        assert is_a_sentence(said.err)
        pytest.fail(said.err)
    assert "names" in {f["screen"] for f in said.rows[0]["findings"]}


@pytest.mark.parametrize(
    ("words", "stdin", "part"),
    [
        (("--policy", "nobody"), bundle(), "nobody"),
        (("--platform", "myspace"), bundle(), "myspace"),
        (("--today", "tomorrow"), bundle(), "not a date"),
        (("--register", "none.csv"), bundle(), "none.csv"),
        (("--link-answers", "none.json"), bundle(), "none.json"),
        ((), "nonsense\n", "line 1"),
        ((), "{}\n", "line 1"),
        ((), '{"text": 5}\n', "line 1"),
        ((), bundle(platform="myspace"), "line 1"),
        ((), bundle(policy="nobody"), ""),
    ],
)
def test_check_draft_what_cannot_be_used_is_a_sentence(gatepost: Gatepost, words: tuple[str, ...], stdin: str, part: str) -> None:
    said = gatepost("check-draft", *words, stdin=stdin)
    assert said.code == 2
    assert part in said.err
    assert is_a_sentence(said.err)


def test_policy_show_list_and_check(gatepost: Gatepost, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert gatepost("policy", "list").out.split() == ["default", "acet", "att", "bet", "core", "inspire"]
    for name in gatepost("policy", "list").out.split():
        said = gatepost("policy", "show", name, "--json")
        assert said.code == 0
        parameters = [row for row in said.rows if row["kind"] == "parameter"]
        assert parameters
        assert all({"parameter", "value", "clause"} <= set(row) for row in parameters)
        assert all({"clause", "duty", "class", "controls", "state", "tests"} <= set(row) for row in said.rows if row not in parameters)
    assert "CORE-5.1" in gatepost("policy", "show", "core").out
    missing = gatepost("policy", "show", "nobody")
    assert (missing.code, is_a_sentence(missing.err)) == (2, True)
    assert gatepost("policy", "check").code == 0
    folder = shutil.copytree(ROOT / "config" / "policies", home / "policies")
    (folder / "odd.toml").write_text('title = "Odd"\nfrobnicate = 3\n')
    monkeypatch.setenv("GATEPOST_POLICY_DIR", str(folder))
    odd = gatepost("policy", "check")
    assert odd.code == 1
    assert "odd" in odd.out


def test_no_command_and_an_unknown_one_say_how(gatepost: Gatepost) -> None:
    assert gatepost().code == 2
    assert gatepost("fly").code == 2
    assert gatepost("--version").out.startswith("gatepost ")
