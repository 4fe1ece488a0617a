"""YouTube in the contract."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bot.platforms.youtube import YouTube
from bot.platforms.youtube_allowance import Allowance
from tests.platforms.contract import Twin
from tests.platforms.patience import MOMENT_S, patient

from .server import KEYS, YouTubeServer
from .world import HELD, PUBLISHED

FACE = {"bio": "description", "name": "title", "avatar": "avatar"}


@contextmanager
def youtube(_request: pytest.FixtureRequest) -> Iterator[Twin]:
    with YouTubeServer() as server:
        world = server.world
        platform = patient(YouTube(KEYS, server.url, server.token_url, timeout=MOMENT_S, allowance=Allowance()), server)
        platform.whoami()  # so that an ordered fault meets the call it was ordered for

        def change(name: str, value: str) -> None:
            world.channels[world.me][FACE[name]] = value

        yield Twin(
            platform=platform,
            someone_replies=world.say,
            someone_mentions=None,
            someone_posts_natively=world.upload,
            follow_outside=world.subscribe,
            is_muted=None,
            fail_next=server.fail,
            seen_by_another=world.in_sight,
            change_face=change,
            stands=lambda comment_id: comment_id in world.comments,
        )
        assert {each["moderationStatus"] for each in world.moderated} <= {HELD, PUBLISHED}
        assert not any("banAuthor" in each for each in world.moderated)
