"""Whoever can write to the database itself, triggers gone, is still found by the chain and its seals (S32.2, C32)."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from bot.audit.actions import Act
from bot.audit.log import FIRST, Actor, append, entry_hash
from bot.audit.models import Entry
from bot.audit.verify import Report, seal, verify
from bot.secrets import Vault, new_key
from tests.scene import Scene

LAST = 12
SOMEBODY = Actor(None, "Comms officer")


@pytest.fixture
def record(scene: Scene) -> Scene:
    """Twelve entries of our own after those of the scene, numbered from 1 for the tests' sake, and a seal in the middle."""
    unlocked(scene, "DELETE FROM audit_entry")
    with scene.session() as session:
        for number in range(1, LAST - 1):
            append(session, SOMEBODY, Act.DRAFT_SAVED, f"draft:{number}", academy_id=scene.academy_id, note=f"words {number}")
        session.commit()
        assert seal(session, scene.vault, scene.settings.seal_file) == LAST - 2
        append(session, SOMEBODY, Act.DRAFT_SAVED, "draft:12")
        session.commit()
    assert check(scene).as_json() == {"whole": True, "entries": LAST, "sealed": LAST - 2, "breaks": []}
    return scene


def unlocked(scene: Scene, *statements: str, **values: object) -> None:
    """With the triggers dropped and the checks off, as somebody with the database's own password would."""
    with scene.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            for name in ("update", "delete"):
                connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS audit_entry_no_{name}")
            connection.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
        else:
            for name in ("change", "truncate"):
                connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS audit_entry_no_{name} ON audit_entry")
        for statement in statements:
            connection.execute(sa.text(statement), values)
        connection.commit()


def check(scene: Scene) -> Report:
    with scene.session() as session:
        return verify(session, scene.vault, scene.settings.seal_file)


def found(scene: Scene) -> set[tuple[int, str]]:
    return {(b.seq, b.kind) for b in check(scene).breaks}


CHANGES: dict[str, object] = {
    "actor": "Somebody else",
    "actor_id": 3,
    "act": "draft:approve",
    "outcome": "refused",
    "subject": "draft:99",
    "academy_id": 77,
    "account_id": 77,
    "detail": '{"note": "other words"}',
    "prev_hash": "f" * 64,
    "hash": "e" * 64,
    "at": "2026-01-01 00:00:00+00:00",
}


@pytest.mark.parametrize("column", CHANGES)
@pytest.mark.parametrize("seq", [1, 5, LAST])
def test_S32_2_a_changed_column_is_named(record: Scene, column: str, seq: int) -> None:
    unlocked(record, f"UPDATE audit_entry SET {column} = :value WHERE seq = {seq}", value=CHANGES[column])  # noqa: S608
    assert found(record) == {(seq, "changed")}


@pytest.mark.parametrize(("column", "value"), [("at", "the day before"), ("detail", "{not json"), ("outcome", "perhaps")])
def test_S32_2_a_row_that_is_no_entry_any_more_is_named_and_not_a_trace(record: Scene, column: str, value: str) -> None:
    if record.engine.dialect.name != "sqlite":
        with pytest.raises(sa.exc.DBAPIError):  # PostgreSQL's own types and checks do not let it in
            unlocked(record, f"UPDATE audit_entry SET {column} = :value WHERE seq = 5", value=value)  # noqa: S608
        return
    unlocked(record, f"UPDATE audit_entry SET {column} = :value WHERE seq = 5", value=value)  # noqa: S608
    assert found(record) == {(5, "changed")}
    assert "can no longer be read" in check(record).breaks[0].sentence


@pytest.mark.parametrize(
    ("seqs", "named"),
    [
        ("1", {(1, "removed")}),
        ("6", {(6, "removed")}),
        ("4, 5, 6", {(4, "removed")}),
        ("3, 8", {(3, "removed"), (8, "removed")}),
        (f"{LAST - 2}, {LAST - 1}, {LAST}", {(LAST - 2, "truncated")}),
        (f"{LAST - 3}, {LAST - 2}, {LAST - 1}, {LAST}", {(LAST - 3, "truncated")}),
    ],
)
def test_S32_2_removed_entries_are_named(record: Scene, seqs: str, named: set[tuple[int, str]]) -> None:
    unlocked(record, f"DELETE FROM audit_entry WHERE seq IN ({seqs})")  # noqa: S608
    assert found(record) == named


def test_S32_2_the_whole_record_removed_is_found_by_its_seal(record: Scene) -> None:
    unlocked(record, "DELETE FROM audit_entry")
    assert found(record) == {(1, "truncated")}


def test_S32_2_two_rows_that_changed_places_are_both_named(record: Scene) -> None:
    unlocked(
        record,
        "UPDATE audit_entry SET seq = 900 WHERE seq = 4",
        "UPDATE audit_entry SET seq = 4 WHERE seq = 7",
        "UPDATE audit_entry SET seq = 7 WHERE seq = 900",
    )
    assert found(record) == {(4, "reordered"), (7, "reordered")}
    assert "written as entry 7" in check(record).breaks[0].sentence


def test_S32_2_the_content_of_two_rows_exchanged_is_found(record: Scene) -> None:
    unlocked(
        record,
        "UPDATE audit_entry SET subject = CASE seq WHEN 4 THEN 'draft:7' ELSE 'draft:4' END WHERE seq IN (4, 7)",
    )
    assert found(record) == {(4, "changed"), (7, "changed")}


def forged(session: Session, seq: int, prev_hash: str) -> Entry:
    real = session.get_one(Entry, 3)
    entry = Entry(**{**real.model_dump(), "seq": seq, "subject": "draft:forged", "prev_hash": prev_hash, "hash": ""})
    entry.hash = entry_hash(entry)
    return entry


def test_S32_2_a_forged_entry_at_the_end_that_does_not_follow_is_named(record: Scene) -> None:
    with record.session() as session:
        session.add(forged(session, LAST + 1, "a" * 64))
        session.commit()
    assert found(record) == {(LAST + 1, "reordered")}


def test_S32_2_an_entry_put_in_before_the_first_is_named(record: Scene) -> None:
    with record.session() as session:
        session.add(forged(session, 0, "b" * 64))
        session.commit()
    assert found(record) == {(0, "reordered")}


def test_S32_2_one_entry_rewritten_with_a_fitting_hash_breaks_at_its_successor(record: Scene) -> None:
    rewrite(record, first=5, last=5)
    named = check(record).breaks
    assert [(b.seq, b.kind) for b in named] == [(6, "reordered")]
    assert "entry 5" in named[0].sentence


def rewrite(scene: Scene, first: int, last: int) -> None:
    """Other words, and every hash made to fit: all that somebody without the keys can do."""
    unlocked(scene)
    with scene.session() as session:
        rows = {seq: session.get_one(Entry, seq) for seq in range(max(1, first - 1), last + 1)}
        fields = {seq: row.model_dump() for seq, row in rows.items()}
        session.rollback()
    previous = fields[first - 1]["hash"] if first > 1 else FIRST
    for seq in range(first, last + 1):
        entry = Entry(**{**fields[seq], "subject": f"draft:other-{seq}", "prev_hash": previous, "hash": ""})
        entry.hash = previous = entry_hash(entry)
        unlocked(
            scene,
            "UPDATE audit_entry SET subject = :subject, prev_hash = :prev, hash = :hash WHERE seq = :seq",
            subject=entry.subject, prev=entry.prev_hash, hash=entry.hash, seq=seq,
        )  # fmt: skip


def test_S32_2_the_whole_chain_rewritten_is_found_by_its_seal(record: Scene) -> None:
    rewrite(record, first=1, last=LAST)
    assert (LAST - 2, "changed") in found(record)
    assert check(record).sealed == 0


def seal_lines(change: Callable[[list[str]], list[str]], file: Path) -> None:
    file.write_text("".join(line + "\n" for line in change(file.read_text().splitlines())))


def forged_line(scene: Scene, seq: int, hash_: str) -> str:
    return json.dumps({"seq": seq, "hash": hash_, "at": "2026-11-20", "mark": Vault([new_key()]).seal("audit", seq, hash_)})


def test_S32_2_a_removed_seal_line_is_named(record: Scene) -> None:
    seal_lines(lambda lines: lines[:-1], record.settings.seal_file)
    assert found(record) == {(LAST - 2, "seal")}
    record.settings.seal_file.unlink()
    assert "missing from the seal file" in check(record).breaks[0].sentence


def test_S32_2_a_seal_made_with_other_keys_is_named(record: Scene) -> None:
    seal_lines(lambda lines: [*lines, forged_line(record, 3, "c" * 64)], record.settings.seal_file)
    assert found(record) == {(3, "seal")}


@pytest.mark.parametrize("line", ["not json", "[]", '{"seq": 1}', '{"seq": "x", "hash": "", "mark": ""}', "\x00\x01"])
def test_S32_2_a_corrupt_seal_line_is_named(record: Scene, line: str) -> None:
    seal_lines(lambda lines: [line, *lines], record.settings.seal_file)
    assert found(record) == {(0, "seal")}
    assert check(record).sealed == LAST - 2


@pytest.mark.parametrize("spoilt", [b"\xff\xfe\xff\n", '{"seq": 1, "hash": "é", "mark": "é"}\n'.encode()])
def test_S32_2_a_seal_file_of_nonsense_is_a_finding(record: Scene, spoilt: bytes) -> None:
    record.settings.seal_file.write_bytes(record.settings.seal_file.read_bytes() + spoilt)
    assert {kind for _, kind in found(record)} == {"seal"}


def test_S32_2_a_seal_and_its_end_cut_off_together_is_the_limit_and_the_file_copy_shows_it(record: Scene) -> None:
    copy = record.settings.seal_file.read_text()
    unlocked(record, f"DELETE FROM audit_entry WHERE seq > {LAST - 4}")  # noqa: S608
    record.settings.seal_file.write_text("")
    assert check(record).whole, "with the database and the seal file both in hand, an end can be cut off"
    record.settings.seal_file.write_text(copy)
    assert found(record) == {(LAST - 3, "truncated")}


def test_a_seal_holds_after_a_key_is_turned_over(record: Scene) -> None:
    newer = Vault([new_key(), *record.settings.keys])
    with record.session() as session:
        assert verify(session, newer, record.settings.seal_file).whole


def test_nothing_new_is_not_sealed_again(record: Scene) -> None:
    with record.session() as session:
        assert seal(session, record.vault, record.settings.seal_file) == LAST
        assert seal(session, record.vault, record.settings.seal_file) is None
    assert len(record.settings.seal_file.read_text().splitlines()) == 2
    assert check(record).whole
