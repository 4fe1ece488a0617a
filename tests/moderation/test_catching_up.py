"""Comments are read again, a part at a time: nobody is caught up before the last part (C33)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from bot.accounts import streams
from bot.accounts.models import Stream, StreamKind
from bot.accounts.streams import Health
from bot.platforms.base import Page
from bot.platforms.practice import Practice
from tests.moderation.blindness import OPEN_ALL, TWO_CLOSED, breaks, locked, mends, said, scene, settings_of
from tests.moderation.november import MONDAY, at, read, replies
from tests.scene import Scene

__all__ = ["scene"]
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def by_twos(monkeypatch: pytest.MonkeyPatch) -> None:
    """A network that hands out two at a time."""
    real = Practice.replies

    def two(self: Practice, cursor: str | None) -> Page:
        page = real(self, cursor)
        return Page(page.posts[:2], page.posts[1].remote_id, more=True) if len(page.posts) > 2 else page

    monkeypatch.setattr(Practice, "replies", two)


@contextmanager
def stream(scene: Scene) -> Iterator[tuple[Session, Stream]]:
    with scene.session() as session:
        yield session, session.exec(select(Stream).where(Stream.kind == StreamKind.REPLIES)).one()


def health(scene: Scene) -> Health:
    with stream(scene) as (_, row):
        return streams.health(row)


def seen_again(scene: Scene) -> list[Any]:
    return [entry.detail for entry in scene.entries("account:seeing")]


@pytest.mark.usefixtures("by_twos")
def test_C33_posts_stay_closed_until_all_that_piled_up_is_read(scene: Scene) -> None:
    with at(MONDAY) as clock:
        read(scene)
        for number in range(5):
            scene.someone_says(f"When is the play? {number}")
        breaks(scene)
        clock.move_to(MONDAY + timedelta(minutes=30))
        assert locked(scene) == ["locked", "closed", "closed"]
        clock.move_to(MONDAY + timedelta(minutes=40))
        mends(scene)
        assert len(replies(scene)) == 2
        assert (locked(scene), settings_of(scene), health(scene), seen_again(scene)) == ([], TWO_CLOSED, Health.RECOVERING, [])
        closed = said(scene)
        assert closed is not None
        assert closed.sentence.startswith("Replies are closed since")
        read(scene)
        assert (len(replies(scene)), locked(scene), health(scene)) == (4, [], Health.RECOVERING)
        clock.move_to(MONDAY + timedelta(minutes=41))
        read(scene)
        assert len(replies(scene)) == 5
        assert locked(scene) == ["over", "open again", "open again"]
        assert (settings_of(scene), health(scene)) == (OPEN_ALL, Health.HEALTHY)
        (entry,) = seen_again(scene)
        assert entry["until"] == str(MONDAY + timedelta(minutes=41))


@on_sqlite
@pytest.mark.usefixtures("by_twos")
def test_C33_a_network_that_breaks_again_while_it_is_caught_up_with_is_blind_since_the_first_time(scene: Scene) -> None:
    with at(MONDAY) as clock:
        read(scene)
        for number in range(5):
            scene.someone_says(f"When is the play? {number}")
        breaks(scene)
        clock.move_to(MONDAY + timedelta(minutes=20))
        mends(scene)
        assert health(scene) is Health.RECOVERING
        breaks(scene)
        assert health(scene) is Health.BLIND
        with stream(scene) as (_, row):
            assert row.blind_since == MONDAY


@on_sqlite
@pytest.mark.usefixtures("by_twos")
def test_C33_what_is_read_in_parts_while_nothing_was_missed_is_read_as_usual(scene: Scene) -> None:
    with at(MONDAY):
        read(scene)
        for number in range(5):
            scene.someone_says(f"When is the play? {number}")
        read(scene)
        with stream(scene) as (_, row):
            assert (row.last_read, row.blind_since, row.catching_up) == (MONDAY, None, False)
        assert health(scene) is Health.HEALTHY
        read(scene)
        read(scene)
        assert len(replies(scene)) == 5
