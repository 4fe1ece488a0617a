"""What `gatepost policy show` says of the clauses: each with its class, controls, state, and the tests that prove it."""

import json

import pytest

from bot.cli import main
from bot.policy.clauses import ALSO, Class, clause_rows, clauses_of, register
from bot.policy.controls import State, controls
from bot.policy.profile import load


def test_every_line_is_a_parameter_or_a_clause(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["policy", "show", "bet", "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    parameters, clauses = ([row for row in rows if row["kind"] == kind] for kind in ("parameter", "clause"))
    assert len(parameters) + len(clauses) == len(rows)
    assert len(parameters) == len(load("bet").parameters())
    assert len(clauses) == 69
    assert {"clause", "duty", "class", "controls", "state", "tests"} <= set(clauses[0])
    named = next(row for row in clauses if row["clause"] == "BET-2.1.1")
    assert (named["class"], named["controls"]) == ("ENFORCE", ["C01"])
    assert any("test_S01_1_" in test for test in named["tests"])


def test_in_words_the_states_are_counted_and_a_default_is_said_to_be_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["policy", "show", "att"]) == 0
    said = capsys.readouterr().out
    assert "60 clauses: " in said
    assert " 15 outside." in said
    assert "[default, to be confirmed]" in said
    assert "[must be entered; ATT-8.4]" in said
    assert "[ATT-6.3b]" in said


def test_the_default_profile_has_no_clauses(capsys: pytest.CaptureFixture[str]) -> None:
    assert clause_rows(load("default")) == []
    assert main(["policy", "show", "default"]) == 0
    assert "speaks for no policy" in capsys.readouterr().out


def test_a_clause_outside_says_why_and_what_its_nearest_hook_does() -> None:
    row = next(row for row in clause_rows(load("att")) if row["clause"] == "ATT-6.9")
    assert row["state"] == "outside"
    assert "Nearest hook: Impostors and unofficial accounts" in row["why"]
    assert "how" not in row


def test_a_clause_is_as_good_as_its_controls_together() -> None:
    for clause in register().values():
        states = {controls()[number].state for number in clause.controls}
        if clause.said or clause.kind is Class.OUTSIDE:
            continue
        if clause.state is State.WORKING:
            assert states == {State.WORKING}, clause.id
        if clause.state is State.NOT_YET:
            assert states == {State.NOT_YET}, clause.id
    assert {letter for clause in register().values() for letter in clause.also} <= set(ALSO)


def test_a_profile_made_from_a_trust_s_own_shows_that_trust_s_clauses() -> None:
    renamed = load("acet").model_copy(update={"name": "oak"})
    assert len(clauses_of(renamed)) == 45
