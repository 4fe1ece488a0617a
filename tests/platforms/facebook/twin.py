"""A Facebook Page as a twin: a small Graph on loopback, and everybody else on it."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bot.platforms import facebook_comments
from bot.platforms.facebook import Facebook
from tests.platforms.contract import Twin
from tests.platforms.graph_server import TOKEN, GraphServer
from tests.platforms.patience import MOMENT_S, patient

from .world import PAGE, World

CREDENTIALS = {"page_id": PAGE, "access_token": TOKEN}
FACE = {"name": "name", "bio": "about", "link": "website", "category": "category"}


@contextmanager
def facebook(_request: pytest.FixtureRequest) -> Iterator[Twin]:
    world = World()
    with GraphServer(world) as server:
        platform = patient(Facebook(CREDENTIALS, server.url, timeout=MOMENT_S), server)
        platform.whoami()  # so that an ordered fault meets the call it was ordered for
        yield Twin(
            platform=platform,
            someone_replies=lambda text: str(world.comment(text, world.newest())["id"]),
            someone_mentions=lambda text: str(world.post(text, by="A Parent")["id"]),
            someone_posts_natively=lambda text: str(world.post(text)["id"]),
            follow_outside=None,
            is_muted=None,
            fail_next=server.fail,
            seen_by_another=world.visible,
            someone_tells_a_story=lambda _text: f"story:{world.story()['post_id']}",  # whatever it says, Facebook does not tell
            refuse_stories=lambda: setattr(world, "shows_stories", False),
            seconds=(facebook_comments, "ENOUGH_S"),
            change_face=lambda key, value: world.page.update({FACE[key]: value}),
            stands=lambda reply_id: reply_id in world.comments,
        )
        assert not [one for one in server.addresses if TOKEN in one]
