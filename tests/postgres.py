"""One PostgreSQL for the test run, and a fresh database for each test, copied from a migrated template."""

import contextlib
import fcntl
import functools
import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from bot.db import connect
from bot.engine import schema
from tests.atproto import database, installed

TEMPLATE = "gatepost_template"


@contextlib.contextmanager
def server() -> Iterator[str]:
    """The address of a server: the one in GATEPOST_TEST_DATABASE_URL, else one of our own that keeps nothing."""
    given = os.environ.get("GATEPOST_TEST_DATABASE_URL")
    if given:
        yield given
        return
    try:
        with database.running() as url:
            yield url
    except installed.Missing as missing:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(str(missing))


def template(url: str) -> None:
    """A database with every migration run, made once for this server."""
    with psycopg.connect(url, autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (TEMPLATE,)).fetchone():
            return
        connection.execute(f"CREATE DATABASE {TEMPLATE}".encode())
    engine = connect(_database(url, TEMPLATE))
    schema.migrate(engine)
    engine.dispose()


@contextlib.contextmanager
def fresh(url: str) -> Iterator[str]:
    """A migrated, empty database of one's own. One that a test left with its schema whole is emptied for the next, which is
    several times faster than copying the template anew; one whose schema a test changed is dropped."""
    name = _spare.pop(url, None) or _copied(url)
    try:
        yield _database(url, name)
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,))
        if _emptied(url, name):
            _spare[url] = name
        else:
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)".encode())


_spare: dict[str, str] = {}  # server -> an empty database on it
# Every table, index and sequence with its columns, and every trigger: what a test must leave as it found it.
SHAPE = """
SELECT md5(string_agg(line, ';' ORDER BY line)) FROM (
    SELECT c.relname || '.' || coalesce(a.attname, '') AS line
    FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
    WHERE c.relnamespace = 'public'::regnamespace
    UNION ALL SELECT tgname || tgenabled::text FROM pg_trigger WHERE NOT tgisinternal
) AS lines
"""


def _copied(url: str) -> str:
    name = f"gatepost_{uuid4().hex[:12]}"
    with _one_at_a_time(url), psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}".encode())
    return name


def _emptied(url: str, name: str) -> bool:
    """Whether its schema is still the template's; then no row is left in it and every number begins at 1 again."""
    with psycopg.connect(_plain(url, name)) as connection:
        if connection.execute(SHAPE).fetchone() != _shape(url):
            return False
        connection.execute("SET session_replication_role = replica")  # foreign keys and the record's own guard stand aside
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'").fetchall()
        connection.execute("; ".join(f'DELETE FROM "{table}"' for (table,) in tables).encode())  # noqa: S608 -- names from the catalogue
        connection.execute("SELECT setval(c.oid, 1, false) FROM pg_class c WHERE c.relkind = 'S' AND c.relnamespace = 'public'::regnamespace")
    return True


@functools.cache
def _shape(url: str) -> object:
    with _one_at_a_time(url), psycopg.connect(_plain(url, TEMPLATE)) as connection:
        return connection.execute(SHAPE).fetchone()


def _plain(url: str, name: str) -> str:
    return url.rsplit("/", 1)[0] + f"/{name}"


def _database(url: str, name: str) -> str:
    return url.replace("postgres://", "postgresql+psycopg://", 1).rsplit("/", 1)[0] + f"/{name}"


@contextlib.contextmanager
def _one_at_a_time(url: str) -> Iterator[None]:
    """PostgreSQL copies a template only while nobody else is connected to it; each server has a template of its own."""
    server_name = hashlib.sha256(url.encode()).hexdigest()[:12]
    with (Path(tempfile.gettempdir()) / f"gatepost-template-{server_name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
