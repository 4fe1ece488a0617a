"""Networks that say no for a while: nothing is skipped, nothing is stored twice, and the clocks are honest about it (C33)."""

import random
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.engine import Engine
from sqlmodel import select

from bot.accounts.models import Stream, StreamKind
from bot.accounts.streams_windows import together
from bot.moderation.models import Reply
from bot.platforms import practice_world as world
from bot.settings import Settings
from tests.moderation.november import MONDAY, academy, at
from tests.scene import Scene


@pytest.fixture
def scene(engine: Engine, gate_settings: Settings) -> Scene:
    return academy(engine, gate_settings)


@pytest.mark.parametrize("seed", range(3))
def test_C33_whatever_the_network_does_each_reply_is_stored_once_and_the_cursor_never_goes_back(scene: Scene, seed: int) -> None:
    """Random mixes of replies, 429, 5xx, lost answers and rude silences; the seed is in the name of a test that fails."""
    dice, said, reached = random.Random(seed), list[str](), 0  # noqa: S311 -- no secret is made of it
    faults = (None, None, world.Fault.BUSY, world.Fault.DOWN, world.Fault.LOST, world.Fault.REFUSE)
    with at(MONDAY) as clock:
        for step in range(25):
            said += [str(scene.someone_says(f"See you at number {step}, {each}", f"writer_{dice.randrange(4)}")) for each in range(dice.randrange(4))]
            fault = dice.choice(faults)
            if fault is not None:
                scene.fault(fault, call="replies", times=dice.randrange(1, 4))
            clock.shift(timedelta(seconds=dice.choice((5, 60, 900, 4000))))
            scene.work("replies")
            reached = _checked(scene, said, reached)
        with scene.session() as session:
            world.clear_faults(session, scene.remote_id)
        clock.shift(timedelta(hours=2))
        scene.work("replies")
        _checked(scene, said, reached)
    assert sorted(_stored(scene), key=int) == sorted(said, key=int)


def _stored(scene: Scene) -> list[str]:
    with scene.session() as session:
        return list(session.exec(select(Reply.remote_id)))


def _checked(scene: Scene, said: list[str], reached: int) -> int:
    """Everything up to the cursor is stored once, nothing beyond it is, and the cursor is not behind where it was."""
    with scene.session() as session:
        cursor = int(session.exec(select(Stream.cursor).where(Stream.kind == StreamKind.REPLIES)).one() or 0)
    assert cursor >= reached
    assert sorted(_stored(scene), key=int) == [each for each in said if int(each) <= cursor]
    return cursor


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 500), st.integers(1, 100)), max_size=8))
def test_C33_how_long_it_was_blind_counts_each_minute_once(spans: list[tuple[int, int]]) -> None:
    minutes = {minute for begins, long in spans for minute in range(begins, begins + long)}
    found = together((MONDAY + timedelta(minutes=begins), MONDAY + timedelta(minutes=begins + long)) for begins, long in spans)
    assert found == timedelta(minutes=len(minutes))
