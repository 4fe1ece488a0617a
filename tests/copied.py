"""A scene is built once for each process and then copied row by row: building one takes fifteen times as long as a copy."""

import tempfile
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from bot.clock import now
from bot.db import connect
from bot.engine import schema
from bot.platforms.registry import Doors, Means
from bot.secrets import new_key
from bot.settings import Settings
from tests.played_web import PlayedWeb
from tests.scene import Scene, build

Rows = list[tuple[sa.Table, list[dict[str, Any]]]]
KEY = new_key()  # one for the process: what was locked in the original opens in its copies
FINAL = "audit_entry"  # its times are part of its hashes


def scene(engine: Engine, settings: Settings) -> Scene:
    """Academy A on this database, as if it had been built a moment ago."""
    built, at, rows = _original()
    age = now() - at
    with engine.begin() as connection:
        for table, found in rows:
            connection.execute(sa.insert(table), found if table.name == FINAL else [_later(row, age) for row in found])
        if engine.dialect.name == "postgresql":
            for table, _ in rows:
                if "id" in table.c and isinstance(table.c.id.type, sa.Integer):
                    name = f'"{table.name}"'
                    connection.execute(sa.text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT max(id) FROM {name}))"))  # noqa: S608
    return replace(
        built, engine=engine, settings=settings, people=dict(built.people), means=Means(Doors(settings, engine, PlayedWeb()), built.vault, 60)
    )


@cache
def _original() -> tuple[Scene, datetime, Rows]:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(database_url=f"sqlite:///{folder}/gate.sqlite3", secret_keys=KEY, seal_file=Path(folder) / "seal.jsonl")
        engine = connect(settings.database_url)
        schema.migrate(engine)
        made = build(engine, settings)
        at = now()  # afterwards, or what was built would lie in the future of a copy
        with engine.connect() as connection:
            read = [(table, [dict(row) for row in connection.execute(sa.select(table)).mappings()]) for table in schema.METADATA.sorted_tables]
        engine.dispose()
    return made, at, [(table, rows) for table, rows in read if rows]


def _later(row: dict[str, Any], age: timedelta) -> dict[str, Any]:
    days = timedelta(days=round(age / timedelta(days=1)))
    return {name: value + age if isinstance(value, datetime) else value + days if isinstance(value, date) else value for name, value in row.items()}
