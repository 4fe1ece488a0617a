"""Changing tables that hold rows already, by the same words on SQLite and PostgreSQL.

Alembic's way on SQLite copies the whole table and loses the CHECK of every stored enum on the way, and a copied table with
rows that point at it cannot be dropped while foreign keys are kept. So a column is added and dropped in place, and a CHECK is
written anew in the table's own text, as https://sqlite.org/lang_altertable.html describes under "Making other kinds of changes".
"""

import re
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic.operations import Operations

NO_VALUE = object()
_LIST = r"\((?:'(?:[^']|'')*'|[^')])*\)"


def add_column(op: Operations, table: str, column: sa.Column[Any], *, old_rows: object = NO_VALUE) -> None:
    """Add a column; `old_rows` is what the rows that are there already say, needed where the column may not be empty."""
    dialect = op.get_bind().dialect
    words = [f"ALTER TABLE {_quoted(op, table)} ADD COLUMN {_quoted(op, column.name)} {column.type.compile(dialect)}"]
    if old_rows is not NO_VALUE:
        words.append(f"DEFAULT {sa.literal(old_rows).compile(dialect=dialect, compile_kwargs={'literal_binds': True})}")
    if not column.nullable:
        words.append("NOT NULL")
    if isinstance(column.type, sa.Enum):
        words.append(f"CONSTRAINT ck_{table}_{column.type.name} {_check(column.name, column.type.enums)}")
    op.get_bind().exec_driver_sql(" ".join(words))


def drop_column(op: Operations, table: str, column: str) -> None:
    """Drop a column and what it held."""
    op.get_bind().exec_driver_sql(f"ALTER TABLE {_quoted(op, table)} DROP COLUMN {_quoted(op, column)}")


def renew_check(op: Operations, table: str, column: str, name: str, values: Sequence[str]) -> None:
    """Let a stored enum hold these values from now on."""
    bind = op.get_bind()
    if bind.dialect.name == "postgresql":
        bind.exec_driver_sql(f"ALTER TABLE {_quoted(op, table)} DROP CONSTRAINT {name}")
        bind.exec_driver_sql(f"ALTER TABLE {_quoted(op, table)} ADD CONSTRAINT {name} {_check(column, values)}")
        return
    written = bind.exec_driver_sql("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)).scalar_one()
    renewed, found = re.subn(
        rf"CONSTRAINT {name} CHECK \({column} IN {_LIST}\)", lambda _found: f"CONSTRAINT {name} {_check(column, values)}", written
    )
    if found != 1:
        raise ValueError(f"{table} has no constraint {name}.")
    version = bind.exec_driver_sql("PRAGMA schema_version").scalar_one()
    bind.exec_driver_sql("PRAGMA writable_schema = ON")
    bind.exec_driver_sql("UPDATE sqlite_master SET sql = ? WHERE type = 'table' AND name = ?", (renewed, table))
    bind.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    bind.exec_driver_sql("PRAGMA writable_schema = OFF")


def _check(column: str, values: Sequence[str]) -> str:
    listed = ", ".join("'" + value.replace("'", "''") + "'" for value in values)
    return f"CHECK ({column} IN ({listed}))"


def _quoted(op: Operations, column: str) -> str:
    return op.get_bind().dialect.identifier_preparer.quote(column)
