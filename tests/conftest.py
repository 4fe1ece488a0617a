"""What every test may ask for: a database of either kind with the real schema, and an academy on it."""

import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from bot import log
from bot.db import connect
from bot.engine import schema
from bot.settings import Settings
from tests import copied, postgres
from tests.scene import Scene

pytest_plugins = ["tests.atproto.fixtures"]
log.configure("warning")  # as in use: without it structlog draws each exception with every variable, which takes seconds


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What needs the Bluesky servers runs in a process of its own: each worker would start a network of its own."""
    for item in items:
        if "bluesky_network" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.network)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    with postgres.server() as url:
        postgres.template(url)
        yield url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("template") / "template.sqlite3"
    engine = connect(f"sqlite:///{file}")
    schema.migrate(engine)
    with engine.connect() as connection:  # everything into the one file that is copied
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return file


@pytest.fixture
def sqlite_url(sqlite_template: Path) -> str:
    """A migrated, empty SQLite file. It is always the same one, made new: see `connected`."""
    file = sqlite_template.with_name("gate.sqlite3")
    connected(f"sqlite:///{file}").dispose()
    for left in (file.with_name(file.name + end) for end in ("-wal", "-shm")):
        left.unlink(missing_ok=True)
    shutil.copy(sqlite_template, file)
    return f"sqlite:///{file}"


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A migrated, empty database, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_url")
        return
    with postgres.fresh(request.getfixturevalue("postgres_server")) as url:
        yield url


@pytest.fixture
def gate_settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(database_url=database_url, secret_keys=copied.KEY, seal_file=tmp_path / "seal.jsonl")


@pytest.fixture
def engine(gate_settings: Settings) -> Iterator[Engine]:
    made = connected(gate_settings.database_url)
    yield made
    made.dispose()


@cache
def connected(url: str) -> Engine:
    """One engine for an address: it remembers how each statement is compiled, which is half the time of a short test."""
    return connect(url)


@pytest.fixture
def scene(engine: Engine, gate_settings: Settings) -> Scene:
    """Academy A, under the default policy."""
    return copied.scene(engine, gate_settings)
