"""The small Mastodon server for the contract: the academy's account, and everybody else on it and on other servers."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bot.platforms.mastodon_account import MastodonAccount
from tests.platforms.contract import LOST, Twin
from tests.platforms.patience import MOMENT_S, patient

from .server import MastodonServer

CHANGES = {"name": "display_name", "bio": "note", "avatar": "avatar"}


@contextmanager
def mastodon(_request: pytest.FixtureRequest) -> Iterator[Twin]:
    with MastodonServer() as server:
        world = server.world
        parent = world.person("a_parent@far.example")

        def reply(text: str) -> str:
            """Every other one does not name the academy, so that nothing but the thread shows it."""
            newest = max((one for one in world.statuses.values() if one.author == world.me), key=lambda one: int(one.id))
            names = f"@{world.people[world.me]} " if len(world.statuses) % 2 else ""
            return world.say(parent, f"{names}{text}", to=newest.id).id

        def follow(handle: str) -> str:
            other = world.person(handle)
            world.followed.setdefault(other, len(world.followed) + 1)
            return other

        def fail(kind: str) -> None:
            server.fail(kind, *(("POST",) if kind == LOST else ()))

        platform = patient(MastodonAccount(server.keys, timeout=MOMENT_S), server)
        platform.whoami()  # so that an ordered fault meets the call it was ordered for
        platform.timeline(None)
        yield Twin(
            platform=platform,
            someone_replies=reply,
            someone_mentions=lambda text: world.say(parent, f"@{world.people[world.me]} {text}").id,
            someone_posts_natively=lambda text: world.say(world.me, text).id,
            follow_outside=follow,
            is_muted=lambda author_id: world.muted.get(author_id, False),
            fail_next=fail,
            someone_quotes=lambda own, text: world.say(parent, text, quotes=own).id,
            someone_reposts_natively=lambda text: world.say(world.me, "", boosts=world.say(parent, text).id).id,
            reported=lambda: [number for one in world.reports for number in one["statuses"]],
            change_face=lambda key, value: world.profile.__setitem__(CHANGES[key], value),
        )
