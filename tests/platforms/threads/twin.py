"""A Threads account as a twin: a small Threads on loopback, and everybody else on it."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bot.platforms import threads_replies
from bot.platforms.threads import Threads
from tests.platforms.contract import LOST, Twin
from tests.platforms.graph_accounts import CREDENTIALS, Server
from tests.platforms.graph_server import TOKEN
from tests.platforms.patience import MOMENT_S, patient

from .world import World

GRANT = "th_refresh_token"
FACE = {"name": "name", "bio": "threads_biography"}


@contextmanager
def threads(_request: pytest.FixtureRequest) -> Iterator[Twin]:
    world = World()
    with Server(world, GRANT) as server:
        platform = patient(Threads(CREDENTIALS, server.url, timeout=MOMENT_S), server)
        platform.whoami()  # so that an ordered fault meets the call it was ordered for
        yield Twin(
            platform=platform,
            someone_replies=lambda text: str(world.reply(text, world.newest())["id"]),
            someone_mentions=lambda text: str(world.post(f"@oakacademy {text}", by="a_parent")["id"]),
            someone_posts_natively=lambda text: str(world.post(text)["id"]),
            follow_outside=None,
            is_muted=None,
            fail_next=lambda kind: server.fail(kind, *(("POST", "/threads_publish") if kind == LOST else ())),  # what is seen
            seen_by_another=world.visible,
            seconds=(threads_replies, "ENOUGH_S"),
            change_face=lambda key, value: world.me.update({FACE[key]: value}),
        )
        assert not [one for one in server.addresses if TOKEN in one]
