"""An installation with rows in it is brought up to date and loses none, on both databases; and the way back."""

import pytest
import sqlalchemy as sa
from alembic import command
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError

from bot.engine import schema
from tests.scene import Scene

BEFORE = "0017"


@pytest.fixture
def old(scene: Scene, engine: Engine) -> Engine:
    """The academy of the tests, with a comment and a safeguarding case, as the version before kept them."""
    scene.someone_says("cant do this anymore, ive got the tablets ready")
    scene.work("replies")
    with engine.begin() as connection:  # roles that the version before could not name
        connection.execute(sa.text("DELETE FROM directory_entry WHERE role IN ('trust_dsl', 'chair')"))
    command.downgrade(schema.config(engine), BEFORE)
    assert not schema.is_current(engine)
    return engine


def rows(engine: Engine, table: str) -> list[dict[str, object]]:
    with engine.connect() as connection:
        return [dict(row) for row in connection.execute(sa.text(f"SELECT * FROM {table}")).mappings()]  # noqa: S608 -- names of tables above


def test_no_row_is_lost_and_old_rows_have_the_new_columns(old: Engine) -> None:
    before = {table: rows(old, table) for table in ("person", "account", "reply", "safeguarding_case", "evidence")}
    assert all(before.values())
    schema.migrate(old)
    assert schema.is_current(old)
    for table, was in before.items():
        after = rows(old, table)
        assert [{name: row[name] for name in was[0]} for row in after] == was
    (case,) = rows(old, "safeguarding_case")
    assert (case["about"], case["link"]) == ("nobody", "")


def test_what_may_be_stored_is_still_checked_after_the_upgrade(old: Engine) -> None:
    schema.migrate(old)
    with pytest.raises(DBAPIError), old.begin() as connection:
        connection.execute(sa.text("UPDATE safeguarding_case SET state = 'forgotten'"))
    with old.begin() as connection:
        connection.execute(sa.text("UPDATE safeguarding_case SET state = 'acting'"))  # a state that the version before did not know


def test_a_worry_about_no_account_can_be_kept_and_is_not_lost_on_the_way_back(old: Engine) -> None:
    schema.migrate(old)
    with old.begin() as connection:
        connection.execute(sa.text("UPDATE safeguarding_case SET account_id = NULL"))
    with pytest.raises((ValueError, DBAPIError)):
        command.downgrade(schema.config(old), BEFORE)
    assert len(rows(old, "safeguarding_case")) == 1
