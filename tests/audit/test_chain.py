"""The record is one chain, cannot be changed through the database, and goes with the act it records (C32)."""

import threading

import pytest
import sqlalchemy as sa
from sqlmodel import select

from bot.audit import log as audit
from bot.audit.actions import Act, Outcome
from bot.audit.log import FIRST, GATEPOST, append, recorded
from bot.audit.models import Entry
from bot.audit.verify import verify
from bot.errors import BadInput, Refusal
from bot.people.models import Person
from tests.scene import Scene

CHANGING = ("UPDATE audit_entry SET actor = 'x' WHERE seq = 1", "DELETE FROM audit_entry WHERE seq = 1", "DELETE FROM audit_entry")


@pytest.mark.parametrize("statement", CHANGING)
def test_the_database_itself_refuses(scene: Scene, statement: str) -> None:
    with scene.engine.connect() as connection, pytest.raises(sa.exc.DBAPIError, match="cannot be changed"):
        connection.execute(sa.text(statement))
    with scene.session() as session:
        assert verify(session, scene.vault, scene.settings.seal_file).whole


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_postgres_refuses_to_empty_the_table(scene: Scene) -> None:
    """SQLite has no TRUNCATE."""
    with scene.engine.connect() as connection, pytest.raises(sa.exc.DBAPIError, match="cannot be changed"):
        connection.execute(sa.text("TRUNCATE audit_entry"))


def test_eight_at_once_keep_one_chain(scene: Scene) -> None:
    with scene.session() as session:
        before = len(session.exec(select(Entry.seq)).all())
    problems: list[Exception] = []

    def write(number: int) -> None:
        try:
            for _ in range(5):
                with scene.session() as session:
                    append(session, GATEPOST, Act.VERIFIED, f"thread:{number}")
                    session.commit()
        except Exception as problem:  # noqa: BLE001 -- shown below
            problems.append(problem)

    threads = [threading.Thread(target=write, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    with scene.session() as session:
        entries = session.exec(select(Entry).order_by(Entry.seq)).all()  # type: ignore[arg-type]
        report = verify(session, scene.vault, scene.settings.seal_file)
    assert report.whole
    assert [e.seq for e in entries] == list(range(1, before + 41))
    assert [e.prev_hash for e in entries] == [FIRST, *(e.hash for e in entries[:-1])]


def person_named(scene: Scene, name: str) -> bool:
    with scene.session() as session:
        return session.exec(select(Person).where(Person.name == name)).first() is not None


def add(scene: Scene, problem: Exception | None) -> None:
    with scene.session() as session, recorded(session, GATEPOST, Act.REGISTERED, "person:new", note="n") as note:
        session.add(Person(name="New", email="new@academy-a.example.sch.uk", staff_id="N"))
        note.detail["learned"] = "on the way"
        if problem:
            raise problem


def test_an_act_and_its_record_are_one_commit(scene: Scene) -> None:
    add(scene, None)
    assert person_named(scene, "New")
    assert scene.entries("people:register")[-1].detail == {"note": "n", "learned": "on the way"}


def test_a_refusal_is_recorded_though_its_transaction_is_undone(scene: Scene) -> None:
    with pytest.raises(Refusal):
        add(scene, Refusal("No.", rule="role"))
    assert not person_named(scene, "New")
    entry = scene.entries("people:register", "refused")[-1]
    assert entry.detail == {"note": "n", "learned": "on the way", "rule": "role", "sentence": "No."}


def test_bad_input_changes_and_records_nothing(scene: Scene) -> None:
    with pytest.raises(BadInput):
        add(scene, BadInput({"name": "No."}))
    assert not person_named(scene, "New")
    assert scene.entries("people:register") == []


def test_when_the_record_cannot_be_written_the_act_is_not_done(scene: Scene) -> None:
    with scene.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("CREATE TRIGGER full BEFORE INSERT ON audit_entry BEGIN SELECT RAISE(ABORT, 'the disk is full'); END")
        else:
            connection.exec_driver_sql("CREATE TRIGGER audit_full BEFORE INSERT ON audit_entry EXECUTE FUNCTION audit_entry_is_final()")
        connection.commit()
    with pytest.raises(sa.exc.DBAPIError):
        add(scene, None)
    assert not person_named(scene, "New")


def test_a_reading_is_recorded_as_one(scene: Scene) -> None:
    with scene.session() as session, recorded(session, GATEPOST, Act.CASE_OPENED, "case:1", outcome=Outcome.READ):
        pass
    assert [e.outcome for e in scene.entries("case:open")] == [Outcome.READ]


def test_the_hash_covers_every_column_but_itself(scene: Scene) -> None:
    with scene.session() as session:
        entry = append(session, GATEPOST, Act.VERIFIED, "audit")
        fields = entry.model_dump()
        session.rollback()
    other = {
        "seq": 9,
        "at": fields["at"].replace(year=2000),
        "actor_id": 9,
        "outcome": Outcome.READ,
        "academy_id": 9,
        "account_id": 9,
        "detail": {"a": 1},
    }
    for name in Entry.model_fields:
        if name != "hash":
            changed = Entry(**{**fields, name: other.get(name, "something else")})
            assert audit.entry_hash(changed) != fields["hash"], name
