"""A policy file that is wrong is refused in sentences that name the file, the key and the next step."""

import re
import shutil
from pathlib import Path

import pytest

from bot.errors import Misconfigured
from bot.policy.profile import FOLDER, check_all, load, names


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)
    return tmp_path


def rewrite(folder: Path, key: str, line: str, name: str = "acet") -> None:
    """Give one key of a file another line; a key the file leaves to the default is added."""
    path = folder / f"{name}.toml"
    text, count = re.subn(rf"(?m)^{key} = .*$", lambda _: line, path.read_text())
    path.write_text(text if count else f"{text}\n{line}\n")


def refusal(folder: Path, name: str = "acet") -> str:
    with pytest.raises(Misconfigured) as refused:
        load(name, folder)
    said = refused.value.sentence
    assert said.endswith((".", "?"))
    assert not re.search(r"pydantic|Traceback|errors? for|type=|Input should|For further|Annotated|\bloc\b|RoutedRole|datetime", said), said
    assert str(folder) not in said
    return said


NONSENSE = [
    ("people_per_post", '{ value = 1, clause = "default" }', "acet.toml, people_per_post: 1 cannot stand; it must be 2 or 3."),
    ("people_per_post", '{ value = 4, clause = "default" }', "acet.toml, people_per_post: 4 cannot stand; it must be 2 or 3."),
    ("decide_minutes", '{ value = -5, clause = "default" }', "acet.toml, decide_minutes: -5 cannot stand; it must be 1 or more."),
    ("adopt_minutes", '{ value = 0, clause = "default" }', "acet.toml, adopt_minutes: 0 cannot stand; it must be 1 or more."),
    ("decide_minutes", '{ value = 20000, clause = "default" }', "it must be 10080 or less."),
    ("decide_minutes", '{ value = "30", clause = "default" }', "'30' cannot stand; it must be a whole number, without quotation marks."),
    ("decide_minutes", '{ value = true, clause = "default" }', "decide_minutes: true cannot stand; it must be a whole number"),
    ("decide_minutes", '{ value = 30.5, clause = "default" }', "decide_minutes: 30.5 cannot stand; it must be a whole number"),
    ("review_months", '{ value = 0, clause = "ACET-0.1" }', "acet.toml, review_months: 0 cannot stand; it must be 1 or more."),
    ("minimum_custodians", '{ value = 1, clause = "default" }', "it must be 2 or more."),
    ("review_due", '{ value = "June 2024", clause = "ACET-0.1" }', "it must be a date such as 2026-09-01, without quotation marks."),
    ("review_due", '{ value = 2023-05-31, clause = "ACET-0.1" }', "acet.toml: review_due is before policy_date"),
    ("review_due", '{ value = 2024-06-30T10:00:00, clause = "ACET-0.1" }', "acet.toml, review_due: 2024-06-30"),
    ("training_required", '{ value = "yes", clause = "default" }', "'yes' cannot stand; it must be true or false"),
    ("training_required", '{ value = 1, clause = "default" }', "1 cannot stand; it must be true or false"),
    ("fact_check", '{ value = "some", clause = "default" }', "it must be 'all' or 'claims'."),
    ("fact_check", '{ value = "claims", clause = "page 3" }', "fact_check (clause): 'page 3' cannot stand; it must be a clause such as"),
    ("fact_check", '{ value = "claims" }', "acet.toml gives fact_check without its clause. Add the clause."),
    ("fact_check", '{ clause = "ACET-1.3.8a" }', "acet.toml gives fact_check without its value. Add the value."),
    ("fact_check", '{ value = "claims", clause = "default", why = "x" }', "acet.toml, fact_check: why is not known."),
    ("fact_check", '"claims"', "acet.toml, fact_check: 'claims' stands alone. Write { value = ..., clause = \"...\" }."),
    ("fact_check", '{ value = "claims", clause = "BET-4.2" }', "a trust's file cites clauses of its own policy only"),
    ("follow_rule", '{ value = "anyone", clause = "default" }', "it must be 'allow_list'."),
    ("title", '"  "', "acet.toml, title: a blank cannot stand; it must not be left blank."),
    ("version", "7", "acet.toml, version: 7 cannot stand; it must be text in quotation marks."),
    ("policy_owner", '{ value = "", clause = "ACET-0.1" }', "policy_owner: a blank cannot stand"),
    ("extra_approver", '{ value = "caretaker", clause = "default" }', "'caretaker' cannot stand; it must be one of 'author', 'checker'"),
    ("abuse_recipients", '{ value = "slt", clause = "default" }', 'it must be a list such as ["slt"].'),
    ("hide_severities", '{ value = ["S0", "S9"], clause = "default" }', "'S9' cannot stand; it must be 'S0'"),
    ("evidence_fields", '{ value = ["capture"], clause = "default" }', "evidence_fields must hold time, date and url"),
    ("name", '"aston"', "acet.toml gives the name 'aston'. Make the name and the file name the same."),
]


@pytest.mark.parametrize(("key", "value", "said"), NONSENSE, ids=lambda each: str(each)[:40])
def test_nonsense_is_a_sentence(folder: Path, key: str, value: str, said: str) -> None:
    rewrite(folder, key, f"{key} = {value}")
    assert said in refusal(folder)
    assert any(said in line for line in check_all(folder))


ODD = (
    "-1",
    "0",
    "1.5",
    "nan",
    "true",
    '""',
    '"zzz"',
    "[]",
    '["zzz"]',
    "[1]",
    "[[]]",
    "{}",
    "{ value = 1 }",
    "07:32:00",
    "2026-01-01T00:00:00Z",
)


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_value_is_taken_or_refused_in_words_whatever_the_key(folder: Path, odd: str) -> None:
    sound = (folder / "acet.toml").read_text()
    refused = 0
    for key in load("acet", folder).parameters():
        (folder / "acet.toml").write_text(sound)
        rewrite(folder, key, f'{key} = {{ value = {odd}, clause = "default" }}')
        try:
            load("acet", folder)
        except Misconfigured:
            refused += 1
            said = refusal(folder)
            assert key in said
            assert "cannot be used" not in said
    assert refused >= 40  # of fifty; the rest are free text, switches and lists that may be empty


@pytest.mark.parametrize("severity", ["S3", "S5"])
def test_I9_criticism_and_ordinary_talk_can_never_be_hidden_by_the_machine(folder: Path, severity: str) -> None:
    rewrite(folder, "hide_severities", f'hide_severities = {{ value = ["S0", "S1", "S4", "{severity}"], clause = "default" }}')
    said = refusal(folder)
    assert f"hide_severities lists {severity}" in said
    assert "never hidden by the machine" in said


def test_three_people_means_the_checker_does_not_approve(folder: Path) -> None:
    rewrite(folder, "people_per_post", 'people_per_post = { value = 3, clause = "default" }')
    assert "Set checker_may_approve to false, or people_per_post to 2." in refusal(folder)
    rewrite(folder, "checker_may_approve", 'checker_may_approve = { value = false, clause = "default" }')
    profile = load("acet", folder)
    assert (profile.people_per_post.value, profile.checker_may_approve.value) == (3, False)


def test_S01_1_nobody_to_send_it_to_is_refused(folder: Path) -> None:
    rewrite(folder, "abuse_recipients", 'abuse_recipients = { value = [], clause = "default" }')
    assert "acet.toml, abuse_recipients: an empty list cannot stand; it must name somebody" in refusal(folder)


def test_S01_1_the_safeguarding_lead_cannot_be_left_out(folder: Path) -> None:
    rewrite(folder, "safeguarding_recipients", 'safeguarding_recipients = { value = ["head"], clause = "default" }')
    assert "safeguarding_recipients leaves out dsl" in refusal(folder)


def test_S27_2_a_review_period_left_out_is_refused(folder: Path) -> None:
    rewrite(folder, "review_months", "", name="bet")
    assert "bet.toml does not give review_months, which every trust gives for itself." in refusal(folder, "bet")


def test_S27_2_a_review_period_left_blank_is_refused(folder: Path) -> None:
    rewrite(folder, "review_months", 'review_months = { value = "", clause = "default" }', name="bet")
    assert "bet.toml, review_months: a blank cannot stand" in refusal(folder, "bet")


def test_a_parameter_nobody_gives_is_missing_from_the_default_file(folder: Path) -> None:
    rewrite(folder, "link_check", "", name="default")
    assert refusal(folder, "acet") == "default.toml does not give link_check. Add it."
    assert load("bet", folder).link_check.clause == "BET-4.5"


def test_an_unknown_key_is_named_with_the_one_that_was_meant(folder: Path) -> None:
    rewrite(folder, "poeple_per_post", 'poeple_per_post = { value = 2, clause = "default" }')
    rewrite(folder, "weather", "weather = 1")
    said = refusal(folder)
    assert "acet.toml has a key that is not known: poeple_per_post. Did you mean people_per_post?" in said
    assert "acet.toml has a key that is not known: weather. Take it out." in said


def test_a_mistake_in_the_default_file_is_blamed_on_the_default_file_once(folder: Path) -> None:
    rewrite(folder, "draft_expiry_days", 'draft_expiry_days = { value = 0, clause = "default" }', name="default")
    assert check_all(folder) == ["default.toml, draft_expiry_days: 0 cannot stand; it must be 1 or more. Correct it."]


def test_the_default_file_may_not_cite_a_policy(folder: Path) -> None:
    rewrite(folder, "link_check", 'link_check = { value = true, clause = "BET-4.5" }', name="default")
    assert "the default file cites none" in refusal(folder, "default")


def test_every_problem_of_every_file_is_told_at_once(folder: Path) -> None:
    rewrite(folder, "decide_minutes", 'decide_minutes = { value = -1, clause = "default" }')
    rewrite(folder, "fact_check", 'fact_check = { value = "none", clause = "default" }')
    rewrite(folder, "adults", 'adults = { value = "no", clause = "default" }', name="core")
    assert [line.split(":")[0] for line in check_all(folder)] == [
        "acet.toml, fact_check",
        "acet.toml, decide_minutes",
        "core.toml, adults",
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'name = "acet\n', "acet.toml is not well-formed TOML:"),
        (b'name = "acet"\nname = "acet"\n', "acet.toml is not well-formed TOML:"),
        (b'title = "\xff\xfe"\n', "acet.toml is not written in UTF-8. Save it again as UTF-8."),
        (b"", "acet.toml does not give name, which every trust gives for itself."),
    ],
    ids=["broken string", "key twice", "not UTF-8", "empty"],
)
def test_broken_files_are_a_sentence(folder: Path, content: bytes, said: str) -> None:
    (folder / "acet.toml").write_bytes(content)
    assert said in refusal(folder)
    assert said in " ".join(check_all(folder))


def test_a_default_file_that_is_gone_is_a_sentence(folder: Path) -> None:
    (folder / "default.toml").unlink()
    assert refusal(folder) == "default.toml cannot be read. Put it back, or correct who may read it."


@pytest.mark.parametrize("name", ["nobody", "../policies/acet", "", "acet.toml"])
def test_a_profile_that_is_not_there_is_a_sentence_with_those_that_are(folder: Path, name: str) -> None:
    assert refusal(folder, name) == f"There is no policy profile called {name!r}. There are: default, acet, att, bet, core, inspire."


def test_a_folder_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    assert "GATEPOST_POLICY_DIR" in refusal(tmp_path / "gone")
    assert "GATEPOST_POLICY_DIR" in " ".join(check_all(tmp_path / "gone"))
    assert check_all(tmp_path) == ["There is no policy profile called 'default'. There are: none."]


def test_the_environment_names_another_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rewrite(folder, "name", 'name = "oak"')
    (folder / "acet.toml").rename(folder / "oak.toml")
    monkeypatch.setenv("GATEPOST_POLICY_DIR", str(folder))
    assert "oak" in names()
    assert load("oak").title == "Aston Community Education Trust"
