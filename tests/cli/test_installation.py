"""`setup`, `keys`, `migrate`, `doctor`, `practice`, `serve`, `poll` and `audit` on an installation of one's own."""

import shutil
import socket
import stat
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.drafts import ocr
from bot.secrets import new_key
from tests.cli.conftest import SETUP, Gatepost
from tests.cli.test_rehearsals import is_a_sentence

DATABASE = "data/gatepost.sqlite3"


def sql(statement: str) -> list[tuple[object, ...]]:
    engine = sa.create_engine(f"sqlite:///{DATABASE}")
    with engine.begin() as connection:
        result = connection.exec_driver_sql(statement)
        return [tuple(row) for row in result] if result.returns_rows else []


def wrong(said_rows: list[dict[str, str]]) -> dict[str, str]:
    return {row["check"]: row["sentence"] for row in said_rows if row["state"] == "wrong"}


def test_setup_keeps_what_is_in_env_and_makes_it_readable_by_its_owner_alone(gatepost: Gatepost, home: Path) -> None:
    (home / ".env").write_text("GATEPOST_PORT=8123\n# mine\n")
    assert gatepost("setup").code == 0
    text = (home / ".env").read_text()
    assert text.startswith("GATEPOST_PORT=8123\n# mine\nGATEPOST_SECRET_KEYS=")
    assert stat.S_IMODE((home / ".env").stat().st_mode) == 0o600
    assert gatepost("setup").code == 0
    assert (home / ".env").read_text() == text, "a second time nothing changes"


def test_setup_makes_the_first_two_people_once(gatepost: Gatepost) -> None:
    said = gatepost(*SETUP)
    assert said.code == 0
    assert said.out.count("/welcome/") == 2
    again = gatepost(*SETUP)
    assert (again.code, is_a_sentence(again.err)) == (2, True)
    assert "already" in again.err
    assert len(gatepost("staff", "list", "--json").rows) == 2


def test_setup_says_all_that_is_left_out(gatepost: Gatepost) -> None:
    said = gatepost("setup", "--academy", "Academy A")
    assert said.code == 2
    for option in ("--domain", "--head-email", "--head-staff-id", "--admin-email", "--admin-staff-id"):
        assert option in said.err


def test_one_person_cannot_be_both_of_the_first_two(gatepost: Gatepost) -> None:
    same = [word.replace("A-1", "h-1 ") for word in SETUP]
    said = gatepost(*same)
    assert said.code == 2, "the Headteacher and the administrator watch over each other"
    assert sql("SELECT count(*) FROM person") == [(0,)]


def test_migrate_twice(gatepost: Gatepost) -> None:
    gatepost("setup")
    for _ in range(2):
        assert gatepost("migrate").code == 0


def test_doctor_in_a_fresh_folder_says_what_to_do(gatepost: Gatepost) -> None:
    said = gatepost("doctor", "--json")
    assert said.code == 1
    assert all(list(row) == ["check", "state", "sentence"] for row in said.rows)
    assert "gatepost setup" in wrong(said.rows)["keys"]


@pytest.mark.parametrize(("there", "state"), [(True, "good"), (False, "note")])
def test_doctor_says_whether_words_in_pictures_are_read(installed: Gatepost, monkeypatch: pytest.MonkeyPatch, there: bool, state: str) -> None:
    monkeypatch.setattr(shutil, "which", lambda name, **_: f"/usr/bin/{name}" if there else None)
    ocr.available.cache_clear()
    try:
        found = {row["check"]: row["state"] for row in installed("doctor", "--json").rows}
    finally:
        ocr.available.cache_clear()
    assert found["words in pictures"] == state


def test_doctor_names_empty_roles_S01_1(installed: Gatepost) -> None:
    said = installed("doctor", "--json")
    assert said.code == 1
    sentence = wrong(said.rows)["roles at Academy A"]
    assert "Designated safeguarding lead" in sentence
    assert "Headteacher" not in sentence


@pytest.mark.parametrize(
    ("name", "value", "check", "part"),
    [
        ("GATEPOST_PORT", "eight", "settings", "GATEPOST_PORT"),
        ("GATEPOST_DATABASE_URL", "mysql://x", "settings", "GATEPOST_DATABASE_URL"),
        ("GATEPOST_SECRET_KEYS", "secret-but-wrong", "settings", "GATEPOST_SECRET_KEYS"),
        ("GATEPOST_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none", "database", "cannot be reached"),
        ("GATEPOST_DATABASE_URL", "sqlite:///empty.sqlite3", "database", "gatepost migrate"),
        ("GATEPOST_POLICY_DIR", "nowhere", "policy", ""),
    ],
)
def test_doctor_names_what_is_misconfigured(
    installed: Gatepost, monkeypatch: pytest.MonkeyPatch, name: str, value: str, check: str, part: str
) -> None:
    monkeypatch.setenv(name, value)
    said = installed("doctor", "--json")
    assert said.code == 1
    assert part in wrong(said.rows)[check]
    assert "secret-but-wrong" not in said.out + said.err
    assert "Traceback" not in said.err


def test_doctor_and_rotate_with_the_wrong_key_are_sentences(gatepost: Gatepost, monkeypatch: pytest.MonkeyPatch) -> None:
    assert gatepost("practice", "--quiet").code == 0
    monkeypatch.setenv("GATEPOST_SECRET_KEYS", new_key())
    said = gatepost("doctor", "--json")
    assert "cannot be read with the keys" in wrong(said.rows)["@PracticeAcademy on practice"]
    rotated = gatepost("keys", "rotate")
    assert (rotated.code, is_a_sentence(rotated.err)) == (2, True)
    assert "older key" in rotated.err


def test_keys_turn_over_and_the_old_one_can_go(gatepost: Gatepost, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gatepost("practice", "--quiet")
    old = next(line.partition("=")[2] for line in (home / ".env").read_text().splitlines() if line.startswith("GATEPOST_SECRET_KEYS"))
    new = gatepost("keys", "new").out.strip()
    monkeypatch.setenv("GATEPOST_SECRET_KEYS", f"{new},{old}")
    (before,) = sql("SELECT credential FROM account")
    assert gatepost("keys", "rotate").code == 0
    (after,) = sql("SELECT credential FROM account")
    assert before != after
    monkeypatch.setenv("GATEPOST_SECRET_KEYS", new)
    assert "@PracticeAcademy on practice" not in wrong(gatepost("doctor", "--json").rows)


def test_practice_twice_is_one_academy_with_one_password(gatepost: Gatepost) -> None:
    first = gatepost("practice")
    assert first.code == 0, first.err
    password = first.out.partition("Their password is: ")[2].splitlines()[0]
    count = sql("SELECT count(*) FROM draft")
    second = gatepost("practice")
    assert second.code == 0
    assert f"Their password is: {password}" in second.out
    assert sql("SELECT count(*) FROM academy") == [(1,)]
    assert sql("SELECT count(*) FROM draft") == count
    assert gatepost("audit", "verify").code == 0


def test_poll_once_says_what_it_did(gatepost: Gatepost) -> None:
    gatepost("practice")
    said = gatepost("poll", "--once", "--json")
    assert said.code == 0
    assert {"replies", "timeline", "following"} <= {row["job"] for row in said.rows}
    assert all(list(row) == ["job", "row", "account", "result"] for row in said.rows)
    one = gatepost("poll", "--once", "--json", "--account", "1")
    assert {row["account"] for row in one.rows} == {1}
    none = gatepost("poll", "--once", "--account", "99")
    assert (none.code, is_a_sentence(none.err)) == (2, True)
    assert gatepost("poll").code == 2


def test_audit_verify_and_seal(installed: Gatepost) -> None:
    said = installed("audit", "verify", "--json")
    assert said.code == 0
    assert list(said.rows[0]) == ["whole", "entries", "sealed", "breaks"]
    assert "Sealed up to entry" in installed("audit", "seal").out
    assert installed("audit", "seal").out == "Nothing new to seal.\n"
    sql("DROP TRIGGER audit_entry_no_update")
    sql("UPDATE audit_entry SET actor = 'Somebody else' WHERE seq = 2")
    said = installed("audit", "verify", "--json")
    assert said.code == 1
    assert [(b["seq"], b["kind"]) for b in said.rows[0]["breaks"]] == [(2, "changed")]
    assert "entry 2 was changed" in installed("audit", "verify").out


@pytest.mark.parametrize("words", [("audit", "verify"), ("poll", "--once"), ("staff", "list"), ("serve",), ("worker",)])
def test_without_a_database_every_command_says_migrate(gatepost: Gatepost, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]) -> None:
    monkeypatch.setenv("GATEPOST_SECRET_KEYS", new_key())
    said = gatepost(*words)
    assert (said.code, is_a_sentence(said.err)) == (2, True)
    assert "gatepost migrate" in said.err


def test_without_a_key_every_command_says_setup(gatepost: Gatepost) -> None:
    said = gatepost("migrate")
    assert (said.code, is_a_sentence(said.err)) == (2, True)
    assert "gatepost setup" in said.err


def test_serve_with_a_busy_port_is_a_sentence(installed: Gatepost, process: Gatepost) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        said = process("serve", GATEPOST_PORT=str(busy.getsockname()[1]))
    assert (said.code, is_a_sentence(said.err)) == (2, True)
    assert "GATEPOST_PORT" in said.err
