"""An account whose comments cannot be read, and what was agreed for then: played on the practice network."""

from collections.abc import Callable
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, select

from bot.accounts.models import Account, Stream, StreamKind
from bot.moderation.crowd import reply_lock
from bot.moderation.crowd.pile_on_models import PileOn
from bot.people.override_models import OverrideStanding, ProfileOverride
from bot.platforms import practice_world as world
from bot.policy.stricter import Change
from tests.scene import Scene


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
