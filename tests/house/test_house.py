"""Rules of the house that a reader cannot see at a glance, and that a change could break unnoticed."""

import ast
import re
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy.engine import Engine
from sqlmodel import SQLModel

from bot.audit.actions import Act, ConsentAct
from bot.db import open_session
from bot.engine import schema
from bot.engine.jobs import JOBS
from tests.scene import Scene

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "bot").rglob("*.py"))
EVERY = [
    *SOURCES,
    *sorted((ROOT / "migrations").rglob("*.py")),
    *(p for p in sorted((ROOT / "tests").rglob("*.py")) if "node_modules" not in p.parts),
]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_the_migrations_make_the_models(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "target_metadata": schema.METADATA})
        assert compare_metadata(context, schema.METADATA) == []


def test_the_migrations_can_be_undone_to_nothing_and_made_again(engine: Engine) -> None:
    command.downgrade(schema.config(engine), "base")
    assert set(sa.inspect(engine).get_table_names()) <= {"alembic_version"}
    assert not schema.is_current(engine)
    schema.migrate(engine)
    assert schema.is_current(engine)
    assert set(schema.METADATA.tables) <= set(sa.inspect(engine).get_table_names())


def test_every_table_is_known_to_the_schema() -> None:
    written = {p for p in SOURCES if re.search(r"\(.*table=True\):", p.read_text())}
    imported = (ROOT / "bot" / "engine" / "schema.py").read_text()
    assert written
    missing = [name(p) for p in written if "import " + name(p).removesuffix(".py").replace("/", ".") not in imported]
    assert missing == []
    assert SQLModel.metadata is schema.METADATA


AN_ACT = re.compile(r"(?:Consent)?Act\.[A-Z_]+|act|TRIED\[verb\]|Act\.\w+ if .* else Act\.\w+.*")


def test_every_act_is_used_and_only_acts_are_recorded() -> None:
    text = {p: p.read_text() for p in SOURCES if p.parent.name != "audit" or not p.name.startswith("actions")}
    for acts in (Act, ConsentAct):
        used, known = set(re.findall(rf"\b{acts.__name__}\.([A-Z_]+)", "\n".join(text.values()))), set(acts.__members__)
        assert used == known, f"unused: {known - used}; unknown: {used - known}"
    wrong = []
    for path, content in text.items():
        for call in (n for n in ast.walk(ast.parse(content)) if isinstance(n, ast.Call)):
            called = call.func.attr if isinstance(call.func, ast.Attribute) else call.func.id if isinstance(call.func, ast.Name) else ""
            is_record = called == "recorded" or (called == "append" and isinstance(call.func, ast.Name))
            if is_record and not (len(call.args) > 2 and AN_ACT.fullmatch(ast.unparse(call.args[2]))):
                wrong.append(f"{name(path)}:{call.lineno}")
    assert wrong == []


def test_whatever_is_caught_is_logged_or_its_reason_is_written_down() -> None:
    wrong = []
    for path in SOURCES:
        lines = path.read_text().splitlines()
        for number, line in enumerate(lines, start=1):
            if re.match(r"\s*except (Exception|BaseException)\b|\s*except:", line):
                nearby = "\n".join(lines[number - 1 : number + 3])
                if not re.search(r"#\s*(?!noqa: BLE001\s*$)\S.{12,}|log\.(exception|error)|raise$|isinstance\(", nearby, re.MULTILINE):
                    wrong.append(f"{name(path)}:{number}")
    assert wrong == []


def test_no_file_is_over_300_lines() -> None:
    assert [f"{name(p)} has {n} lines" for p in EVERY if (n := len(p.read_text().splitlines())) > 300] == []


def test_no_room_is_a_drawer() -> None:
    drawers = {"utils", "helpers", "core", "crud", "manager", "common", "misc"}
    assert [name(p) for p in SOURCES if p.stem in drawers or p.parent.name in drawers] == []


SECRET = re.compile(
    r"AKIA[0-9A-Z]{16}|-----BEGIN [A-Z ]*PRIVATE KEY|gh[pousr]_[A-Za-z0-9]{30,}|xox[baprs]-[A-Za-z0-9-]{10,}|"
    r"(?<![\w-])[A-Za-z0-9_-]{43}=(?![\w=])|AAAAAAAAAAAAAAAAAAAAA[A-Za-z0-9%]{40,}"
)


def test_nothing_looks_like_a_secret() -> None:
    files = [*EVERY, *(p for p in ROOT.iterdir() if p.is_file() and p.suffix in {".toml", ".yml", ".md", ".example", ""} and p.name != ".env")]
    assert [name(p) for p in files if SECRET.search(p.read_text(errors="replace"))] == []


def test_every_job_says_what_it_does_and_has_a_name_of_its_own() -> None:
    assert len({job.name for job in JOBS}) == len(JOBS)
    assert all(job.does and callable(job.due) and callable(job.run) for job in JOBS)
    assert {job.name for job in JOBS if job.reads} == {"replies", "messages", "timeline", "following"}


GROWING = {"audit_entry", "reply", "release", "evidence", "notice"}


@pytest.mark.parametrize("job", JOBS, ids=[job.name for job in JOBS])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_is_due_is_found_without_reading_a_growing_table_through(scene: Scene, job: object) -> None:
    """Asked of SQLite's planner; PostgreSQL's answer depends on how full the tables are."""
    asked: list[tuple[str, object]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: object, *_: object) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            asked.append((statement, parameters))

    sa.event.listen(scene.engine, "before_cursor_execute", note)
    with open_session(scene.engine, vault=scene.vault) as session:
        job.due(session)  # type: ignore[attr-defined]
    sa.event.remove(scene.engine, "before_cursor_execute", note)
    assert asked
    scans = []
    with scene.engine.connect() as connection:
        for statement, parameters in asked:
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters):  # type: ignore[arg-type]
                scan = re.match(r"SCAN (\w+)(?!.*USING)", row[-1])
                if scan and scan.group(1) in GROWING:
                    scans.append(row[-1])
    assert scans == []
