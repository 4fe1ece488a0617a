"""`staff` and `names`: the same rules as in the pages; a command line is not a way round."""

from pathlib import Path

import pytest

from tests.cli.conftest import Gatepost
from tests.cli.test_installation import sql
from tests.cli.test_rehearsals import is_a_sentence

ADMIN = ("--by", "admin@academy-a.example.sch.uk")
HEAD = ("--by", "head@academy-a.example.sch.uk")
NEW = "comms@academy-a.example.sch.uk"


@pytest.fixture
def staffed(installed: Gatepost) -> Gatepost:
    said = installed("staff", "add", *ADMIN, "--name", "Comms officer", "--email", NEW, "--staff-id", "C-1")
    assert said.code == 0, said.err
    return installed


def of(gatepost: Gatepost, email: str) -> dict[str, object]:
    return next(row for row in gatepost("staff", "list", "--json").rows if row["email"] == email)


def test_added_invited_trained_and_given_a_role_that_waits(staffed: Gatepost) -> None:
    assert "/welcome/" in staffed("staff", "invite", *ADMIN, NEW).out
    assert staffed("staff", "training", *ADMIN, NEW, "--course", "Safeguarding", "--on", "2026-09-01", "--evidence", "C-9").code == 0
    assert staffed("staff", "role", *ADMIN, NEW, "author", "--academy", "1").code == 0
    assert of(staffed, NEW)["roles"] == [{"role": "author", "academy": 1, "standing": "proposed"}]
    assert NEW in staffed("staff", "list").out


def test_a_person_leaves(staffed: Gatepost) -> None:
    assert staffed("staff", "leave", *ADMIN, NEW).code == 0
    assert of(staffed, NEW)["left"] is not None


def test_a_permission_is_proposed_and_revoked(gatepost: Gatepost) -> None:
    assert gatepost("practice").code == 0
    by = ("--by", "admin@practice-academy.example.sch.uk")
    comms, head = "comms@practice-academy.example.sch.uk", "head@practice-academy.example.sch.uk"
    said = gatepost("staff", "grant", *by, comms, "check", "--account", "1", "--until", "2027-07-31", "--sponsor", head)
    if said.code:
        assert is_a_sentence(said.err)
    assert said.code == 0, said.err
    grants = {g["id"]: g["standing"] for g in of(gatepost, comms)["grants"]}  # type: ignore[attr-defined]
    proposed = max(grants)
    assert grants[proposed] == "proposed"
    assert gatepost("staff", "revoke", *by, str(proposed), "--reason", "Not needed").code == 0
    assert proposed not in {g["id"] for g in of(gatepost, comms)["grants"]}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "words",
    [
        ("add", *HEAD, "--name", "N", "--email", "n@academy-a.example.sch.uk", "--staff-id", "N-1"),
        ("add", "--by", "nobody@academy-a.example.sch.uk", "--name", "N", "--email", "n@academy-a.example.sch.uk", "--staff-id", "N-1"),
        ("add", *ADMIN, "--name", "N", "--email", "n@free-mail.example", "--staff-id", "N-1"),
        ("invite", *HEAD, NEW),
        ("invite", *ADMIN, "admin@academy-a.example.sch.uk"),
        ("invite", *ADMIN, "nobody@academy-a.example.sch.uk"),
        ("role", *HEAD, NEW, "author", "--academy", "1"),
        ("role", *ADMIN, NEW, "author", "--academy", "99"),
        ("grant", *ADMIN, NEW, "draft", "--account", "99", "--until", "2027-07-31", "--sponsor", "head@academy-a.example.sch.uk"),
        ("revoke", *ADMIN, "99", "--reason", "x"),
        ("training", *ADMIN, NEW, "--course", "C", "--on", "yesterday", "--evidence", "E"),
        ("training", *ADMIN, NEW, "--course", "C", "--on", "2099-01-01", "--evidence", "E"),
        ("training", *ADMIN, NEW, "--course", "C", "--on", "2026-01-01", "--evidence", " "),
        ("leave", *ADMIN, "admin@academy-a.example.sch.uk"),
    ],
)
def test_a_command_line_is_no_way_round(staffed: Gatepost, words: tuple[str, ...]) -> None:
    before = sql("SELECT count(*) FROM person"), sql("SELECT count(*) FROM role_holding"), sql("SELECT count(*) FROM training")
    said = staffed("staff", *words)
    assert said.code == 2
    assert is_a_sentence(said.err)
    assert before == (sql("SELECT count(*) FROM person"), sql("SELECT count(*) FROM role_holding"), sql("SELECT count(*) FROM training"))


def test_names_are_imported_and_not_kept_in_clear(staffed: Gatepost, home: Path) -> None:
    (home / "roll.csv").write_text("forename,surname\nPlainfore,Plainsur\nOtherfore,Othersur\n", encoding="utf-8")
    said = staffed("names", "import", *ADMIN, "roll.csv", "--academy", "1")
    assert said.code == 0, said.err
    assert "2 people" in said.out
    assert b"Plainsur" not in (home / "data" / "gatepost.sqlite3").read_bytes()
    for words in ((*HEAD, "roll.csv", "--academy", "1"), (*ADMIN, "none.csv", "--academy", "1"), (*ADMIN, "roll.csv", "--academy", "9")):
        refused = staffed("names", "import", *words)
        assert (refused.code, is_a_sentence(refused.err)) == (2, True)
