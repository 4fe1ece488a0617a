"""The networks that answer the contract, by name."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

from bot.platforms import x_search
from bot.platforms.x import X

from .bluesky.twin import bluesky
from .contract import Twin
from .facebook.twin import facebook
from .instagram.twin import instagram
from .mastodon.twin import mastodon
from .patience import MOMENT_S, patient
from .practice_twin import practice
from .threads.twin import threads
from .x.server import KEYS, XServer
from .youtube.twin import youtube


@contextmanager
def x(_request: pytest.FixtureRequest) -> Iterator[Twin]:
    with XServer() as server:
        world = server.world
        parent = world.user("a_parent")

        def reply(text: str) -> str:
            newest = max((p["id"] for p in world.posts.values() if p["author_id"] == world.me), key=int)
            return str(world.say(parent, text, to=newest)["id"])

        def follow(handle: str) -> str:
            world.followed.append(world.user(handle))
            return world.followed[-1]

        platform = patient(X(KEYS, server.url, timeout=MOMENT_S), server)
        platform.whoami()  # so that an ordered fault meets the call it was ordered for
        yield Twin(
            platform=platform,
            someone_replies=reply,
            someone_mentions=lambda text: str(world.say(parent, f"@{world.users[world.me]} {text}")["id"]),
            someone_posts_natively=lambda text: str(world.say(world.me, text)["id"]),
            follow_outside=follow,
            is_muted=lambda author_id: author_id in world.muted,
            fail_next=server.fail,
            seen_by_another=lambda reply_id: reply_id not in world.hidden,
            seconds=(x_search, "SECONDS"),
            someone_reposts_natively=lambda text: str(world.repost(world.say(parent, text)["id"])["id"]),
            change_face=lambda field, value: world.face.__setitem__({"bio": "description"}[field], value),
        )
        assert server.bad_signatures == []


TWINS: dict[str, Callable[[pytest.FixtureRequest], AbstractContextManager[Twin]]] = {
    "bluesky": bluesky,
    "facebook": facebook,
    "instagram": instagram,
    "mastodon": mastodon,
    "practice": practice,
    "threads": threads,
    "x": x,
    "youtube": youtube,
}
NETWORK: frozenset[str] = frozenset({"bluesky"})
