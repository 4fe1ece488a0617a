"""The stand-ins that the kill benchmark publishes to: each lives in the benchmark's own process, so it outlives every worker.

To join: a context manager that yields a `StandIn`, and a line in `STAND_INS`. `order` makes the next publish go wrong in one of the
`FAULTS`: LOST (acted, the line broke), LATE (acted, an error came back), DUPLICATE (nothing done, and said to be up already), REFUSED,
BUSY, DOWN. Instagram takes the address of its picture on trust here: that it can fetch it is the journey's to show.
"""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field

from bot.platforms.facebook import Facebook
from bot.platforms.instagram import Instagram
from bot.platforms.mastodon_account import MastodonAccount
from bot.platforms.threads import Threads
from tests.atproto import network
from tests.atproto.wire import bad_line
from tests.platforms.facebook.twin import CREDENTIALS as FACEBOOK
from tests.platforms.facebook.world import PAGE
from tests.platforms.facebook.world import World as FacebookWorld
from tests.platforms.graph_accounts import CREDENTIALS as THREADS
from tests.platforms.graph_accounts import Server
from tests.platforms.graph_server import GraphServer, failing
from tests.platforms.instagram.world import World as InstagramWorld
from tests.platforms.mastodon.server import MastodonServer
from tests.platforms.stand_in import Fault
from tests.platforms.threads.world import ME
from tests.platforms.threads.world import World as ThreadsWorld
from tests.platforms.x.server import KEYS, XServer

LOST, LATE, DUPLICATE, REFUSED, BUSY, DOWN = "lost", "late", "duplicate", "refused", "busy", "down"
FAULTS = (LOST, LOST, LOST, LATE, LATE, DUPLICATE, REFUSED, BUSY, DOWN)  # how often each is drawn
WAITS = (BUSY, DOWN)  # the network gives a time, and it is waited out


@dataclass(frozen=True)
class StandIn:
    """One network with one account of the academy on it."""

    platform: str
    handle: str
    credentials: Mapping[str, str]
    texts: Callable[[], list[str]]  # of every own post that was ever accepted
    order: Callable[[str], None]
    settings: Mapping[str, str] = field(default_factory=dict)  # what makes the worker speak to it
    mangled: Callable[[str], str] = str  # how the network writes down a text
    pictured: bool = False  # takes nothing without a picture


@contextmanager
def x() -> Iterator[StandIn]:
    twice = Fault((403, {"errors": [{"code": 187, "message": "Status is a duplicate."}]}))
    kinds: dict[str, str | Fault] = {LOST: "lost and cut", LATE: "broken", DUPLICATE: twice, REFUSED: "refuse", BUSY: "busy", DOWN: "cut"}
    with XServer() as server:
        world = server.world
        keys = {name: value for name, value in KEYS.items() if name != "bearer_token"}

        def texts() -> list[str]:
            return [str(post["text"]) for post in list(world.posts.values()) if post["author_id"] == world.me]

        yield StandIn("x", "oak_academy", keys, texts, lambda kind: server.fail(kinds[kind], "POST", "/2/tweets"), {"GATEPOST_X_API_URL": server.url})


@contextmanager
def mastodon() -> Iterator[StandIn]:
    kinds = {LOST: "lost and cut", LATE: "broken", DUPLICATE: "refuse", REFUSED: "refuse", BUSY: "busy", DOWN: "down"}  # it knows repeats by key
    with MastodonServer() as server:
        world = server.world

        def texts() -> list[str]:
            return [status.text for status in list(world.statuses.values()) if status.author == world.me]

        handle = MastodonAccount(server.keys).whoami().handle
        yield StandIn("mastodon", handle, server.keys, texts, lambda kind: server.fail(kinds[kind], "POST", "/api/v1/statuses"))


@contextmanager
def facebook() -> Iterator[StandIn]:
    world = FacebookWorld()
    with GraphServer(world) as server:

        def texts() -> list[str]:
            return [str(post["message"]) for post in list(world.posts.values()) if post["from"]["id"] == PAGE]

        handle = Facebook(FACEBOOK, server.url).whoami().handle
        settings = {"GATEPOST_GRAPH_URL": server.url}
        yield StandIn("facebook", handle, FACEBOOK, texts, lambda kind: server.fail(_meta(kind), "POST", "/feed"), settings)


@contextmanager
def threads() -> Iterator[StandIn]:
    world = ThreadsWorld(total=1_000_000)
    with Server(world, "th_refresh_token") as server:

        def texts() -> list[str]:
            return [str(post["text"]) for post in list(world.posts.values()) if post["owner"]["id"] == ME]

        handle = Threads(THREADS, server.url).whoami().handle
        settings = {"GATEPOST_THREADS_URL": server.url}
        yield StandIn("threads", handle, THREADS, texts, lambda kind: server.fail(_meta(kind), "POST", "/threads_publish"), settings)


@contextmanager
def instagram() -> Iterator[StandIn]:
    world = InstagramWorld(total=1_000_000)
    with Server(world, "ig_refresh_token") as server:

        def texts() -> list[str]:
            return [str(post["caption"]) for post in list(world.media.values())]

        handle = Instagram(THREADS, server.url).whoami().handle
        settings = {"GATEPOST_INSTAGRAM_URL": server.url, "GATEPOST_PUBLIC_URL": "https://gatepost.example"}
        yield StandIn("instagram", handle, THREADS, texts, lambda kind: server.fail(_meta(kind), "POST", "/media_publish"), settings, pictured=True)


def _meta(kind: str) -> str | Fault:
    kinds = {LOST: "lost and cut", LATE: "done but broken", REFUSED: "refuse", BUSY: "busy", DOWN: "cut"}
    return kinds[kind] if kind in kinds else failing(506, message="Duplicate status message")


@contextmanager
def bluesky() -> Iterator[StandIn]:
    """The real servers, over a line that loses answers. They come from npm and take a minute to start."""

    def tell(line: str) -> None:
        sys.stderr.write(f"{line}\n")

    with network.running(tell) as there, bad_line(there.url) as wire:
        academy = there.new_person("academy")

        def order(kind: str) -> None:
            if kind == LOST:
                wire.lose_answer("com.atproto.repo.putRecord")
            elif kind == LATE:
                wire.lose_answer("com.atproto.repo.getRecord")
            else:
                status, error = BLUESKY[kind]
                wire.answer("com.atproto.repo.putRecord", status, {"error": error, "message": "not now"})

        def texts() -> list[str]:
            found: list[str] = []
            cursor = ""
            while True:
                asked = {"cursor": cursor} if cursor else {}
                page = academy.ask("com.atproto.repo.listRecords", repo=academy.did, collection="app.bsky.feed.post", limit=100, **asked)
                found += [str(row["value"]["text"]) for row in page["records"]]
                cursor = str(page.get("cursor") or "")
                if not cursor or not page["records"]:
                    return found

        keys = {"identifier": academy.handle, "app_password": academy.app_password()}
        yield StandIn("bluesky", academy.handle, keys, texts, order, {"GATEPOST_BLUESKY_URL": wire.url})


BLUESKY = {DUPLICATE: (400, "InvalidRequest"), REFUSED: (400, "InvalidRequest"), BUSY: (429, "RateLimitExceeded"), DOWN: (503, "UpstreamFailure")}
STAND_INS: dict[str, Callable[[], AbstractContextManager[StandIn]]] = {
    "x": x,
    "mastodon": mastodon,
    "facebook": facebook,
    "instagram": instagram,
    "threads": threads,
    "bluesky": bluesky,
}
LASTING = ("bluesky",)  # real servers: asked for by name
