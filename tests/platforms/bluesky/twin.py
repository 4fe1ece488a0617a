"""Bluesky for the contract: a fresh account on the real servers, over a line that goes wrong on demand."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from bot.platforms.bluesky import Bluesky
from tests.atproto.network import Network
from tests.atproto.wire import ANY_READING_OR_WRITING, ANY_WRITING, Wire, bad_line
from tests.platforms.contract import BUSY, DOWN, LOST, REFUSE, TURNED_AWAY, Twin

_ANSWERS: dict[str, tuple[int, dict[str, str]]] = {
    REFUSE: (400, {"error": "InvalidRequest", "message": "not like this"}),
    DOWN: (503, {"error": "UpstreamFailure", "message": "down"}),
    TURNED_AWAY: (401, {"error": "AuthMissing", "message": "not signed in"}),
}


@contextmanager
def bluesky(request: pytest.FixtureRequest) -> Iterator[Twin]:
    network: Network = request.getfixturevalue("bluesky_network")
    academy, parent, stranger = network.new_person("academy"), network.resident("parent"), network.resident("stranger")

    def seen(act: Callable[[], str]) -> str:
        uri = act()
        network.settle()
        return uri

    def newest() -> str:
        rows = academy.ask("com.atproto.repo.listRecords", repo=academy.did, collection="app.bsky.feed.post", limit=100)["records"]
        return str(max(rows, key=lambda row: str(row["value"]["createdAt"]))["uri"])

    def reply(text: str) -> str:
        network.settle()  # an answer names the version of what it answers, as the readers' side shows it
        return parent.reply(newest(), text)

    def follow(handle: str) -> str:
        other = network.resident(handle)
        return seen(lambda: academy.follow(other.did) and other.did)

    def is_muted(author_id: str) -> bool:
        network.settle()
        return author_id in [one["did"] for one in academy.ask("app.bsky.graph.getMutes")["mutes"]]

    def seen_by_another(uri: str) -> bool:
        network.settle()
        return stranger.sees(uri)

    def quotes(own: str, text: str) -> str:
        network.settle()
        return seen(lambda: parent.quote(own, text))

    def reposts(text: str) -> str:
        theirs = seen(lambda: parent.post(text))
        return seen(lambda: academy.repost(theirs))

    def change_face(key: str, value: str) -> None:
        there = academy.read(f"at://{academy.did}/app.bsky.actor.profile/self")
        academy.write("app.bsky.actor.profile", there | {{"name": "displayName", "bio": "description"}[key]: value}, key="self")

    with bad_line(network.url) as wire:
        platform = Bluesky({"identifier": academy.handle, "app_password": academy.app_password()}, wire.url)
        platform.whoami()  # so that an ordered fault meets the call it was ordered for
        yield Twin(
            platform=platform,
            someone_replies=lambda text: seen(lambda: reply(text)),
            someone_mentions=lambda text: seen(lambda: parent.mention(academy, text)),
            someone_posts_natively=academy.post,
            follow_outside=follow,
            is_muted=is_muted,
            fail_next=lambda fault: _order(wire, fault),
            seen_by_another=seen_by_another,
            someone_quotes=quotes,
            someone_reposts_natively=reposts,
            reported=network.reported,
            change_face=change_face,
        )


def _order(wire: Wire, fault: str) -> None:
    if fault == LOST:  # the answer that matters is that of the writing, not of the look before it
        wire.lose_answer(ANY_WRITING)
    elif fault == BUSY:
        soon = str(int(time.time()) + 60)
        wire.answer(ANY_READING_OR_WRITING, 429, {"error": "RateLimitExceeded", "message": "slow down"}, ratelimit_reset=soon)
    else:
        wire.answer(ANY_READING_OR_WRITING, *_ANSWERS[fault])
