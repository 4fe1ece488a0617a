"""The practice network as a twin: a database of its own, and everybody else on it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlmodel import SQLModel, col, select

from bot.db import connect, open_session
from bot.platforms import practice_world as world
from bot.platforms.practice import Practice

if TYPE_CHECKING:
    from .contract import Twin


@contextmanager
def practice(request: pytest.FixtureRequest) -> "Iterator[Twin]":
    from .contract import Twin

    folder: Path = request.getfixturevalue("tmp_path")
    engine = connect(f"sqlite:///{folder / 'practice.sqlite3'}")
    SQLModel.metadata.create_all(engine)
    with open_session(engine) as session:
        me = world.someone(session, "oak_academy").id or 0

    def say(who: str, text: str, *, under_newest: bool = False, to: int | None = None) -> str:
        with open_session(engine) as session:
            mine = select(world.PracticePost.id).where(world.PracticePost.author_id == me).order_by(col(world.PracticePost.id).desc())
            newest = session.exec(mine).first() if under_newest else None
            return str(world.say(session, world.someone(session, who), text, reply_to=newest, mention=to).id)

    def follow(handle: str) -> str:
        with open_session(engine) as session:
            followed = world.someone(session, handle).id or 0
            world.follow(session, me, followed)
            return str(followed)

    def muted(author_id: str) -> bool:
        with open_session(engine) as session:
            return session.exec(select(world.PracticeMute).where(world.PracticeMute.muted_id == int(author_id))).first() is not None

    def fail(kind: str) -> None:
        with open_session(engine) as session:
            world.order_fault(session, me, world.Fault(kind))

    def seen(reply_id: str) -> bool:
        with open_session(engine) as session:
            return not session.get_one(world.PracticePost, int(reply_id)).hidden

    def stands(reply_id: str) -> bool:
        with open_session(engine) as session:
            return not session.get_one(world.PracticePost, int(reply_id)).gone

    def reported() -> list[str]:
        with open_session(engine) as session:
            return [str(key) for key in session.exec(select(world.PracticePost.id).where(world.PracticePost.reported != ""))]

    def change_face(name: str, value: str) -> None:
        with open_session(engine) as session:
            world.change_face(session, session.get_one(world.PracticeAccount, me), name, value)

    yield Twin(
        platform=Practice(engine, str(me)),
        someone_replies=lambda text: say("a_parent", text, under_newest=True),
        someone_mentions=lambda text: say("a_parent", text, to=me),
        someone_posts_natively=lambda text: say("oak_academy", text),
        follow_outside=follow,
        is_muted=muted,
        fail_next=fail,
        seen_by_another=seen,
        stands=stands,
        reported=reported,
        change_face=change_face,
    )
    engine.dispose()
