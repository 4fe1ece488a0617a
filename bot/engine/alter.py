"""Changing tables that hold rows already, by the same words on SQLite and PostgreSQL.

Alembic's way on SQLite copies the whole table and loses the CHECK of every stored enum on the way, and a copied table with
rows that point at it cannot be dropped while foreign keys are kept. So a column is added and dropped in place, and a CHECK is
written anew in the table's own text, as https://sqlite.org/lang_altertable.html describes under "Making other kinds of changes".
"""

import re
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

Op = Any  # alembic's `op`, whose functions are made at run time
NO_VALUE = object()
_LIST = r"\((?:'(?:[^']|'')*'|[^')])*\)"


def add_column(op: Op, table: str, column: sa.Column[Any], *, old_rows: object = NO_VALUE) -> None:
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


def drop_column(op: Op, table: str, column: str) -> None:
    """Drop a column and what it held."""
    op.get_bind().exec_driver_sql(f"ALTER TABLE {_quoted(op, table)} DROP COLUMN {_quoted(op, column)}")


def renew_check(op: Op, table: str, column: str, name: str, values: Sequence[str]) -> None:
    """Let a stored enum hold these values from now on."""
    bind = op.get_bind()
    if bind.dialect.name == "postgresql":
        bind.exec_driver_sql(f"ALTER TABLE {_quoted(op, table)} DROP CONSTRAINT {name}")
        bind.exec_driver_sql(f"ALTER TABLE {_quoted(op, table)} ADD CONSTRAINT {name} {_check(column, values)}")
        return
    _rewrite(bind, table, rf"CONSTRAINT {name} CHECK \({column} IN {_LIST}\)", f"CONSTRAINT {name} {_check(column, values)}")


def may_be_empty(op: Op, table: str, column: str, kind: str) -> None:
    """Let a column of this kind (as SQLite writes it) be empty from now on."""
    bind = op.get_bind()
    if bind.dialect.name == "postgresql":
        bind.exec_driver_sql(f"ALTER TABLE {_quoted(op, table)} ALTER COLUMN {_quoted(op, column)} DROP NOT NULL")
    else:
        _rewrite(bind, table, rf"\b{column} {kind} NOT NULL", f"{column} {kind}")


def must_be_filled(op: Op, table: str, column: str, kind: str) -> None:
    """The way back, which the database refuses while a row leaves the column empty."""
    bind = op.get_bind()
    if bind.dialect.name == "postgresql":
        bind.exec_driver_sql(f"ALTER TABLE {_quoted(op, table)} ALTER COLUMN {_quoted(op, column)} SET NOT NULL")
        return
    if bind.exec_driver_sql(f"SELECT 1 FROM {_quoted(op, table)} WHERE {_quoted(op, column)} IS NULL").first():  # noqa: S608 -- our own names
        raise ValueError(f"{table}.{column} is empty in some rows.")
    _rewrite(bind, table, rf"\b{column} {kind}\b(?! NOT NULL)", f"{column} {kind} NOT NULL")


def _rewrite(bind: sa.Connection, table: str, old: str, new: str) -> None:
    """Change SQLite's own text of a table, where what its rows hold stays as it is."""
    written = bind.exec_driver_sql("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)).scalar_one()
    renewed, found = re.subn(old, lambda _found: new, written)
    if found != 1:
        raise ValueError(f"{table} does not say {old} once.")
    version = bind.exec_driver_sql("PRAGMA schema_version").scalar_one()
    bind.exec_driver_sql("PRAGMA writable_schema = ON")
    bind.exec_driver_sql("UPDATE sqlite_master SET sql = ? WHERE type = 'table' AND name = ?", (renewed, table))
    bind.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    bind.exec_driver_sql("PRAGMA writable_schema = OFF")


def _check(column: str, values: Sequence[str]) -> str:
    listed = ", ".join("'" + value.replace("'", "''") + "'" for value in values)
    return f"CHECK ({column} IN ({listed}))"


def _quoted(op: Op, column: str) -> str:
    return str(op.get_bind().dialect.identifier_preparer.quote(column))
