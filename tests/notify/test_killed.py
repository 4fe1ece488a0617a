"""A worker killed with SIGKILL between sending and writing it down: nothing is lost, and at most one duplicate says so by its number."""

import os
import signal

from bot.db import connect
from bot.notify.channel_models import DeliveryState
from bot.platforms.registry import Doors, Means
from tests.notify.far_side import hook
from tests.notify.ways import hurry, notice, states, webhook
from tests.scene import Scene

S = DeliveryState


def in_a_process_of_its_own(scene: Scene, job: str) -> int:
    """Forks, works there, and gives the process; on SQLite and PostgreSQL it opens a connection of its own."""
    scene.engine.dispose()
    child = os.fork()
    if child:
        return child
    try:
        engine = connect(scene.settings.database_url)
        scene.engine, scene.means = engine, Means(Doors(scene.settings, engine), scene.vault, 60)
        scene.work(job)
    finally:
        os._exit(0)


def test_C33_a_worker_that_dies_after_sending_is_followed_and_what_comes_twice_has_one_number(scene: Scene) -> None:
    with hook() as far:
        webhook(scene, far.address)
        number = notice(scene)
        reader, writer = os.pipe()
        far.before = lambda: os.kill(int(os.read(reader, 20)), signal.SIGKILL) if len(far.taken) == 1 else None
        child = in_a_process_of_its_own(scene, "notices")
        os.write(writer, str(child).encode())
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
        os.close(reader)
        os.close(writer)
        assert len(far.taken) == 1
        assert states(scene) == [S.SENDING]  # nobody knows: the answer died with the worker
        scene.work("notices")
        assert len(far.taken) == 1  # the lease still runs
        hurry(scene)
        scene.work("notices")
        assert states(scene) == [S.SENT]
        scene.work("notices")
    assert len(far.taken) == 2
    assert all(f"Notice {number}." in message["message"] for message in far.taken)
