"""What somebody with the password does to the account, and the watch over it: for the tests of drift."""

from datetime import timedelta
from typing import TypeVar

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel, select

from bot.accounts.models import Account
from bot.clock import now
from bot.drafts.drifting.models import FaceWatch
from bot.platforms import practice_world as world
from tests.scene import Scene

ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # a variant of what another test shows on both databases
Row = TypeVar("Row", bound=SQLModel)


def change(scene: Scene, **values: str) -> None:
    with scene.session() as session:
        for name, value in values.items():
            world.change_face(session, session.get_one(world.PracticeAccount, scene.remote_id), name, value)


def look(scene: Scene) -> None:
    """One reading of the face, now."""
    with scene.session() as session:
        session.execute(sa.update(FaceWatch).values(not_before=now() - timedelta(seconds=1)))
        session.commit()
    scene.work("profile")


def rows(scene: Scene, model: type[Row]) -> list[Row]:
    with scene.session() as session:
        return list(session.exec(select(model).order_by(sa.text("id"))))


def account(scene: Scene) -> Account:
    with scene.session() as session:
        return session.get_one(Account, scene.account_id)
