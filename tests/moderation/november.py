"""A week in November 2026: the academy as it was a few days before, whatever the date is when the tests run."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import time_machine
from sqlalchemy.engine import Engine
from sqlmodel import col, select

from bot.clock import from_london
from bot.moderation.models import Reply
from bot.notify.models import Notice
from bot.settings import Settings
from tests import copied
from tests.scene import Scene

MONDAY, FRIDAY_NIGHT = from_london("2026-11-23T10:00"), from_london("2026-11-20T19:00")


@contextmanager
def at(moment: datetime) -> Iterator[Any]:
    with time_machine.travel(moment, tick=False) as clock:
        yield clock


def academy(engine: Engine, settings: Settings) -> Scene:
    with at(FRIDAY_NIGHT - timedelta(days=4)):
        return copied.scene(engine, settings)


def read(scene: Scene) -> list[Reply]:
    """Every comment there is, after one reading."""
    scene.reread()
    scene.work("replies")
    return replies(scene)


def replies(scene: Scene) -> list[Reply]:
    with scene.session() as session:
        return list(session.exec(select(Reply).order_by(col(Reply.id))))


def notices(scene: Scene, subject: str = "") -> list[Notice]:
    """Those that nobody has read yet, whose subject begins like this."""
    unread = select(Notice).where(col(Notice.subject).startswith(subject), col(Notice.read_at).is_(None))
    with scene.session() as session:
        return list(session.exec(unread.order_by(col(Notice.id))))
