"""A network that tells how many an account follows and not whom: a rise is an alarm and a task, both called unverified (C17)."""

from collections.abc import Iterator

import pytest
from sqlmodel import Session, select

from bot.accounts.models import Account, Stream, StreamKind
from bot.cases.models import Task
from bot.clock import now
from bot.following.models import Allowed, AllowState, StrayFollow
from bot.notify.models import Notice
from bot.platforms.registry import Doors, Means
from tests import scene as scenes
from tests.platforms.graph_accounts import CREDENTIALS, Server
from tests.platforms.instagram.twin import GRANT
from tests.platforms.instagram.world import ME, World


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def scene(scene: scenes.Scene, world: World) -> Iterator[scenes.Scene]:
    """The academy's account is on Instagram, and has been read once."""
    with Server(world, GRANT) as server:
        settings = scene.settings.model_copy(update={"instagram_url": server.url})
        scene.means = Means(Doors(settings, scene.engine, scene.web), scene.vault, 60)
        with scene.session() as session:
            account = session.get_one(Account, scene.account_id)
            account.platform, account.handle, account.remote_id = "instagram", "oakacademy", ME
            account.credential = scene.vault.lock(CREDENTIALS)
            stream = session.exec(select(Stream).where(Stream.account_id == scene.account_id, Stream.kind == StreamKind.FOLLOWING)).one()
            stream.cursor = None
            session.commit()
        counted(scene)
        yield scene


def counted(scene: scenes.Scene) -> None:
    scene.reread()
    scene.work("following")


def tasks(scene: scenes.Scene) -> list[Task]:
    with scene.session() as session:
        return list(session.exec(select(Task).order_by(Task.id)))  # type: ignore[arg-type]


def agreed(session: Session, scene: scenes.Scene) -> None:
    entry = Allowed(account_id=scene.account_id, handle="museum", organisation="A museum", purpose="News", asked_by=scene.people["author"])
    entry.state, entry.not_before = AllowState.ACTIVE, now()
    session.add(entry)
    session.commit()


def test_S17_3_a_count_that_rises_from_12_to_13_raises_an_alarm_and_a_task_called_unverified(scene: scenes.Scene, world: World) -> None:
    counted(scene)
    assert tasks(scene) == []
    world.me["follows_count"] = 13
    counted(scene)
    (task,) = tasks(scene)
    assert task.title == "Unverified: look whom @oakacademy follows (12 became 13)"
    assert "does not know whom" in task.steps[0]
    assert any("Following" in step for step in task.steps)
    with scene.session() as session:
        told = {row.role for row in session.exec(select(Notice)) if "Unverified: @oakacademy follows 13" in row.text}
        assert told == {"slt", "head"}
        assert session.exec(select(StrayFollow)).all() == [], "nobody is called followed"
    (entry,) = scene.entries("follow:found")
    assert (entry.detail["verified"], entry.detail["before"], entry.detail["count"]) == (False, 12, 13)
    counted(scene)
    assert len(tasks(scene)) == 1


def test_S17_3_what_leadership_agreed_to_is_no_alarm_and_one_more_is(scene: scenes.Scene, world: World) -> None:
    with scene.session() as session:
        agreed(session, scene)
    counted(scene)  # the list is longer, and nobody has followed it by hand yet
    world.me["follows_count"] = 13
    counted(scene)
    assert tasks(scene) == []
    world.me["follows_count"] = 12
    counted(scene)
    assert tasks(scene) == []
    world.me["follows_count"] = 13
    counted(scene)
    assert [task.title for task in tasks(scene)] == ["Unverified: look whom @oakacademy follows (12 became 13)"]
