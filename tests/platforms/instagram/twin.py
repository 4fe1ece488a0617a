"""An Instagram account as a twin: a small Instagram on loopback, and everybody else on it."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bot.platforms import instagram_comments
from bot.platforms.instagram import Instagram
from tests.platforms.contract import LOST, Twin
from tests.platforms.graph_accounts import CREDENTIALS, Server
from tests.platforms.graph_server import TOKEN
from tests.platforms.patience import MOMENT_S, patient

from .world import World

GRANT = "ig_refresh_token"
FACE = {"name": "name", "bio": "biography", "link": "website"}


@contextmanager
def instagram(_request: pytest.FixtureRequest) -> Iterator[Twin]:
    world = World()
    with Server(world, GRANT) as server:
        platform = patient(Instagram(CREDENTIALS, server.url, timeout=MOMENT_S), server)
        platform.whoami()  # so that an ordered fault meets the call it was ordered for
        yield Twin(
            platform=platform,
            someone_replies=lambda text: str(world.comment(text, world.newest())["id"]),
            someone_mentions=None,
            someone_posts_natively=lambda text: str(world.post(text)["id"]),
            follow_outside=None,
            is_muted=None,
            fail_next=lambda kind: server.fail(kind, *(("POST", "/media_publish") if kind == LOST else ())),  # what is seen
            seen_by_another=world.visible,
            someone_tells_a_story=lambda text: str(world.story(text)["id"]),
            refuse_stories=lambda: setattr(world, "shows_stories", False),
            seconds=(instagram_comments, "ENOUGH_S"),
            change_face=lambda key, value: world.me.update({FACE[key]: value}),
            stands=lambda reply_id: reply_id in world.comments,
        )
        assert not [one for one in server.addresses if TOKEN in one]
