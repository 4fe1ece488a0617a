"""One PostgreSQL for the test run, and a fresh database for each test, copied from a migrated template."""

import contextlib
import fcntl
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
    """A migrated database of one's own, dropped afterwards."""
    name = f"gatepost_{uuid4().hex[:12]}"
    with _one_at_a_time(), psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}".encode())
    yield _database(url, name)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)".encode())


def _database(url: str, name: str) -> str:
    return url.replace("postgres://", "postgresql+psycopg://", 1).rsplit("/", 1)[0] + f"/{name}"


@contextlib.contextmanager
def _one_at_a_time() -> Iterator[None]:
    """PostgreSQL copies a template only while nobody else is connected to it."""
    with (Path(tempfile.gettempdir()) / f"gatepost-template-{os.getuid()}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
