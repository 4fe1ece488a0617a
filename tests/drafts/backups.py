"""A backup of a scene's database, put back later, while the practice network outside goes on as it was."""

import sqlite3
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from bot.engine import schema
from tests.scene import Scene

Rows = dict[str, list[dict[str, Any]]]


def backup(scene: Scene) -> Callable[[], None]:
    """Keeps everything as it is now. Calling what it gives puts that back; only the network's own tables stay as they are then."""
    if scene.engine.dialect.name == "sqlite":
        return _file(scene)
    kept = _read(scene, lambda table: not _outside(table))

    def put_back() -> None:
        with scene.engine.begin() as connection:
            connection.execute(sa.text("SET LOCAL session_replication_role = replica"))  # the record's own guard stands aside
            for table in reversed(schema.METADATA.sorted_tables):
                if not _outside(table.name):
                    connection.execute(sa.delete(table))
            _write(connection, kept)

    return put_back


def _file(scene: Scene) -> Callable[[], None]:
    memory = sqlite3.connect(":memory:", check_same_thread=False)
    with sqlite3.connect(str(scene.engine.url.database)) as live:
        live.backup(memory)
    live.close()

    def put_back() -> None:
        network = _read(scene, _outside)
        scene.engine.dispose()
        with sqlite3.connect(str(scene.engine.url.database)) as live:
            memory.backup(live)
        live.close()
        memory.close()
        with scene.engine.begin() as connection:
            for table in reversed(schema.METADATA.sorted_tables):
                if _outside(table.name):
                    connection.execute(sa.delete(table))
            _write(connection, network)

    return put_back


def _outside(name: str) -> bool:
    return name.startswith("practice_")


def _read(scene: Scene, wanted: Callable[[str], bool]) -> Rows:
    with scene.engine.connect() as connection:
        return {
            table.name: [dict(row) for row in connection.execute(sa.select(table)).mappings()]
            for table in schema.METADATA.sorted_tables
            if wanted(table.name)
        }


def _write(connection: sa.Connection, rows: Rows) -> None:
    for table in schema.METADATA.sorted_tables:
        if rows.get(table.name):
            connection.execute(sa.insert(table), rows[table.name])
