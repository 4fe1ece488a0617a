"""An account whose comments cannot be read, and what was agreed for then: played on the practice network."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlmodel import col, select

from bot.accounts.models import Account, Stream, StreamKind
from bot.cases import tasks
from bot.moderation.crowd import reply_lock
from bot.moderation.crowd.pile_on_models import PileOn
from bot.people.override_models import OverrideStanding, ProfileOverride
from bot.platforms import practice_world as world
from bot.policy.stricter import Change
from bot.reports import replies_closed
from bot.settings import Settings
from tests.moderation.november import MONDAY, academy, at, read
from tests.scene import Scene

OPEN_ALL = ["everyone"] * 4
TWO_CLOSED = ["everyone", "everyone", "nobody", "nobody"]


@pytest.fixture
def scene(engine: Engine, gate_settings: Settings) -> Scene:
    """The academy agreed that its two latest posts are closed after half an hour; four posts are up."""
    scene = academy(engine, gate_settings)
    with at(MONDAY - timedelta(hours=1)), scene.session() as session:
        session.add(agreed(scene))
        session.commit()
        for number in range(4):
            scene.academy_says_natively(f"Post {number}")
        read(scene)
    return scene


def locked(scene: Scene) -> list[object]:
    return [done.result for done in scene.work("blind-lock", "reply-lock")]


def said(scene: Scene, who: str = "slt") -> replies_closed.Closed | None:
    with scene.session() as session:
        return replies_closed.of_account(session, scene.who(session, who), session.get_one(Account, scene.account_id))


def titles(scene: Scene) -> list[str]:
    with scene.session() as session:
        return [task.title for task in tasks.open_for(session, scene.who(session, "slt"))]


def agreed(scene: Scene) -> ProfileOverride:
    return ProfileOverride(
        academy_id=scene.academy_id, policy="default", parameter="blind_lock_posts", value="2", old="0", change=Change.NEITHER,
        reason="Agreed by the governors.", standing=OverrideStanding.ACTIVE, proposed_by=scene.people["admin"],
    )  # fmt: skip


def breaks(scene: Scene, call: str = "replies") -> None:
    scene.fault(world.Fault.DOWN, call=call, times=99)
    scene.reread()
    scene.work("replies")


def mends(scene: Scene) -> None:
    with scene.session() as session:
        world.clear_faults(session, scene.remote_id)
    scene.reread()
    scene.work("replies")


def settings_of(scene: Scene) -> list[str]:
    with scene.session() as session:
        mine = select(world.PracticePost).where(world.PracticePost.author_id == scene.remote_id).order_by(col(world.PracticePost.id))
        return [post.reply_setting for post in session.exec(mine)]


def become(scene: Scene, platform: str) -> None:
    with scene.session() as session:
        session.get_one(Account, scene.account_id).platform = platform
        session.commit()


def blind_since(scene: Scene, moment: datetime | None) -> None:
    with scene.session() as session:
        stream = session.exec(select(Stream).where(Stream.kind == StreamKind.REPLIES)).one()
        stream.blind_since = moment
        session.commit()


def close_pile(scene: Scene) -> None:
    """A leader closes the newest post for three hours, for the many comments under it."""
    with scene.session() as session:
        newest = session.exec(select(sa.func.max(world.PracticePost.id)).where(world.PracticePost.author_id == scene.remote_id)).one()
        pile = PileOn(academy_id=scene.academy_id, account_id=scene.account_id, root_id=str(newest))
        session.add(pile)
        session.commit()
        reply_lock.close(session, scene.who(session, "slt"), pile.id or 0, 3, "Many write abuse under it")


def dying(real: Callable[..., object]) -> Callable[..., object]:
    def dies(*args: object) -> object:
        real(*args)
        raise KeyboardInterrupt

    return dies
