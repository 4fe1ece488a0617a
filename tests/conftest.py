"""What every test may ask for: a database of either kind with the real schema, and an academy on it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from bot.db import connect
from bot.engine import schema
from bot.secrets import new_key
from bot.settings import Settings
from tests import postgres
from tests.scene import Scene, build

pytest_plugins = ["tests.atproto.fixtures"]


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
    file = tmp_path_factory.mktemp("template") / "gate.sqlite3"
    engine = connect(f"sqlite:///{file}")
    schema.migrate(engine)
    with engine.connect() as connection:  # everything into the one file that is copied
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return file


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated database of the test's own, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        file = shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "gate.sqlite3")
        yield f"sqlite:///{file}"
        return
    with postgres.fresh(request.getfixturevalue("postgres_server")) as url:
        yield url


@pytest.fixture
def gate_settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(database_url=database_url, secret_keys=new_key(), seal_file=tmp_path / "seal.jsonl")


@pytest.fixture
def engine(gate_settings: Settings) -> Iterator[Engine]:
    made = connect(gate_settings.database_url)
    yield made
    made.dispose()


@pytest.fixture
def scene(engine: Engine, gate_settings: Settings) -> Scene:
    """Academy A, under the default policy."""
    return build(engine, gate_settings)
