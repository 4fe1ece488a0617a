"""The database: one engine, short transactions, the same text on SQLite and PostgreSQL.

SQLite loses updates silently when a transaction reads before it writes (measured: 415 of 480), so every transaction
begins with BEGIN IMMEDIATE: one writer at a time, and the waiting is done by SQLite's busy timeout.
"""

from enum import Enum
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.pool import QueuePool
from sqlmodel import Session, SQLModel, create_engine

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

BUSY_MS = 30_000


def connect(url: str) -> Engine:
    """An engine for the address. Makes the folder of a SQLite file, because a newcomer has none.

    An error names the statement and never its values: a log must not hold what a child wrote.
    """
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True, pool_size=10, max_overflow=10, hide_parameters=True)
    path = url.removeprefix("sqlite:///")
    Path(path).resolve().parent.mkdir(parents=True, exist_ok=True)
    # Connections are kept: with a hundred tables a new one costs milliseconds, and a sweep asks every job whether anything is due.
    connect_args = {"check_same_thread": False, "timeout": BUSY_MS / 1000}
    engine = create_engine(url, poolclass=QueuePool, pool_size=10, max_overflow=40, connect_args=connect_args, hide_parameters=True)
    sa.event.listen(engine, "connect", _sqlite_connected)
    sa.event.listen(engine, "begin", _begin_immediate)
    return engine


def _sqlite_connected(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # pysqlite must not decide when a transaction begins
    for pragma in ("journal_mode=WAL", f"busy_timeout={BUSY_MS}", "foreign_keys=ON", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_immediate(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def open_session(engine: Engine, **info: Any) -> Session:
    """Rows stay readable after a commit, so a page can be drawn without holding the database.

    `info` travels with the session: whoever opens it for people or jobs gives the `vault`, which the register of names needs.
    """
    return Session(engine, expire_on_commit=False, info=info)


def stored(kind: type[Enum]) -> sa.Enum:
    """An enum as VARCHAR with a CHECK of its values: readable in any database tool, the same on both databases."""
    return sa.Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=40,
        name=kind.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
    )
